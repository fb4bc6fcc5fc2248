//! Drawing, sealing and reading certificates.
//!
//! `press` turns a sheet into PDF/A-3a + PDF/UA-1 bytes: `glyph_line` finds glyphs, `line_break` and `spread` set paragraphs,
//! `compose` and `plan` place strips on pages, `draw` and `letters` paint them with krilla, `tag_tree` says what each piece is,
//! `document` has the file written (STANDARDS.md). `signature_field` appends the signature's place to it. `inspect` reads
//! a file again with other code than wrote it, `agreement` compares its words with a sheet, `picture` shows it on a
//! screen; `labels` and `merge` make what goes to the printer beside it. The room knows no keys, no store and no clock.

pub mod addresses;
pub mod agreement;
mod check_block;
mod classic_xref;
mod compose;
mod difference;
mod document;
mod draw;
mod face;
mod figure;
mod glyph_line;
pub mod inspect;
pub mod labels;
mod letters;
mod line_break;
pub mod merge;
mod objects;
pub mod own_font;
mod page_text;
pub mod picture;
mod plain_text;
mod plan;
pub mod press;
mod qr;
mod qr_mask;
mod raw_bytes;
mod seal;
mod seal_image;
pub mod signature_field;
mod spread;
mod table;
mod tag_tree;

#[cfg(test)]
mod compose_tests;
#[cfg(test)]
mod every_name_tests;
#[cfg(test)]
mod extraction_tests;
#[cfg(test)]
mod fault_tests;
#[cfg(test)]
mod golden_tests;
#[cfg(test)]
mod line_break_tests;
#[cfg(test)]
mod own_font_tests;
#[cfg(test)]
mod press_tests;
#[cfg(test)]
pub mod sample;
#[cfg(test)]
mod signature_field_tests;
