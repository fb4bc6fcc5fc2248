//! Paper copies: what the applicant asked for, and where each numbered copy is.

use serde::{Deserialize, Serialize};

use crate::domain::application::Application;
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

/// One numbered copy: `index` of `of`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperCopy {
    pub id: Id<PaperCopy>,
    pub application: Id<Application>,
    pub index: u16,
    pub of: u16,
    pub delivery: Delivery,
    pub state: PaperState,
    pub changed: Moment,
    /// Collector's name, or courier and tracking number.
    pub note: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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

    /// The states that staff may set next.
    pub fn next(self, delivery: &Delivery) -> &'static [Self] {
        match (self, delivery) {
            (Self::Waiting, Delivery::Collect) => &[Self::Ready, Self::Cancelled],
            (Self::Waiting, Delivery::Post(_)) => &[Self::Posted, Self::Cancelled],
            (Self::Ready, _) => &[Self::Collected, Self::Cancelled],
            (Self::Posted, _) => &[Self::Delivered, Self::Cancelled],
            _ => &[],
        }
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
