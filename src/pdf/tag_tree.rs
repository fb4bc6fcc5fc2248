//! The structure tree (ISO 32000-1, 14.7): what a page says in reading order, for those who listen to it and for those
//! who copy from it. Title, number, addressee, paragraphs, table, closing, signature, seal, QR code, foot.

use std::num::NonZeroU16;

use krilla::tagging::{BBox, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};

use crate::domain::sheet::Sheet;
use crate::pdf::check_block;
use crate::pdf::draw::{Drawn, code_words};
use crate::pdf::plan::Part;

/// Puts every mark of the pages into its place; krilla refuses a file with marks that are in none.
pub fn build(sheet: &Sheet, mut drawn: Drawn) -> TagTree {
    let mut tree = TagTree::new();
    tree.push(group(&mut drawn, Tag::Hn(NonZeroU16::MIN, Some(sheet.title.clone())).into(), Part::Title));
    tree.push(group(&mut drawn, Tag::P.into(), Part::Number));
    if sheet.addressee.is_some() {
        tree.push(group(&mut drawn, Tag::P.into(), Part::Addressee));
    }
    for (at, text) in sheet.paragraphs.iter().enumerate() {
        let language = is_english(text).then(|| "en".to_owned());
        tree.push(group(&mut drawn, Tag::P.with_lang(language).into(), Part::Paragraph(at)));
    }
    if let Some(grid) = &sheet.table {
        tree.push(table(&mut drawn, grid.columns.len(), grid.rows.len()));
    }
    for part in [Part::Closing, Part::Signer, Part::Date] {
        tree.push(group(&mut drawn, Tag::P.into(), part));
    }
    let word = if sheet.seal.picture.is_some() { "印章" } else { "样章（非注册印章）" };
    let seal = figure(&mut drawn, Part::Seal, format!("{word}：{}", sheet.seal.name));
    tree.push(seal);
    let code = figure(&mut drawn, Part::Qr, code_words(sheet));
    let mut link = TagGroup::new(Tag::Link);
    link.push(code);
    if let Some(id) = drawn.links.get(&Part::Qr) {
        link.push(*id);
    }
    tree.push(link);
    let mut at = 0;
    while drawn.content.contains_key(&Part::Check(at)) {
        match drawn.links.get(&Part::Check(at)).copied() {
            Some(id) if at == check_block::URL => {
                let mut link = group(&mut drawn, Tag::Link.into(), Part::Check(at));
                link.push(id);
                let mut entry = TagGroup::new(Tag::P);
                entry.push(link);
                tree.push(entry);
            }
            _ => tree.push(group(&mut drawn, Tag::P.into(), Part::Check(at))),
        }
        at += 1;
    }
    tree
}

/// An element that holds what was painted for a part.
fn group(drawn: &mut Drawn, tag: TagKind, part: Part) -> TagGroup {
    let mut group = TagGroup::new(tag);
    for id in drawn.content.remove(&part).unwrap_or_default() {
        group.push(id);
    }
    group
}

fn figure(drawn: &mut Drawn, part: Part, words: String) -> TagGroup {
    let area = drawn.places.get(&part).map(|(page, area)| BBox::new(*page, *area));
    group(drawn, Tag::Figure(Some(words)).with_bbox(area).into(), part)
}

fn table(drawn: &mut Drawn, columns: usize, rows: usize) -> TagGroup {
    let mut head_row = TagGroup::new(Tag::TR);
    for column in 0..columns {
        head_row.push(group(drawn, Tag::TH(TableHeaderScope::Column).into(), Part::Head(column)));
    }
    let mut head = TagGroup::new(Tag::THead);
    head.push(head_row);
    let mut body = TagGroup::new(Tag::TBody);
    for row in 0..rows {
        let mut cells = TagGroup::new(Tag::TR);
        for column in 0..columns {
            cells.push(group(drawn, Tag::TD.into(), Part::Cell { row, column }));
        }
        body.push(cells);
    }
    let mut table = TagGroup::new(Tag::Table);
    table.push(head);
    table.push(body);
    table
}

/// Whether a paragraph is the English half of a bilingual certificate.
pub fn is_english(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
}
