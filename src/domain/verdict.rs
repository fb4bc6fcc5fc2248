//! The answer that a third party gets: one of five, in plain words.

use serde::{Deserialize, Serialize};

use crate::domain::certificate::{Certificate, Life, State};
use crate::domain::time::{Day, Moment};

/// The five answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// 有效
    Valid,
    /// 已过期
    Expired,
    /// 已撤销
    Revoked,
    /// 查无此证
    Unknown,
    /// 暂时无法核验
    Unavailable,
}

impl Answer {
    /// The answer for a stored certificate on a day.
    pub fn of(certificate: &Certificate, today: Day) -> Self {
        if certificate.file_hash.is_none() && certificate.life == Life::Standing {
            return Self::Unavailable;
        }
        match certificate.state(today) {
            State::Valid => Self::Valid,
            State::Expired => Self::Expired,
            State::Revoked | State::Replaced => Self::Revoked,
        }
    }

    /// The word in JSON.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Unknown => "unknown",
            Self::Unavailable => "unavailable",
        }
    }
}

/// How a certificate or one of its copies ended before its time, as the association tells the public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    pub how: How,
    pub at: Moment,
    pub reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    Revoked,
    /// A newer certificate stands in its place.
    Replaced,
    /// Only this paper copy is no longer good.
    CopyCancelled,
}

/// 是否仍然成立, asked of today's register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Today {
    /// The kind does not answer this in public, or the register cannot.
    NotAnswered,
    StillHolds,
    Changed,
}
