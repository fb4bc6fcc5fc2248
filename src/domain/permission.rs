//! Roles and rights: one table. Who may use a route is written beside the route as a `Right`; here is who holds it.

use serde::{Deserialize, Serialize};

/// What an account is for. Staff roles and member roles never mix in one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    FirmAdmin,
    FirmClerk,
    Lawyer,
    Reviewer,
    PaperClerk,
    Registrar,
    SystemAdmin,
    SecurityAdmin,
    Auditor,
}

/// What a route asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Right {
    /// Nobody needs to sign in.
    Public,
    /// Any account.
    SignedIn,
    /// Apply, and see one's own records.
    Apply,
    /// Answer whether a certificate may name oneself.
    Consent,
    /// See the templates of kinds.
    SeeTemplates,
    /// Manage the firm's clerks.
    ManageClerks,
    /// Decide applications, revoke certificates.
    Review,
    /// See every certificate.
    SeeCertificates,
    MakePaper,
    KeepRegister,
    ChangeSettings,
    /// See what became of letters, and send them again.
    KeepLetters,
    ManageAccounts,
    ReadAudit,
}

impl Role {
    pub const ALL: [Self; 9] = [
        Self::FirmAdmin,
        Self::FirmClerk,
        Self::Lawyer,
        Self::Reviewer,
        Self::PaperClerk,
        Self::Registrar,
        Self::SystemAdmin,
        Self::SecurityAdmin,
        Self::Auditor,
    ];

    /// The word in commands, forms and the audit.
    pub fn slug(self) -> &'static str {
        match self {
            Self::FirmAdmin => "firm-admin",
            Self::FirmClerk => "firm-clerk",
            Self::Lawyer => "lawyer",
            Self::Reviewer => "reviewer",
            Self::PaperClerk => "paper-clerk",
            Self::Registrar => "registrar",
            Self::SystemAdmin => "system-admin",
            Self::SecurityAdmin => "security-admin",
            Self::Auditor => "auditor",
        }
    }

    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.slug() == slug)
    }

    /// Members apply; staff decide.
    pub fn is_member(self) -> bool {
        matches!(self, Self::FirmAdmin | Self::FirmClerk | Self::Lawyer)
    }

    /// The three separate administrators of 等保: no account may hold two of them.
    pub fn is_administrator(self) -> bool {
        matches!(self, Self::SystemAdmin | Self::SecurityAdmin | Self::Auditor)
    }

    /// The one table of rights.
    pub fn has(self, right: Right) -> bool {
        match right {
            Right::Public | Right::SignedIn => true,
            Right::Apply => self.is_member(),
            Right::Consent => self == Self::Lawyer,
            Right::SeeTemplates => self.is_member() || self == Self::SystemAdmin,
            Right::ManageClerks => self == Self::FirmAdmin,
            Right::Review => self == Self::Reviewer,
            Right::SeeCertificates => matches!(self, Self::Reviewer | Self::PaperClerk),
            Right::MakePaper => self == Self::PaperClerk,
            Right::KeepRegister => self == Self::Registrar,
            Right::ChangeSettings => self == Self::SystemAdmin,
            Right::KeepLetters => matches!(self, Self::Reviewer | Self::SystemAdmin),
            Right::ManageAccounts => self == Self::SecurityAdmin,
            Right::ReadAudit => self == Self::Auditor,
        }
    }
}

/// Whether one account may hold all of these roles; the sentence says why not.
pub fn may_be_held_together(roles: &[Role]) -> Result<(), &'static str> {
    if roles.is_empty() {
        return Err("请至少选择一个角色。");
    }
    if roles.iter().any(|role| role.is_member()) && roles.len() > 1 {
        return Err("律所和律师账号只能有一个角色，不能兼任协会工作人员。");
    }
    if roles.iter().filter(|role| role.is_administrator()).count() > 1 {
        return Err("系统管理员、安全管理员、审计员三权分立，同一账号不能兼任其中两项。");
    }
    Ok(())
}
