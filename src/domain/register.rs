//! The register: what the association knows about its members. Five tables, each loaded from the association's own
//! files; a table that was never loaded answers 无法判断, never "clean".

use serde::{Deserialize, Serialize};

use crate::domain::id::Id;
use crate::domain::licence::LicenceNumber;
use crate::domain::name::PersonName;
use crate::domain::time::{Day, Moment};
use crate::domain::uscc::Uscc;

/// A law firm, member of the association.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Firm {
    pub id: Id<Firm>,
    pub name: String,
    pub uscc: Uscc,
    pub state: FirmState,
    /// 执业许可证号, as the register has it.
    pub licence: Option<String>,
    /// 负责人.
    pub head: Option<PersonName>,
    pub founded: Option<Day>,
    pub address: Option<String>,
    pub phone: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FirmState {
    /// 正常
    Normal,
    /// 停业整顿
    Suspended,
    /// 注销
    Closed,
}

/// A lawyer, at one firm at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lawyer {
    pub id: Id<Lawyer>,
    pub name: PersonName,
    /// The name in Latin letters as the register has it, for the bilingual kinds.
    pub latin_name: Option<String>,
    pub licence: LicenceNumber,
    pub firm: Id<Firm>,
    pub state: LawyerState,
    /// 首次执业日期.
    pub first_practice: Option<Day>,
    /// Earlier firms, oldest first.
    pub practice: Vec<Practice>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LawyerState {
    /// 执业
    Practising,
    /// 停止执业
    Suspended,
    /// 注销
    Cancelled,
}

/// A stretch of practice at one firm; the last day is inclusive, none while it lasts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Practice {
    pub firm: String,
    pub from: Day,
    pub to: Option<Day>,
}

/// Whom an entry of discipline or an honour concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Member {
    Firm(Id<Firm>),
    Lawyer(Id<Lawyer>),
}

/// 行业处分 by this association.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discipline {
    pub member: Member,
    pub measure: Measure,
    /// 决定日期.
    pub decided: Day,
    /// 决定文号, which together with the member identifies the entry.
    pub document: String,
}

/// The six measures that a bar association may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Measure {
    /// 训诫
    Admonition,
    /// 警告
    Warning,
    /// 通报批评
    Criticism,
    /// 公开谴责
    Censure,
    /// 中止会员权利
    RightsSuspended,
    /// 取消会员资格
    Expulsion,
}

/// Dues of a firm for a year, paid in full on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dues {
    pub firm: Id<Firm>,
    pub year: i16,
    pub paid: Day,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Honour {
    pub member: Member,
    /// `2025年度优秀律师事务所`.
    pub title: String,
    pub granted: Day,
    pub granted_by: String,
}

/// The register's tables, as files are imported into them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Table {
    Firms,
    Lawyers,
    Discipline,
    Dues,
    Honours,
}

impl FirmState {
    pub const ALL: [Self; 3] = [Self::Normal, Self::Suspended, Self::Closed];

    pub fn zh(self) -> &'static str {
        match self {
            Self::Normal => "正常",
            Self::Suspended => "停业整顿",
            Self::Closed => "注销",
        }
    }

    /// Reads the words of bureau and association lists.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "正常" | "正常执业" | "执业" | "存续" => Self::Normal,
            "停业整顿" | "停业" => Self::Suspended,
            "注销" | "已注销" | "吊销" | "已吊销" | "终止" => Self::Closed,
            _ => return None,
        })
    }
}

impl LawyerState {
    pub const ALL: [Self; 3] = [Self::Practising, Self::Suspended, Self::Cancelled];

    pub fn zh(self) -> &'static str {
        match self {
            Self::Practising => "执业",
            Self::Suspended => "停止执业",
            Self::Cancelled => "注销",
        }
    }

    /// Reads the words of bureau and association lists.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "执业" | "正常执业" | "正常" | "在执" | "在执业" => Self::Practising,
            "停止执业" | "停执" | "暂停执业" | "中止执业" => Self::Suspended,
            "注销" | "已注销" | "吊销" | "已吊销" => Self::Cancelled,
            _ => return None,
        })
    }
}

impl Measure {
    /// From the mildest to the gravest.
    pub const ALL: [Self; 6] =
        [Self::Admonition, Self::Warning, Self::Criticism, Self::Censure, Self::RightsSuspended, Self::Expulsion];

    pub fn zh(self) -> &'static str {
        match self {
            Self::Admonition => "训诫",
            Self::Warning => "警告",
            Self::Criticism => "通报批评",
            Self::Censure => "公开谴责",
            Self::RightsSuspended => "中止会员权利",
            Self::Expulsion => "取消会员资格",
        }
    }

    /// Reads one of the six words, nothing else: a penalty by the bureau is no 行业处分.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.zh() == text)
    }
}

impl Table {
    pub const ALL: [Self; 5] = [Self::Firms, Self::Lawyers, Self::Discipline, Self::Dues, Self::Honours];

    /// The word in URLs, on the command line and in the audit: `firms`, `lawyers`, …
    pub fn slug(self) -> &'static str {
        match self {
            Self::Firms => "firms",
            Self::Lawyers => "lawyers",
            Self::Discipline => "discipline",
            Self::Dues => "dues",
            Self::Honours => "honours",
        }
    }

    /// The word on pages.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Firms => "律师事务所",
            Self::Lawyers => "律师",
            Self::Discipline => "行业处分",
            Self::Dues => "会费",
            Self::Honours => "荣誉",
        }
    }

    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.slug() == slug)
    }
}

/// When a table was last loaded, and up to which day its source vouches for it (数据日期).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loaded {
    pub at: Moment,
    pub data_date: Day,
}
