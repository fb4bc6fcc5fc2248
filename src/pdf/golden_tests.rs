//! The pages of every seeded kind, short, long and over more than one page, and of samples beside them, as words and as pixels: what they are is
//! `tests/golden/pages.txt`. `UPDATE_GOLDEN=1` writes it anew; look at the pictures in `target/tmp/pdf/kinds/` first.

use std::fmt::Write as _;
use std::path::Path;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::domain::compose::{Grounds, compose};
use crate::domain::seed;
use crate::domain::sheet::{Mark, Sheet};
use crate::domain::specimen::{Sample, specimen};
use crate::domain::statement::{Copy, Party};
use crate::domain::time::Day;
use crate::pdf::extraction_tests::misread;
use crate::pdf::inspect::inspect;
use crate::pdf::picture;
use crate::pdf::press::Meta;
use crate::pdf::press_tests::{PRESS, keep_in};
use crate::pdf::sample;

/// Pixels across a page. The renderer is pinned in Cargo.toml.
const WIDTH: u16 = 620;

fn describe(list: &mut String, name: &str, sheet: &Sheet, meta: &Meta, pages: usize) -> usize {
    let pdf = PRESS.print(sheet, meta, &sample::attachments()).unwrap();
    let file = keep_in("kinds", &format!("{name}.pdf"), &pdf);
    let misread = misread(sheet, meta, &file);
    assert!(misread.is_empty(), "{name}: pdftotext does not read {misread:#?}");
    let found = inspect(&pdf).unwrap();
    let count = found.page_texts.len();
    for (at, text) in found.page_texts.iter().enumerate().filter(|(at, _)| *at < pages || at + 1 == count) {
        let png = picture::png(&pdf, at, WIDTH).unwrap();
        keep_in("kinds", &format!("{name}-{}.png", at + 1), &png);
        let pixels = HEXLOWER.encode(&Sha256::digest(&png)[..8]);
        writeln!(list, "== {name}, page {} of {count}, pixels {pixels}\n{}\n", at + 1, text.trim()).unwrap();
    }
    count
}

#[test]
fn the_pages_are_as_they_were_looked_at() {
    let today = Day::new(2026, 11, 23).unwrap();
    let mut list = String::new();
    for kind in seed::kinds("穗律证", today) {
        let version = &kind.versions[0];
        for length in Sample::ALL {
            let (submission, facts, firm) = specimen(version, today, length);
            let grounds = Grounds {
                issuer: Party { name: sample::ASSOCIATION.into(), uscc: "51440000MD0000000C".into() },
                issuer_latin: "Example Provincial Lawyers Association",
                kind_id: kind.id.as_str(),
                kind: version,
                firm,
                facts: &facts,
                number: "穗律证〔2026〕第000001号".into(),
                issue_date: today,
                copy: Copy { index: 0, of: 0 },
                code_commitment: [0; 32],
            };
            let statement = compose(&submission, &grounds).unwrap();
            let plain = sample::firm();
            let sheet = Sheet::of(&statement, plain.seal, plain.check, Mark::None);
            let (name, meta) = (format!("{}-{}", kind.id.as_str(), length.slug()), Meta::of(&statement));
            let count = describe(&mut list, &name, &sheet, &meta, 3);
            if length == Sample::Longest && count == 1 {
                // Staff may write more than was seeded: the same with words for a second page.
                let more = sheet.paragraphs.iter().cycle().take(14).cloned().collect();
                let name = format!("{}-over", kind.id.as_str());
                assert!(describe(&mut list, &name, &Sheet { paragraphs: more, ..sheet }, &meta, 2) > 1, "{name}");
            }
        }
    }
    for (name, sheet) in [
        ("sample-firm", sample::firm()),
        ("sample-preview", Sheet { mark: Mark::Preview, ..sample::firm() }),
        ("sample-bilingual", sample::bilingual()),
        ("sample-one-row", sample::lawyers(1)),
        ("sample-3", sample::lawyers(3)),
        ("sample-9", sample::lawyers(9)),
        ("sample-12", sample::lawyers(12)),
        ("sample-names", sample::names()),
        ("sample-template", Sheet { mark: Mark::Sample, ..sample::lawyers(30) }),
        ("sample-30", sample::lawyers(30)),
        ("sample-500", sample::lawyers(500)),
        ("sample-long", sample::long()),
    ] {
        describe(&mut list, name, &sheet, &sample::meta(), 2);
    }
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/pages.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&golden, &list).unwrap();
    }
    let known = std::fs::read_to_string(&golden).unwrap_or_default();
    let differing = list.split("== ").filter(|page| !known.contains(page)).filter_map(|page| page.lines().next());
    let differing: Vec<&str> = differing.collect();
    assert!(known == list, "tests/golden/pages.txt says otherwise of: {differing:#?}");
}
