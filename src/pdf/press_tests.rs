//! The printed page as other programs see it: written to `target/tmp/pdf/` so that it can be looked at.

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::domain::artwork::{Artwork, Figure, Segment, Shape};
use crate::domain::sheet::{Mark, Seal, SealPicture, Sheet};
use crate::pdf::agreement::text_agrees;
use crate::pdf::inspect::inspect;
use crate::pdf::picture::{self, PictureError};
use crate::pdf::press::{Press, PressError};
use crate::pdf::sample;

pub static PRESS: LazyLock<Press> = LazyLock::new(Press::new);

/// Writes a file to where it can be looked at.
pub fn keep(name: &str, pdf: &[u8]) {
    keep_in("", name, pdf);
}

/// The same in a folder of its own.
pub fn keep_in(folder: &str, name: &str, pdf: &[u8]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/tmp/pdf").join(folder);
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, pdf).unwrap();
    path
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
    print("one.pdf", &sample::lawyers(0));
    print("bilingual.pdf", &sample::bilingual());
    print("long.pdf", &sample::long());
    let names = [
        "示例律协",
        "示例自治州律师协会",
        "示例特别行政区大湾区涉外律师联合会",
        "示例特别行政区暨粤港澳大湾区涉外律师与仲裁员联合会筹备委员会",
    ];
    for (at, name) in names.into_iter().enumerate() {
        let seal = Seal::drawn(name);
        let sheet = Sheet { seal, mark: Mark::Sample, signer: name.into(), ..sample::firm() };
        print(&format!("seal-{at}.pdf"), &sheet);
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

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let sheet = sample::lawyers(30);
    let first = PRESS.print(&sheet, &sample::meta(), &sample::attachments()).unwrap();
    let others: Vec<_> = (0..4)
        .map(|at| {
            let sheet = sheet.clone();
            std::thread::spawn(move || {
                let own = Press::new();
                let press = if at % 2 == 0 { &own } else { &*PRESS };
                press.print(&sheet, &sample::meta(), &sample::attachments()).unwrap()
            })
        })
        .collect();
    for other in others {
        assert!(other.join().unwrap() == first);
    }
    // The same on every machine: changes only with fonts, crates or layout. `UPDATE_GOLDEN=1` writes it anew; look at the
    // pages first.
    let hash = HEXLOWER.encode(&Sha256::digest(&first)) + "\n";
    let golden = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/page-hash.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&golden, &hash).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&golden).unwrap_or_default(), hash);
}

#[test]
fn pdftotext_reads_no_space_and_no_line_that_is_not_there() {
    let sheet = sample::firm();
    let path = keep_in("", "extracted.pdf", &PRESS.print(&sheet, &sample::meta(), &[]).unwrap());
    let read = std::process::Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(&path).arg("-").output();
    let read = String::from_utf8(read.expect("pdftotext (Debian poppler-utils) is needed").stdout).unwrap();
    for words in
        ["截至2026年11月20日", "（第二次）”", "系本会团体会员，执业状态为正常，", "2026—2028年度", "年度考核——以"]
    {
        let lines: Vec<&str> = read.lines().collect();
        let broken = lines.windows(2).any(|pair| format!("{}{}", pair[0], pair[1]).contains(words));
        assert!(read.contains(words) || broken, "{words} in\n{read}");
    }
    // Lines are those of the page: some two dozen, none of a few characters between two long ones.
    assert!(read.lines().count() <= 24, "{read}");
    assert!(!read.lines().take(12).any(|line| line.contains(' ')), "{read}");
}

#[test]
fn what_cannot_be_drawn_is_refused_with_the_character_shown() {
    assert_eq!(PRESS.undrawable("张𠀾·〇（）"), Vec::<char>::new());
    assert_eq!(PRESS.undrawable("张\u{E863}三\u{E863}\u{FE00}😀"), ['\u{E863}', '\u{FE00}', '😀']);
    let mut sheet = sample::lawyers(3);
    sheet.table.as_mut().unwrap().rows[1][1] = "王\u{E863}".into();
    let refused = PRESS.print(&sheet, &sample::meta(), &[]);
    assert!(matches!(refused, Err(PressError::Undrawable(found)) if found == ['\u{E863}']));
    let twice = [sample::attachments()[0].clone(), sample::attachments()[0].clone()];
    assert!(matches!(PRESS.print(&sample::firm(), &sample::meta(), &twice), Err(PressError::Attachment(_))));
    let mut sheet = sample::firm();
    sheet.check.qr = "A#".repeat(3000);
    assert!(matches!(PRESS.print(&sheet, &sample::meta(), &[]), Err(PressError::QrTooLong(6000))));
}

#[test]
fn pages_become_pictures() {
    let pdf = PRESS.print(&sample::lawyers(30), &sample::meta(), &[]).unwrap();
    assert_eq!(picture::page_count(&pdf), Ok(2));
    let svg = picture::svg(&pdf, 1).unwrap();
    assert!(svg.starts_with("<svg") && !svg.contains("<script") && !svg.contains("href=\"http"));
    // The only style is that of the QR code's pixels, which nothing may smooth.
    assert!(!svg.contains("<text") && !svg.replace("style=\"image-rendering: pixelated\"", "").contains("style="));
    let png = picture::png(&pdf, 0, 780).unwrap();
    keep("page.png", &png);
    let reader = png::Decoder::new(std::io::Cursor::new(&png)).read_info().unwrap();
    assert_eq!((reader.info().width, reader.info().height), (780, 1103));
    assert!(png.len() < 150_000, "{}", png.len());
    assert!(matches!(picture::svg(&pdf, 2), Err(PictureError::NoSuchPage(2))));
    assert!(matches!(picture::png(b"no pdf", 0, 100), Err(PictureError::Unreadable)));
}

/// A ring of 1000 units, as shapes or as pixels.
fn own_seal(pixels: bool) -> Seal {
    let figure = if pixels {
        let dot = |at: u32| {
            let (x, y) = (f64::from(at % 700) - 349.5, f64::from(at / 700) - 349.5);
            let inked = (300.0..350.0).contains(&x.hypot(y));
            [0xC8, 0x20, 0x24, if inked { 255 } else { 0 }]
        };
        Figure::Pixels((0..700 * 700).flat_map(dot).collect())
    } else {
        let outline = vec![
            Segment::Move(500.0, 0.0),
            Segment::Cubic([1000.0, 0.0, 1000.0, 1000.0, 500.0, 1000.0]),
            Segment::Cubic([0.0, 1000.0, 0.0, 0.0, 500.0, 0.0]),
            Segment::Close,
        ];
        Figure::Shapes(vec![Shape { outline, colour: [0xD7, 0x1A, 0x1A], opacity: 1.0, even_odd: true }])
    };
    let side = if pixels { 700.0 } else { 1000.0 };
    let artwork = Arc::new(Artwork { width: side, height: side, figure });
    Seal { name: "示例市律师协会".into(), picture: Some(SealPicture { hash: format!("{pixels}"), artwork }) }
}

#[test]
fn an_own_seal_is_drawn_in_the_place_of_the_drawn_one_and_changes_no_word() {
    let plain = print("seal-none.pdf", &sample::firm());
    for pixels in [false, true] {
        let sheet = Sheet { seal: own_seal(pixels), ..sample::firm() };
        let pdf = print(&format!("seal-own-{pixels}.pdf"), &sheet);
        assert_eq!(text_agrees(&inspect(&pdf).unwrap(), &sheet), Ok(()));
        assert_ne!(pdf, plain);
        let again = Press::new().print(&sheet, &sample::meta(), &sample::attachments()).unwrap();
        assert_eq!(again, pdf, "a press that starts anew makes the same bytes");
        assert!(pdf.len() < plain.len() + 60_000, "{} beside {}", pdf.len(), plain.len());
    }
}
