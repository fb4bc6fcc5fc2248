//! Address labels: a sheet of fourteen on A4 (two columns of seven, 99.1 × 38.1 mm, the size that stationers sell), or
//! one to a page of 100 × 70 mm for a label printer. Plain pages for the printer: no certificate, no archive.

use std::sync::Arc;

use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::{Document, SerializeSettings};

use crate::pdf::face::Faces;
use crate::pdf::glyph_line::{PLAIN, STRONG, Style, marks};
use crate::pdf::letters;
use crate::pdf::line_break::{Measure, set};
use crate::pdf::plan::{Ink, MM, PAGE_HEIGHT, PAGE_WIDTH, Text};
use crate::pdf::press::PressError;

/// One label, line by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// 邮编; may be empty.
    pub postcode: String,
    /// 省市区 and 详细地址; broken over lines where it is long.
    pub address: String,
    /// 收件人 and 手机号.
    pub recipient: String,
    /// Who sends it, and what is in it; small.
    pub foot: String,
}

/// What the labels are printed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// A4 with fourteen labels; the first `used` are gone already.
    Sheet { used: usize },
    /// A page for each.
    Single,
}

/// Labels on a sheet of A4.
pub const ON_A_SHEET: usize = 14;

const COLUMNS: usize = 2;
const LABEL_WIDTH: f32 = 99.1 * MM;
const LABEL_HEIGHT: f32 = 38.1 * MM;
/// Of the sheet: what is left of the first column, between the columns, and above the first row.
const SIDE: f32 = 4.65 * MM;
const BETWEEN: f32 = 2.5 * MM;
const ABOVE: f32 = 15.15 * MM;
const SINGLE_WIDTH: f32 = 100.0 * MM;
const SINGLE_HEIGHT: f32 = 70.0 * MM;

/// A rectangle of the page that holds one label.
#[derive(Clone, Copy)]
struct Cell {
    x: f32,
    y: f32,
    width: f32,
    height: f32,
    /// Sizes of the address, the recipient, and the foot.
    sizes: [f32; 3],
}

/// Sets the labels and writes the file.
pub fn write(faces: &Faces, labels: &[Label], paper: Paper) -> Result<Vec<u8>, PressError> {
    let pages: Vec<Vec<Text>> = match paper {
        Paper::Single => labels.iter().map(|label| lay(faces, label, single())).collect(),
        Paper::Sheet { used } => {
            let used = used.min(ON_A_SHEET - 1);
            let count = (used + labels.len()).div_ceil(ON_A_SHEET).max(1);
            let mut pages = vec![Vec::new(); count];
            for (at, label) in labels.iter().enumerate() {
                let place = used + at;
                pages[place / ON_A_SHEET].extend(lay(faces, label, cell(place % ON_A_SHEET)));
            }
            pages
        }
    };
    let (width, height) = match paper {
        Paper::Single => (SINGLE_WIDTH, SINGLE_HEIGHT),
        Paper::Sheet { .. } => (PAGE_WIDTH, PAGE_HEIGHT),
    };
    file(faces, &pages, width, height)
}

fn single() -> Cell {
    Cell { x: 0.0, y: 0.0, width: SINGLE_WIDTH, height: SINGLE_HEIGHT, sizes: [15.0, 18.0, 9.0] }
}

fn cell(place: usize) -> Cell {
    #[expect(clippy::cast_precision_loss, reason = "fourteen places")]
    let (column, row) = ((place % COLUMNS) as f32, (place / COLUMNS) as f32);
    Cell {
        x: SIDE + column * (LABEL_WIDTH + BETWEEN),
        y: ABOVE + row * LABEL_HEIGHT,
        width: LABEL_WIDTH,
        height: LABEL_HEIGHT,
        sizes: [11.0, 13.0, 7.5],
    }
}

/// Postcode and address on top, the recipient under them, the sender at the foot. A long address is set smaller until
/// it leaves room for the rest.
fn lay(faces: &Faces, label: &Label, cell: Cell) -> Vec<Text> {
    let margin = 5.0 * MM;
    let width = cell.width - 2.0 * margin;
    let [mut size, name_size, foot_size] = cell.sizes;
    let room = cell.height - 2.0 * margin - name_size * 1.7 - foot_size * 1.5;
    let postcode = if label.postcode.is_empty() { 0.0 } else { 1.0 };
    let lines = |size: f32| set(&marks(faces, &label.address, PLAIN), &[], measure(width / size));
    #[expect(clippy::cast_precision_loss, reason = "a few lines")]
    let height = |size: f32| (lines(size).len() as f32 + postcode) * size * 1.3;
    while height(size) > room && size > 6.5 {
        size -= 0.5;
    }
    let mut texts = Vec::new();
    let mut y = cell.y + margin;
    let mut line = |text: &str, style: Style, size: f32, y: f32, ink: Ink| {
        for line in set(&marks(faces, text, style), &[], measure(width / size)).into_iter().take(1) {
            texts.push(Text { x: cell.x + margin, y, size, line: Arc::new(line), ink });
        }
    };
    if postcode > 0.0 {
        y += size;
        line(&label.postcode, STRONG, size, y, Ink::Black);
        y += size * 0.3;
    }
    let mut addressed = Vec::new();
    for found in lines(size) {
        y += size;
        addressed.push(Text { x: cell.x + margin, y, size, line: Arc::new(found), ink: Ink::Black });
        y += size * 0.3;
    }
    y += name_size * 1.4;
    line(&label.recipient, STRONG, name_size, y, Ink::Black);
    line(&label.foot, PLAIN, foot_size, cell.y + cell.height - margin, Ink::Grey);
    texts.extend(addressed);
    texts
}

fn measure(width: f32) -> Measure {
    Measure { width, first_indent: 0.0, justify: false }
}

fn file(faces: &Faces, pages: &[Vec<Text>], width: f32, height: f32) -> Result<Vec<u8>, PressError> {
    let mut document = Document::new_with(SerializeSettings::default());
    for (at, texts) in pages.iter().enumerate() {
        let size = PageSettings::from_wh(width, height).ok_or_else(|| PressError::Writer("page size".into()))?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        if at == 0 {
            letters::introduce(faces, pages.iter().flatten(), &mut surface);
        }
        for text in texts {
            letters::paint(faces, text, &mut surface);
        }
        surface.finish();
        page.finish();
    }
    document.set_metadata(Metadata::new().title("地址标签".into()).language("zh-CN".into()));
    document.finish().map_err(|error| PressError::Writer(format!("{error:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::inspect::inspect;

    fn label(address: &str) -> Label {
        Label {
            postcode: "510000".into(),
            address: address.into(),
            recipient: "许青禾　13800000000".into(),
            foot: "示例市律师协会　示律证〔2026〕第000123号 第1份".into(),
        }
    }

    #[test]
    fn labels_fill_the_sheet_from_the_first_free_place() {
        let faces = Faces::new();
        let labels = vec![label("示例省示例市示例区示例路 9 号"); 3];
        let count = |paper| {
            let pdf = write(&faces, &labels, paper).unwrap();
            let found = inspect(&pdf).unwrap();
            assert_eq!(found.page_texts.concat().matches("示例路").count(), 3, "{:?}", found.page_texts);
            found.page_texts.len()
        };
        assert_eq!(count(Paper::Sheet { used: 0 }), 1);
        assert_eq!(count(Paper::Sheet { used: 12 }), 2);
        assert_eq!(count(Paper::Sheet { used: 99 }), 2, "no more than thirteen can be gone");
        assert_eq!(count(Paper::Single), 3);
    }

    fn words(text: &Text) -> String {
        text.line.placed.iter().map(|placed| placed.c).collect()
    }

    #[test]
    fn the_longest_address_stays_inside_its_label() {
        let faces = Faces::new();
        let long = label(&format!("示例省示例市示例区{}", "很长的详细地址".repeat(15)));
        for cell in [cell(0), cell(13), single()] {
            let texts = lay(&faces, &long, cell);
            let lowest = texts.iter().map(|text| text.y).fold(0.0, f32::max);
            assert!(lowest <= cell.y + cell.height - 4.9 * MM, "{lowest}");
            let recipient = texts.iter().find(|text| words(text).contains("许青禾")).unwrap();
            let address =
                texts.iter().filter(|text| words(text).contains("很长")).map(|text| text.y).fold(0.0, f32::max);
            let foot = texts.iter().find(|text| words(text).contains("第1份")).unwrap();
            assert!(address < recipient.y && recipient.y < foot.y - foot.size, "{address} {} {}", recipient.y, foot.y);
            assert!(texts.iter().all(|text| text.line.width * text.size <= cell.width - 9.9 * MM));
        }
    }
}
