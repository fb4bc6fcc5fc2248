//! Addresses of reviewing, of certificates for staff, and of the register.

use std::fmt::Display;

use crate::paths::{route, segment};

/// 审核台: the queue.
pub fn review() -> String {
    route::REVIEW.to_owned()
}

/// One application with checklist and preview.
pub fn review_one(id: impl Display) -> String {
    format!("/review/{}", segment(id))
}

/// Picture of one page for the reviewer (SVG).
pub fn review_page(id: impl Display, page: impl Display) -> String {
    format!("/review/{}/page/{}", segment(id), segment(page))
}

/// 通过 for several that pass every check (POST).
pub fn review_approve_many() -> String {
    route::REVIEW_APPROVE_MANY.to_owned()
}

/// 通过 (POST).
pub fn review_approve(id: impl Display) -> String {
    format!("/review/{}/approve", segment(id))
}

/// 不通过, with a reason (POST).
pub fn review_refuse(id: impl Display) -> String {
    format!("/review/{}/refuse", segment(id))
}

/// Every certificate, for staff.
pub fn certificates() -> String {
    route::CERTIFICATES.to_owned()
}

/// One certificate, for staff.
pub fn certificate(id: impl Display) -> String {
    format!("/certificates/{}", segment(id))
}

/// Picture of one page, for staff (SVG).
pub fn certificate_page(id: impl Display, page: impl Display) -> String {
    format!("/certificates/{}/page/{}", segment(id), segment(page))
}

/// The file, for staff: to print it (PDF).
pub fn certificate_download(id: impl Display) -> String {
    format!("/certificates/{}/download", segment(id))
}

/// 撤销, with a reason (POST).
pub fn certificate_revoke(id: impl Display) -> String {
    format!("/certificates/{}/revoke", segment(id))
}

/// 会员登记: firms.
pub fn register() -> String {
    route::REGISTER.to_owned()
}

/// One firm and its lawyers.
pub fn register_firm(id: impl Display) -> String {
    format!("/register/{}", segment(id))
}

/// Import a table: upload and dry run.
pub fn register_import() -> String {
    route::REGISTER_IMPORT.to_owned()
}

/// A dry run; POST commits it.
pub fn register_commit(id: impl Display) -> String {
    format!("/register/import/{}", segment(id))
}

/// 报错 received.
pub fn register_reports() -> String {
    route::REGISTER_REPORTS.to_owned()
}

/// A 报错 is dealt with (POST).
pub fn register_report_close(id: impl Display) -> String {
    format!("/register/reports/{}/close", segment(id))
}
