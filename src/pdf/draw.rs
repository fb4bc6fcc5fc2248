//! Drawing a plan with krilla: glyph runs, rules, seal, QR code, watermark; the tag tree that gives the drawing its
//! reading order; metadata and attachments. The only file that speaks to the PDF writer.

use std::collections::BTreeMap;
use std::num::NonZeroU16;

use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::{Path, PathBuilder, Point, Rect, Transform};
use krilla::metadata::{DateTime, Metadata, TextDirection};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, BBox, ContentTag, Identifier, SpanTag, TableHeaderScope, Tag, TagGroup, TagTree,
};
use krilla::text::{GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings, color::rgb};

use crate::domain::sheet::{Mark, Sheet};
use crate::domain::time::Day;
use crate::pdf::face::Faces;
use crate::pdf::plan::{Ink, Item, LEFT, Leaf, PAGE_HEIGHT, PAGE_WIDTH, Part, Rule, Shape, TOP_FIRST, Text};
use crate::pdf::press::{Attachment, Meta, PressError};
use crate::pdf::qr::Symbol;
use crate::pdf::seal::{self, Banner, RADIUS, RING, SealPaths};
use crate::pdf::seal_image::SealImage;

/// 公章红.
const RED: (u8, u8, u8) = (0xD7, 0x1A, 0x1A);
const WATERMARK: (u8, u8, u8) = (0x5B, 0x68, 0x75);

/// The pictures of a sheet, made once.
pub struct Figures<'a> {
    pub seal: &'a SealFigure,
    pub symbol: &'a Symbol,
}

/// The seal, ready to be drawn.
pub enum SealFigure {
    Drawn(SealPaths),
    Image(SealImage),
}

/// What was drawn for each part: the content marks, and the box of a figure.
#[derive(Default)]
struct Drawn {
    content: BTreeMap<Part, Vec<Identifier>>,
    boxes: BTreeMap<Part, BBox>,
}

/// Draws all pages and finishes the file.
pub fn document(
    faces: &Faces,
    sheet: &Sheet,
    meta: &Meta,
    attachments: &[Attachment],
    leaves: &[Leaf],
    figures: &Figures,
) -> Result<Vec<u8>, PressError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| PressError::Writer(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let mut drawn = Drawn::default();
    let watermark = watermark(faces, sheet.mark);
    for (index, leaf) in leaves.iter().enumerate() {
        let size = PageSettings::from_wh(PAGE_WIDTH, PAGE_HEIGHT).ok_or_else(|| PressError::Writer("A4".into()))?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        draw_leaf(faces, leaf, index, figures, &mut surface, &mut drawn);
        if let Some(path) = &watermark {
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Watermark)));
            surface.set_fill(Some(fill(WATERMARK, 0.16)));
            surface.draw_path(path);
            surface.end_tagged();
        }
        surface.finish();
        page.finish();
    }
    document.set_tag_tree(tag_tree(sheet, drawn));
    let mut outline = Outline::new();
    let top = XyzDestination::new(0, Point::from_xy(LEFT, TOP_FIRST));
    outline.push_child(OutlineNode::new(format!("{} {}", sheet.title, sheet.number), top));
    document.set_outline(outline);
    let created = date(meta.created);
    document.set_metadata(
        Metadata::new()
            .title(format!("{} {}", sheet.title, sheet.number))
            .authors(vec![meta.author.clone()])
            .language(meta.language.clone())
            .creator("Goodstanding".into())
            .creation_date(created)
            .document_id(sheet.number.clone())
            .text_direction(TextDirection::LeftToRight),
    );
    for file in attachments {
        let refused = || PressError::Attachment(file.name.clone());
        let embedded = EmbeddedFile {
            path: file.name.clone(),
            mime_type: Some(MimeType::new(&file.mime).ok_or_else(refused)?),
            description: Some(file.description.clone()),
            association_kind: AssociationKind::Data,
            data: file.bytes.clone().into(),
            modification_date: Some(created),
            compress: Some(true),
            location: None,
        };
        document.embed_file(embedded).ok_or_else(refused)?;
    }
    document.finish().map_err(|error| PressError::Writer(format!("{error:?}")))
}

fn date(day: Day) -> DateTime {
    DateTime::new(u16::try_from(day.year()).unwrap_or(0))
        .month(day.month().unsigned_abs())
        .day(day.day().unsigned_abs())
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(8)
        .utc_offset_minute(0)
}

fn fill((red, green, blue): (u8, u8, u8), opacity: f32) -> Fill {
    let opacity = NormalizedF32::new(opacity).unwrap_or(NormalizedF32::ONE);
    Fill { paint: rgb::Color::new(red, green, blue).into(), opacity, rule: FillRule::NonZero }
}

fn ink(ink: Ink) -> Fill {
    match ink {
        Ink::Black => fill((0, 0, 0), 1.0),
        Ink::Grey => fill((0x5B, 0x5B, 0x5B), 1.0),
    }
}

fn watermark(faces: &Faces, mark: Mark) -> Option<Path> {
    let word = match mark {
        Mark::None => return None,
        Mark::Preview => "预览",
        Mark::Sample => "样本",
    };
    let banner = Banner { x: PAGE_WIDTH / 2.0, y: PAGE_HEIGHT * 0.47, angle: -0.6, size: 150.0, step: 190.0 };
    seal::word(faces, word, banner)
}

fn draw_leaf(faces: &Faces, leaf: &Leaf, page: usize, figures: &Figures, surface: &mut Surface, drawn: &mut Drawn) {
    let rules: Vec<Rule> = leaf
        .items
        .iter()
        .filter_map(|item| match &item.shape {
            Shape::Rules(rules) => Some(rules.clone()),
            _ => None,
        })
        .flatten()
        .collect();
    if !rules.is_empty() {
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        surface.set_fill(Some(ink(Ink::Black)));
        if let Some(path) = rule_path(&rules) {
            surface.draw_path(&path);
        }
        surface.end_tagged();
    }
    let mut items = leaf.items.iter().filter(|item| item.part != Part::Rules).peekable();
    while let Some(first) = items.next() {
        let part = first.part;
        let id = surface.start_tagged(content_tag(part));
        draw_item(faces, first, figures, surface);
        while let Some(next) = items.next_if(|next| next.part == part) {
            draw_item(faces, next, figures, surface);
        }
        surface.end_tagged();
        if !is_artifact(part) {
            drawn.content.entry(part).or_default().push(id);
        }
        if let Some(area) = figure_box(&first.shape) {
            drawn.boxes.insert(part, BBox::new(page, area));
        }
    }
}

fn is_artifact(part: Part) -> bool {
    matches!(part, Part::RunningHead | Part::RepeatedHead | Part::PageLabel | Part::Rules)
}

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

fn figure_box(shape: &Shape) -> Option<Rect> {
    match *shape {
        Shape::Seal { x, y } => Rect::from_xywh(x - RADIUS, y - RADIUS, 2.0 * RADIUS, 2.0 * RADIUS),
        Shape::Qr { x, y, side } => Rect::from_xywh(x, y, side, side),
        _ => None,
    }
}

fn rule_path(rules: &[Rule]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for rule in rules {
        let half = rule.width / 2.0;
        path.push_rect(Rect::from_ltrb(rule.x0 - half, rule.y0 - half, rule.x1 + half, rule.y1 + half)?);
    }
    path.finish()
}

fn draw_item(faces: &Faces, item: &Item, figures: &Figures, surface: &mut Surface) {
    match &item.shape {
        Shape::Text(text) => draw_text(faces, text, surface),
        Shape::Rules(_) => {}
        Shape::Seal { x, y } => {
            surface.push_transform(&Transform::from_translate(*x, *y));
            match figures.seal {
                SealFigure::Image(image) => image.draw(surface),
                SealFigure::Drawn(paths) => draw_seal(paths, surface),
            }
            surface.pop();
        }
        Shape::Qr { x, y, .. } => {
            surface.set_fill(Some(ink(Ink::Black)));
            if let Some(path) = figures.symbol.path(*x, *y) {
                surface.draw_path(&path);
            }
        }
    }
}

fn draw_seal(seal: &SealPaths, surface: &mut Surface) {
    surface.set_fill(None);
    let paint = rgb::Color::new(RED.0, RED.1, RED.2).into();
    surface.set_stroke(Some(Stroke { paint, width: RING, ..Stroke::default() }));
    surface.draw_path(&seal.ring);
    surface.set_stroke(None);
    surface.set_fill(Some(fill(RED, 1.0)));
    surface.draw_path(&seal.figure);
}

/// Draws a line in runs of one face.
fn draw_text(faces: &Faces, text: &Text, surface: &mut Surface) {
    surface.set_fill(Some(ink(text.ink)));
    let mut x = text.x;
    for run in text.line.placed.chunk_by(|left, right| left.face == right.face) {
        let glyphs: Vec<KrillaGlyph> = run
            .iter()
            .map(|placed| {
                let glyph = GlyphId::new(placed.glyph);
                KrillaGlyph::new(glyph, placed.advance, placed.offset, 0.0, 0.0, placed.range.clone(), None)
            })
            .collect();
        let font = faces.get(run[0].face).font.clone();
        surface.draw_glyphs(Point::from_xy(x, text.y), &glyphs, font, &text.source, text.size, false);
        x += run.iter().map(|placed| placed.advance).sum::<f32>() * text.size;
    }
}

/// Title, paragraphs, table, closing, signature, seal, QR code and foot in reading order.
fn tag_tree(sheet: &Sheet, mut drawn: Drawn) -> TagTree {
    let mut tree = TagTree::new();
    let mut take = |part: Part| drawn.content.remove(&part).unwrap_or_default();
    let mut group = |tag: krilla::tagging::TagKind, part: Part| {
        let mut group = TagGroup::new(tag);
        for id in take(part) {
            group.push(id);
        }
        group
    };
    tree.push(group(Tag::Hn(NonZeroU16::MIN, Some(sheet.title.clone())).into(), Part::Title));
    tree.push(group(Tag::P.into(), Part::Number));
    if sheet.addressee.is_some() {
        tree.push(group(Tag::P.into(), Part::Addressee));
    }
    for at in 0..sheet.paragraphs.len() {
        tree.push(group(Tag::P.into(), Part::Paragraph(at)));
    }
    if let Some(grid) = &sheet.table {
        let mut head = TagGroup::new(Tag::TR);
        for column in 0..grid.columns.len() {
            head.push(group(Tag::TH(TableHeaderScope::Column).into(), Part::Head(column)));
        }
        let mut body = TagGroup::new(Tag::TBody);
        for row in 0..grid.rows.len() {
            let mut cells = TagGroup::new(Tag::TR);
            for column in 0..grid.columns.len() {
                cells.push(group(Tag::TD.into(), Part::Cell { row, column }));
            }
            body.push(cells);
        }
        let mut table = TagGroup::new(Tag::Table);
        let mut thead = TagGroup::new(Tag::THead);
        thead.push(head);
        table.push(thead);
        table.push(body);
        tree.push(table);
    }
    for part in [Part::Closing, Part::Signer, Part::Date] {
        tree.push(group(Tag::P.into(), part));
    }
    let word = if sheet.seal.picture.is_some() { "印章" } else { "样章（非注册印章）" };
    let alt = format!("{word}：{}", sheet.seal.name);
    let seal = Tag::Figure(Some(alt)).with_bbox(drawn.boxes.get(&Part::Seal).copied());
    tree.push(group(seal.into(), Part::Seal));
    let alt = format!("二维码：扫描后打开核验页面，核验码 {}", sheet.check.code);
    let code = Tag::Figure(Some(alt)).with_bbox(drawn.boxes.get(&Part::Qr).copied());
    tree.push(group(code.into(), Part::Qr));
    let mut at = 0;
    loop {
        let ids = take_next(&mut drawn.content, at);
        if ids.is_empty() {
            return tree;
        }
        let mut entry = TagGroup::new(Tag::P);
        for id in ids {
            entry.push(id);
        }
        tree.push(entry);
        at += 1;
    }
}

fn take_next(content: &mut BTreeMap<Part, Vec<Identifier>>, at: usize) -> Vec<Identifier> {
    content.remove(&Part::Check(at)).unwrap_or_default()
}
