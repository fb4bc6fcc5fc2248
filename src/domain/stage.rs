//! The stages of an application, and the one function that moves it from one to the next.

use serde::{Deserialize, Serialize};

use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::time::Moment;

/// Where an application stands, with the facts of that place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    Draft,
    Pending {
        since: Moment,
    },
    /// Numbered and decided; the file is being made.
    Issuing {
        since: Moment,
        certificate: Id<Certificate>,
    },
    Approved {
        at: Moment,
        certificate: Id<Certificate>,
    },
    Refused {
        at: Moment,
        reason: String,
    },
    Withdrawn {
        at: Moment,
    },
}

/// The stage without its facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum StageName {
    /// 草稿
    Draft,
    /// 待审批
    Pending,
    /// 出具中
    Issuing,
    /// 审核通过
    Approved,
    /// 审核不通过
    Refused,
    /// 已撤回
    Withdrawn,
}

impl StageName {
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::Pending, Self::Issuing, Self::Approved, Self::Refused, Self::Withdrawn];

    /// The word in queries and JSON.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Pending => "pending",
            Self::Issuing => "issuing",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.slug() == slug)
    }
}

/// What people and the program do to an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    Submit,
    Approve {
        certificate: Id<Certificate>,
    },
    Refuse {
        reason: String,
    },
    Withdraw,
    /// The file is made, checked and stored.
    Finish,
}

/// The action does not fit the stage; `stage` is where the application stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not possible while the application is {stage:?}")]
pub struct NotNow {
    pub stage: StageName,
}

impl Stage {
    pub fn name(&self) -> StageName {
        match self {
            Self::Draft => StageName::Draft,
            Self::Pending { .. } => StageName::Pending,
            Self::Issuing { .. } => StageName::Issuing,
            Self::Approved { .. } => StageName::Approved,
            Self::Refused { .. } => StageName::Refused,
            Self::Withdrawn { .. } => StageName::Withdrawn,
        }
    }

    /// The law of the trip: every pair that is not named here is refused.
    pub fn step(&self, action: Action, at: Moment) -> Result<Self, NotNow> {
        match (self, action) {
            (Self::Draft, Action::Submit) => Ok(Self::Pending { since: at }),
            (Self::Pending { .. }, Action::Approve { certificate }) => Ok(Self::Issuing { since: at, certificate }),
            (Self::Pending { .. }, Action::Refuse { reason }) => Ok(Self::Refused { at, reason }),
            (Self::Pending { .. }, Action::Withdraw) => Ok(Self::Withdrawn { at }),
            (Self::Issuing { certificate, .. }, Action::Finish) => Ok(Self::Approved { at, certificate: *certificate }),
            _ => Err(NotNow { stage: self.name() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// Rows are stages, columns actions; `-` is refused. A non-programmer can read the law from it.
    #[test]
    fn the_law_on_one_page() {
        let now = Moment(1);
        let certificate = Id::new(1);
        let stages = [
            Stage::Draft,
            Stage::Pending { since: now },
            Stage::Issuing { since: now, certificate },
            Stage::Approved { at: now, certificate },
            Stage::Refused { at: now, reason: "…".into() },
            Stage::Withdrawn { at: now },
        ];
        let actions = [
            Action::Submit,
            Action::Approve { certificate },
            Action::Refuse { reason: "…".into() },
            Action::Withdraw,
            Action::Finish,
        ];
        let mut table = String::from("stage      submit   approve  refuse   withdraw finish\n");
        for stage in &stages {
            let _ = write!(table, "{:<10}", stage.name().slug());
            for action in &actions {
                let to = stage.step(action.clone(), now).map_or("-", |stage| stage.name().slug());
                let _ = write!(table, " {to:<8}");
            }
            table = table.trim_end().to_owned();
            table.push('\n');
        }
        let expected = "\
stage      submit   approve  refuse   withdraw finish
draft      pending  -        -        -        -
pending    -        issuing  refused  withdrawn -
issuing    -        -        -        -        approved
approved   -        -        -        -        -
refused    -        -        -        -        -
withdrawn  -        -        -        -        -
";
        assert_eq!(table, expected);
    }
}
