//! 报错: a member tells the registrar what is wrong in the register.

use serde::{Deserialize, Serialize};

use crate::domain::account::Account;
use crate::domain::id::Id;
use crate::domain::register::Firm;
use crate::domain::time::Moment;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub id: Id<Report>,
    pub firm: Id<Firm>,
    pub account: Id<Account>,
    pub at: Moment,
    /// What is wrong and what would be right, in the member's words; at most 500 characters.
    pub text: String,
    /// The registrar's answer, once dealt with.
    pub closed: Option<Closed>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    pub at: Moment,
    pub by: Id<Account>,
    pub answer: String,
}
