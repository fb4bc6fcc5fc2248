//! Addresses of the paper desk and of the letters.

use std::fmt::Display;

use crate::paths::{route, segment};

/// 制证: paper copies asked for.
pub fn paper() -> String {
    route::PAPER.to_owned()
}

/// Move one paper copy a step on (POST).
pub fn paper_step(id: impl Display) -> String {
    format!("/paper/{}/step", segment(id))
}

/// Move several copies a step on (POST).
pub fn paper_steps() -> String {
    route::PAPER_STEPS.to_owned()
}

/// The chosen copies as one print file (POST, PDF).
pub fn paper_print() -> String {
    route::PAPER_PRINT.to_owned()
}

/// Address labels of the chosen copies (POST, PDF).
pub fn paper_labels() -> String {
    route::PAPER_LABELS.to_owned()
}

/// One copy's own signed file (PDF).
pub fn paper_file(id: impl Display) -> String {
    format!("/paper/{}/file", segment(id))
}

/// 补制: a new copy in place of a cancelled one (POST).
pub fn paper_reissue(id: impl Display) -> String {
    format!("/paper/{}/reissue", segment(id))
}

/// 邮件: letters and what became of them.
pub fn letters() -> String {
    route::LETTERS.to_owned()
}

/// 重新发送 (POST).
pub fn letter_resend(id: impl Display) -> String {
    format!("/letters/{}/resend", segment(id))
}
