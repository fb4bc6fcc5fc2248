//! An issued certificate and its life after issue.

use serde::{Deserialize, Serialize};

use crate::domain::application::Application;
use crate::domain::id::Id;
use crate::domain::kind::KindId;
use crate::domain::register::{Firm, Lawyer};
use crate::domain::time::{Day, Moment};

/// 证明编号: counted per prefix and year of the decision, without gaps.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Serial {
    pub prefix: String,
    pub year: i16,
    pub number: u64,
}

impl Serial {
    /// `穗律证〔2026〕第000123号`.
    pub fn show(&self) -> String {
        format!("{}〔{}〕第{:06}号", self.prefix, self.year, self.number)
    }
}

/// One issued certificate. The signed bytes, the file and its proof lie beside it in the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    pub id: Id<Certificate>,
    pub application: Id<Application>,
    pub serial: Serial,
    pub kind: KindId,
    pub kind_version: u32,
    pub title: String,
    pub firm: Id<Firm>,
    pub lawyers: Vec<Id<Lawyer>>,
    /// Verification code without separators.
    pub code: String,
    pub issued: Moment,
    pub issue_date: Day,
    pub expiry: Option<Day>,
    /// Index of its `issued` leaf in the log.
    pub leaf: u64,
    /// Position of the key manifest that was in force, so that every retry makes the same file.
    pub manifest: u64,
    /// The registered seal in force at the decision, by its hash; none: the drawn one.
    #[serde(default)]
    pub seal: Option<String>,
    pub life: Life,
    /// What was done to it before its present life, oldest first: revocations that were taken back, and who took them
    /// back.
    #[serde(default)]
    pub earlier: Vec<Act>,
    /// SHA-256 of the finished file, in hex; none while it is being made.
    pub file_hash: Option<String>,
    /// The fonts that the file was made with, as the press names them; none: not yet made, or by a version that did not
    /// note it.
    #[serde(default)]
    pub fonts: Option<String>,
    /// How often making the file failed, and why the last time.
    pub failures: u32,
    pub last_failure: Option<String>,
}

/// What was done to a certificate after issue. `reason` is for the public, `note` for staff only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Life {
    Standing,
    Revoked {
        at: Moment,
        reason: String,
        leaf: u64,
        #[serde(default)]
        note: String,
    },
    /// 已换发: a newer certificate stands in its place.
    Replaced {
        at: Moment,
        reason: String,
        leaf: u64,
        #[serde(default)]
        note: String,
        by: Id<Certificate>,
    },
}

/// One act of a certificate's life after issue, each with a leaf in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    pub deed: Deed,
    pub at: Moment,
    /// Told to the public where it ends the certificate.
    pub reason: String,
    /// For staff only.
    pub note: String,
    /// Index of its leaf.
    pub leaf: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deed {
    /// 撤销
    Revoke,
    /// 恢复
    Reinstate,
    /// 换发
    Replace { by: Id<Certificate> },
}

impl Life {
    /// The act that ended the certificate; none while it stands.
    pub fn end(&self) -> Option<Act> {
        let act = |deed, at, reason: &String, note: &String, leaf| Act {
            deed,
            at,
            reason: reason.clone(),
            note: note.clone(),
            leaf,
        };
        match self {
            Self::Standing => None,
            Self::Revoked { at, reason, leaf, note } => Some(act(Deed::Revoke, *at, reason, note, *leaf)),
            Self::Replaced { at, reason, leaf, note, by } => {
                Some(act(Deed::Replace { by: *by }, *at, reason, note, *leaf))
            }
        }
    }
}

/// The state that people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum State {
    /// 有效
    Valid,
    /// 已过期
    Expired,
    /// 已撤销
    Revoked,
    /// 已换发
    Replaced,
}

impl Certificate {
    /// The state on a day; the day of expiry itself is still valid.
    pub fn state(&self, today: Day) -> State {
        match (&self.life, self.expiry) {
            (Life::Revoked { .. }, _) => State::Revoked,
            (Life::Replaced { .. }, _) => State::Replaced,
            (Life::Standing, Some(expiry)) if today > expiry => State::Expired,
            (Life::Standing, _) => State::Valid,
        }
    }

    /// Everything that was done to it after issue, oldest first.
    pub fn acts(&self) -> Vec<Act> {
        self.earlier.iter().cloned().chain(self.life.end()).collect()
    }
}
