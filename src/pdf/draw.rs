//! From planned pages to the operators that paint them, each piece marked with what it is in the document's structure.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::domain::sheet::Sheet;
use crate::pdf::check_block;
use crate::pdf::content::Content;
use crate::pdf::figure::Figure;
use crate::pdf::fonts::Fonts;
use crate::pdf::plan::{Ink, Item, Leaf, PAGE_HEIGHT, PAGE_WIDTH, Part, Rule, Shape, Text};
use crate::pdf::press::PressError;
use crate::pdf::qr::Symbol;
use crate::pdf::seal::SIDE;

/// The pictures of a sheet.
#[derive(Clone, Copy)]
pub struct Figures<'a> {
    pub seal: &'a Figure,
    pub symbol: &'a Symbol,
    /// 预览 or 样本, under the words of a page that is not issued.
    pub mark: Option<&'a Figure>,
}

/// A rectangle on a page: left, bottom, right, top in points from the lower left corner.
pub type Area = [f32; 4];

/// A place that leads to an address.
pub struct Link {
    pub page: usize,
    pub part: Part,
    pub area: Area,
    pub address: String,
}

/// What was painted, and where each part of the structure lies.
#[derive(Default)]
pub struct Drawn {
    /// The operators of each page.
    pub contents: Vec<Vec<u8>>,
    /// How many marks each page has.
    pub marks: Vec<usize>,
    /// Page and mark of each piece of a part, in the order of painting.
    pub content: BTreeMap<Part, Vec<(usize, usize)>>,
    pub areas: BTreeMap<Part, Area>,
    pub links: Vec<Link>,
}

/// Paints all pages.
pub fn pages(sheet: &Sheet, leaves: &[Leaf], fonts: &Fonts, figures: Figures) -> Result<Drawn, PressError> {
    let mut drawn = Drawn::default();
    for (page, leaf) in leaves.iter().enumerate() {
        let mut painter = Painter { content: Content::default(), fonts, figures, ink: None };
        painter.leaf(sheet, leaf, page, &mut drawn)?;
        drawn.contents.push(painter.content.0);
    }
    Ok(drawn)
}

struct Painter<'a> {
    content: Content,
    fonts: &'a Fonts,
    figures: Figures<'a>,
    ink: Option<Ink>,
}

impl Painter<'_> {
    fn leaf(&mut self, sheet: &Sheet, leaf: &Leaf, page: usize, drawn: &mut Drawn) -> Result<(), PressError> {
        if self.figures.mark.is_some() {
            self.content.raw("/Artifact<</Type/Pagination/Subtype/Watermark>>BDC\n");
            self.figure("Mark", PAGE_WIDTH / 2.0, PAGE_HEIGHT / 2.0, PAGE_WIDTH);
            self.content.raw("EMC\n");
        }
        self.rules(leaf);
        let mut mark = 0;
        let mut items = leaf.items.iter().filter(|item| item.part != Part::Rules).peekable();
        while let Some(first) = items.next() {
            let part = first.part;
            self.content.raw(&opening(part, mark));
            if !is_artifact(part) {
                drawn.content.entry(part).or_default().push((page, mark));
                mark += 1;
            }
            let mut area = self.item(first)?;
            while let Some(next) = items.next_if(|next| next.part == part) {
                area = joined(area, self.item(next)?);
            }
            self.content.raw("EMC\n");
            let address = match part {
                Part::Check(check_block::URL) => Some(&sheet.check.url),
                Part::Qr => Some(&sheet.check.qr),
                _ => None,
            };
            drawn.links.extend(address.map(|address| Link { page, part, area, address: address.clone() }));
            drawn.areas.insert(part, area);
        }
        drawn.marks.push(mark);
        Ok(())
    }

    /// All strokes of a page in one path.
    fn rules(&mut self, leaf: &Leaf) {
        let all = leaf.items.iter().filter_map(|item| match &item.shape {
            Shape::Rules(rules) => Some(rules),
            _ => None,
        });
        let rules: Vec<&Rule> = all.flatten().collect();
        if rules.is_empty() {
            return;
        }
        self.content.raw("/Artifact<</Type/Layout>>BDC\n");
        self.set(Ink::Black);
        for rule in rules {
            let half = rule.width / 2.0;
            let (width, height) = (rule.x1 - rule.x0 + rule.width, rule.y1 - rule.y0 + rule.width);
            self.content.numbers(&[rule.x0 - half, PAGE_HEIGHT - rule.y1 - half, width, height]).raw("re\n");
        }
        self.content.raw("f\nEMC\n");
    }

    fn set(&mut self, ink: Ink) {
        if self.ink != Some(ink) {
            self.content.raw(match ink {
                Ink::Black => "0 g\n",
                Ink::Grey => "0.357 g\n",
            });
            self.ink = Some(ink);
        }
    }

    /// A figure by its name among the page's resources, around a point from the upper left corner.
    fn figure(&mut self, name: &str, x: f32, y: f32, side: f32) {
        self.content.raw("q ").numbers(&[side, 0.0, 0.0, side, x - side / 2.0, PAGE_HEIGHT - y - side / 2.0]);
        self.content.raw("cm/").raw(name).raw(" Do Q\n");
    }

    /// Paints a piece and says where it lies.
    fn item(&mut self, item: &Item) -> Result<Area, PressError> {
        match &item.shape {
            Shape::Text(text) => {
                self.set(text.ink);
                self.text(text)?;
                let (left, base) = (text.x, PAGE_HEIGHT - text.y);
                Ok([left, base - 0.2 * text.size, left + text.line.width * text.size, base + 0.9 * text.size])
            }
            Shape::Rules(_) => Ok([0.0; 4]),
            Shape::Seal { x, y } => {
                self.figure("Seal", *x, *y, SIDE);
                let (half, middle) = (SIDE / 2.0, PAGE_HEIGHT - y);
                Ok([x - half, middle - half, x + half, middle + half])
            }
            Shape::Qr { x, y, side } => {
                let module = self.figures.symbol.module();
                let top = PAGE_HEIGHT - y;
                self.set(Ink::Black);
                self.content.raw("q ");
                // The size of a module decides what a scanner sees: five decimals.
                self.content.raw(&format!("{module:.5} 0 0 -{module:.5} ")).numbers(&[*x, top]).raw("cm\n");
                self.figures.symbol.fill(&mut self.content);
                self.content.raw("Q\n");
                Ok([*x, top - side, x + side, top])
            }
        }
    }

    /// Shows a line. Readers advance by the width that the font states; what the plan adds or takes stands between.
    fn text(&mut self, text: &Text) -> Result<(), PressError> {
        let content = &mut self.content;
        content.raw("BT ").numbers(&[text.x, PAGE_HEIGHT - text.y]).raw("Td\n");
        let mut show = Show { content, array: false, codes: false };
        let mut part = None;
        // Thousandths of an em: where the reader's pen is, and where the next glyph's place begins.
        let (mut pen, mut place) = (0, 0.0_f32);
        let mut spoken = false;
        for (at, placed) in text.line.placed.iter().enumerate() {
            let missing = || PressError::Writer(format!("“{}”不在已裁剪的字体中", placed.c));
            let (font, code, width) = self.fonts.find(placed).ok_or_else(missing)?;
            if placed.odd && !spoken && at + 1 < text.line.placed.len() {
                show.end_array();
                show.begin_spoken(text, at);
                spoken = true;
            }
            if part != Some(font) {
                show.end_array();
                show.content.raw("/F").integer(i32::try_from(font).unwrap_or(0)).number(text.size).raw("Tf\n");
                part = Some(font);
            }
            let target = rounded(place + placed.offset * 1000.0);
            show.code(code, pen - target);
            pen = target + width;
            place += placed.advance * 1000.0;
            if spoken && !placed.odd {
                show.end_array();
                show.content.raw("EMC\n");
                spoken = false;
            }
        }
        show.end_array();
        if spoken {
            show.content.raw("EMC\n");
        }
        show.content.raw("ET\n");
        Ok(())
    }
}

const DIGITS: &[u8; 16] = b"0123456789ABCDEF";

/// An array of codes and distances on its way into a content stream.
struct Show<'a> {
    content: &'a mut Content,
    array: bool,
    codes: bool,
}

impl Show<'_> {
    /// One code, `back` thousandths of an em to the left of the pen.
    fn code(&mut self, code: u16, back: i32) {
        if !self.array {
            self.content.raw("[");
            self.array = true;
        }
        if back != 0 {
            self.end_codes();
            self.content.integer(back);
        }
        if !self.codes {
            self.content.raw("<");
            self.codes = true;
        }
        for shift in [12, 8, 4, 0] {
            self.content.0.push(DIGITS[usize::from(code >> shift & 15)]);
        }
    }

    fn end_codes(&mut self) {
        if self.codes {
            self.content.raw(">");
            self.codes = false;
        }
    }

    fn end_array(&mut self) {
        self.end_codes();
        if self.array {
            self.content.raw("]TJ\n");
            self.array = false;
        }
    }

    /// Says in words what the following glyphs are: a reader would take the air between ideographs and digits for a space,
    /// and squeezed marks for a new line.
    fn begin_spoken(&mut self, text: &Text, from: usize) {
        let placed = &text.line.placed[from..];
        let count = placed.iter().take_while(|placed| placed.odd).count() + 1;
        let mut words = String::new();
        for unit in placed.iter().take(count).flat_map(|placed| placed.c.encode_utf16(&mut [0; 2]).to_vec()) {
            let _ = write!(words, "{unit:04X}");
        }
        self.content.raw("/Span<</ActualText<FEFF").raw(&words).raw(">>>BDC\n");
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a place in a line")]
fn rounded(value: f32) -> i32 {
    value.round() as i32
}

fn joined(a: Area, b: Area) -> Area {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

fn is_artifact(part: Part) -> bool {
    matches!(part, Part::RunningHead | Part::RepeatedHead | Part::PageLabel | Part::Rules)
}

/// What a piece is: an artifact of the page, or a mark that the structure tree refers to.
fn opening(part: Part, mark: usize) -> String {
    match part {
        Part::PageLabel => "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n".into(),
        Part::RunningHead => "/Artifact<</Type/Pagination/Subtype/Header>>BDC\n".into(),
        Part::RepeatedHead => "/Artifact<</Type/Pagination>>BDC\n".into(),
        Part::Rules => "/Artifact<</Type/Layout>>BDC\n".into(),
        Part::Seal | Part::Qr => format!("/Figure<</MCID {mark}>>BDC\n"),
        _ => format!("/Span<</MCID {mark}>>BDC\n"),
    }
}
