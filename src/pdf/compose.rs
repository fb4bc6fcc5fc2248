//! From a sheet to a plan of pages: title, number, addressee, paragraphs, table, closing, signature, seal, foot.
//! Where a little less leading saves a page, it is taken: a signature must not travel alone.

use std::ops::Range;
use std::sync::Arc;

use crate::domain::sheet::Sheet;
use crate::pdf::check_block;
use crate::pdf::face::Faces;
use crate::pdf::glyph_line::{PLAIN, Style, TITLE, marks};
use crate::pdf::line_break::{Line, Measure, set, single, single_aired};
use crate::pdf::plan::{
    BODY, Ink, Item, LEFT, Leaf, MM, PAGE_HEIGHT, PAGE_WIDTH, Part, RIGHT, Shape, Strip, TEXT_WIDTH, TOP_FIRST,
    TOP_NEXT, Text, baseline, count_pages, paginate,
};
use crate::pdf::qr::Symbol;
use crate::pdf::seal::RADIUS;
use crate::pdf::table::Grid;
use crate::pdf::tag_tree::is_english;

/// How roomy a page is set.
#[derive(Clone, Copy)]
struct Fit {
    /// Leading of the body, points.
    leading: f32,
    /// Height of a row of the table, as a multiple of its type size.
    row: f32,
    /// Upper edge of the first page.
    top: f32,
}

/// The roomiest first: 30 pt gives 22 lines to 225 mm less a little (GB/T 9704-2012, 5.2). A tighter one is taken only
/// where it saves a page, so that ten lawyers still stand on one sheet with the seal.
const FITS: [Fit; 4] = [
    Fit { leading: 30.0, row: 2.0, top: TOP_FIRST },
    Fit { leading: 28.5, row: 1.9, top: TOP_FIRST },
    Fit { leading: 27.0, row: 1.75, top: TOP_FIRST },
    Fit { leading: 26.0, row: 1.6, top: TOP_NEXT },
];

/// Size of the English half of a certificate, which takes more room than the Chinese one.
const ENGLISH: f32 = 14.0;

/// A paragraph's lines, set but not placed.
struct Block {
    part: Part,
    lines: Vec<Arc<Line>>,
    size: f32,
    /// Height of a line, as a part of the body's.
    height: f32,
    /// Never parted over pages.
    whole: bool,
    /// Air above, points.
    above: f32,
}

/// Sets a sheet. `names` are words that lines should not part.
pub fn compose(faces: &Faces, sheet: &Sheet, names: &[String], symbol: &Symbol) -> Vec<Leaf> {
    let foot = check_block::build(faces, sheet, symbol);
    let mut blocks = blocks(faces, sheet, names);
    let grid = sheet.table.as_ref().map(|table| Grid::of(faces, table));
    let closing = blocks.pop();
    let head = heading(faces, sheet);
    let end = signature_lines(faces, sheet);
    let lay = |fit: Fit| strips(&head, &blocks, grid.as_ref(), closing.as_ref(), &end, fit);
    let pages = |fit: Fit| {
        let repeated = grid.as_ref().map(|grid| grid.head_height(fit.row));
        count_pages(&lay(fit).0, fit.top, repeated, foot.top)
    };
    let mut fit = FITS[0];
    let mut least = pages(fit);
    for tighter in FITS.into_iter().skip(1) {
        if least == 1 {
            break;
        }
        let count = pages(tighter);
        if count < least {
            (fit, least) = (tighter, count);
        }
    }
    let (strips, head) = lay(fit);
    let mut leaves = paginate(strips, head.as_ref(), fit.top, foot.top);
    if let Some(last) = leaves.last_mut() {
        last.items.extend(foot.items);
    }
    number_pages(faces, sheet, &mut leaves);
    leaves
}

/// All paragraphs, the closing one last.
fn blocks(faces: &Faces, sheet: &Sheet, names: &[String]) -> Vec<Block> {
    let block = |part, lines| Block { part, lines, size: BODY, height: 1.0, whole: false, above: 0.0 };
    let mut blocks = Vec::new();
    if let Some(to) = &sheet.addressee {
        blocks.push(Block { whole: true, ..block(Part::Addressee, paragraph(faces, to, names, BODY, 0.0)) });
    }
    let mut in_english = false;
    for (at, text) in sheet.paragraphs.iter().enumerate() {
        let part = Part::Paragraph(at);
        if is_english(text) {
            // Set without indent, and apart from the Chinese half.
            let above = if in_english { 0.0 } else { 6.0 };
            let lines = ragged(faces, text, names);
            blocks.push(Block { size: ENGLISH, height: 0.8, above, ..block(part, lines) });
            in_english = true;
        } else {
            blocks.push(block(part, paragraph(faces, text, names, BODY, 2.0)));
        }
    }
    let above = if in_english { 6.0 } else { 0.0 };
    let closing = paragraph(faces, &sheet.closing, names, BODY, 2.0);
    blocks.push(Block { whole: true, above, ..block(Part::Closing, closing) });
    blocks
}

/// The strips of a sheet in one fit, and the table's header as it stands again on later pages.
fn strips(
    heading: &[Strip],
    blocks: &[Block],
    grid: Option<&Grid>,
    closing: Option<&Block>,
    end: &[(Part, Arc<Line>)],
    fit: Fit,
) -> (Vec<Strip>, Option<Strip>) {
    let mut strips = heading.to_vec();
    for block in blocks {
        strips.extend(body_strips(block, fit.leading));
    }
    let mut head = None;
    if let Some(grid) = grid {
        if let Some(last) = strips.last_mut() {
            last.keep = true;
            last.height += 6.0;
        }
        let built = grid.strips(fit.row);
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
    for mut strip in closing.into_iter().flat_map(|block| body_strips(block, fit.leading)) {
        strip.keep = true;
        strips.push(strip);
    }
    strips.push(signature(end, fit.leading));
    (strips, head)
}

/// Title and number, centred.
fn heading(faces: &Faces, sheet: &Sheet) -> Vec<Strip> {
    let width_of = |text: &str, style: Style| single(&marks(faces, text, style)).width;
    let natural = width_of(&sheet.title, TITLE);
    let size = [26.0, 24.0, 22.0].into_iter().find(|size| natural * size <= TEXT_WIDTH).unwrap_or(20.0);
    let title = marks(faces, &sheet.title, TITLE);
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
    Item { part, shape: Shape::Text(Text { x, y, size, line: Arc::new(line), ink: Ink::Black }) }
}

fn paragraph(faces: &Faces, text: &str, names: &[String], size: f32, first_indent: f32) -> Vec<Arc<Line>> {
    let measure = Measure { width: TEXT_WIDTH / size, first_indent, justify: true };
    set(&marks(faces, text, PLAIN), &find_names(text, names), measure).into_iter().map(Arc::new).collect()
}

/// An English paragraph. Its lines end where their words end: spread to the full width they would show more air than
/// words, since licence numbers cannot be parted.
fn ragged(faces: &Faces, text: &str, names: &[String]) -> Vec<Arc<Line>> {
    let measure = Measure { width: TEXT_WIDTH / ENGLISH, first_indent: 0.0, justify: false };
    set(&marks(faces, text, PLAIN), &find_names(text, names), measure).into_iter().map(Arc::new).collect()
}

/// Where the names stand in a text.
fn find_names(text: &str, names: &[String]) -> Vec<Range<usize>> {
    let given = names.iter().filter(|name| !name.is_empty());
    given.flat_map(|name| text.match_indices(name.as_str()).map(|(at, name)| at..at + name.len())).collect()
}

/// A strip for each line. No single line of a paragraph stays behind or goes ahead over a page break.
fn body_strips(block: &Block, leading: f32) -> Vec<Strip> {
    let count = block.lines.len();
    let height = leading * block.height;
    let with = |(at, line): (usize, &Arc<Line>)| {
        let above = if at == 0 { block.above } else { 0.0 };
        let x = LEFT + line.indent * block.size;
        let y = above + baseline(height, block.size);
        let text = Text { x, y, size: block.size, line: line.clone(), ink: Ink::Black };
        let keep = block.whole || count > 1 && (at == 0 || at + 2 == count);
        let items = vec![Item { part: block.part, shape: Shape::Text(text) }];
        Strip { height: above + height, items, keep, row: false }
    };
    block.lines.iter().enumerate().map(with).collect()
}

fn signature_lines(faces: &Faces, sheet: &Sheet) -> Vec<(Part, Arc<Line>)> {
    let signer = single(&marks(faces, &sheet.signer, PLAIN));
    let date = single_aired(&marks(faces, &sheet.date_line, PLAIN));
    vec![(Part::Signer, Arc::new(signer)), (Part::Date, Arc::new(date))]
}

/// 署名 and date, right-aligned with four characters' space, under the seal: its centre is a little above the date's
/// baseline, near the end of the line.
fn signature(lines: &[(Part, Arc<Line>)], leading: f32) -> Strip {
    let above = leading * 0.9;
    let mut strip = Strip::default();
    let mut right_end = RIGHT;
    let mut low = 0.0;
    for (at, (part, line)) in lines.iter().enumerate() {
        let size = BODY.min(TEXT_WIDTH / line.width.max(1.0));
        let inset = (4.0 * BODY).min(TEXT_WIDTH - line.width * size).max(0.0);
        let x = RIGHT - inset - line.width * size;
        #[expect(clippy::cast_precision_loss, reason = "0 or 1")]
        let y = above + at as f32 * leading + baseline(leading, size);
        right_end = RIGHT - inset;
        low = y;
        let text = Text { x, y, size, line: line.clone(), ink: Ink::Black };
        strip.items.push(Item { part: *part, shape: Shape::Text(text) });
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
        let marks = marks(faces, text, PLAIN);
        let line = if part == Part::PageLabel { single_aired(&marks) } else { single(&marks) };
        let free = TEXT_WIDTH - line.width * size;
        let x = LEFT + if right { free } else { free / 2.0 };
        Item { part, shape: Shape::Text(Text { x, y, size, line: Arc::new(line), ink: Ink::Grey }) }
    };
    for (at, leaf) in leaves.iter_mut().enumerate() {
        if at > 0 {
            leaf.items.insert(0, text_at(&sheet.number, 10.5, TOP_NEXT - 12.0, Part::RunningHead, true));
        }
        let label = format!("第{}页/共{count}页", at + 1);
        leaf.items.push(text_at(&label, 9.0, PAGE_HEIGHT - 15.0 * MM, Part::PageLabel, false));
    }
}
