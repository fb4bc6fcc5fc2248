//! An application: from a draft of raw entries to a decided submission.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::account::Account;
use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::kind::KindId;
use crate::domain::paper::PaperWish;
use crate::domain::register::{Firm, Lawyer};
use crate::domain::rule::{Facts, Finding};
use crate::domain::stage::{Stage, StageName};
use crate::domain::statement::{Field, Period};
use crate::domain::time::{Day, Moment};

/// One application, draft or submitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    pub id: Id<Application>,
    pub firm: Id<Firm>,
    /// Set where a lawyer applies for himself or herself.
    pub lawyer: Option<Id<Lawyer>>,
    /// Who began it.
    pub account: Id<Account>,
    pub created: Moment,
    pub changed: Moment,
    pub kind: Option<KindId>,
    pub kind_version: u32,
    pub form: Form,
    pub submission: Option<Submission>,
    pub stage: Stage,
    pub decision: Option<Decision>,
    pub history: Vec<Event>,
    /// The record that this one was copied from by 重新申请.
    pub copied_from: Option<Id<Application>>,
    /// Set where approving it replaces an earlier certificate: 换发.
    #[serde(default)]
    pub replaces: Option<Replaces>,
}

/// Which certificate an application is to replace, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaces {
    pub certificate: Id<Certificate>,
    /// Told to the public.
    pub reason: String,
    /// For staff only.
    pub note: String,
}

impl Application {
    /// 申请编号, shown to people: `SQ000123`.
    pub fn number(&self) -> String {
        format!("SQ{:06}", self.id.number())
    }

    /// The certificate, once one is numbered.
    pub fn certificate(&self) -> Option<Id<Certificate>> {
        match self.stage {
            Stage::Issuing { certificate, .. } | Stage::Approved { certificate, .. } => Some(certificate),
            _ => None,
        }
    }

    /// When it was submitted; none for a draft.
    pub fn submitted(&self) -> Option<Moment> {
        self.history.iter().rev().find(|event| event.act == HistoryAct::Submit).map(|event| event.at)
    }

    pub fn is(&self, name: StageName) -> bool {
        self.stage.name() == name
    }
}

/// Step 3 as typed: kept exactly, right or wrong, until it completes to a `Submission`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    pub email: String,
    pub lawyers: Vec<Id<Lawyer>>,
    /// By field key; a period has `key.from` and `key.to`.
    pub values: BTreeMap<String, String>,
    pub paper: PaperForm,
}

/// 纸质证明 as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperForm {
    pub wanted: bool,
    pub copies: String,
    /// `collect` or `post`.
    pub delivery: String,
    pub recipient: String,
    pub phone: String,
    /// 省市区 as `domain::region` keeps it: the code chosen so far.
    pub region: String,
    pub address: String,
    pub postcode: String,
    /// Whether to keep this address among 常用收件地址 on submission.
    #[serde(default)]
    pub remember: bool,
}

/// A complete, checked application: no entry is in doubt any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    pub email: String,
    pub lawyers: Vec<Id<Lawyer>>,
    /// In the kind's order, as they will be printed.
    pub fields: Vec<Field>,
    pub period: Option<Period>,
    pub year: Option<i16>,
    pub honour: Option<String>,
    pub purpose: Option<String>,
    pub addressee: Option<String>,
    pub paper: Option<PaperWish>,
}

/// How an application was decided, kept so that the decision can be replayed: same facts, same rules, same findings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub at: Moment,
    pub day: Day,
    /// None: decided by rules.
    pub by: Option<Id<Account>>,
    /// What the reviewer checked by hand where a rule could not judge.
    pub note: String,
    pub evaluator: u32,
    pub facts: Facts,
    pub findings: Vec<Finding>,
}

/// A line of 申请记录.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub at: Moment,
    /// Name as shown; 系统 where the program acted.
    pub who: String,
    pub act: HistoryAct,
    /// A reason, an address masked, a number: what the applicant may read.
    pub note: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum HistoryAct {
    Begin,
    Submit,
    Approve,
    Refuse,
    Withdraw,
    Made,
    Mailed,
    Download,
    Revoke,
    Reinstate,
    Replace,
    PaperStep,
    /// A lawyer consents to being named, or declines.
    Consent,
    Decline,
}
