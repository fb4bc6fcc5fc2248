//! The audit: who did what. Entries chain by hash, so that one can be neither edited nor cut out unseen. Personal values
//! lie beside the chain, which holds only a salted hash of them: erasing them in time breaks nothing.

use serde::{Deserialize, Serialize};

use crate::domain::account::Account;
use crate::domain::id::Id;
use crate::domain::time::Moment;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// From 0, without gaps.
    pub index: u64,
    pub at: Moment,
    pub actor: Actor,
    /// The word of the act: `application.approve`.
    pub act: String,
    /// What it was done to: `application/12`.
    pub object: String,
    /// Facts that are not personal: a number, a reason's length, counts.
    pub detail: String,
    /// SHA-256 (hex) over the salt and the values of its `Particulars`, where it has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<String>,
    /// SHA-256 (hex) of the entry before, of zeros for the first.
    pub previous: String,
    /// SHA-256 (hex) over this entry without this field.
    pub hash: String,
}

/// Days for which particulars are kept at least: six months, and no longer than is asked for.
pub const KEPT_DAYS: i32 = 184;

/// Personal values of one entry, kept beside it until `KEPT_DAYS` have passed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Particulars {
    /// Of the entry.
    pub index: u64,
    pub at: Moment,
    /// 16 random bytes (hex), without which nobody can guess the values from their hash.
    pub salt: String,
    pub changes: Vec<Change>,
}

/// One value: where it came from nothing, `before` is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// 姓名, 来源地址 …
    pub what: String,
    pub before: String,
    pub after: String,
}

impl Change {
    pub fn new(what: &str, before: &str, after: &str) -> Self {
        Self { what: what.to_owned(), before: before.to_owned(), after: after.to_owned() }
    }
}

/// How far the chain had come when it was last noted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Number of entries.
    pub count: u64,
    /// SHA-256 (hex) of the last.
    pub hash: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    Account {
        id: Id<Account>,
        login: String,
    },
    /// The program itself: rules, jobs.
    Program,
    /// The command line, with the user id of the caller.
    Operator {
        uid: u32,
    },
    /// Nobody signed in: a failed sign-in, a visitor.
    Visitor,
}
