//! Addresses of 我要申请 and 我的证明.

use std::fmt::Display;

use crate::paths::{route, segment};

/// Step 1, 信息确认; POST begins a draft.
pub fn apply() -> String {
    route::APPLY.to_owned()
}

/// Step 2, 选择电子证明类型.
pub fn apply_kind(id: impl Display) -> String {
    format!("/apply/{}/kind", segment(id))
}

/// Step 3, 信息填写.
pub fn apply_form(id: impl Display) -> String {
    format!("/apply/{}/form", segment(id))
}

/// 选择律师 as a page of its own, for browsers without script.
pub fn apply_lawyers(id: impl Display) -> String {
    format!("/apply/{}/lawyers", segment(id))
}

/// Autosave of step 3 (POST by script, JSON answer).
pub fn apply_save(id: impl Display) -> String {
    format!("/apply/{}/save", segment(id))
}

/// Step 4, 证明预览.
pub fn apply_preview(id: impl Display) -> String {
    format!("/apply/{}/preview", segment(id))
}

/// Picture of one page of the preview (SVG).
pub fn apply_preview_page(id: impl Display, page: impl Display) -> String {
    format!("/apply/{}/preview/{}", segment(id), segment(page))
}

/// 确认信息无误，提交申请 (POST).
pub fn apply_submit(id: impl Display) -> String {
    format!("/apply/{}/submit", segment(id))
}

/// Step 5, 提交成功.
pub fn apply_done(id: impl Display) -> String {
    format!("/apply/{}/done", segment(id))
}

/// Throw a draft away (POST).
pub fn apply_discard(id: impl Display) -> String {
    format!("/apply/{}/discard", segment(id))
}

/// 报错: tell the member administrator what is wrong in the register.
pub fn report() -> String {
    route::REPORT.to_owned()
}

/// A kind's template, large.
pub fn template(kind: impl Display) -> String {
    format!("/kinds/{}", segment(kind))
}

/// Picture of one page of a kind's template (SVG).
pub fn template_page(kind: impl Display, page: impl Display) -> String {
    format!("/kinds/{}/page/{}", segment(kind), segment(page))
}

/// 我的证明: this applicant's records.
pub fn mine() -> String {
    route::MINE.to_owned()
}

/// 详情 of one application.
pub fn record(id: impl Display) -> String {
    format!("/mine/{}", segment(id))
}

/// Picture of one page of the certificate or its preview (SVG).
pub fn record_page(id: impl Display, page: impl Display) -> String {
    format!("/mine/{}/page/{}", segment(id), segment(page))
}

/// 下载证明 (PDF).
pub fn record_download(id: impl Display) -> String {
    format!("/mine/{}/download", segment(id))
}

/// 发送邮箱.
pub fn record_mail(id: impl Display) -> String {
    format!("/mine/{}/mail", segment(id))
}

/// 撤回申请 (POST).
pub fn record_withdraw(id: impl Display) -> String {
    format!("/mine/{}/withdraw", segment(id))
}

/// 重新申请: copy into a new draft (POST).
pub fn record_again(id: impl Display) -> String {
    format!("/mine/{}/again", segment(id))
}
