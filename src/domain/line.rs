//! One-line texts as they will be stored, searched and printed: one form of every character, no invisible ones, no
//! private ones. What had to be replaced is reported, so that nobody is surprised by a changed name.

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use crate::domain::private_use;

/// A character of the source that was replaced by its standard one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Mapped {
    pub from: char,
    pub to: char,
}

impl Mapped {
    /// What a clerk reads: `U+E863 → 䶮（U+4DAE）`. The old character itself is not shown; most screens cannot.
    pub fn sentence(&self) -> String {
        format!("非标准码位 {} 已改为标准字“{}”（{}）。", code_point(self.from), self.to, code_point(self.to))
    }
}

/// Why a text cannot be stored as one line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    #[error("the text is empty")]
    Empty,
    #[error("the text has {found} characters, more than {max}")]
    TooLong { found: usize, max: usize },
    #[error("{} is a private-use character without a known standard one", code_point(*.0))]
    Private(char),
    #[error("{} cannot be part of a line of text", code_point(*.0))]
    Control(char),
}

impl LineError {
    /// What a clerk reads beside the cell or the field.
    pub fn sentence(&self) -> String {
        match self {
            Self::Empty => "内容为空。".to_owned(),
            Self::TooLong { found, max } => format!("内容有 {found} 个字，最多 {max} 个字。"),
            Self::Private(character) => format!(
                "含有自造字“{character}”（{}），无法确定是哪个字，请改用国家标准（GB 18030-2022）中的字。",
                code_point(*character)
            ),
            Self::Control('\u{FFFD}') => "含有已损坏的字符（U+FFFD），原字已丢失，请重新录入。".to_owned(),
            Self::Control(character) => format!("含有不可用的字符（{}），请删除。", code_point(*character)),
        }
    }
}

/// `U+4DAE`, at least four digits.
pub fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

/// Full-width letters, digits and signs become ASCII, the ideographic space a plain one; the rest stays.
pub fn half_width(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\u{3000}' | '\u{A0}' => ' ',
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
            other => other,
        })
        .collect()
}

/// A text of one line: NFC, standard code points, runs of white space made one space, none at the ends, at most `max`
/// characters.
pub fn text_line(text: &str, max: usize) -> Result<(String, Vec<Mapped>), LineError> {
    let (standard, mapped) = standard_characters(text)?;
    let line = standard.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return Err(LineError::Empty);
    }
    if let Some(control) = line.chars().find(|character| character.is_control() || *character == '\u{FFFD}') {
        return Err(LineError::Control(control));
    }
    let found = line.chars().count();
    if found > max { Err(LineError::TooLong { found, max }) } else { Ok((line, mapped)) }
}

/// Maps private-use code points, Kangxi radicals (which PDF files give for the ideographs that look the same) and
/// compatibility ideographs to the standard ideographs, drops invisible marks of copying and pasting, and composes
/// (NFC). Each replaced character is reported once, in order.
pub(in crate::domain) fn standard_characters(text: &str) -> Result<(String, Vec<Mapped>), LineError> {
    let mut mapped: Vec<Mapped> = Vec::new();
    let mut standard = String::with_capacity(text.len());
    for from in text.chars() {
        let to = match from {
            _ if is_invisible(from) => continue,
            _ if private_use::is_private(from) => private_use::standard(from).ok_or(LineError::Private(from))?,
            '\u{2F00}'..='\u{2FD5}' => from.nfkc().next().unwrap_or(from),
            '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => from.nfc().next().unwrap_or(from),
            other => other,
        };
        if to != from && !mapped.iter().any(|earlier| earlier.from == from) {
            mapped.push(Mapped { from, to });
        }
        standard.push(to);
    }
    Ok((standard.nfc().collect(), mapped))
}

/// Zero-width spaces and joiners, direction marks, the byte order mark: they come with copied text and mean nothing
/// in Chinese or Latin names.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_composed_and_bounded() {
        assert_eq!(text_line("  示例岭南\n律师事务所\u{3000}", 60).unwrap(), ("示例岭南 律师事务所".into(), vec![]));
        assert_eq!(text_line("Jose\u{301}\u{200B}", 60).unwrap().0, "José");
        assert_eq!(text_line("\u{FEFF} \u{3000}", 60), Err(LineError::Empty));
        assert!(text_line(&"示".repeat(60), 60).is_ok());
        assert_eq!(text_line(&"示".repeat(61), 60), Err(LineError::TooLong { found: 61, max: 60 }));
        assert_eq!(text_line("示例\u{7}", 60), Err(LineError::Control('\u{7}')));
        assert!(text_line("示例\u{FFFD}", 60).unwrap_err().sentence().contains("已损坏"));
    }

    #[test]
    fn look_alikes_become_the_standard_character_and_are_reported_once() {
        let (line, mapped) = text_line("\u{E863}\u{2F84}\u{F92C}\u{E863}", 60).unwrap();
        assert_eq!(line, "䶮至郎䶮");
        assert_eq!(
            mapped,
            [
                Mapped { from: '\u{E863}', to: '䶮' },
                Mapped { from: '\u{2F84}', to: '至' },
                Mapped { from: '\u{F92C}', to: '郎' },
            ]
        );
        assert_eq!(mapped[0].sentence(), "非标准码位 U+E863 已改为标准字“䶮”（U+4DAE）。");
        // U+FA0E lies among the compatibility ideographs and is a unified one: it stays.
        assert_eq!(text_line("\u{FA0E}", 60).unwrap(), ("\u{FA0E}".into(), vec![]));
    }

    #[test]
    fn an_unknown_private_character_is_refused_by_its_code_point() {
        let error = text_line("张\u{E000}", 60).unwrap_err();
        assert_eq!(error, LineError::Private('\u{E000}'));
        assert!(error.sentence().contains("（U+E000）"));
        assert!(text_line("张\u{F0000}", 60).unwrap_err().sentence().contains("（U+F0000）"));
    }
}
