//! Addresses of life after issue, of the log and of receipts.

use std::fmt::Display;

use crate::paths::segment;

/// Route templates, in the router's syntax.
pub mod route {
    /// 恢复, with a reason (POST).
    pub const CERTIFICATE_REINSTATE: &str = "/certificates/{id}/reinstate";
    /// 换发, with a reason (POST): an application that waits for approval.
    pub const CERTIFICATE_REPLACE: &str = "/certificates/{id}/replace";
    /// What may be told to the public when a certificate is revoked, reinstated or replaced.
    pub const REASONS: &str = "/settings/reasons";
    /// 申请换发: a draft whose approval replaces this certificate (POST).
    pub const RECORD_REPLACE: &str = "/mine/{id}/replace";
}

/// 恢复, with a reason (POST).
pub fn certificate_reinstate(id: impl Display) -> String {
    format!("/certificates/{}/reinstate", segment(id))
}

/// 换发, with a reason (POST): an application that waits for approval.
pub fn certificate_replace(id: impl Display) -> String {
    format!("/certificates/{}/replace", segment(id))
}

/// What may be told to the public when a certificate is revoked, reinstated or replaced.
pub fn reasons() -> String {
    route::REASONS.to_owned()
}

/// 申请换发: a draft whose approval replaces this certificate (POST).
pub fn record_replace(id: impl Display) -> String {
    format!("/mine/{}/replace", segment(id))
}
