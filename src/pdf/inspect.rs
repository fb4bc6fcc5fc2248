//! Reading a finished file again, with none of the code that wrote it: objects and text by the hayro crates, the
//! signature's reach and the number of revisions on the raw bytes, because the reader repairs silently what is broken.
//!
//! Foreign files are read in a child process with limits of memory and time: nothing here defends against bombs.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::pdf::page_text;
use crate::pdf::raw_bytes;

/// What a file holds. A child process that reads strangers' files answers with it, hence serde.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// Text of each page in the order of drawing, a line break where the baseline changes.
    pub page_texts: Vec<String>,
    pub attachments: Vec<FoundFile>,
    pub title: Option<String>,
    /// `/Lang` of the catalog.
    pub language: Option<String>,
    /// The four numbers of the only `/ByteRange` in the file; `None` where there is none, or more than one.
    pub byte_range: Option<[usize; 4]>,
    /// DER of the signature, without the padding behind it.
    pub cms: Option<Vec<u8>>,
    /// `/SubFilter` of the signature.
    pub sub_filter: Option<String>,
    /// `/P` of `DocMDP`: 1 allows no change.
    pub doc_mdp: Option<i32>,
    /// The signature covers every byte but its own digits.
    pub covers_whole_file: bool,
    /// How many times the file was closed: 1 as printed, 2 as sealed by us, more where somebody appended.
    pub revisions: usize,
}

/// A file embedded in the PDF.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundFile {
    pub name: String,
    pub mime: Option<String>,
    pub description: Option<String>,
    pub bytes: Vec<u8>,
}

/// Why a file could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum InspectError {
    #[error("这不是可以读取的 PDF 文件")]
    Unreadable,
    #[error("文件已加密，无法读取")]
    Encrypted,
    #[error("文件中没有页面")]
    NoPages,
    #[error("文件的页数太多，没有这样的证明")]
    TooManyPages,
}

impl Inspection {
    /// The bytes that the signature covers, in two pieces; `None` where the range does not fit `pdf`.
    pub fn signed_bytes<'a>(&self, pdf: &'a [u8]) -> Option<[&'a [u8]; 2]> {
        let [start, length, second, rest] = self.byte_range?;
        Some([pdf.get(start..start.checked_add(length)?)?, pdf.get(second..second.checked_add(rest)?)?])
    }

    /// Whether the gap that the signature leaves out holds the signature in capital hexadecimal digits, then zeros, and
    /// nothing else: the only bytes of a file that no signature covers.
    pub fn gap_is_exact(&self, pdf: &[u8]) -> bool {
        let (Some([_, length, second, _]), Some(cms)) = (self.byte_range, &self.cms) else { return false };
        let Some(gap) = pdf.get(length..second) else { return false };
        let Some(digits) = gap.strip_prefix(b"<").and_then(|gap| gap.strip_suffix(b">")) else { return false };
        let written = data_encoding::HEXUPPER.encode(cms).into_bytes();
        digits.strip_prefix(written.as_slice()).is_some_and(|rest| rest.iter().all(|digit| *digit == b'0'))
    }

    /// The embedded file of that name, if there is exactly one.
    pub fn attachment(&self, name: &str) -> Option<&FoundFile> {
        let mut found = self.attachments.iter().filter(|file| file.name == name);
        found.next().filter(|_| found.next().is_none())
    }
}

/// More pages than any certificate has: one of 4,096 lawyers has some 150.
const MOST_PAGES: usize = 400;

/// Reads a file.
pub fn inspect(pdf: &[u8]) -> Result<Inspection, InspectError> {
    let file = Pdf::new(pdf.to_vec()).map_err(|error| match error {
        hayro_syntax::LoadPdfError::Decryption(_) => InspectError::Encrypted,
        hayro_syntax::LoadPdfError::Invalid => InspectError::Unreadable,
    })?;
    if file.pages().is_empty() {
        return Err(InspectError::NoPages);
    }
    if file.pages().len() > MOST_PAGES {
        return Err(InspectError::TooManyPages);
    }
    let catalog = file.xref().get::<Dict>(file.xref().root_id()).ok_or(InspectError::Unreadable)?;
    let raw = raw_bytes::read(pdf);
    let mut found = Inspection {
        page_texts: page_text::read(&file),
        attachments: attachments(&catalog),
        title: file.metadata().title.as_ref().map(|title| text_string(title)),
        language: catalog.get::<PdfString>("Lang").map(|lang| text_string(&lang)),
        byte_range: raw.byte_range,
        covers_whole_file: raw.covers_whole_file,
        revisions: raw.revisions,
        ..Inspection::default()
    };
    if let Some(signature) = signature(&catalog) {
        found.sub_filter = signature.get::<Name>("SubFilter").map(|name| name.as_str().to_string());
        found.doc_mdp = doc_mdp(&signature);
        let contents = signature.get::<PdfString>("Contents").map(|contents| contents.as_bytes().to_vec());
        // The dictionary that readers show must be the one that the raw bytes were checked for.
        let same_range = numbers(&signature) == raw.byte_range && raw.byte_range.is_some();
        let same_contents = contents.is_some() && contents == raw.contents;
        found.covers_whole_file &= same_range && same_contents;
        found.cms = contents.and_then(|bytes| der_sequence(&bytes).map(<[u8]>::to_vec));
    } else {
        found.covers_whole_file = false;
    }
    Ok(found)
}

/// The value of the only signature field.
fn signature<'a>(catalog: &Dict<'a>) -> Option<Dict<'a>> {
    let form = catalog.get::<Dict>("AcroForm")?;
    let fields = form.get::<Array>("Fields")?;
    let mut signed = fields
        .iter::<Dict>()
        .filter(|field| field.get::<Name>("FT").is_some_and(|kind| kind.as_str() == "Sig"))
        .filter_map(|field| field.get::<Dict>("V"));
    signed.next().filter(|_| signed.next().is_none())
}

fn doc_mdp(signature: &Dict) -> Option<i32> {
    let references = signature.get::<Array>("Reference")?;
    references
        .iter::<Dict>()
        .find(|entry| entry.get::<Name>("TransformMethod").is_some_and(|method| method.as_str() == "DocMDP"))?
        .get::<Dict>("TransformParams")?
        .get::<i32>("P")
}

fn numbers(signature: &Dict) -> Option<[usize; 4]> {
    let range = signature.get::<Array>("ByteRange")?;
    let numbers: Vec<usize> = range.iter::<i32>().filter_map(|number| usize::try_from(number).ok()).collect();
    numbers.try_into().ok()
}

/// The DER sequence at the head of `bytes`, without what pads it.
fn der_sequence(bytes: &[u8]) -> Option<&[u8]> {
    let (&tag, &first) = (bytes.first()?, bytes.get(1)?);
    if tag != 0x30 {
        return None;
    }
    let (header, length) = if first < 0x80 {
        (2, usize::from(first))
    } else {
        let count = usize::from(first & 0x7F);
        if count == 0 || count > 4 {
            return None;
        }
        let digits = bytes.get(2..2 + count)?;
        (2 + count, digits.iter().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte)))
    };
    bytes.get(..header.checked_add(length)?)
}

fn attachments(catalog: &Dict) -> Vec<FoundFile> {
    let mut files = Vec::new();
    if let Some(tree) = catalog.get::<Dict>("Names").and_then(|names| names.get::<Dict>("EmbeddedFiles")) {
        walk(&tree, 0, &mut files);
    }
    files
}

/// Walks a name tree; deeper than eight levels is no tree of ours.
fn walk(node: &Dict, depth: usize, files: &mut Vec<FoundFile>) {
    if let Some(names) = node.get::<Array>("Names") {
        let entries: Vec<Object> = names.iter::<Object>().collect();
        files.extend(entries.chunks_exact(2).filter_map(|pair| match pair {
            [Object::String(_), Object::Dict(spec)] => file(spec),
            _ => None,
        }));
    }
    if let Some(kids) = node.get::<Array>("Kids").filter(|_| depth < 8) {
        for kid in kids.iter::<Dict>() {
            walk(&kid, depth + 1, files);
        }
    }
}

fn file(spec: &Dict) -> Option<FoundFile> {
    let name = spec.get::<PdfString>("UF").or_else(|| spec.get::<PdfString>("F"))?;
    let content = spec.get::<Dict>("EF")?.get::<Stream>("F")?;
    Some(FoundFile {
        name: text_string(&name),
        mime: content.dict().get::<Name>("Subtype").map(|mime| mime.as_str().to_string()),
        description: spec.get::<PdfString>("Desc").map(|text| text_string(&text)),
        bytes: content.decoded_data().ok()?.into_owned(),
    })
}

/// A text string: UTF-16BE or UTF-8 with their marks, else Latin.
pub fn text_string(bytes: &[u8]) -> String {
    if let Some(units) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        let units = units.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        return char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    }
    let plain = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    String::from_utf8(plain.to_vec()).unwrap_or_else(|_| plain.iter().map(|byte| char::from(*byte)).collect())
}
