//! The audit: who did what. Entries chain by hash, so that one can be neither edited nor cut out unseen.

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
    /// SHA-256 (hex) of the entry before, of zeros for the first.
    pub previous: String,
    /// SHA-256 (hex) over this entry without this field.
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
