//! Names of persons.

use serde::{Deserialize, Serialize};

use crate::domain::line::{LineError, Mapped, code_point, standard_characters};

/// Characters that the longest name may have, its dots included.
pub const LONGEST_NAME: usize = 25;

/// Between the parts of a minority or foreign name in Chinese characters: MIDDLE DOT.
const DOT: char = '\u{B7}';

/// A person's name as it will be printed: NFC, up to 25 characters, `·` (U+00B7) for minority names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonName(String);

/// Why a text is no person's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    #[error("the name is empty")]
    Empty,
    #[error("the name has {found} characters, more than {LONGEST_NAME}")]
    TooLong { found: usize },
    #[error("{} cannot be part of a name", code_point(*.0))]
    Character(char),
    /// CJK radical: looks like an ideograph, is none.
    #[error("{} is a radical, not an ideograph", code_point(*.0))]
    Radical(char),
    #[error("a dot at an end of the name, or two in a row")]
    Dot,
    #[error(transparent)]
    Line(LineError),
}

impl NameError {
    /// What a clerk reads beside the cell or the field.
    pub fn sentence(&self) -> String {
        match self {
            Self::Empty => "姓名为空。".to_owned(),
            Self::TooLong { found } => format!("姓名有 {found} 个字，最多 {LONGEST_NAME} 个字。"),
            Self::Character(character) if character.is_numeric() => {
                format!("姓名中有数字“{character}”，请核对。")
            }
            Self::Character(character) if character.is_control() => {
                format!("姓名中有不可用的字符（{}），请删除。", code_point(*character))
            }
            Self::Character(character) => {
                format!("姓名中有不可用的符号“{character}”（{}），请核对。", code_point(*character))
            }
            Self::Radical(character) => {
                format!("姓名中的“{character}”（{}）是部首符号，不是汉字，请改用对应的汉字。", code_point(*character))
            }
            Self::Dot => "姓名中的间隔号“·”只能单个用在两部分之间。".to_owned(),
            Self::Line(error) => error.sentence(),
        }
    }
}

impl PersonName {
    /// Reads a name as people type it.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        Self::read(text).map(|(name, _)| name)
    }

    /// Reads a name and reports the code points that were replaced by standard ones. Spaces that only align Chinese
    /// names (`张　三`) go; the many dots that people type between the parts of a name become U+00B7.
    pub fn read(text: &str) -> Result<(Self, Vec<Mapped>), NameError> {
        let (standard, mapped) = standard_characters(text).map_err(NameError::Line)?;
        let standard: Vec<char> = standard.chars().collect();
        let mut name = String::with_capacity(text.len());
        let mut after_space = false;
        for (index, &character) in standard.iter().enumerate() {
            if character.is_whitespace() {
                after_space = !name.is_empty();
                continue;
            }
            let before = name.chars().next_back();
            let after = standard[index + 1..].iter().copied().find(|c| !c.is_whitespace());
            let character = match character {
                dot if is_dot(dot, before, after) => DOT,
                'Ａ'..='Ｚ' | 'ａ'..='ｚ' => half_width_letter(character),
                other => other,
            };
            check(character)?;
            if after_space && before.is_some_and(keeps_space) && keeps_space(character) {
                name.push(' ');
            }
            name.push(character);
            after_space = false;
        }
        let found = name.chars().count();
        if found == 0 {
            return Err(NameError::Empty);
        }
        if found > LONGEST_NAME {
            return Err(NameError::TooLong { found });
        }
        if name.starts_with(DOT) || name.ends_with(DOT) || name.contains("··") {
            return Err(NameError::Dot);
        }
        Ok((Self(name), mapped))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Chinese characters, radicals excluded.
pub(in crate::domain) fn is_han(character: char) -> bool {
    matches!(
        u32::from(character),
        0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFD
    )
}

/// A full-width Latin letter as ASCII.
fn half_width_letter(letter: char) -> char {
    char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter)
}

/// A space belongs to a name only between Latin parts.
fn keeps_space(character: char) -> bool {
    !is_han(character) && character != DOT
}

/// The dots found in Chinese files between the parts of a name. A full stop counts only after a Chinese character and
/// before one: `J. Smith` keeps its own.
fn is_dot(character: char, before: Option<char>, after: Option<char>) -> bool {
    match character {
        '\u{B7}' | '\u{2022}' | '\u{2024}' | '\u{2027}' | '\u{2219}' | '\u{22C5}' | '\u{25CF}' | '\u{2E31}'
        | '\u{30FB}' | '\u{FE52}' | '\u{FF0E}' | '\u{FF65}' => true,
        '.' => before.is_some_and(is_han) && after.is_some_and(is_han),
        _ => false,
    }
}

/// Letters of any script, the marks on them, and the few signs of names.
fn check(character: char) -> Result<(), NameError> {
    match character {
        '\u{2E80}'..='\u{2FDF}' => Err(NameError::Radical(character)),
        DOT | '-' | '\'' | '\u{2019}' | '.' | '\u{3007}' | '\u{300}'..='\u{36F}' => Ok(()),
        // Roman numerals are letters by their properties, digits by their meaning.
        numeral if numeral.is_numeric() => Err(NameError::Character(numeral)),
        // Plane 2 and 3 ideographs that this toolchain's tables do not know yet are names all the same.
        other if other.is_alphabetic() || is_han(other) => Ok(()),
        other => Err(NameError::Character(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        PersonName::parse(text).unwrap().as_str().to_owned()
    }

    #[test]
    fn every_dot_that_people_type_becomes_the_middle_dot() {
        for dot in ['·', '・', '•', '．', '‧', '∙', '⋅', '･', '․', '●', '.', '\u{387}'] {
            assert_eq!(read(&format!("阿依古丽{dot}买买提")), "阿依古丽·买买提", "{dot}");
        }
        assert_eq!(read("阿依古丽 • 买买提"), "阿依古丽·买买提");
        assert_eq!(read("J. Smith"), "J. Smith");
        for text in ["·张三", "张三·", "张··三", "·"] {
            assert_eq!(PersonName::parse(text), Err(NameError::Dot), "{text}");
        }
    }

    #[test]
    fn spaces_that_align_go_and_spaces_of_latin_names_stay() {
        assert_eq!(read(" 张\u{3000}\u{3000}三\n"), "张三");
        assert_eq!(read("Anne  Marie O'Neil-Ruiz"), "Anne Marie O'Neil-Ruiz");
        assert_eq!(read("Ａｎｎｅ Lee"), "Anne Lee");
        assert_eq!(read("\u{FEFF}李\u{200B}四"), "李四");
    }

    #[test]
    fn rare_characters_stay_and_twenty_five_is_the_most() {
        for name in ["㛃䶮", "㙍𬱖", "𬍛𬣙", "𠮷野", "〇"] {
            assert_eq!(read(name), name);
        }
        assert_eq!(read(&"买".repeat(25)).chars().count(), 25);
        assert_eq!(PersonName::parse(&"𠮷".repeat(26)), Err(NameError::TooLong { found: 26 }));
        assert_eq!(PersonName::parse("  "), Err(NameError::Empty));
    }

    #[test]
    fn digits_signs_and_controls_are_refused_and_shown() {
        assert_eq!(PersonName::parse("张3").unwrap_err().sentence(), "姓名中有数字“3”，请核对。");
        assert_eq!(PersonName::parse("张\u{0}三"), Err(NameError::Character('\u{0}')));
        assert_eq!(
            PersonName::parse("张（小）三").unwrap_err().sentence(),
            "姓名中有不可用的符号“（”（U+FF08），请核对。"
        );
        assert_eq!(PersonName::parse("张Ⅲ"), Err(NameError::Character('Ⅲ')));
        assert!(PersonName::parse("张?").is_err() && PersonName::parse("张□").is_err());
        assert_eq!(PersonName::parse("张\u{FE00}"), Err(NameError::Character('\u{FE00}')));
    }

    #[test]
    fn private_and_radical_code_points_are_mapped_or_refused() {
        let (name, mapped) = PersonName::read("张\u{E863}").unwrap();
        assert_eq!((name.as_str(), mapped), ("张䶮", vec![Mapped { from: '\u{E863}', to: '䶮' }]));
        let error = PersonName::parse("张\u{E000}").unwrap_err();
        assert!(error.sentence().contains("U+E000"), "{}", error.sentence());
        // U+2F24 is the Kangxi radical that PDF readers give for 大; U+2EE2 has no such standard equivalent.
        assert_eq!(read("张\u{2F24}"), "张大");
        assert_eq!(PersonName::parse("张\u{2EE2}"), Err(NameError::Radical('\u{2EE2}')));
    }
}
