//! The printed page as other programs see it: written to `target/tmp/pdf/` so that it can be looked at.

use std::path::PathBuf;
use std::sync::LazyLock;

use crate::domain::sheet::{Mark, Sheet};
use crate::pdf::agreement::text_agrees;
use crate::pdf::inspect::inspect;
use crate::pdf::press::Press;
use crate::pdf::sample;

pub static PRESS: LazyLock<Press> = LazyLock::new(Press::new);

/// Writes a file to where it can be looked at.
pub fn keep(name: &str, pdf: &[u8]) {
    std::fs::write(folder().join(name), pdf).unwrap();
}

fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/tmp/pdf");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn print(name: &str, sheet: &Sheet) -> Vec<u8> {
    let pdf = PRESS.print(sheet, &sample::meta(), &sample::attachments()).unwrap();
    keep(name, &pdf);
    pdf
}

#[test]
fn sheets_of_every_length_are_printed() {
    print("firm.pdf", &sample::firm());
    for count in [3, 6, 12, 30, 200] {
        print(&format!("lawyers-{count}.pdf"), &sample::lawyers(count));
    }
    print("preview.pdf", &Sheet { mark: Mark::Preview, ..sample::firm() });
}

#[test]
fn the_reader_finds_what_the_writer_drew() {
    let mut sheets: Vec<Sheet> = [0, 1, 3, 6, 30, 200].map(sample::lawyers).into();
    sheets.extend([sample::firm(), Sheet { mark: Mark::Preview, ..sample::firm() }]);
    for sheet in sheets {
        let pdf = PRESS.print(&sheet, &sample::meta(), &sample::attachments()).unwrap();
        let inspection = inspect(&pdf).unwrap();
        assert_eq!(text_agrees(&inspection, &sheet), Ok(()));
        assert_eq!(inspection.attachments.len(), 2);
        assert_eq!(inspection.revisions, 1);
        assert!(!inspection.covers_whole_file);
    }
}
