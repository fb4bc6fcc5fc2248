//! The file around the pages: structure, outline, metadata, associated files. krilla writes it, with the validators of
//! PDF/A-3a and PDF/UA-1 on.

use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata, TextDirection};
use krilla::outline::{Outline, OutlineNode};
use krilla::{Document, SerializeSettings};

use crate::domain::sheet::Sheet;
use crate::domain::time::Day;
use crate::pdf::draw::{self, Drawn, Figures};
use crate::pdf::face::Faces;
use crate::pdf::plan::{LEFT, Leaf, Part, TOP_FIRST};
use crate::pdf::press::{Attachment, Meta, PressError};
use crate::pdf::tag_tree;

/// Writes a file from planned pages.
pub fn write(
    faces: &Faces,
    sheet: &Sheet,
    meta: &Meta,
    attachments: &[Attachment],
    leaves: &[Leaf],
    figures: Figures,
) -> Result<Vec<u8>, PressError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| PressError::Writer(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let drawn = draw::pages(&mut document, faces, sheet, leaves, figures)?;
    document.set_outline(outline(sheet, &drawn));
    document.set_tag_tree(tag_tree::build(sheet, drawn));
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
        embed(&mut document, file, created)?;
    }
    document.finish().map_err(|error| PressError::Writer(format!("{error:?}")))
}

/// An associated file of the whole document (ISO 19005-3, 6.8).
fn embed(document: &mut Document, file: &Attachment, created: DateTime) -> Result<(), PressError> {
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
    document.embed_file(embedded).ok_or_else(refused)
}

/// Bookmarks: the certificate; the list where there is one; the seal; the foot by which it is checked.
fn outline(sheet: &Sheet, drawn: &Drawn) -> Outline {
    let above = |part: Part| {
        let (page, top) = drawn.places.get(&part).map_or((0, TOP_FIRST), |(page, area)| (*page, area.top() - 6.0));
        XyzDestination::new(page, Point::from_xy(LEFT, top))
    };
    let mut outline = Outline::new();
    let top = XyzDestination::new(0, Point::from_xy(LEFT, TOP_FIRST));
    outline.push_child(OutlineNode::new(format!("{} {}", sheet.title, sheet.number), top));
    if sheet.table.is_some() {
        outline.push_child(OutlineNode::new("名单".into(), above(Part::Head(0))));
    }
    outline.push_child(OutlineNode::new("署名与印章".into(), above(Part::Seal)));
    outline.push_child(OutlineNode::new("核验方法".into(), above(Part::Qr)));
    outline
}

/// Midnight in Asia/Shanghai.
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
