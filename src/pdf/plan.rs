//! A plan of pages: which text stands where, in points from the upper left corner, before any of it is drawn.
//! Composition and pagination are pure, so they can be tested without a PDF.

use std::ops::Range;
use std::sync::Arc;

use crate::pdf::line_break::Line;

pub const MM: f32 = 72.0 / 25.4;
pub const PAGE_WIDTH: f32 = 210.0 * MM;
pub const PAGE_HEIGHT: f32 = 297.0 * MM;
/// Body size, 三号, and the measure: 28 characters, as GB/T 9704-2012 sets an official document.
pub const BODY: f32 = 16.0;
pub const TEXT_WIDTH: f32 = 28.0 * BODY;
pub const LEFT: f32 = (PAGE_WIDTH - TEXT_WIDTH) / 2.0;
pub const RIGHT: f32 = LEFT + TEXT_WIDTH;
/// Upper edge of the text on the first page (37 mm, as in GB/T 9704-2012 5.2.1) and on the following ones.
pub const TOP_FIRST: f32 = 37.0 * MM;
pub const TOP_NEXT: f32 = 30.0 * MM;
/// Lower edge of everything but the page number.
pub const FLOOR: f32 = 272.0 * MM;

/// What a piece of a page is in the document's structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Title,
    Number,
    Addressee,
    Paragraph(usize),
    Head(usize),
    Cell {
        row: usize,
        column: usize,
    },
    Closing,
    Signer,
    Date,
    Seal,
    Qr,
    Check(usize),
    /// The number again, on top of every page but the first.
    RunningHead,
    /// The table's header again, where it continues.
    RepeatedHead,
    PageLabel,
    Rules,
}

#[derive(Clone, Debug)]
pub struct Item {
    pub part: Part,
    pub shape: Shape,
}

/// A line of text: `y` is the baseline.
#[derive(Clone, Debug)]
pub struct Text {
    pub x: f32,
    pub y: f32,
    pub size: f32,
    pub line: Arc<Line>,
    pub ink: Ink,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Black,
    Grey,
}

/// A straight stroke, horizontal or vertical.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    pub x0: f32,
    pub y0: f32,
    pub x1: f32,
    pub y1: f32,
    pub width: f32,
}

#[derive(Clone, Debug)]
pub enum Shape {
    Text(Text),
    Rules(Vec<Rule>),
    /// Centre of the seal.
    Seal {
        x: f32,
        y: f32,
    },
    /// Upper left corner and side of the symbol without its quiet zone.
    Qr {
        x: f32,
        y: f32,
        side: f32,
    },
}

impl Shape {
    fn lowered(mut self, by: f32) -> Self {
        match &mut self {
            Self::Text(text) => text.y += by,
            Self::Rules(rules) => {
                for rule in rules {
                    rule.y0 += by;
                    rule.y1 += by;
                }
            }
            Self::Seal { y, .. } | Self::Qr { y, .. } => *y += by,
        }
        self
    }
}

/// One page.
#[derive(Clone, Debug, Default)]
pub struct Leaf {
    pub items: Vec<Item>,
}

/// A horizontal slice of the text that is never split; its items count from its own top.
#[derive(Clone, Debug, Default)]
pub struct Strip {
    pub height: f32,
    pub items: Vec<Item>,
    /// Stays on the page of the strip that follows.
    pub keep: bool,
    /// A row of the table: where it opens a page, the header is repeated above it.
    pub row: bool,
}

/// Baseline of a line of `size` in a slice of `height`: the em box (0.88 above, 0.12 below) stands in its middle.
pub fn baseline(height: f32, size: f32) -> f32 {
    (height - size) / 2.0 + 0.88 * size
}

/// Groups of strips that stay on one page, as ranges.
fn groups(strips: &[Strip]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for (at, strip) in strips.iter().enumerate() {
        match groups.last_mut() {
            Some(group) if open => group.end = at + 1,
            _ => groups.push(at..at + 1),
        }
        open = strip.keep;
    }
    groups
}

/// Where pages begin: for each group, whether it opens a page. The last group ends above `last_floor`, all others above
/// [`FLOOR`]; `head` is the height of the table's repeated header.
fn openings(strips: &[Strip], groups: &[Range<usize>], top: f32, head: Option<f32>, last_floor: f32) -> Vec<bool> {
    let mut y = top;
    let last = groups.len().saturating_sub(1);
    let mut any = false;
    let mut openings = Vec::with_capacity(groups.len());
    for (at, group) in groups.iter().enumerate() {
        let height: f32 = strips[group.clone()].iter().map(|strip| strip.height).sum();
        let floor = if at == last { last_floor } else { FLOOR };
        let opens = y + height > floor && any;
        if opens {
            y = TOP_NEXT + head.filter(|_| strips[group.start].row).unwrap_or(0.0);
        }
        openings.push(opens);
        y += height;
        any = true;
    }
    openings
}

/// How many pages the strips take.
pub fn count_pages(strips: &[Strip], top: f32, head: Option<f32>, last_floor: f32) -> usize {
    let groups = groups(strips);
    1 + openings(strips, &groups, top, head, last_floor).into_iter().filter(|opens| *opens).count()
}

/// Spreads strips over pages, the first of which begins at `top`.
pub fn paginate(strips: Vec<Strip>, repeated_head: Option<&Strip>, top: f32, last_floor: f32) -> Vec<Leaf> {
    let groups = groups(&strips);
    let openings = openings(&strips, &groups, top, repeated_head.map(|head| head.height), last_floor);
    let mut leaves = vec![Leaf::default()];
    let mut y = top;
    let mut strips = strips.into_iter();
    for (group, opens) in groups.into_iter().zip(openings) {
        for (at, strip) in strips.by_ref().take(group.len()).enumerate() {
            if at == 0 && opens {
                leaves.push(Leaf::default());
                y = TOP_NEXT;
                if let Some(head) = repeated_head.filter(|_| strip.row) {
                    place(&mut leaves, head.clone(), &mut y);
                }
            }
            place(&mut leaves, strip, &mut y);
        }
    }
    leaves
}

fn place(leaves: &mut [Leaf], strip: Strip, y: &mut f32) {
    if let Some(leaf) = leaves.last_mut() {
        let top = *y;
        leaf.items.extend(strip.items.into_iter().map(|item| Item { part: item.part, shape: item.shape.lowered(top) }));
    }
    *y += strip.height;
}
