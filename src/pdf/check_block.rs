//! The foot of the last page: what a stranger needs to check the paper. QR code at the left, the same facts in print
//! beside it.

use std::sync::Arc;

use crate::domain::sheet::Sheet;
use crate::pdf::face::Faces;
use crate::pdf::glyph_line::{PLAIN, STRONG, Style, TABULAR, marks};
use crate::pdf::line_break::{Measure, set, single};
use crate::pdf::plan::{FLOOR, Ink, Item, LEFT, MM, Part, RIGHT, Rule, Shape, Text};
use crate::pdf::qr::Symbol;

/// The foot, already in its place, and the height at which the text above it must end.
pub struct CheckBlock {
    pub items: Vec<Item>,
    pub top: f32,
}

/// Which entry is the address.
pub const URL: usize = 1;
const FINGERPRINT: usize = 2;

struct Entry {
    text: String,
    style: Style,
    size: f32,
    ink: Ink,
    /// Space above, points.
    above: f32,
    /// Begins with a label that further lines are indented by.
    hangs: bool,
}

fn entries(sheet: &Sheet) -> Vec<Entry> {
    let check = &sheet.check;
    let small = |text: String, style: Style| Entry { text, style, size: 9.0, ink: Ink::Black, above: 3.0, hangs: true };
    let mut entries = vec![
        Entry {
            text: format!("核验码：{}", check.code),
            style: STRONG,
            size: 12.0,
            ink: Ink::Black,
            above: 0.0,
            hangs: true,
        },
        small(format!("核验网址：{}", check.url), PLAIN),
        small(format!("信任根指纹：{}", check.fingerprint), TABULAR),
    ];
    if let Some(validity) = &sheet.validity {
        entries.push(small(validity.clone(), PLAIN));
    }
    if sheet.copy.index > 0 {
        entries.push(small(format!("纸质证明 第{}份/共{}份", sheet.copy.index, sheet.copy.of), PLAIN));
    }
    entries.push(Entry {
        text: "扫描二维码，或打开上述网址输入核验码，即可核验本证明；请认准上述网址的域名。".into(),
        style: PLAIN,
        size: 8.0,
        ink: Ink::Grey,
        above: 6.0,
        hangs: false,
    });
    entries
}

/// Lays the foot at the bottom of the page.
pub fn build(faces: &Faces, sheet: &Sheet, symbol: &Symbol) -> CheckBlock {
    let side = symbol.side;
    // The quiet zone of four modules is kept on all sides; the symbol itself stands on the left margin.
    let quiet = symbol.quiet_zone();
    let x = LEFT + side + quiet.max(5.0 * MM);
    let mut texts = Vec::new();
    let mut height = 0.0;
    for (at, mut entry) in entries(sheet).into_iter().enumerate() {
        // A fingerprint a little too long for its line is set smaller rather than broken.
        let natural = single(&marks(faces, &entry.text, entry.style)).width;
        if natural * entry.size > RIGHT - x && natural * entry.size * 0.84 <= RIGHT - x {
            entry.size = (RIGHT - x) / natural;
        }
        // What does not fit beside its label goes on under the value, not under the label.
        let label = entry.text.find('：').filter(|_| entry.hangs).map_or(0, |at| at + '：'.len_utf8());
        let hang: f32 = marks(faces, &entry.text[..label], entry.style).iter().map(|mark| mark.advance).sum();
        let mut width = (RIGHT - x) / entry.size + 0.01 - hang;
        // A fingerprint in two lines is parted in the middle: two equal lines are compared more easily.
        let whole = single(&marks(faces, &entry.text[label..], entry.style)).width;
        if at == FINGERPRINT && whole > width && whole / 2.0 < width {
            width = width.min(whole / 2.0 + 0.2);
        }
        height += entry.above;
        for line in
            set(&marks(faces, &entry.text, entry.style), &[], Measure { width, first_indent: -hang, justify: false })
        {
            height += entry.size * 1.35;
            let x = x + (hang + line.indent) * entry.size;
            let y = height - entry.size * 0.3;
            texts.push((at, Text { x, y, size: entry.size, line: Arc::new(line), ink: entry.ink }));
        }
    }
    let block = height.max(side);
    let top = FLOOR - block;
    let mut items = Vec::new();
    let rule_y = top - quiet.max(4.0 * MM);
    items.push(Item {
        part: Part::Rules,
        shape: Shape::Rules(vec![Rule { x0: LEFT, y0: rule_y, x1: RIGHT, y1: rule_y, width: 0.5 }]),
    });
    items.push(Item { part: Part::Qr, shape: Shape::Qr { x: LEFT, y: top, side } });
    items.extend(texts.into_iter().map(|(at, mut text)| {
        text.y += top;
        Item { part: Part::Check(at), shape: Shape::Text(text) }
    }));
    CheckBlock { items, top: rule_y - 2.0 }
}
