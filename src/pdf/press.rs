//! The press: fonts loaded once, sheets in, PDF/A-3a + PDF/UA-1 out. No clock and no chance: the same sheet, facts and
//! attachments give the same bytes, on every thread and machine.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use thiserror::Error;

use crate::domain::sheet::{Mark, Seal, Sheet};
use crate::domain::statement::Statement;
use crate::domain::time::Day;
use crate::pdf::compose::compose;
use crate::pdf::document;
use crate::pdf::draw::Figures;
use crate::pdf::face::{Faces, Weight};
use crate::pdf::figure::Figure;
use crate::pdf::labels::{self, Label, Paper};
use crate::pdf::own_font::OwnFonts;
use crate::pdf::plan::PAGE_HEIGHT;
use crate::pdf::qr::{Frames, Symbol};
use crate::pdf::seal::{self, Banner};
use crate::pdf::seal_image;

/// What the file says about itself, beside the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    /// RFC 3066, `zh-CN`.
    pub language: String,
    /// The association.
    pub author: String,
    /// Creation date in the file, midnight in Asia/Shanghai. The day of issue, never the day of printing.
    pub created: Day,
    /// Names that should not be broken over lines.
    pub names: Vec<String>,
}

impl Meta {
    /// The facts of a statement's certificate.
    pub fn of(statement: &Statement) -> Self {
        let mut names = vec![statement.issuer.name.clone()];
        names.extend(statement.firm.iter().map(|firm| firm.name.clone()));
        names.extend(statement.subjects.iter().map(|subject| subject.name.clone()));
        Self { language: "zh-CN".into(), author: statement.issuer.name.clone(), created: statement.issue_date, names }
    }
}

/// A file embedded in the PDF (an associated file of PDF/A-3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// File name, unique in the document.
    pub name: String,
    pub mime: String,
    pub description: String,
    pub bytes: Vec<u8>,
}

/// Why a sheet was not printed.
#[derive(Debug, Error)]
pub enum PressError {
    #[error("字体中没有这些字，无法印制：{}", .0.iter().collect::<String>())]
    Undrawable(Vec<char>),
    #[error("二维码内容过长（{0} 字节），无法印制")]
    QrTooLong(usize),
    #[error("附件“{0}”的名称或类型不合规定，或名称重复")]
    Attachment(String),
    #[error("生成 PDF 文件时出错：{0}")]
    Writer(String),
}

/// Seals drawn so far that are kept; an association has one.
const KEPT_SEALS: usize = 16;

/// What [`crate::domain::sheet::Mark`] is drawn in.
const PALE: [u8; 3] = [0xE5, 0xE7, 0xE9];

/// Prints sheets. Loaded once, shared between threads.
pub struct Press {
    own: OwnFonts,
    faces: Faces,
    seals: Mutex<HashMap<Seal, Arc<Figure>>>,
    marks: Mutex<HashMap<&'static str, Arc<Figure>>>,
    frames: Mutex<Vec<Arc<Frames>>>,
}

/// Threads that press pages and pictures beside the ones that set them, in the whole process. More would only keep
/// memory.
const HELPERS: usize = 2;

impl Press {
    /// With the built-in fonts alone.
    pub fn new() -> Self {
        Self::with(OwnFonts::default())
    }

    /// With the association's own fonts before them.
    pub fn with(own: OwnFonts) -> Self {
        // Refused where an earlier press has them already.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(HELPERS).thread_name(|_| "press".into()).build_global();
        let faces = Faces::with(&own);
        Self { own, faces, seals: Mutex::default(), marks: Mutex::default(), frames: Mutex::default() }
    }

    /// The association's own fonts.
    pub fn own_fonts(&self) -> &OwnFonts {
        &self.own
    }

    /// The fonts of this press in one line: what it prints depends on nothing else of them.
    pub fn fonts(&self) -> String {
        let own = [("title", &self.own.title), ("body", &self.own.body)];
        let named = own.iter().filter_map(|(use_, font)| font.as_ref().map(|font| format!("{use_} {}, ", font.mark())));
        format!("{}built-in {:08x}", named.collect::<String>(), self.faces.built_in())
    }

    /// The characters of a title, or else of other text, that the association's own font does not draw and a built-in one
    /// does; each once.
    pub fn falling_back(&self, text: &str, title: bool) -> Vec<char> {
        let weight = if title { Weight::Title } else { Weight::Regular };
        let mut found = Vec::new();
        for c in text.chars() {
            if self.faces.falls_back(c, weight) && !found.contains(&c) {
                found.push(c);
            }
        }
        found
    }

    /// The characters of `text` that cannot be printed, each once, in order of appearance. Combining marks, variation
    /// selectors, private-use and invisible code points count among them.
    pub fn undrawable(&self, text: &str) -> Vec<char> {
        let mut found = Vec::new();
        for c in text.chars() {
            if !self.faces.can_draw(c) && !found.contains(&c) {
                found.push(c);
            }
        }
        found
    }

    /// Prints a sheet on A4.
    pub fn print(&self, sheet: &Sheet, meta: &Meta, attachments: &[Attachment]) -> Result<Vec<u8>, PressError> {
        let bad = self.undrawable(&words_of(sheet));
        if !bad.is_empty() {
            return Err(PressError::Undrawable(bad));
        }
        let symbol = self.symbol(&sheet.check.qr)?;
        let leaves = compose(&self.faces, sheet, &meta.names, &symbol);
        let (seal, mark) = (self.seal(&sheet.seal), self.mark(sheet.mark));
        let figures = Figures { seal: &seal, symbol: &symbol, mark: mark.as_deref() };
        document::write(&self.faces, sheet, meta, attachments, &leaves, figures)
    }

    /// Prints address labels. What cannot be drawn is named.
    pub fn labels(&self, labels: &[Label], paper: Paper) -> Result<Vec<u8>, PressError> {
        let words: Vec<&str> = labels
            .iter()
            .flat_map(|label| [&label.postcode, &label.address, &label.recipient, &label.foot])
            .map(String::as_str)
            .collect();
        let bad = self.undrawable(&words.concat());
        if bad.is_empty() { labels::write(&self.faces, labels, paper) } else { Err(PressError::Undrawable(bad)) }
    }

    fn symbol(&self, text: &str) -> Result<Symbol, PressError> {
        let kept = || self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        // Other threads do not wait for this symbol.
        let mut frames = kept().clone();
        let known = frames.len();
        let symbol = Symbol::of(text, &mut frames).ok_or(PressError::QrTooLong(text.len()))?;
        if frames.len() > known {
            *kept() = frames;
        }
        Ok(symbol)
    }

    fn seal(&self, seal: &Seal) -> Arc<Figure> {
        let mut kept = self.seals.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(figure) = kept.get(seal) {
            return figure.clone();
        }
        let figure = Arc::new(match &seal.picture {
            Some(picture) => seal_image::draw(&picture.artwork),
            None => seal::draw(&self.faces, seal),
        });
        if kept.len() >= KEPT_SEALS {
            kept.clear();
        }
        kept.insert(seal.clone(), figure.clone());
        figure
    }

    /// Words across a page that is not issued, in a grey that lies under black words without hiding them.
    fn mark(&self, mark: Mark) -> Option<Arc<Figure>> {
        let word = match mark {
            Mark::None => return None,
            Mark::Preview => "预览",
            Mark::Sample => "样本",
        };
        let mut kept = self.marks.lock().unwrap_or_else(PoisonError::into_inner);
        let draw = || {
            let banner = Banner { x: 0.0, y: -0.03 * PAGE_HEIGHT, angle: -0.6, size: 150.0, step: 190.0 };
            Arc::new(seal::across(&self.faces, word, banner, PALE))
        };
        Some(kept.entry(word).or_insert_with(draw).clone())
    }
}

impl Default for Press {
    fn default() -> Self {
        Self::new()
    }
}

/// Every word that the sheet brings to the page.
fn words_of(sheet: &Sheet) -> String {
    let mut words: Vec<&str> =
        vec![&sheet.title, &sheet.number, &sheet.closing, &sheet.signer, &sheet.date_line, &sheet.seal.name];
    words.extend([&sheet.check.code, &sheet.check.url, &sheet.check.fingerprint].map(String::as_str));
    words.extend(sheet.addressee.as_deref());
    words.extend(sheet.validity.as_deref());
    words.extend(sheet.paragraphs.iter().map(String::as_str));
    if let Some(table) = &sheet.table {
        words.extend(table.columns.iter().chain(table.rows.iter().flatten()).map(String::as_str));
    }
    words.concat()
}
