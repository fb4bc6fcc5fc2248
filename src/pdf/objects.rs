//! Numbered objects with a classic cross-reference table, for print jobs that are put together from finished files
//! (`merge`); certificates are written by krilla. Objects are written as text, one after another, and never changed; what
//! refers to a later one takes its number first.

use std::fmt::Write as _;

/// Number of an object in the file.
pub type Number = usize;

/// A file that is being written.
pub struct Objects {
    bytes: Vec<u8>,
    /// Where each object begins; `None` as long as only its number was taken.
    offsets: Vec<Option<usize>>,
}

impl Objects {
    /// Begins a file: version 1.7, and four bytes by which transports know that it is not text.
    pub fn new() -> Self {
        Self { bytes: b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec(), offsets: Vec::new() }
    }

    /// Takes a number for an object that is written later.
    pub fn take(&mut self) -> Number {
        self.offsets.push(None);
        self.offsets.len()
    }

    fn begin(&mut self, number: Number) {
        self.offsets[number - 1] = Some(self.bytes.len());
        self.push(&format!("{number} 0 obj\n"));
    }

    fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// Writes an object that is no stream: `<<…>>` or `[…]`.
    pub fn put(&mut self, number: Number, body: &str) {
        self.begin(number);
        self.push(body);
        self.push("\nendobj\n");
    }

    /// Takes a number and writes an object under it.
    pub fn add(&mut self, body: &str) -> Number {
        let number = self.take();
        self.put(number, body);
        number
    }

    /// Writes a stream. `entries` are those of its dictionary, without `/Length` and brackets.
    pub fn put_stream(&mut self, number: Number, entries: &str, data: &[u8]) {
        self.begin(number);
        self.push(&format!("<<{entries}/Length {}>>\nstream\n", data.len()));
        self.bytes.extend_from_slice(data);
        self.push("\nendstream\nendobj\n");
    }

    /// Closes the file with its table and trailer; `None` if a number was taken and never used.
    pub fn finish(mut self, trailer: &str) -> Option<Vec<u8>> {
        let start = self.bytes.len();
        let size = self.offsets.len() + 1;
        let mut table = format!("xref\n0 {size}\n0000000000 65535 f\r\n");
        for offset in &self.offsets {
            let _ = write!(table, "{:010} 00000 n\r\n", (*offset)?);
        }
        let _ = write!(table, "trailer\n<</Size {size}{trailer}>>\nstartxref\n{start}\n%%EOF");
        self.push(&table);
        Some(self.bytes)
    }
}

/// A text string in UTF-16 with its mark, as hexadecimal digits.
pub fn text_string(text: &str) -> String {
    text.encode_utf16().fold(String::from("<FEFF"), |mut out, unit| {
        let _ = write!(out, "{unit:04X}");
        out
    }) + ">"
}

/// A name, with what is no regular character written as `#` and two digits.
pub fn name(text: &str) -> String {
    text.bytes().fold(String::from("/"), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.+".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "#{byte:02X}");
        }
        out
    })
}

/// References to objects, apart by spaces.
pub fn references(numbers: &[Number]) -> String {
    let each: Vec<String> = numbers.iter().map(|number| format!("{number} 0 R")).collect();
    each.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_names_are_written_safely() {
        assert_eq!(name("text/plain x"), "/text#2Fplain#20x");
        assert_eq!(text_string("张𠀾"), "<FEFF5F20D840DC3E>");
    }

    #[test]
    fn a_number_that_was_taken_in_vain_is_noticed() {
        let mut objects = Objects::new();
        objects.take();
        assert_eq!(objects.finish(""), None);
    }
}
