//! From planned pages to krilla's surfaces, each piece marked with what it is in the document's structure.

use std::collections::{BTreeMap, BTreeSet};

use krilla::Document;
use krilla::action::LinkAction;
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::text::{GlyphId, KrillaGlyph};

use crate::domain::sheet::Sheet;
use crate::pdf::check_block;
use crate::pdf::face::Faces;
use crate::pdf::figure::{Figure, fill, hundredth};
use crate::pdf::line_break::Placed;
use crate::pdf::plan::{Ink, Item, Leaf, PAGE_HEIGHT, PAGE_WIDTH, Part, Rule, Shape, Text};
use crate::pdf::press::PressError;
use crate::pdf::qr::Symbol;
use crate::pdf::seal::RADIUS;

/// The pictures of a sheet.
#[derive(Clone, Copy)]
pub struct Figures<'a> {
    pub seal: &'a Figure,
    pub symbol: &'a Symbol,
    /// 预览 or 样本, under the words of a page that is not issued.
    pub mark: Option<&'a Figure>,
}

/// What was painted, and where each part of the structure lies.
#[derive(Default)]
pub struct Drawn {
    /// The marks of each part, in the order of painting.
    pub content: BTreeMap<Part, Vec<Identifier>>,
    /// Page and rectangle, points from the upper left corner.
    pub places: BTreeMap<Part, (usize, Rect)>,
    pub links: BTreeMap<Part, Identifier>,
}

/// Paints all pages.
pub fn pages(
    document: &mut Document,
    faces: &Faces,
    sheet: &Sheet,
    leaves: &[Leaf],
    figures: Figures,
) -> Result<Drawn, PressError> {
    let mut drawn = Drawn::default();
    for (index, leaf) in leaves.iter().enumerate() {
        let size = PageSettings::from_wh(PAGE_WIDTH, PAGE_HEIGHT).ok_or_else(|| PressError::Writer("A4".into()))?;
        let mut page = document.start_page_with(size);
        let mut painter =
            Painter { surface: page.surface(), faces, figures, drawn: &mut drawn, page: index, open: None };
        if index == 0 {
            painter.introduce(leaves);
        }
        painter.leaf(leaf);
        for (part, address, words) in addresses(sheet) {
            let place = drawn.places.get(&part).copied();
            if let Some((_, area)) = place.filter(|(page, _)| *page == index) {
                let target = Target::Action(LinkAction::new(address).into());
                let link = Annotation::new_link(LinkAnnotation::new(area, target), Some(words));
                drawn.links.insert(part, page.add_tagged_annotation(link));
            }
        }
        page.finish();
    }
    Ok(drawn)
}

/// The parts that lead somewhere: where to, and what a listener is told.
fn addresses(sheet: &Sheet) -> [(Part, String, String); 2] {
    let check = &sheet.check;
    [
        (Part::Qr, check.qr.clone(), code_words(sheet)),
        (Part::Check(check_block::URL), check.url.clone(), format!("打开核验网址 {}", check.url)),
    ]
}

/// What a listener is told of the QR code.
pub fn code_words(sheet: &Sheet) -> String {
    format!("二维码：扫描后打开核验页面，核验码 {}", sheet.check.code)
}

struct Painter<'a> {
    surface: Surface<'a>,
    faces: &'a Faces,
    figures: Figures<'a>,
    drawn: &'a mut Drawn,
    page: usize,
    /// The part whose mark is open.
    open: Option<Part>,
}

impl Painter<'_> {
    fn leaf(mut self, leaf: &Leaf) {
        if let Some(mark) = self.figures.mark {
            self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Watermark)));
            mark.paint(PAGE_WIDTH / 2.0, PAGE_HEIGHT / 2.0, &mut self.surface);
            self.surface.end_tagged();
        }
        self.rules(leaf);
        for item in leaf.items.iter().filter(|item| item.part != Part::Rules) {
            if self.open.is_some_and(|open| open != item.part) {
                self.close();
            }
            if let Some(area) = self.item(item) {
                let place = self.drawn.places.entry(item.part).or_insert((self.page, area));
                if place.0 == self.page {
                    place.1 = joined(place.1, area);
                }
            }
        }
        self.close();
    }

    /// All strokes of a page in one path.
    fn rules(&mut self, leaf: &Leaf) {
        let all = leaf.items.iter().filter_map(|item| match &item.shape {
            Shape::Rules(rules) => Some(rules),
            _ => None,
        });
        let mut path = PathBuilder::new();
        for area in all.flatten().filter_map(rule_area) {
            path.push_rect(area);
        }
        if let Some(path) = path.finish() {
            self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
            self.surface.set_fill(Some(fill([0; 3])));
            self.surface.draw_path(&path);
            self.surface.end_tagged();
        }
    }

    /// Opens a mark for a part, unless it is open.
    fn open(&mut self, part: Part) {
        if self.open.is_some() {
            return;
        }
        let id = self.surface.start_tagged(content_tag(part));
        if !is_artifact(part) {
            self.drawn.content.entry(part).or_default().push(id);
        }
        self.open = Some(part);
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.surface.end_tagged();
        }
    }

    /// Paints a piece and says where it lies.
    fn item(&mut self, item: &Item) -> Option<Rect> {
        self.open(item.part);
        match &item.shape {
            Shape::Text(text) => {
                self.text(text);
                let (width, size) = (text.line.width * text.size, text.size);
                Rect::from_xywh(text.x, text.y - 0.9 * size, width, 1.1 * size)
            }
            Shape::Rules(_) => None,
            Shape::Seal { x, y } => {
                self.figures.seal.paint(*x, *y, &mut self.surface);
                Rect::from_xywh(x - RADIUS, y - RADIUS, 2.0 * RADIUS, 2.0 * RADIUS)
            }
            Shape::Qr { x, y, side } => {
                self.surface.set_fill(Some(fill([0; 3])));
                self.figures.symbol.paint(*x, *y, &mut self.surface);
                Rect::from_xywh(*x, *y, *side, *side)
            }
        }
    }

    /// Draws a line in runs of one face. Where the distance between glyphs would mislead a reader, they share one range of
    /// the text: krilla then says in words what they are (`ActualText`).
    fn text(&mut self, text: &Text) {
        let colour = match text.ink {
            Ink::Black => [0; 3],
            Ink::Grey => [0x5B; 3],
        };
        self.surface.set_fill(Some(fill(colour)));
        let mut place = 0.0;
        for run in text.line.placed.chunk_by(|left, right| left.face == right.face) {
            let start = Point::from_xy(hundredth(text.x + em(place) * text.size), hundredth(text.y));
            let words: String = run.iter().map(|placed| placed.c).collect();
            let mut glyphs = Vec::with_capacity(run.len());
            let mut from = 0;
            for cluster in clusters(run) {
                let length: usize = cluster.iter().map(|placed| placed.c.len_utf8()).sum();
                for placed in cluster {
                    let next = place + placed.advance * 1000.0;
                    let advance = em(next.round() - place.round());
                    place = next;
                    let glyph = GlyphId::new(placed.glyph);
                    let range = from..from + length;
                    glyphs.push(KrillaGlyph::new(glyph, advance, em(placed.offset * 1000.0), 0.0, 0.0, range, None));
                }
                from += length;
            }
            let font = self.faces.get(run[0].face).font.clone();
            self.surface.draw_glyphs(start, &glyphs, font, &words, text.size, false);
        }
    }

    /// Tells krilla what each glyph of a misleading place says by itself, before it meets them together: a glyph keeps
    /// the words of its first meeting. Nothing of this is painted.
    fn introduce(&mut self, leaves: &[Leaf]) {
        let mut met = BTreeSet::new();
        let mut builder = self.surface.stream_builder();
        let mut aside = builder.surface();
        for item in leaves.iter().flat_map(|leaf| &leaf.items) {
            let Shape::Text(text) = &item.shape else { continue };
            let clusters = text.line.placed.chunk_by(|left, right| left.face == right.face).flat_map(clusters);
            for placed in clusters.filter(|cluster| cluster.len() > 1).flatten() {
                if met.insert((placed.face, placed.glyph)) {
                    let words = placed.c.to_string();
                    let glyph = GlyphId::new(placed.glyph);
                    let glyphs = [KrillaGlyph::new(glyph, placed.advance, 0.0, 0.0, 0.0, 0..words.len(), None)];
                    let font = self.faces.get(placed.face).font.clone();
                    aside.draw_glyphs(Point::from_xy(0.0, 0.0), &glyphs, font, &words, 1.0, false);
                }
            }
        }
        aside.finish();
        drop(builder.finish());
    }
}

/// Glyphs that are read by themselves, one by one, and those between which no distance may be taken for a space or a new
/// line, together.
fn clusters(run: &[Placed]) -> impl Iterator<Item = &[Placed]> {
    run.chunk_by(|left, _| left.odd)
}

/// Thousandths of an em in em, whole, and so that krilla's own arithmetic gives whole numbers again.
fn em(thousandths: f32) -> f32 {
    let whole = thousandths.round();
    let near = whole / 1000.0;
    #[expect(clippy::float_cmp, reason = "exactness is what is sought")]
    let exact = |value: &f32| value * 1000.0 == whole;
    [near, near.next_up(), near.next_down()].into_iter().find(exact).unwrap_or(near)
}

fn rule_area(rule: &Rule) -> Option<Rect> {
    let half = rule.width / 2.0;
    let [left, top, right, bottom] = [rule.x0 - half, rule.y0 - half, rule.x1 + half, rule.y1 + half].map(hundredth);
    Rect::from_ltrb(left, top, right, bottom)
}

fn joined(a: Rect, b: Rect) -> Rect {
    let (left, top) = (a.left().min(b.left()), a.top().min(b.top()));
    let (right, bottom) = (a.right().max(b.right()), a.bottom().max(b.bottom()));
    Rect::from_ltrb(left, top, right, bottom).unwrap_or(a)
}

fn is_artifact(part: Part) -> bool {
    matches!(part, Part::RunningHead | Part::RepeatedHead | Part::PageLabel | Part::Rules)
}

/// What a piece is: an artifact of the page, or a mark that the structure tree refers to.
fn content_tag(part: Part) -> ContentTag<'static> {
    match part {
        Part::PageLabel => ContentTag::Artifact(Artifact::with_kind(ArtifactType::PageNumber)),
        Part::RunningHead => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Header)),
        Part::RepeatedHead => ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)),
        Part::Rules => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
        Part::Seal | Part::Qr => ContentTag::Other,
        _ => ContentTag::Span(SpanTag::empty()),
    }
}
