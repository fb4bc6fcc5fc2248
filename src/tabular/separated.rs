//! CSV: UTF-8 with or without its mark, UTF-16 with it, or GB 18030 as Excel in China writes it; separated by comma,
//! semicolon or tab.

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::domain::import::grid::Grid;
use crate::tabular::{Gathered, TabularError, number};

/// Reads the rows of a text file.
pub fn read(bytes: &[u8], not_a_table: impl Fn() -> TabularError) -> Result<Grid, TabularError> {
    let text = decoded(bytes, &not_a_table)?;
    let start = text.trim_start();
    if start.starts_with('<') {
        return Err(TabularError::WebPage);
    }
    // Every field that is quoted has two marks, and a mark inside it is doubled.
    if text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
        return Err(TabularError::OpenQuote);
    }
    let (separator, skipped) = separator(&text);
    let body = &text[skipped..];
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(body.as_bytes());
    let mut gathered = Gathered::new();
    let mut lines = Lines { text: body, at: 0, line: 1 + newlines(&text[..skipped]) };
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {
                let line = lines.of(record.position().map_or(0, csv::Position::byte));
                for (column, field) in record.iter().enumerate() {
                    gathered.put(line, column, number::text(field))?;
                }
            }
            Err(error) => return Err(TabularError::Damaged { why: error.to_string() }),
        }
    }
    Ok(Grid { rows: gathered.rows, notes: Vec::new() })
}

/// The text, and whether it is text at all. UTF-8 comes first: Chinese text in GB 18030 is hardly ever valid UTF-8,
/// while UTF-8 often is valid GB 18030.
fn decoded<'a>(bytes: &'a [u8], not_a_table: &impl Fn() -> TabularError) -> Result<Cow<'a, str>, TabularError> {
    let utf_16 = match bytes {
        [0xFF, 0xFE, rest @ ..] => Some((UTF_16LE, rest)),
        [0xFE, 0xFF, rest @ ..] => Some((UTF_16BE, rest)),
        _ => None,
    };
    if let Some((encoding, rest)) = utf_16 {
        return encoding.decode_without_bom_handling_and_without_replacement(rest).ok_or(TabularError::UnknownEncoding);
    }
    if bytes.contains(&0) || bytes.starts_with(b"%PDF") {
        return Err(not_a_table());
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    UTF_8
        .decode_without_bom_handling_and_without_replacement(bytes)
        .or_else(|| GB18030.decode_without_bom_handling_and_without_replacement(bytes))
        .ok_or(TabularError::UnknownEncoding)
}

/// The separator, by a first line `sep=;` (which is then skipped: its length is the second answer) or as the most
/// frequent of the three in the first line that holds anything.
fn separator(text: &str) -> (u8, usize) {
    if let Some(rest) = text.strip_prefix("sep=")
        && let [separator @ (b',' | b';' | b'\t'), b'\r' | b'\n', ..] = rest.as_bytes()
    {
        let length = rest.find('\n').map_or(text.len(), |end| "sep=".len() + end + 1);
        return (*separator, length);
    }
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: u8| first.bytes().filter(|byte| *byte == separator).count();
    let best = [b',', b';', b'\t'].into_iter().rev().max_by_key(|separator| count(*separator));
    (best.unwrap_or(b','), 0)
}

/// The line numbers of records, counted along as they come: a record's own position may lie before blank lines.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn of(&mut self, byte: u64) -> u32 {
        let bytes = self.text.as_bytes();
        let mut start = usize::try_from(byte).unwrap_or(usize::MAX).min(bytes.len());
        while matches!(bytes.get(start), Some(b'\r' | b'\n')) {
            start += 1;
        }
        if let Some(passed) = self.text.get(self.at..start) {
            self.line += newlines(passed);
            self.at = start;
        }
        self.line
    }
}

fn newlines(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let ends = bytes.iter().enumerate().filter(|(index, byte)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(index + 1) != Some(&b'\n'),
        _ => false,
    });
    u32::try_from(ends.count()).unwrap_or(u32::MAX)
}
