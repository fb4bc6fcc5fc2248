//! From planned pages to krilla's surfaces, each piece marked with what it is in the document's structure.

use std::collections::BTreeMap;

use krilla::Document;
use krilla::action::LinkAction;
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::geom::{PathBuilder, Rect};
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};

use crate::domain::sheet::Sheet;
use crate::pdf::check_block;
use crate::pdf::face::Faces;
use crate::pdf::figure::{Figure, fill, hundredth};
use crate::pdf::letters;
use crate::pdf::plan::{Item, Leaf, PAGE_HEIGHT, PAGE_WIDTH, Part, Rule, Shape, Text};
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
            letters::introduce(faces, texts(leaves), &mut painter.surface);
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

fn texts(leaves: &[Leaf]) -> impl Iterator<Item = &Text> {
    leaves.iter().flat_map(|leaf| &leaf.items).filter_map(|item| match &item.shape {
        Shape::Text(text) => Some(text),
        _ => None,
    })
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
        for area in lengthened(all.flatten().filter_map(rule_area).collect()) {
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
                letters::paint(self.faces, text, &mut self.surface);
                let (width, size) = (text.line.width * text.size, text.size);
                Rect::from_xywh(text.x, text.y - 0.9 * size, width, 1.1 * size)
            }
            Shape::Rules(_) => None,
            Shape::Seal { x, y } => {
                self.figures.seal.paint(*x, *y, &mut self.surface);
                Rect::from_xywh(x - RADIUS, y - RADIUS, 2.0 * RADIUS, 2.0 * RADIUS)
            }
            Shape::Qr { x, y, side } => {
                self.figures.symbol.paint(*x, *y, &mut self.surface);
                Rect::from_xywh(*x, *y, *side, *side)
            }
        }
    }
}

fn rule_area(rule: &Rule) -> Option<Rect> {
    let half = rule.width / 2.0;
    let [left, top, right, bottom] = [rule.x0 - half, rule.y0 - half, rule.x1 + half, rule.y1 + half].map(hundredth);
    Rect::from_ltrb(left, top, right, bottom)
}

/// Strokes that continue each other as one: the sides of a table's rows run down the whole page.
fn lengthened(mut strokes: Vec<Rect>) -> Vec<Rect> {
    let order = |a: f32, b: f32| a.total_cmp(&b);
    strokes.sort_by(|a, b| {
        let columns = order(a.left(), b.left()).then(order(a.right(), b.right()));
        columns.then(order(a.top(), b.top())).then(order(a.bottom(), b.bottom()))
    });
    let mut longer: Vec<Rect> = Vec::new();
    for stroke in strokes {
        match longer.last_mut() {
            #[expect(clippy::float_cmp, reason = "both were rounded to the same hundredths")]
            Some(last)
                if last.left() == stroke.left() && last.right() == stroke.right() && stroke.top() <= last.bottom() =>
            {
                *last = joined(*last, stroke);
            }
            _ => longer.push(stroke),
        }
    }
    longer
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
