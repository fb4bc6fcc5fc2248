//! Every ideograph of GB 18030-2022 at implementation level 3, in batches: printed, and read back by two programs that
//! share nothing with the printing one.

use std::process::Command;

use crate::domain::sheet::Sheet;
use crate::pdf::agreement::text_agrees;
use crate::pdf::face::{Faces, Weight};
use crate::pdf::inspect::inspect;
use crate::pdf::press_tests::{PRESS, keep_in};
use crate::pdf::sample;

/// The 87,887 ideographs of the standard (GB 18030-2022, 3.1 and annex D): the first block as of Unicode 11, extensions A
/// to F, and the twelve unified ones among the compatibility ideographs.
fn ideographs() -> Vec<char> {
    let ranges = [
        0x4E00..=0x9FEF,
        0x3400..=0x4DB5,
        0x20000..=0x2A6D6,
        0x2A700..=0x2B734,
        0x2B740..=0x2B81D,
        0x2B820..=0x2CEA1,
        0x2CEB0..=0x2EBE0,
    ];
    let twelve = [0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F, 0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29];
    ranges.into_iter().flatten().chain(twelve).filter_map(char::from_u32).collect()
}

/// Characters on one sheet: some fourteen pages.
const BATCH: usize = 8000;

#[test]
fn every_ideograph_has_a_glyph_and_none_is_faked() {
    let faces = Faces::new();
    let all = ideographs();
    assert_eq!(all.len(), 87_887);
    let text: String = all.iter().collect();
    assert_eq!(PRESS.undrawable(&text), Vec::<char>::new());
    for c in all {
        // Where the bold face lacks a character, a heading shows the regular or the rare one as it is.
        let (bold, regular) = (faces.find(c, Weight::Bold).unwrap(), faces.find(c, Weight::Regular).unwrap());
        assert!(bold.face == 1 || bold == regular, "{c}");
        assert!((regular.advance - 1.0).abs() < 0.01, "{c} is {} em wide", regular.advance);
    }
}

#[test]
fn every_ideograph_is_read_back_by_pdftotext_and_by_our_reader() {
    let all = ideographs();
    let mut seen = 0;
    for (number, batch) in all.chunks(BATCH).enumerate() {
        let paragraphs: Vec<String> = batch.chunks(700).map(|part| part.iter().collect()).collect();
        let sheet = Sheet { paragraphs, addressee: None, ..sample::firm() };
        let pdf = PRESS.print(&sheet, &sample::meta(), &[]).unwrap();
        let inspection = inspect(&pdf).unwrap();
        assert_eq!(text_agrees(&inspection, &sheet), Ok(()));
        let pages = inspection.page_texts.len();
        let path = keep_in("names", &format!("{number:02}.pdf"), &pdf);
        let read = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(&path).arg("-").output();
        let read = String::from_utf8(read.expect("pdftotext (Debian poppler-utils) is needed").stdout).unwrap();
        let mut words: String = read.chars().filter(|c| !c.is_whitespace()).collect();
        // What later pages repeat.
        for page in 1..=pages {
            words = words.replacen(&format!("第{page}页/共{pages}页"), "", 1);
        }
        let (head, rest) = words.split_once(sheet.number.as_str()).unwrap();
        let words = format!("{head}{}", rest.replace(sheet.number.as_str(), ""));
        let wanted: String = batch.iter().collect();
        let found = words.strip_prefix(sheet.title.as_str()).unwrap();
        assert!(found.starts_with(&wanted), "batch {number}: {:?}", first_difference(&wanted, found));
        seen += batch.len();
    }
    assert_eq!(seen, 87_887);
}

fn first_difference(wanted: &str, found: &str) -> Option<(char, Option<char>)> {
    let mut found = found.chars();
    wanted.chars().find_map(|c| {
        let other = found.next();
        (other != Some(c)).then_some((c, other))
    })
}
