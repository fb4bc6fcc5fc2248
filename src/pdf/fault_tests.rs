//! A writer that lies: faults seeded between layout and drawing must be seen by the reader.

use std::sync::Arc;

use crate::domain::sheet::Sheet;
use crate::pdf::agreement::text_agrees;
use crate::pdf::compose::compose;
use crate::pdf::document;
use crate::pdf::draw::Figures;
use crate::pdf::face::Faces;
use crate::pdf::glyph_line::{PLAIN, marks};
use crate::pdf::inspect::inspect;
use crate::pdf::line_break::single;
use crate::pdf::plan::{Ink, Item, Leaf, Part, Shape, Text};
use crate::pdf::qr::Symbol;
use crate::pdf::sample;
use crate::pdf::seal;

/// Prints a sheet after `fault` has been at the planned pages, and reads it against the true sheet.
fn read_back(sheet: &Sheet, fault: impl FnOnce(&Faces, &mut Vec<Leaf>)) -> Result<(), Vec<String>> {
    let faces = Faces::new();
    let symbol = Symbol::of(&sheet.check.qr, &mut Vec::new()).unwrap();
    let mut leaves = compose(&faces, sheet, &[], &symbol);
    fault(&faces, &mut leaves);
    let seal = seal::draw(&faces, &sheet.seal);
    let figures = Figures { seal: &seal, symbol: &symbol, mark: None };
    let pdf = document::write(&faces, sheet, &sample::meta(), &sample::attachments(), &leaves, figures).unwrap();
    text_agrees(&inspect(&pdf).unwrap(), sheet)
}

fn retext(faces: &Faces, leaves: &mut [Leaf], part: Part, wrong: &str) {
    for item in leaves.iter_mut().flat_map(|leaf| &mut leaf.items).filter(|item| item.part == part) {
        if let Shape::Text(text) = &mut item.shape {
            text.line = Arc::new(single(&marks(faces, wrong, PLAIN)));
        }
    }
}

#[test]
fn an_honest_writer_is_believed() {
    assert_eq!(read_back(&sample::lawyers(30), |_, _| {}), Ok(()));
}

#[test]
fn a_wrong_number_is_named() {
    let sheet = sample::firm();
    let said = read_back(&sheet, |faces, leaves| retext(faces, leaves, Part::Number, "穗律证〔2026〕第000132号"));
    let sentence = "应为“穗律证〔2026〕第000123号”，文件中为“穗律证〔2026〕第000132号”";
    assert_eq!(said, Err(vec![sentence.to_string()]));
}

#[test]
fn a_dropped_row_is_named() {
    let said = read_back(&sample::lawyers(30), |_, leaves| {
        for leaf in leaves {
            leaf.items.retain(|item| !matches!(item.part, Part::Cell { row: 11, .. }));
        }
    });
    let said = said.unwrap_err();
    assert!(said.iter().any(|sentence| sentence.contains("司马示")), "{said:?}");
}

#[test]
fn a_swapped_name_is_named() {
    let part = Part::Cell { row: 0, column: 1 };
    let said = read_back(&sample::lawyers(3), |faces, leaves| retext(faces, leaves, part, "张颖"));
    assert_eq!(said, Err(vec!["应为“张𬱖”，文件中为“张颖”".to_string()]));
    // Two names in each other's place: no word is missing, but the order is.
    let said = read_back(&sample::lawyers(3), |faces, leaves| {
        retext(faces, leaves, part, "李𬍛");
        retext(faces, leaves, Part::Cell { row: 1, column: 1 }, "张𬱖");
    });
    assert_eq!(said.unwrap_err().len(), 2);
}

#[test]
fn text_that_the_statement_has_not_is_named() {
    let said = read_back(&sample::firm(), |faces, leaves| {
        let line = Arc::new(single(&marks(faces, "且为优秀律师事务所", PLAIN)));
        let text = Text { x: 100.0, y: 500.0, size: 6.0, line, ink: Ink::Grey };
        leaves[0].items.push(Item { part: Part::PageLabel, shape: Shape::Text(text) });
    });
    let said = said.unwrap_err();
    assert!(said.iter().any(|sentence| sentence.contains("且为优秀律师事务所")), "{said:?}");
}

#[test]
fn a_page_without_its_number_is_seen() {
    let said = read_back(&sample::lawyers(3), |_, leaves| {
        for item in leaves.iter_mut().flat_map(|leaf| &mut leaf.items).filter(|item| item.part == Part::PageLabel) {
            if let Shape::Text(text) = &mut item.shape {
                Arc::make_mut(&mut text.line).placed.truncate(2);
            }
        }
    });
    assert!(said.unwrap_err()[0].contains("缺少页码"));
}

#[test]
fn a_missing_or_altered_attachment_is_seen() {
    let sheet = sample::firm();
    let faces = Faces::new();
    let symbol = Symbol::of(&sheet.check.qr, &mut Vec::new()).unwrap();
    let leaves = compose(&faces, &sheet, &[], &symbol);
    let seal = seal::draw(&faces, &sheet.seal);
    let figures = Figures { seal: &seal, symbol: &symbol, mark: None };
    let mut files = sample::attachments();
    let print = |files: &[crate::pdf::press::Attachment]| {
        inspect(&document::write(&faces, &sheet, &sample::meta(), files, &leaves, figures).unwrap()).unwrap()
    };
    let whole = print(&files);
    for file in &files {
        let found = whole.attachment(&file.name).unwrap();
        assert_eq!(found.bytes, file.bytes);
        assert_eq!(found.mime.as_deref(), Some(file.mime.as_str()));
        assert_eq!(found.description.as_deref(), Some(file.description.as_str()));
    }
    files[0].bytes[7] ^= 1;
    assert_ne!(print(&files).attachment("statement.bin").unwrap().bytes, sample::attachments()[0].bytes);
    assert!(print(&files[1..]).attachment("statement.bin").is_none());
}
