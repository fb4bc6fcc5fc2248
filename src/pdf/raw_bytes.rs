//! What only the raw bytes can tell: how far the signature reaches, and how many times the file was closed.

use memchr::memmem;

/// Findings on the bytes of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Raw {
    pub byte_range: Option<[usize; 4]>,
    /// The bytes written as hexadecimal digits in the gap of the range.
    pub contents: Option<Vec<u8>>,
    pub covers_whole_file: bool,
    pub revisions: usize,
}

/// Reads them. A file with more than one `/ByteRange` has none that could be believed.
pub fn read(pdf: &[u8]) -> Raw {
    let byte_range = byte_range(pdf);
    let contents = byte_range.and_then(|range| gap(pdf, range));
    let ends_here = ends_here(pdf);
    Raw {
        byte_range,
        covers_whole_file: contents.is_some() && ends_here,
        contents,
        revisions: count(pdf, b"startxref"),
    }
}

fn count(hay: &[u8], needle: &[u8]) -> usize {
    memmem::find_iter(hay, needle).count()
}

fn byte_range(pdf: &[u8]) -> Option<[usize; 4]> {
    const KEY: &[u8] = b"/ByteRange";
    if count(pdf, KEY) != 1 {
        return None;
    }
    let at = memmem::find(pdf, KEY)? + KEY.len();
    let text = pdf.get(at..(at + 64).min(pdf.len()))?;
    let open = text.iter().position(|byte| !byte.is_ascii_whitespace()).filter(|&at| text[at] == b'[')?;
    let close = text.iter().position(|byte| *byte == b']')?;
    let inside = std::str::from_utf8(text.get(open + 1..close)?).ok()?;
    let numbers: Option<Vec<usize>> = inside.split_ascii_whitespace().map(|word| word.parse().ok()).collect();
    numbers?.try_into().ok()
}

/// The signature's bytes, if the range begins at 0, leaves out exactly one hexadecimal string, and ends with the file.
fn gap(pdf: &[u8], [start, length, second, rest]: [usize; 4]) -> Option<Vec<u8>> {
    if start != 0 || second.checked_add(rest)? != pdf.len() {
        return None;
    }
    let digits = pdf.get(length..second)?.strip_prefix(b"<")?.strip_suffix(b">")?;
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    if digits.len() % 2 != 0 {
        return None;
    }
    digits.chunks_exact(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}

/// Whether the file ends with its end mark and nothing else.
fn ends_here(pdf: &[u8]) -> bool {
    pdf.trim_ascii_end().ends_with(b"%%EOF") && pdf.len() - pdf.trim_ascii_end().len() <= 2
}
