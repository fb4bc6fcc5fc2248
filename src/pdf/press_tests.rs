//! The printed page as other programs see it: written to `target/tmp/pdf/` so that it can be looked at.

use std::path::PathBuf;
use std::sync::LazyLock;

use crate::domain::sheet::{Mark, Sheet};
use crate::pdf::press::Press;
use crate::pdf::sample;

pub static PRESS: LazyLock<Press> = LazyLock::new(Press::new);

fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/tmp/pdf");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn print(name: &str, sheet: &Sheet) -> Vec<u8> {
    let pdf = PRESS.print(sheet, &sample::meta(), &sample::attachments()).unwrap();
    std::fs::write(folder().join(name), &pdf).unwrap();
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
