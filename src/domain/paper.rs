//! Paper copies: what the applicant asked for, and where each numbered copy is.

use serde::{Deserialize, Serialize};

use crate::domain::application::Application;
use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::time::Moment;

/// 纸质证明 as asked for, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperWish {
    /// 申请数量, 1 to 20.
    pub copies: u16,
    pub delivery: Delivery,
}

/// 领取方式.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Delivery {
    /// 自取
    Collect,
    /// 邮寄
    Post(Address),
    /// 邮寄, whose address was erased when it was no longer needed.
    PostErased,
}

impl Delivery {
    /// Whether it travels by post.
    pub fn is_post(&self) -> bool {
        !matches!(self, Self::Collect)
    }
}

/// 收件信息. Personal: never on a certificate or a public page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    pub recipient: String,
    pub phone: String,
    /// 省市区
    pub region: String,
    pub street: String,
    pub postcode: Option<String>,
}

/// One numbered copy: `index` of `of`. Its signed bytes and its file lie beside it in the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperCopy {
    pub id: Id<PaperCopy>,
    pub application: Id<Application>,
    pub index: u16,
    pub of: u16,
    pub delivery: Delivery,
    pub state: PaperState,
    pub changed: Moment,
    /// What the last step told, in one line.
    pub note: String,
    /// None for copies of the first version, which were prints of the original.
    #[serde(default)]
    pub issue: Option<CopyIssue>,
    /// Oldest first.
    #[serde(default)]
    pub steps: Vec<Step>,
    #[serde(default)]
    pub cancelled: Option<Cancelled>,
}

/// What makes a copy a thing of its own: its code, its leaf in the log, its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyIssue {
    /// The original.
    pub certificate: Id<Certificate>,
    /// Verification code without separators.
    pub code: String,
    pub at: Moment,
    /// Index of its `copy issued` leaf in the log.
    pub leaf: u64,
    /// Position of the key manifest that was in force.
    pub manifest: u64,
    /// SHA-256 of the finished file, in hex; none while it is being made.
    pub file_hash: Option<String>,
    /// How often making the file failed, and why the last time.
    pub failures: u32,
    pub last_failure: Option<String>,
}

/// One step that was done with a copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub at: Moment,
    /// Name of the 制证员.
    pub who: String,
    pub to: PaperState,
    pub told: Told,
}

/// What a step tells besides the state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Told {
    Nothing,
    /// 领取人
    Collector(String),
    /// 快递公司 and 单号
    Parcel {
        courier: String,
        tracking: String,
    },
    /// 作废原因, which anybody reads who checks the copy, and what only the firm reads.
    Reason {
        public: String,
        remark: String,
    },
}

impl Told {
    /// In one line, for the firm and for staff.
    pub fn line(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Collector(name) => format!("领取人 {name}"),
            Self::Parcel { courier, tracking } => format!("{courier} {tracking}"),
            Self::Reason { public, remark } if remark.is_empty() => public.clone(),
            Self::Reason { public, remark } => format!("{public}（{remark}）"),
        }
    }
}

/// Public reasons for cancelling a copy, as they are offered; others are written out.
pub const REASONS: [&str; 5] = ["遗失", "毁损", "印制有误", "收件信息有误", "律所不再需要"];

/// A copy that is no longer good, though its original may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelled {
    pub at: Moment,
    /// As the public reads it.
    pub reason: String,
    /// Index of its `copy cancelled` leaf; none for copies that never had a leaf.
    pub leaf: Option<u64>,
    /// The copy that was made in its place.
    #[serde(default)]
    pub replacement: Option<Id<PaperCopy>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PaperState {
    /// 待制证
    Waiting,
    /// 待领取
    Ready,
    /// 已寄出
    Posted,
    /// 已领取
    Collected,
    /// 已签收
    Delivered,
    /// 已作废
    Cancelled,
}

impl PaperState {
    pub const ALL: [Self; 6] =
        [Self::Waiting, Self::Ready, Self::Posted, Self::Collected, Self::Delivered, Self::Cancelled];

    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.slug() == slug)
    }

    /// The states that staff may set next. A copy may be lost at any time, even by its owner.
    pub fn next(self, delivery: &Delivery) -> &'static [Self] {
        match (self, delivery.is_post()) {
            (Self::Waiting, false) => &[Self::Ready, Self::Cancelled],
            (Self::Waiting, true) => &[Self::Posted, Self::Cancelled],
            (Self::Ready, _) => &[Self::Collected, Self::Cancelled],
            (Self::Posted, _) => &[Self::Delivered, Self::Cancelled],
            (Self::Collected | Self::Delivered, _) => &[Self::Cancelled],
            (Self::Cancelled, _) => &[],
        }
    }

    /// Whether nothing is left to be done: in its owner's hands, or no longer good.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Collected | Self::Delivered | Self::Cancelled)
    }

    pub fn slug(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Ready => "ready",
            Self::Posted => "posted",
            Self::Collected => "collected",
            Self::Delivered => "delivered",
            Self::Cancelled => "cancelled",
        }
    }
}
