//! Addresses of 征求同意.

use std::fmt::Display;

use crate::paths::{route, segment};

/// 征求同意: what a lawyer is asked.
pub fn consents() -> String {
    route::CONSENTS.to_owned()
}

/// A lawyer's answer (POST).
pub fn consent(id: impl Display) -> String {
    format!("/consents/{}", segment(id))
}

/// Picture of one page of what the lawyer is asked about (SVG).
pub fn consent_page(id: impl Display, page: impl Display) -> String {
    format!("/consents/{}/page/{}", segment(id), segment(page))
}
