//! Addresses of life after issue, of the log and of receipts.

use std::fmt::Display;

use crate::paths::segment;

/// Route templates, in the router's syntax.
pub mod route {
    /// 恢复, with a reason (POST).
    pub const CERTIFICATE_REINSTATE: &str = "/certificates/{id}/reinstate";
    /// 换发, with a reason (POST): an application that waits for approval.
    pub const CERTIFICATE_REPLACE: &str = "/certificates/{id}/replace";
    /// 月度平衡: serials, leaves, certificates and uses of the seal.
    pub const BALANCE: &str = "/certificates/balance";
    /// What may be told to the public when a certificate is revoked, reinstated or replaced.
    pub const REASONS: &str = "/settings/reasons";
    /// 运行状况: the public log, its witnesses, the lifeboat, copies of the store.
    pub const OPERATION: &str = "/settings/operation";
    /// 申请换发: a draft whose approval replaces this certificate (POST).
    pub const RECORD_REPLACE: &str = "/mine/{id}/replace";
    /// 核验回执 for a verifier's own reference (POST): PDF or JSON.
    pub const RECEIPT: &str = "/V/{code}/receipt";
    /// The log's newest checkpoint.
    pub const LOG_CHECKPOINT: &str = "/log/checkpoint";
    /// A tile of the log.
    pub const LOG_TILE: &str = "/log/tile/{*tile}";
    /// The signed checkpoint of one size of the log.
    pub const LOG_SIZE: &str = "/log/size/{size}";
    /// The proof that an entry is in the log of a size.
    pub const LOG_PROOF: &str = "/log/proof/{size}/{index}";
    /// The proof that an entry is in the first log with it that witnesses cosigned.
    pub const LOG_WITNESSED: &str = "/log/witnessed/{index}";
    /// The proof that the log of a size begins with that of an earlier one.
    pub const LOG_CONSISTENCY: &str = "/log/consistency/{old}/{size}";
}

/// 恢复, with a reason (POST).
pub fn certificate_reinstate(id: impl Display) -> String {
    format!("/certificates/{}/reinstate", segment(id))
}

/// 换发, with a reason (POST): an application that waits for approval.
pub fn certificate_replace(id: impl Display) -> String {
    format!("/certificates/{}/replace", segment(id))
}

/// 月度平衡: serials, leaves, certificates and uses of the seal.
pub fn balance() -> String {
    route::BALANCE.to_owned()
}

/// What may be told to the public when a certificate is revoked, reinstated or replaced.
pub fn reasons() -> String {
    route::REASONS.to_owned()
}

/// 运行状况: the public log, its witnesses, the lifeboat, copies of the store.
pub fn operation() -> String {
    route::OPERATION.to_owned()
}

/// 申请换发: a draft whose approval replaces this certificate (POST).
pub fn record_replace(id: impl Display) -> String {
    format!("/mine/{}/replace", segment(id))
}

/// 核验回执 for a verifier's own reference (POST): PDF or JSON.
pub fn receipt(code: impl Display) -> String {
    format!("/V/{}/receipt", segment(code))
}

/// The log's newest checkpoint.
pub fn log_checkpoint() -> String {
    route::LOG_CHECKPOINT.to_owned()
}
