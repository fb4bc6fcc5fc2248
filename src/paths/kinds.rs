//! Addresses of the editor of kinds.

use std::fmt::Display;

use crate::paths::{route, segment};

/// Begin a new kind.
pub fn kind_new() -> String {
    route::KIND_NEW.to_owned()
}

/// The editor of a kind.
pub fn kind_edit(kind: impl Display) -> String {
    format!("/settings/kinds/{}/edit", segment(kind))
}

/// Autosave of the editor (POST by script, JSON answer).
pub fn kind_save(kind: impl Display) -> String {
    format!("/settings/kinds/{}/save", segment(kind))
}

/// Picture of one page of a sample (SVG).
pub fn kind_sample(kind: impl Display, page: impl Display) -> String {
    format!("/settings/kinds/{}/sample/{}", segment(kind), segment(page))
}

/// Publish what was written.
pub fn kind_publish(kind: impl Display) -> String {
    format!("/settings/kinds/{}/publish", segment(kind))
}

/// Take back a version that is not in force yet (POST).
pub fn kind_unschedule(kind: impl Display) -> String {
    format!("/settings/kinds/{}/unschedule", segment(kind))
}

/// Throw a kind's draft away (POST).
pub fn kind_discard(kind: impl Display) -> String {
    format!("/settings/kinds/{}/discard", segment(kind))
}

/// 停用 or 恢复 (POST).
pub fn kind_retire(kind: impl Display) -> String {
    format!("/settings/kinds/{}/retire", segment(kind))
}

/// One place up or down in the applicants' list (POST).
pub fn kind_move(kind: impl Display) -> String {
    format!("/settings/kinds/{}/move", segment(kind))
}

/// All versions of a kind.
pub fn kind_history(kind: impl Display) -> String {
    format!("/settings/kinds/{}/history", segment(kind))
}

/// A kind as a file (JSON).
pub fn kind_export(kind: impl Display) -> String {
    format!("/settings/kinds/{}/export", segment(kind))
}

/// Look at the file of a kind.
pub fn kind_import() -> String {
    route::KIND_IMPORT.to_owned()
}

/// Take the file as a draft (POST).
pub fn kind_import_draft() -> String {
    route::KIND_IMPORT_DRAFT.to_owned()
}
