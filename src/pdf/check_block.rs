//! The foot of the last page: what a stranger needs to check the paper. QR code at the left, the same facts in print
//! beside it.

use std::sync::Arc;

use crate::domain::sheet::Sheet;
use crate::pdf::face::Faces;
use crate::pdf::glyph_line::{PLAIN, STRONG, Style, TABULAR, marks};
use crate::pdf::line_break::{Measure, set, single};
use crate::pdf::plan::{FLOOR, Ink, Item, LEFT, MM, Part, RIGHT, Rule, Shape, Text};
use crate::pdf::qr;

/// The foot, already in its place, and the height at which the text above it must end.
pub struct CheckBlock {
    pub items: Vec<Item>,
    pub top: f32,
}

struct Entry {
    text: String,
    style: Style,
    size: f32,
    ink: Ink,
    /// Space above, points.
    above: f32,
}

fn entries(sheet: &Sheet) -> Vec<Entry> {
    let check = &sheet.check;
    let small = |text: String, style: Style| Entry { text, style, size: 9.0, ink: Ink::Black, above: 3.0 };
    let mut entries = vec![
        Entry { text: format!("核验码：{}", check.code), style: STRONG, size: 12.0, ink: Ink::Black, above: 0.0 },
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
    });
    entries
}

/// Lays the foot at the bottom of the page.
pub fn build(faces: &Faces, sheet: &Sheet) -> CheckBlock {
    let side = qr::side(&sheet.check.qr);
    // The quiet zone of four modules is kept on all sides; the symbol itself stands on the left margin.
    let quiet = qr::quiet_zone(&sheet.check.qr);
    let x = LEFT + side + quiet.max(5.0 * MM);
    let mut texts = Vec::new();
    let mut height = 0.0;
    for (at, mut entry) in entries(sheet).into_iter().enumerate() {
        // A fingerprint a little too long for its line is set smaller rather than broken.
        let natural = single(&marks(faces, &entry.text, entry.style)).width;
        if natural * entry.size > RIGHT - x && natural * entry.size * 0.84 <= RIGHT - x {
            entry.size = (RIGHT - x) / natural;
        }
        let measure = Measure { width: (RIGHT - x) / entry.size + 0.01, first_indent: 0.0, justify: false };
        let source: Arc<str> = entry.text.as_str().into();
        height += entry.above;
        for line in set(&marks(faces, &entry.text, entry.style), &[], measure) {
            height += entry.size * 1.35;
            let y = height - entry.size * 0.3;
            texts.push((at, Text { x, y, size: entry.size, source: source.clone(), line, ink: entry.ink }));
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
