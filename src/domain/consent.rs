//! A lawyer's own answer to being named on a sensitive certificate: asked when the application is submitted, given by the
//! lawyer's own account, valid for that application and the version of its kind alone.

use serde::{Deserialize, Serialize};

use crate::domain::account::Account;
use crate::domain::application::Application;
use crate::domain::id::Id;
use crate::domain::kind::KindId;
use crate::domain::register::Lawyer;
use crate::domain::time::Moment;

/// One lawyer, asked about one application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    pub application: Id<Application>,
    pub lawyer: Id<Lawyer>,
    pub kind: KindId,
    pub kind_version: u32,
    pub asked: Moment,
    /// None: not answered yet.
    pub answer: Option<Answer>,
}

/// What the lawyer said last; it may be changed until the application is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub given: bool,
    pub at: Moment,
    pub by: Id<Account>,
}

impl Consent {
    pub fn is_given(&self) -> bool {
        self.answer.is_some_and(|answer| answer.given)
    }

    pub fn is_declined(&self) -> bool {
        self.answer.is_some_and(|answer| !answer.given)
    }
}
