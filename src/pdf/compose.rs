//! From a sheet to a plan of pages: title, number, addressee, paragraphs, table, closing, signature, seal, foot.
//! Where a little less leading saves a page, it is taken: a signature must not travel alone.

use std::ops::Range;

use crate::domain::sheet::Sheet;
use crate::pdf::check_block::{self, CheckBlock};
use crate::pdf::face::Faces;
use crate::pdf::glyph_line::{PLAIN, STRONG, Style, marks};
use crate::pdf::line_break::{Line, Measure, set, single};
use crate::pdf::plan::{
    BODY, Ink, Item, LEFT, Leaf, MM, PAGE_HEIGHT, PAGE_WIDTH, Part, RIGHT, Shape, Strip, TEXT_WIDTH, TOP_NEXT, Text,
    baseline, paginate,
};
use crate::pdf::qr::Symbol;
use crate::pdf::seal::RADIUS;
use crate::pdf::table;

/// Leading of the body in points, the roomiest first. 30 pt gives 22 lines to 225 mm less a little.
const LEADINGS: [f32; 3] = [30.0, 28.5, 27.0];

/// Sets a sheet. `names` are words that lines should not part.
pub fn compose(faces: &Faces, sheet: &Sheet, names: &[String], symbol: &Symbol) -> Vec<Leaf> {
    let foot = check_block::build(faces, sheet, symbol);
    let mut best: Option<Vec<Leaf>> = None;
    for leading in LEADINGS {
        let leaves = lay(faces, sheet, names, leading, &foot);
        if best.as_ref().is_none_or(|known| leaves.len() < known.len()) {
            best = Some(leaves);
        }
        if best.as_ref().is_some_and(|known| known.len() == 1) {
            break;
        }
    }
    let mut leaves = best.unwrap_or_default();
    if let Some(last) = leaves.last_mut() {
        last.items.extend(foot.items);
    }
    number_pages(faces, sheet, &mut leaves);
    leaves
}

fn lay(faces: &Faces, sheet: &Sheet, names: &[String], leading: f32, foot: &CheckBlock) -> Vec<Leaf> {
    let mut strips = heading(faces, sheet);
    if let Some(to) = &sheet.addressee {
        let lines = paragraph(faces, to, names, 0.0);
        strips.extend(body_strips(lines, Part::Addressee, leading, true));
    }
    for (at, text) in sheet.paragraphs.iter().enumerate() {
        // A paragraph in Latin letters (the English half of a bilingual certificate) is set without indent.
        let indent = if text.starts_with(|c: char| c.is_ascii_alphanumeric()) { 0.0 } else { 2.0 };
        let lines = paragraph(faces, text, names, indent);
        strips.extend(body_strips(lines, Part::Paragraph(at), leading, false));
    }
    let mut head = None;
    if let Some(grid) = &sheet.table {
        if let Some(last) = strips.last_mut() {
            last.keep = true;
            last.height += 6.0;
        }
        let built = table::strips(faces, grid);
        head = Some(built.repeated);
        strips.extend(built.strips);
        if let Some(last) = strips.last_mut() {
            last.height += 8.0;
        }
    }
    // The end of the text goes with the signature: two rows or lines of it at least.
    let count = strips.len();
    for strip in strips.iter_mut().skip(count.saturating_sub(2)) {
        strip.keep = true;
    }
    let closing = paragraph(faces, &sheet.closing, names, 2.0);
    for mut strip in body_strips(closing, Part::Closing, leading, true) {
        strip.keep = true;
        strips.push(strip);
    }
    strips.push(signature(faces, sheet, leading));
    paginate(strips, head.as_ref(), foot.top)
}

/// Title and number, centred.
fn heading(faces: &Faces, sheet: &Sheet) -> Vec<Strip> {
    let width_of = |text: &str, style: Style| single(&marks(faces, text, style)).width;
    let natural = width_of(&sheet.title, STRONG);
    let size = [26.0, 24.0, 22.0].into_iter().find(|size| natural * size <= TEXT_WIDTH).unwrap_or(20.0);
    let title = marks(faces, &sheet.title, STRONG);
    let measure = Measure { width: TEXT_WIDTH / size, first_indent: 0.0, justify: false };
    let mut strips: Vec<Strip> = set(&title, &[], measure)
        .into_iter()
        .map(|mut line| {
            air(&mut line, TEXT_WIDTH / size);
            let height = size * 1.45;
            Strip { height, items: vec![centred(line, Part::Title, size, height)], keep: true, row: false }
        })
        .collect();
    let number = single(&marks(faces, &sheet.number, PLAIN));
    let height = 46.0;
    let mut item = centred(number, Part::Number, 14.0, 30.0);
    if let Shape::Text(text) = &mut item.shape {
        text.y += 2.0;
    }
    strips.push(Strip { height, items: vec![item], keep: true, row: false });
    strips
}

/// A short title gets a little air between its characters, less than what reads as a space.
fn air(line: &mut Line, room: f32) {
    let gaps = line.placed.len().saturating_sub(1);
    if gaps == 0 || gaps > 13 {
        return;
    }
    #[expect(clippy::cast_precision_loss, reason = "at most 13")]
    let count = gaps as f32;
    let each = ((room - line.width) / count).clamp(0.0, 0.08);
    for placed in line.placed.iter_mut().take(gaps) {
        placed.advance += each;
    }
    line.width += each * count;
}

fn centred(line: Line, part: Part, size: f32, height: f32) -> Item {
    let x = LEFT + (TEXT_WIDTH - line.width * size) / 2.0;
    let y = baseline(height, size);
    Item { part, shape: Shape::Text(Text { x, y, size, line, ink: Ink::Black }) }
}

fn paragraph(faces: &Faces, text: &str, names: &[String], first_indent: f32) -> Vec<Line> {
    let measure = Measure { width: TEXT_WIDTH / BODY, first_indent, justify: true };
    set(&marks(faces, text, PLAIN), &find_names(text, names), measure)
}

/// Where the names stand in a text.
fn find_names(text: &str, names: &[String]) -> Vec<Range<usize>> {
    let given = names.iter().filter(|name| !name.is_empty());
    given.flat_map(|name| text.match_indices(name.as_str()).map(|(at, name)| at..at + name.len())).collect()
}

/// A strip for each line. No single line of a paragraph stays behind or goes ahead over a page break.
fn body_strips(lines: Vec<Line>, part: Part, leading: f32, keep_all: bool) -> Vec<Strip> {
    let count = lines.len();
    let with = |(at, line): (usize, Line)| {
        let x = LEFT + line.indent * BODY;
        let y = baseline(leading, BODY);
        let text = Text { x, y, size: BODY, line, ink: Ink::Black };
        let keep = keep_all || count > 1 && (at == 0 || at + 2 == count);
        Strip { height: leading, items: vec![Item { part, shape: Shape::Text(text) }], keep, row: false }
    };
    lines.into_iter().enumerate().map(with).collect()
}

/// 署名 and date, right-aligned with four characters' space, under the seal: its centre is a little above the date's
/// baseline, near the end of the line.
fn signature(faces: &Faces, sheet: &Sheet, leading: f32) -> Strip {
    let above = leading * 0.9;
    let mut strip = Strip::default();
    let mut right_end = RIGHT;
    let mut low = 0.0;
    for (at, (part, text)) in [(Part::Signer, &sheet.signer), (Part::Date, &sheet.date_line)].into_iter().enumerate() {
        let line = single(&marks(faces, text, PLAIN));
        let size = BODY.min(TEXT_WIDTH / line.width.max(1.0));
        let inset = (4.0 * BODY).min(TEXT_WIDTH - line.width * size).max(0.0);
        let x = RIGHT - inset - line.width * size;
        #[expect(clippy::cast_precision_loss, reason = "0 or 1")]
        let y = above + at as f32 * leading + baseline(leading, size);
        right_end = RIGHT - inset;
        low = y;
        let text = Text { x, y, size, line, ink: Ink::Black };
        strip.items.push(Item { part, shape: Shape::Text(text) });
    }
    let y = low - 14.0;
    let x = (right_end - 1.25 * BODY).min(PAGE_WIDTH - RADIUS - 8.0 * MM);
    // Drawn before the text: black ink stays readable on top of the red, as it does under a stamp.
    strip.items.insert(0, Item { part: Part::Seal, shape: Shape::Seal { x, y } });
    strip.height = y + RADIUS + 4.0;
    strip
}

/// Page x / y on each page, and the number on top of each page but the first.
fn number_pages(faces: &Faces, sheet: &Sheet, leaves: &mut [Leaf]) {
    let count = leaves.len();
    let text_at = |text: &str, size: f32, y: f32, part: Part, right: bool| {
        let line = single(&marks(faces, text, PLAIN));
        let free = TEXT_WIDTH - line.width * size;
        let x = LEFT + if right { free } else { free / 2.0 };
        Item { part, shape: Shape::Text(Text { x, y, size, line, ink: Ink::Grey }) }
    };
    for (at, leaf) in leaves.iter_mut().enumerate() {
        if at > 0 {
            leaf.items.insert(0, text_at(&sheet.number, 10.5, TOP_NEXT - 12.0, Part::RunningHead, true));
        }
        let label = format!("第{}页/共{count}页", at + 1);
        leaf.items.push(text_at(&label, 9.0, PAGE_HEIGHT - 15.0 * MM, Part::PageLabel, false));
    }
}
