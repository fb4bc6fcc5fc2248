//! The one binary encoding of everything that is signed or logged (STATEMENT.md, section 1): a label, then fields in a
//! fixed order, lengths before contents, and one encoding for each value.

use unicode_normalization::is_nfc;

use crate::domain::time::{Day, Moment};

/// Longest text, in bytes of UTF-8.
pub const MAX_TEXT: usize = 16_384;

/// Bytes or a value that the specification does not allow; says which rule was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed: {0}")]
pub struct Malformed(pub &'static str);

/// Whether a text may stand in a signed type: short enough, NFC, no control and no direction-changing characters.
pub fn check_text(text: &str) -> Result<(), Malformed> {
    if text.len() > MAX_TEXT {
        return Err(Malformed("a text is longer than 16,384 bytes"));
    }
    let forbidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if text.chars().any(forbidden) {
        return Err(Malformed("a text holds a control or direction character"));
    }
    if !is_nfc(text) {
        return Err(Malformed("a text is not in Unicode NFC"));
    }
    Ok(())
}

/// Builds an encoding. The first broken rule is kept and told by `finish`.
pub struct Writer {
    bytes: Vec<u8>,
    fault: Option<Malformed>,
}

impl Writer {
    /// Starts with a label.
    pub fn labelled(label: &'static str) -> Self {
        let mut writer = Self::unlabelled();
        writer.text(label);
        writer
    }

    /// Starts with nothing: for a part that is labelled elsewhere.
    pub fn unlabelled() -> Self {
        Self { bytes: Vec::new(), fault: None }
    }

    /// The bytes, or the first rule that a value broke.
    pub fn finish(self) -> Result<Vec<u8>, Malformed> {
        match self.fault {
            Some(fault) => Err(fault),
            None => Ok(self.bytes),
        }
    }

    /// Notes that a value breaks a rule; the first one is told.
    pub fn refuse(&mut self, why: &'static str) {
        self.fault.get_or_insert(Malformed(why));
    }

    pub fn u8(&mut self, value: u8) {
        self.bytes.push(value);
    }

    pub fn u16(&mut self, value: u16) {
        self.bytes.extend(value.to_be_bytes());
    }

    pub fn u32(&mut self, value: u32) {
        self.bytes.extend(value.to_be_bytes());
    }

    pub fn u64(&mut self, value: u64) {
        self.bytes.extend(value.to_be_bytes());
    }

    /// Bytes whose length the type fixes.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    pub fn text(&mut self, text: &str) {
        if let Err(fault) = check_text(text) {
            self.fault.get_or_insert(fault);
            return;
        }
        self.u16(u16::try_from(text.len()).unwrap_or(u16::MAX));
        self.raw(text.as_bytes());
    }

    /// A text of at most 255 bytes, as in the QR seal.
    pub fn short(&mut self, text: &str) {
        if let Err(fault) = check_text(text) {
            self.fault.get_or_insert(fault);
            return;
        }
        match u8::try_from(text.len()) {
            Ok(length) => self.u8(length),
            Err(_) => self.refuse("a short text is longer than 255 bytes"),
        }
        self.raw(text.as_bytes());
    }

    pub fn blob(&mut self, bytes: &[u8]) {
        match u32::try_from(bytes.len()) {
            Ok(length) => self.u32(length),
            Err(_) => self.refuse("a blob is longer than 4 GiB"),
        }
        self.raw(bytes);
    }

    pub fn day(&mut self, day: Day) {
        let year = u16::try_from(day.year()).unwrap_or(0);
        if year == 0 || year > 9999 {
            self.refuse("a year is outside 1 to 9999");
        }
        self.u16(year);
        self.u8(day.month().unsigned_abs());
        self.u8(day.day().unsigned_abs());
    }

    pub fn moment(&mut self, moment: Moment) {
        self.u64(moment.0);
    }

    pub fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        match value {
            None => self.u8(0),
            Some(value) => {
                self.u8(1);
                write(self, value);
            }
        }
    }

    pub fn list<T>(&mut self, items: &[T], max: u16, mut write: impl FnMut(&mut Self, &T)) {
        match u16::try_from(items.len()) {
            Ok(count) if count <= max => self.u16(count),
            _ => self.refuse("a list has too many items"),
        }
        for item in items {
            write(self, item);
        }
    }
}

/// Reads an encoding, refusing what breaks a rule.
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Starts after a label that must be there.
    pub fn labelled(bytes: &'a [u8], label: &'static str) -> Result<Self, Malformed> {
        let mut reader = Self::unlabelled(bytes);
        match reader.text() {
            Ok(found) if found == label => Ok(reader),
            _ => Err(Malformed("the label is not that of this type")),
        }
    }

    /// Starts at the first byte.
    pub fn unlabelled(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Everything must have been read.
    pub fn end(self) -> Result<(), Malformed> {
        if self.rest.is_empty() { Ok(()) } else { Err(Malformed("bytes follow the end")) }
    }

    /// Exactly `length` bytes.
    pub fn bytes(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let (head, rest) = self.rest.split_at_checked(length).ok_or(Malformed("the bytes end too early"))?;
        self.rest = rest;
        Ok(head)
    }

    pub fn raw<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let mut out = [0; N];
        out.copy_from_slice(self.bytes(N)?);
        Ok(out)
    }

    pub fn u8(&mut self) -> Result<u8, Malformed> {
        self.raw().map(u8::from_be_bytes)
    }

    pub fn u16(&mut self) -> Result<u16, Malformed> {
        self.raw().map(u16::from_be_bytes)
    }

    pub fn u32(&mut self) -> Result<u32, Malformed> {
        self.raw().map(u32::from_be_bytes)
    }

    pub fn u64(&mut self) -> Result<u64, Malformed> {
        self.raw().map(u64::from_be_bytes)
    }

    fn utf8(&mut self, length: usize) -> Result<String, Malformed> {
        let text = std::str::from_utf8(self.bytes(length)?).map_err(|_| Malformed("a text is not UTF-8"))?;
        check_text(text)?;
        Ok(text.to_owned())
    }

    pub fn text(&mut self) -> Result<String, Malformed> {
        let length = self.u16()?;
        self.utf8(usize::from(length))
    }

    pub fn short(&mut self) -> Result<String, Malformed> {
        let length = self.u8()?;
        self.utf8(usize::from(length))
    }

    pub fn blob(&mut self) -> Result<&'a [u8], Malformed> {
        let length = self.u32()?;
        self.bytes(usize::try_from(length).map_err(|_| Malformed("a blob is too long"))?)
    }

    pub fn day(&mut self) -> Result<Day, Malformed> {
        let (year, month, day) = (self.u16()?, self.u8()?, self.u8()?);
        let small = |n: u8| i8::try_from(n).unwrap_or(0);
        i16::try_from(year)
            .ok()
            .filter(|year| (1..=9999).contains(year))
            .and_then(|year| Day::new(year, small(month), small(day)))
            .ok_or(Malformed("no such day"))
    }

    pub fn moment(&mut self) -> Result<Moment, Malformed> {
        self.u64().map(Moment)
    }

    pub fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Malformed>) -> Result<Option<T>, Malformed> {
        match self.u8()? {
            0 => Ok(None),
            1 => read(self).map(Some),
            _ => Err(Malformed("an option is neither 0 nor 1")),
        }
    }

    pub fn list<T>(
        &mut self,
        max: u16,
        mut read: impl FnMut(&mut Self) -> Result<T, Malformed>,
    ) -> Result<Vec<T>, Malformed> {
        let count = self.u16()?;
        if count > max {
            return Err(Malformed("a list has too many items"));
        }
        (0..count).map(|_| read(self)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_look_alike_but_differ_are_refused() {
        for (text, good) in [
            ("律师事务所", true),
            ("買買提·吐尔逊", true),
            ("e\u{301}", false),
            ("\u{e9}", true),
            ("a\nb", false),
            ("\u{202e}cba", false),
            ("\u{feff}a", false),
            ("\u{2067}", false),
        ] {
            assert_eq!(check_text(text).is_ok(), good, "{text:?}");
        }
        assert!(check_text(&"x".repeat(MAX_TEXT)).is_ok());
        assert!(check_text(&"x".repeat(MAX_TEXT + 1)).is_err());
    }

    #[test]
    fn days_outside_the_calendar_are_refused() {
        for bytes in [[0x07, 0xea, 2, 30], [0x07, 0xea, 13, 1], [0, 0, 1, 1], [0x27, 0x10, 1, 1], [0x07, 0xea, 1, 200]]
        {
            assert!(Reader::unlabelled(&bytes).day().is_err(), "{bytes:?}");
        }
        assert_eq!(Reader::unlabelled(&[0x07, 0xea, 2, 28]).day().ok(), Day::new(2026, 2, 28));
    }
}
