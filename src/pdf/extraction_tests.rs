//! What pdftotext reads out of a sheet: every line of text as it stands on the page, with no space and no line end that
//! is not there.

use std::path::Path;
use std::process::Command;

use crate::domain::sheet::Sheet;
use crate::pdf::compose::compose;
use crate::pdf::face::Faces;
use crate::pdf::plan::{Part, Shape, Text};
use crate::pdf::press::Meta;
use crate::pdf::qr::Symbol;

/// Lines of text of their own; cells of a table share theirs.
fn stands_alone(part: Part) -> bool {
    !matches!(part, Part::Head(_) | Part::RepeatedHead | Part::Cell { .. })
}

fn words(text: &Text) -> String {
    text.line.placed.iter().map(|placed| placed.c).collect::<String>().trim().to_owned()
}

/// The lines of a sheet that pdftotext does not read as they stand, with what it read in all.
pub fn misread(sheet: &Sheet, meta: &Meta, file: &Path) -> Vec<String> {
    misread_by(&Faces::new(), sheet, meta, file)
}

/// The same of a file that was set in other faces.
pub fn misread_by(faces: &Faces, sheet: &Sheet, meta: &Meta, file: &Path) -> Vec<String> {
    let read = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(file).arg("-").output();
    let read = String::from_utf8(read.expect("pdftotext (Debian poppler-utils) is needed").stdout).unwrap();
    let lines: Vec<&str> = read.lines().map(str::trim).collect();
    let symbol = Symbol::of(&sheet.check.qr, &mut Vec::new()).unwrap();
    let leaves = compose(faces, sheet, &meta.names, &symbol);
    let texts = leaves.iter().flat_map(|leaf| &leaf.items).filter(|item| stands_alone(item.part));
    let planned = texts.filter_map(|item| match &item.shape {
        Shape::Text(text) => Some(words(text)),
        _ => None,
    });
    planned.filter(|line| !lines.contains(&line.as_str())).collect()
}
