//! A kind of certificate, as data: what it is about, what it asks, by which rules it is decided, and what it says.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::rule::Rule;
use crate::domain::time::{Day, Moment};

/// The lower-case ASCII name of a kind, in URLs and statements: `firm-membership`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KindId(String);

impl KindId {
    /// Letters a–z, digits and single hyphens, 1 to 40 characters.
    pub fn parse(text: &str) -> Option<Self> {
        let fine = (1..=40).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-');
        fine.then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KindId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A kind and its switches; what it says lies in its versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kind {
    pub id: KindId,
    /// Place in the list that applicants see.
    pub position: u32,
    /// Whether applicants may choose it now.
    pub offered: bool,
    /// Since when it is 停用: no longer offered, while what is under way is finished.
    #[serde(default)]
    pub retired: Option<Day>,
    /// Whether the public page answers 是否仍然成立 for it.
    pub answers_today: bool,
    /// All versions, oldest first; never empty, never changed once issued under.
    pub versions: Vec<KindVersion>,
}

impl Kind {
    /// The version in force on a day: of those whose effective day has come the one with the latest such day, of the same
    /// day the newest. Before all of them, the one that will be in force first; nobody can apply under it yet.
    pub fn on(&self, day: Day) -> Option<&KindVersion> {
        let by_day = |version: &&KindVersion| (version.effective, version.number);
        let come = self.versions.iter().filter(|version| version.effective <= day).max_by_key(by_day);
        come.or_else(|| self.versions.iter().min_by_key(by_day))
    }

    /// Versions whose day is still to come, the next first.
    pub fn scheduled(&self, today: Day) -> Vec<&KindVersion> {
        let mut coming: Vec<&KindVersion> = self.versions.iter().filter(|version| version.effective > today).collect();
        coming.sort_by_key(|version| (version.effective, version.number));
        coming
    }

    /// The number of the next version.
    pub fn next_number(&self) -> u32 {
        self.versions.iter().map(|version| version.number).max().unwrap_or(0) + 1
    }

    pub fn version(&self, number: u32) -> Option<&KindVersion> {
        self.versions.iter().find(|version| version.number == number)
    }
}

/// One version of a kind. An issued certificate keeps the version that it was issued under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindVersion {
    pub number: u32,
    pub effective: Day,
    /// 律师事务所会员证明
    pub name: String,
    /// One sentence for the applicant: what it proves.
    pub proves: String,
    pub scope: Scope,
    pub applicants: Applicants,
    pub fields: Vec<FieldSpec>,
    pub rules: Vec<Rule>,
    pub review: Review,
    /// Last day of validity is the issue day plus this many days; none: does not expire.
    pub validity_days: Option<u16>,
    pub paper: bool,
    pub language: Language,
    /// Prefix of the number: `穗律证`.
    pub prefix: String,
    pub title: String,
    /// Body paragraphs with placeholders in braces.
    pub body: Vec<String>,
    pub columns: Vec<Column>,
    pub closing: String,
    pub date_style: DateStyle,
    /// Who published it and when; none for versions that `init` seeded.
    #[serde(default)]
    pub published: Option<Published>,
}

/// The publishing of a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    pub at: Moment,
    /// Name as shown.
    pub by: String,
    /// What was changed and why, in the publisher's words.
    pub note: String,
}

impl KindVersion {
    /// Whether each named lawyer must have consented before it is issued.
    pub fn needs_consent(&self) -> bool {
        self.rules.contains(&Rule::LawyersConsent)
    }
}

/// Whom a certificate is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    Firm,
    /// One lawyer or more of the firm, chosen by the applicant.
    SomeLawyers,
    OneLawyer,
    /// The firm and every practising lawyer of it.
    FirmAndAllLawyers,
    /// The firm, or one lawyer where one is chosen.
    FirmOrOneLawyer,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Applicants {
    Firm,
    Lawyer,
    Both,
}

/// 审核方式.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Review {
    Automatic,
    Manual {
        /// Working days promised, `预计 N 个工作日`.
        working_days: u16,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldSpec {
    /// Name in forms, placeholders and the statement. `purpose` and `addressee` have places of their own there.
    pub key: String,
    pub label: String,
    pub hint: String,
    pub entry: Entry,
    pub required: bool,
}

/// How a field is filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    Text {
        max: u16,
    },
    Date,
    /// Two days, `key.from` and `key.to` in forms; not after the data date.
    Period,
    Year,
    Choice(Vec<String>),
    /// One of the honours that the register holds for the member.
    Honour,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Column {
    Index,
    Name,
    /// As the register has it in Latin letters: pinyin, or the holder's own spelling.
    LatinName,
    Licence,
    FirstPractice,
}

impl Column {
    /// The heading as printed.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Index => "序号",
            Self::Name => "姓名",
            Self::LatinName => "拉丁字母姓名",
            Self::Licence => "律师执业证号",
            Self::FirstPractice => "首次执业日期",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateStyle {
    /// 2025年10月10日 (GB/T 9704-2012)
    Arabic,
    /// 二〇二五年十月十日
    Chinese,
}

impl DateStyle {
    pub fn show(self, day: Day) -> String {
        match self {
            Self::Arabic => day.zh(),
            Self::Chinese => day.zh_digits(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    Chinese,
    /// Chinese, then English saying the same.
    ChineseEnglish,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::seed;

    #[test]
    fn the_version_of_a_day_is_the_one_whose_day_came_last() {
        let day = |text: &str| Day::parse(text).unwrap();
        let mut kind = seed::kinds("示律证", day("2026-01-01")).remove(0);
        let version = |number: u32, effective: &str| KindVersion {
            number,
            effective: day(effective),
            ..kind.versions[0].clone()
        };
        // The third was published after the second and holds until the second's day; the fourth replaces it on that day.
        let more = [version(2, "2026-12-01"), version(3, "2026-11-20"), version(4, "2026-12-01")];
        kind.versions.extend(more);
        for (on, number) in [
            ("2025-06-01", 1),
            ("2026-11-19", 1),
            ("2026-11-20", 3),
            ("2026-11-30", 3),
            ("2026-12-01", 4),
            ("2030-01-01", 4),
        ] {
            assert_eq!(kind.on(day(on)).unwrap().number, number, "{on}");
        }
        let coming = |on: &str| kind.scheduled(day(on)).iter().map(|version| version.number).collect::<Vec<_>>();
        assert_eq!(coming("2026-11-19"), [3, 2, 4]);
        assert_eq!(coming("2026-11-20"), [2, 4]);
        assert!(coming("2026-12-01").is_empty());
        assert_eq!(kind.next_number(), 5);
    }
}
