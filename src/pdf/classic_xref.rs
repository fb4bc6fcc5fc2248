//! The little of PDF's file structure that an incremental update over our own writer's output needs: a classic
//! cross-reference table, whole in one section, and objects that are plain text. Anything else is refused, never
//! guessed. Not for foreign files.

use std::ops::Range;

/// A file whose last section is a classic table of all objects.
pub struct ClassicXref<'a> {
    pdf: &'a [u8],
    offsets: Vec<usize>,
    /// Offset of the table itself.
    pub start: usize,
    /// Text between `<<` and `>>` of the trailer.
    pub trailer: &'a str,
}

impl<'a> ClassicXref<'a> {
    /// Reads the table at the end of `pdf`. The error says what was not as our writer writes it.
    pub fn read(pdf: &'a [u8]) -> Result<Self, &'static str> {
        let tail_start = pdf.len().saturating_sub(64);
        let tail = &pdf[tail_start..];
        let keyword = find_last(tail, b"startxref").ok_or("no startxref")?;
        let after = std::str::from_utf8(&tail[keyword + 9..]).map_err(|_| "startxref is not text")?;
        let mut words = after.split_ascii_whitespace();
        let start: usize = words.next().and_then(|word| word.parse().ok()).ok_or("startxref has no offset")?;
        if words.next() != Some("%%EOF") || words.next().is_some() {
            return Err("the file does not end with %%EOF");
        }
        let table = pdf.get(start..tail_start + keyword).ok_or("startxref points outside")?;
        let table = std::str::from_utf8(table).map_err(|_| "the table is not text")?;
        let table = table.strip_prefix("xref\n0 ").ok_or("not a classic table from object 0")?;
        let (count, entries) = table.split_once('\n').ok_or("the table has no entries")?;
        let count: usize = count.trim().parse().map_err(|_| "the table has no count")?;
        let size = count.checked_mul(20).ok_or("the table is too long")?;
        let (entries, trailer) = entries.split_at_checked(size).ok_or("the table is cut short")?;
        let mut offsets = Vec::with_capacity(count);
        for entry in entries.as_bytes().chunks(20) {
            let offset = std::str::from_utf8(&entry[..10]).ok().and_then(|text| text.parse().ok());
            offsets.push(offset.ok_or("a table entry has no offset")?);
        }
        let trailer = trailer.trim().strip_prefix("trailer").ok_or("no trailer")?.trim();
        let trailer = trailer.strip_prefix("<<").and_then(|text| text.strip_suffix(">>")).ok_or("no trailer")?;
        if trailer.contains("/Prev") || trailer.contains("/XRefStm") {
            return Err("the file has been updated before");
        }
        Ok(Self { pdf, offsets, start, trailer })
    }

    /// Number of objects, the free object 0 included.
    pub fn size(&self) -> usize {
        self.offsets.len()
    }

    /// The inside of object `number`, which must be a dictionary: text between its `<<` and `>>`.
    pub fn dictionary(&self, number: usize) -> Result<&'a str, &'static str> {
        let offset = *self.offsets.get(number).ok_or("an object is not in the table")?;
        let rest = self.pdf.get(offset..).ok_or("an object lies outside")?;
        let rest =
            rest.strip_prefix(format!("{number} 0 obj\n").as_bytes()).ok_or("an object is not where it should be")?;
        let end = find_first(rest, b"\nendobj").ok_or("an object does not end")?;
        let text = std::str::from_utf8(&rest[..end]).map_err(|_| "an object is not text")?;
        text.strip_prefix("<<").and_then(|text| text.strip_suffix(">>")).ok_or("an object is no dictionary")
    }
}

/// The object number behind `key`, as in `/Root 48 0 R`.
pub fn reference(dictionary: &str, key: &str) -> Option<usize> {
    let after = &dictionary[dictionary.find(key)? + key.len()..];
    let mut words = after.trim_start().split_ascii_whitespace();
    let number = words.next()?.parse().ok()?;
    (words.next() == Some("0") && words.next()?.starts_with('R')).then_some(number)
}

/// The text between the brackets of a flat array of numbers and references behind `key`, and where it stands.
pub fn flat_array(dictionary: &str, key: &str) -> Option<Range<usize>> {
    let open = dictionary.find(&format!("{key}["))? + key.len() + 1;
    let close = open + dictionary[open..].find(']')?;
    dictionary[open..close].bytes().all(|b| b.is_ascii_digit() || b == b' ' || b == b'R').then_some(open..close)
}

fn find_first(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).position(|window| window == needle)
}

fn find_last(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).rposition(|window| window == needle)
}
