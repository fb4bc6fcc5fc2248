//! 统一社会信用代码 (GB 32100-2015): 18 characters, the last one a check over the other 17.

use serde::{Deserialize, Serialize};

use crate::domain::line::half_width;

/// The alphabet of GB 32100-2015 clause 4.1: digits and capitals without I, O, S, V, Z. A character's place is its value.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Characters of a code.
const LENGTH: usize = 18;

/// A checked 统一社会信用代码: 18 characters, check character right.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Uscc(String);

/// Why a text is no 统一社会信用代码.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UsccError {
    #[error("a unified social credit code has 18 characters, this has {found}")]
    Length { found: usize },
    /// `position` counts from 1.
    #[error("character {position} ({found:?}) is not in the alphabet of unified social credit codes")]
    Character { found: char, position: usize },
    #[error("the check character is {found:?} and should be {expected:?}")]
    Check { found: char, expected: char },
}

impl UsccError {
    /// What a clerk reads beside the cell or the field.
    pub fn sentence(&self) -> String {
        match self {
            Self::Length { found } => format!("统一社会信用代码应为 18 位，这里是 {found} 位。"),
            Self::Character { found, position } => {
                let hint = match found {
                    'I' => "是否为数字 1？",
                    'O' => "是否为数字 0？",
                    'Z' => "是否为数字 2？",
                    'S' => "是否为数字 5？",
                    'V' => "是否为字母 U 或 Y？",
                    _ => "",
                };
                format!("统一社会信用代码第 {position} 位“{found}”不是代码可用的字符，{hint}请核对。")
            }
            Self::Check { found, expected } => {
                format!("统一社会信用代码校验不通过：末位是“{found}”，按前 17 位应为“{expected}”，请核对整个代码。")
            }
        }
    }
}

impl Uscc {
    /// Reads a code as people type it: spaces around it, full-width and small letters are put right.
    pub fn parse(text: &str) -> Result<Self, UsccError> {
        let code = half_width(text).trim().to_ascii_uppercase();
        let found = code.chars().count();
        if found != LENGTH {
            return Err(UsccError::Length { found });
        }
        let mut sum = 0;
        let mut weight = 1;
        let mut last = ('0', 0);
        for (index, character) in code.chars().enumerate() {
            let value =
                ALPHABET.find(character).ok_or(UsccError::Character { found: character, position: index + 1 })?;
            if index + 1 < LENGTH {
                sum = (sum + value * weight) % 31;
                weight = weight * 3 % 31;
            } else {
                last = (character, value);
            }
        }
        let expected = (31 - sum) % 31;
        if last.1 == expected {
            Ok(Self(code))
        } else {
            let expected = ALPHABET.chars().nth(expected).unwrap_or('0');
            Err(UsccError::Check { found: last.0, expected })
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Registered with 司法行政 as 律师执业机构 (classes 3 and 1).
    pub fn is_law_firm(&self) -> bool {
        self.0.starts_with("31")
    }

    /// Registered with 民政 as 社会团体 (classes 5 and 1).
    pub fn is_association(&self) -> bool {
        self.0.starts_with("51")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALID: &str = "91350100M000100Y43";

    #[test]
    fn the_code_of_the_standard_is_valid_and_its_widely_copied_twin_is_not() {
        assert_eq!(Uscc::parse(VALID).unwrap().as_str(), VALID);
        let error = Uscc::parse("91350100M000100Y4Z").unwrap_err();
        assert_eq!(error, UsccError::Character { found: 'Z', position: 18 });
        assert_eq!(error.sentence(), "统一社会信用代码第 18 位“Z”不是代码可用的字符，是否为数字 2？请核对。");
        assert_eq!(
            Uscc::parse("91350100M000100Y44").unwrap_err().sentence(),
            "统一社会信用代码校验不通过：末位是“4”，按前 17 位应为“3”，请核对整个代码。"
        );
        assert_eq!(
            Uscc::parse("9135#100M000100Y44").unwrap_err().sentence(),
            "统一社会信用代码第 5 位“#”不是代码可用的字符，请核对。"
        );
    }

    #[test]
    fn what_people_type_is_put_right() {
        for text in [" 91350100m000100y43\n", "９１３５０１００Ｍ０００１００Ｙ４３", "\u{3000}91350100Ｍ000100y43"]
        {
            assert_eq!(Uscc::parse(text).unwrap().as_str(), VALID, "{text}");
        }
        assert_eq!(Uscc::parse("91350100M000100Y4"), Err(UsccError::Length { found: 17 }));
        assert_eq!(Uscc::parse(""), Err(UsccError::Length { found: 0 }));
        assert_eq!(Uscc::parse("统一社会信用代码统一社会信用代码十八位吗"), Err(UsccError::Length { found: 20 }));
    }

    #[test]
    fn every_single_substitution_is_caught_and_every_swap_but_one() {
        let code: Vec<char> = VALID.chars().collect();
        let mut tried = 0;
        for place in 0..LENGTH {
            for other in ALPHABET.chars().filter(|other| *other != code[place]) {
                let mut wrong = code.clone();
                wrong[place] = other;
                assert!(Uscc::parse(&wrong.iter().collect::<String>()).is_err(), "{place} {other}");
                tried += 1;
            }
            for second in place + 1..LENGTH {
                let mut wrong = code.clone();
                wrong.swap(place, second);
                let caught = Uscc::parse(&wrong.iter().collect::<String>()).is_err();
                // The first character and the check character weigh the same: their swap is the one that passes.
                let blind = (place, second) == (0, LENGTH - 1);
                assert_eq!(caught, code[place] != code[second] && !blind, "{place} {second}");
            }
        }
        assert_eq!(tried, 18 * 30);
    }

    #[test]
    fn the_first_two_characters_tell_firms_from_associations() {
        let firm = Uscc::parse("31440000MD00000000").or_else(|error| match error {
            UsccError::Check { expected, .. } => Uscc::parse(&format!("31440000MD0000000{expected}")),
            other => Err(other),
        });
        assert!(firm.as_ref().unwrap().is_law_firm());
        assert!(!firm.unwrap().is_association());
        assert!(!Uscc::parse(VALID).unwrap().is_law_firm());
    }
}
