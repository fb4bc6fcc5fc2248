//! 律师执业证号: what its 17 digits say, and which of it may be doubted but not refused.

use serde::{Deserialize, Serialize};

use crate::domain::line::half_width;

/// Digits of a number as issued since 2009, and of an old one.
const LENGTH: usize = 17;
const OLD_LENGTH: usize = 12;

/// GB/T 2260, first two digits: the provinces, autonomous regions and municipalities, and 66 for 新疆生产建设兵团.
const PROVINCES: [u8; 35] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63,
    64, 65, 66, 71, 81, 82,
];

/// A 律师执业证号: 17 digits, or an old number of 12.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LicenceNumber(String);

/// What the tenth digit says about how its holder practises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LicenceCategory {
    /// 专职
    FullTime,
    /// 兼职
    PartTime,
    /// 香港居民
    HongKong,
    /// 澳门居民
    Macao,
    /// 台湾居民
    Taiwan,
    /// 公职
    PublicOffice,
    /// 公司
    Company,
    /// 法律援助
    LegalAid,
    /// 军队
    Military,
}

/// Why a text is no 律师执业证号.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LicenceError {
    #[error("a licence number has 17 digits, this has {found}")]
    Length { found: usize },
    /// `position` counts from 1.
    #[error("character {position} ({found:?}) of the licence number is not a digit")]
    Character { found: char, position: usize },
}

impl LicenceError {
    /// What a clerk reads beside the cell or the field.
    pub fn sentence(&self) -> String {
        match self {
            Self::Length { found } => format!("律师执业证号应为 17 位数字，这里是 {found} 位。"),
            Self::Character { found, position } => {
                format!("律师执业证号第 {position} 位“{found}”不是数字，请核对。")
            }
        }
    }
}

/// A part of the number that looks wrong. The number has no check digit, so nothing proves it wrong: it only warns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LicenceWarning {
    OldNumber,
    Class(char),
    Province(String),
    City(String),
    Year(String),
    Category(char),
    Sex(char),
}

impl LicenceWarning {
    /// What a clerk reads beside the cell.
    pub fn sentence(&self) -> String {
        match self {
            Self::OldNumber => "这是 12 位的旧执业证号，已按原样收下；如已换发 17 位新证号，请更新。".to_owned(),
            Self::Class(digit) => format!("执业证号第 1 位是“{digit}”，律师执业证通常为 1，请核对。"),
            Self::Province(digits) => format!("执业证号第 2、3 位“{digits}”不是省级行政区划代码，请核对。"),
            Self::City(digits) => format!("执业证号第 4、5 位“{digits}”不是地市级行政区划代码，请核对。"),
            Self::Year(digits) => format!("执业证号第 6 至 9 位“{digits}”不像首次执业年份，请核对。"),
            Self::Category(digit) => format!("执业证号第 10 位“{digit}”不是已知的执业类别（1 至 9），请核对。"),
            Self::Sex(digit) => format!("执业证号第 11 位“{digit}”应为 0（男）或 1（女），请核对。"),
        }
    }
}

impl LicenceNumber {
    /// Reads a number as people type it: spaces and full-width digits are put right. Length and digits are errors;
    /// the parts only warn, and so does an old number of 12 digits.
    pub fn parse(text: &str) -> Result<(Self, Vec<LicenceWarning>), LicenceError> {
        let number: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
        if let Some((index, found)) = number.chars().enumerate().find(|(_, c)| !c.is_ascii_digit()) {
            return Err(LicenceError::Character { found, position: index + 1 });
        }
        match number.len() {
            LENGTH => {
                let warnings = doubts(&number);
                Ok((Self(number), warnings))
            }
            OLD_LENGTH => Ok((Self(number), vec![LicenceWarning::OldNumber])),
            found => Err(LicenceError::Length { found }),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For public pages: the first five and the last four digits, `14470********0012`. The first five name the place,
    /// the last four let the holder of a paper compare; the year, category and sex stay covered.
    pub fn masked(&self) -> String {
        let (head, tail) = (5, 4);
        let hidden = self.0.len().saturating_sub(head + tail);
        match (self.0.get(..head), self.0.get(head + hidden..)) {
            (Some(first), Some(last)) => format!("{first}{}{last}", "*".repeat(hidden)),
            _ => "*".repeat(self.0.len()),
        }
    }

    /// The category, where the number has one (not in old numbers) and it is known.
    pub fn category(&self) -> Option<LicenceCategory> {
        if self.0.len() != LENGTH {
            return None;
        }
        category(self.0.as_bytes()[9])
    }

    /// The year of the first licence that the number names; none in old numbers.
    pub fn first_year(&self) -> Option<i16> {
        if self.0.len() == LENGTH { self.0.get(5..9)?.parse().ok() } else { None }
    }
}

impl LicenceCategory {
    pub fn zh(self) -> &'static str {
        match self {
            Self::FullTime => "专职",
            Self::PartTime => "兼职",
            Self::HongKong => "香港居民",
            Self::Macao => "澳门居民",
            Self::Taiwan => "台湾居民",
            Self::PublicOffice => "公职",
            Self::Company => "公司",
            Self::LegalAid => "法律援助",
            Self::Military => "军队",
        }
    }
}

fn category(digit: u8) -> Option<LicenceCategory> {
    Some(match digit {
        b'1' => LicenceCategory::FullTime,
        b'2' => LicenceCategory::PartTime,
        b'3' => LicenceCategory::HongKong,
        b'4' => LicenceCategory::Macao,
        b'5' => LicenceCategory::Taiwan,
        b'6' => LicenceCategory::PublicOffice,
        b'7' => LicenceCategory::Company,
        b'8' => LicenceCategory::LegalAid,
        b'9' => LicenceCategory::Military,
        _ => return None,
    })
}

/// The doubts about 17 digits.
fn doubts(number: &str) -> Vec<LicenceWarning> {
    let digits = number.as_bytes();
    let part = |from: usize, to: usize| number[from..to].to_owned();
    let pair = |at: usize| (digits[at] - b'0') * 10 + (digits[at + 1] - b'0');
    let mut warnings = Vec::new();
    if digits[0] != b'1' {
        warnings.push(LicenceWarning::Class(char::from(digits[0])));
    }
    if !PROVINCES.contains(&pair(1)) {
        warnings.push(LicenceWarning::Province(part(1, 3)));
    }
    // GB/T 2260: 01–20 and 51–70 are cities, 21–50 prefectures and leagues, 90 counties under the province; 00 is the
    // province itself, which licenses lawyers too.
    if !matches!(pair(3), 0..=70 | 90) {
        warnings.push(LicenceWarning::City(part(3, 5)));
    }
    // Lawyers are licensed again since 1979.
    if !("1979"..="2099").contains(&&number[5..9]) {
        warnings.push(LicenceWarning::Year(part(5, 9)));
    }
    if category(digits[9]).is_none() {
        warnings.push(LicenceWarning::Category(char::from(digits[9])));
    }
    if !matches!(digits[10], b'0' | b'1') {
        warnings.push(LicenceWarning::Sex(char::from(digits[10])));
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seventeen_digits_are_read_and_their_category_known() {
        let (number, warnings) = LicenceNumber::parse(" １4470 2015 10 900012 ").unwrap();
        assert_eq!(number.as_str(), "14470201510900012");
        assert_eq!(warnings, []);
        assert_eq!(number.category(), Some(LicenceCategory::FullTime));
        assert_eq!(number.first_year(), Some(2015));
        assert_eq!(number.masked(), "14470********0012");
        assert_eq!(number.masked().len(), 17);
    }

    #[test]
    fn length_and_letters_are_errors() {
        assert_eq!(LicenceNumber::parse("1447020151090001"), Err(LicenceError::Length { found: 16 }));
        assert_eq!(LicenceNumber::parse(""), Err(LicenceError::Length { found: 0 }));
        let error = LicenceNumber::parse("1447020151O900012").unwrap_err();
        assert_eq!(error.sentence(), "律师执业证号第 11 位“O”不是数字，请核对。");
        assert!(LicenceNumber::parse("1.44702E+16").is_err());
    }

    #[test]
    fn strange_parts_only_warn() {
        let (_, warnings) = LicenceNumber::parse("29999185003900012").unwrap();
        assert_eq!(
            warnings,
            [
                LicenceWarning::Class('2'),
                LicenceWarning::Province("99".into()),
                LicenceWarning::City("99".into()),
                LicenceWarning::Year("1850".into()),
                LicenceWarning::Category('0'),
                LicenceWarning::Sex('3'),
            ]
        );
        assert!(warnings.iter().all(|warning| warning.sentence().ends_with("请核对。")));
    }

    #[test]
    fn an_old_number_is_accepted_with_a_warning() {
        let (number, warnings) = LicenceNumber::parse("190298100123").unwrap();
        assert_eq!(warnings, [LicenceWarning::OldNumber]);
        assert_eq!((number.category(), number.first_year()), (None, None));
        assert_eq!(number.masked(), "19029***0123");
    }
}
