//! Every address of the server: the template that the router knows, and the function by which pages link to it.
//! Ids in a path are shown by `Display`; texts are percent-encoded.

pub mod after_issue;

use std::fmt::Display;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

pub use crate::paths::after_issue::{
    balance, certificate_reinstate, certificate_replace, log_checkpoint, operation, reasons, receipt, record_replace,
};

mod consents;
mod desk;
mod kinds;
mod staff;
mod trip;

pub use consents::{consent, consent_page, consents};
pub use desk::{
    letter_resend, letters, paper, paper_file, paper_labels, paper_print, paper_reissue, paper_step, paper_steps,
};
pub use kinds::{
    kind_discard, kind_edit, kind_export, kind_history, kind_import, kind_import_draft, kind_move, kind_new,
    kind_publish, kind_retire, kind_sample, kind_save, kind_unschedule,
};
pub use staff::{
    certificate, certificate_download, certificate_page, certificate_revoke, certificates, register, register_commit,
    register_firm, register_import, register_report_close, register_reports, review, review_approve,
    review_approve_many, review_one, review_page, review_refuse,
};
pub use trip::{
    apply, apply_discard, apply_done, apply_form, apply_kind, apply_lawyers, apply_preview, apply_preview_page,
    apply_save, apply_submit, mine, record, record_again, record_download, record_mail, record_page, record_withdraw,
    report, template, template_page,
};

/// How many characters of a file's hash an address carries.
const FIXED_BY: usize = 16;

/// What fixes an address to one content: `v=`, and the beginning of its hash.
pub fn fixed_by(hash: &str) -> String {
    format!("v={}", hash.get(..FIXED_BY).unwrap_or(hash))
}

/// The address of a picture of this file, which may be kept for as long as one likes; as it is while there is no file.
pub fn fixed(path: String, hash: Option<&str>) -> String {
    match hash {
        Some(hash) => format!("{path}?{}", fixed_by(hash)),
        None => path,
    }
}

const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn segment(value: impl Display) -> String {
    utf8_percent_encode(&value.to_string(), SEGMENT).to_string()
}

/// Route templates, in the router's syntax.
pub mod route {
    pub use crate::paths::after_issue::route::*;

    /// Where a signed-in person begins; by role.
    pub const HOME: &str = "/";
    /// Sign in with login and password.
    pub const SIGN_IN: &str = "/sign-in";
    /// End this session.
    pub const SIGN_OUT: &str = "/sign-out";
    /// Ask for a letter that resets the password.
    pub const PASSWORD_FORGOT: &str = "/password/forgot";
    /// Set a password from an invitation or reset letter.
    pub const PASSWORD_SET: &str = "/password/set/{token}";
    /// One's own account: password, 大字 mode.
    pub const OWN_ACCOUNT: &str = "/account";
    /// Switch 大字 mode on or off (POST).
    pub const LARGE_TYPE: &str = "/large-type";
    /// 常见问题.
    pub const FAQ: &str = "/help";
    /// 服务热线.
    pub const HOTLINE: &str = "/hotline";
    /// Liveness.
    pub const HEALTH: &str = "/healthz";
    /// Readiness for new applications.
    pub const READY: &str = "/readyz";
    /// Embedded style, script, icons.
    pub const ASSET: &str = "/assets/{file}";
    /// Third parties: type a code, or drop a file.
    pub const VERIFY: &str = "/verify";
    /// Third parties: the dropped file (POST).
    pub const VERIFY_FILE: &str = "/verify/file";
    /// Third parties: whether a file of this SHA-256 (hex) is one that was issued.
    pub const VERIFY_HASH: &str = "/verify/hash/{hash}";
    /// Third parties: the `OpenAPI` description of all this.
    pub const VERIFY_API: &str = "/verify/openapi.json";
    /// Third parties: the answer for one code; JSON with `.json` or by `Accept`.
    pub const VERDICT: &str = "/V/{code}";
    /// The root key's fingerprint and the key manifest.
    pub const ROOT_KEY: &str = "/.well-known/goodstanding";
    /// Step 1, 信息确认; POST begins a draft.
    pub const APPLY: &str = "/apply";
    /// Step 2, 选择电子证明类型.
    pub const APPLY_KIND: &str = "/apply/{id}/kind";
    /// Step 3, 信息填写.
    pub const APPLY_FORM: &str = "/apply/{id}/form";
    /// 选择律师 as a page of its own, for browsers without script.
    pub const APPLY_LAWYERS: &str = "/apply/{id}/lawyers";
    /// Autosave of step 3 (POST by script, JSON answer).
    pub const APPLY_SAVE: &str = "/apply/{id}/save";
    /// Step 4, 证明预览.
    pub const APPLY_PREVIEW: &str = "/apply/{id}/preview";
    /// Picture of one page of the preview (SVG).
    pub const APPLY_PREVIEW_PAGE: &str = "/apply/{id}/preview/{page}";
    /// 确认信息无误，提交申请 (POST).
    pub const APPLY_SUBMIT: &str = "/apply/{id}/submit";
    /// Step 5, 提交成功.
    pub const APPLY_DONE: &str = "/apply/{id}/done";
    /// Throw a draft away (POST).
    pub const APPLY_DISCARD: &str = "/apply/{id}/discard";
    /// 报错: tell the member administrator what is wrong in the register.
    pub const REPORT: &str = "/report";
    /// A kind's template, large.
    pub const TEMPLATE: &str = "/kinds/{kind}";
    /// Picture of one page of a kind's template (SVG).
    pub const TEMPLATE_PAGE: &str = "/kinds/{kind}/page/{page}";
    /// 我的证明: this applicant's records.
    pub const MINE: &str = "/mine";
    /// 详情 of one application.
    pub const RECORD: &str = "/mine/{id}";
    /// Picture of one page of the certificate or its preview (SVG).
    pub const RECORD_PAGE: &str = "/mine/{id}/page/{page}";
    /// 下载证明 (PDF).
    pub const RECORD_DOWNLOAD: &str = "/mine/{id}/download";
    /// 发送邮箱.
    pub const RECORD_MAIL: &str = "/mine/{id}/mail";
    /// 撤回申请 (POST).
    pub const RECORD_WITHDRAW: &str = "/mine/{id}/withdraw";
    /// 重新申请: copy into a new draft (POST).
    pub const RECORD_AGAIN: &str = "/mine/{id}/again";
    /// 征求同意: what a lawyer is asked.
    pub const CONSENTS: &str = "/consents";
    /// A lawyer's answer (POST).
    pub const CONSENT: &str = "/consents/{id}";
    /// Picture of one page of what the lawyer is asked about (SVG).
    pub const CONSENT_PAGE: &str = "/consents/{id}/page/{page}";
    /// The firm's clerks; POST invites one.
    pub const CLERKS: &str = "/clerks";
    /// Switch a clerk's account off or on (POST).
    pub const CLERK_SWITCH: &str = "/clerks/{id}/switch";
    /// 审核台: the queue.
    pub const REVIEW: &str = "/review";
    /// One application with checklist and preview.
    pub const REVIEW_ONE: &str = "/review/{id}";
    /// Picture of one page for the reviewer (SVG).
    pub const REVIEW_PAGE: &str = "/review/{id}/page/{page}";
    /// 通过 for several that pass every check (POST).
    pub const REVIEW_APPROVE_MANY: &str = "/review/approve";
    /// 通过 (POST).
    pub const REVIEW_APPROVE: &str = "/review/{id}/approve";
    /// 不通过, with a reason (POST).
    pub const REVIEW_REFUSE: &str = "/review/{id}/refuse";
    /// Every certificate, for staff.
    pub const CERTIFICATES: &str = "/certificates";
    /// One certificate, for staff.
    pub const CERTIFICATE: &str = "/certificates/{id}";
    /// Picture of one page, for staff (SVG).
    pub const CERTIFICATE_PAGE: &str = "/certificates/{id}/page/{page}";
    /// The file, for staff: to print it (PDF).
    pub const CERTIFICATE_DOWNLOAD: &str = "/certificates/{id}/download";
    /// 撤销, with a reason (POST).
    pub const CERTIFICATE_REVOKE: &str = "/certificates/{id}/revoke";
    /// 制证: paper copies asked for.
    pub const PAPER: &str = "/paper";
    /// Move one paper copy a step on (POST).
    pub const PAPER_STEP: &str = "/paper/{id}/step";
    /// Move several copies a step on (POST).
    pub const PAPER_STEPS: &str = "/paper/steps";
    /// The chosen copies as one print file (POST, PDF).
    pub const PAPER_PRINT: &str = "/paper/print";
    /// Address labels of the chosen copies (POST, PDF).
    pub const PAPER_LABELS: &str = "/paper/labels";
    /// One copy's own signed file (PDF).
    pub const PAPER_FILE: &str = "/paper/{id}/file";
    /// 补制: a new copy in place of a cancelled one (POST).
    pub const PAPER_REISSUE: &str = "/paper/{id}/reissue";
    /// 会员登记: firms.
    pub const REGISTER: &str = "/register";
    /// One firm and its lawyers.
    pub const REGISTER_FIRM: &str = "/register/{id}";
    /// Import a table: upload and dry run.
    pub const REGISTER_IMPORT: &str = "/register/import";
    /// A dry run; POST commits it.
    pub const REGISTER_COMMIT: &str = "/register/import/{id}";
    /// 报错 received.
    pub const REGISTER_REPORTS: &str = "/register/reports";
    /// A 报错 is dealt with (POST).
    pub const REGISTER_REPORT_CLOSE: &str = "/register/reports/{id}/close";
    /// 邮件: letters and what became of them.
    pub const LETTERS: &str = "/letters";
    /// 重新发送 (POST).
    pub const LETTER_RESEND: &str = "/letters/{id}/resend";
    /// The association's logo in use, by its hash.
    pub const LOGO: &str = "/logo/{hash}";
    /// Style sheet of the association's colour, `164a8a`.
    pub const ACCENT: &str = "/accent/{colour}";
    /// The association's facts and texts, by area.
    pub const SETTINGS: &str = "/settings";
    /// One area: POST previews, saves, or moves an entry of a list.
    pub const SETTINGS_AREA: &str = "/settings/{area}";
    /// Versions of an area.
    pub const SETTINGS_HISTORY: &str = "/settings/{area}/history";
    /// One version of an area; POST brings it back.
    pub const SETTINGS_VERSION: &str = "/settings/{area}/history/{version}";
    /// A logo or seal that was uploaded.
    pub const SETTINGS_ARTWORK: &str = "/settings/artwork/{hash}";
    /// A sample certificate that bears an uploaded seal (SVG).
    pub const SETTINGS_SPECIMEN: &str = "/settings/artwork/{hash}/specimen";
    /// Kinds of certificate: offered or not, review mode.
    pub const KINDS: &str = "/settings/kinds";
    /// Change a kind's switches (POST).
    pub const KIND_SWITCH: &str = "/settings/kinds/{kind}";
    /// Begin a new kind.
    pub const KIND_NEW: &str = "/settings/kinds/new";
    /// The editor of a kind.
    pub const KIND_EDIT: &str = "/settings/kinds/{kind}/edit";
    /// Autosave of the editor (POST by script, JSON answer).
    pub const KIND_SAVE: &str = "/settings/kinds/{kind}/save";
    /// Picture of one page of a sample (SVG).
    pub const KIND_SAMPLE: &str = "/settings/kinds/{kind}/sample/{page}";
    /// Publish what was written.
    pub const KIND_PUBLISH: &str = "/settings/kinds/{kind}/publish";
    /// Take back a version that is not in force yet (POST).
    pub const KIND_UNSCHEDULE: &str = "/settings/kinds/{kind}/unschedule";
    /// Throw a kind's draft away (POST).
    pub const KIND_DISCARD: &str = "/settings/kinds/{kind}/discard";
    /// 停用 or 恢复 (POST).
    pub const KIND_RETIRE: &str = "/settings/kinds/{kind}/retire";
    /// One place up or down in the applicants' list (POST).
    pub const KIND_MOVE: &str = "/settings/kinds/{kind}/move";
    /// All versions of a kind.
    pub const KIND_HISTORY: &str = "/settings/kinds/{kind}/history";
    /// A kind as a file (JSON).
    pub const KIND_EXPORT: &str = "/settings/kinds/{kind}/export";
    /// Look at the file of a kind.
    pub const KIND_IMPORT: &str = "/settings/kinds/import";
    /// Take the file as a draft (POST).
    pub const KIND_IMPORT_DRAFT: &str = "/settings/kinds/import/draft";
    /// Accounts and roles; POST invites.
    pub const ACCOUNTS: &str = "/accounts";
    /// Switch an account off or on, unlock (POST).
    pub const ACCOUNT_SWITCH: &str = "/accounts/{id}/switch";
    /// The audit log; `?format=csv` exports.
    pub const AUDIT: &str = "/audit";
}

/// Where a signed-in person begins; by role.
pub fn home() -> String {
    route::HOME.to_owned()
}

/// Sign in with login and password.
pub fn sign_in() -> String {
    route::SIGN_IN.to_owned()
}

/// End this session.
pub fn sign_out() -> String {
    route::SIGN_OUT.to_owned()
}

/// Ask for a letter that resets the password.
pub fn password_forgot() -> String {
    route::PASSWORD_FORGOT.to_owned()
}

/// Set a password from an invitation or reset letter.
pub fn password_set(token: impl Display) -> String {
    format!("/password/set/{}", segment(token))
}

/// One's own account: password, 大字 mode.
pub fn own_account() -> String {
    route::OWN_ACCOUNT.to_owned()
}

/// Switch 大字 mode on or off (POST).
pub fn large_type() -> String {
    route::LARGE_TYPE.to_owned()
}

/// 常见问题.
pub fn faq() -> String {
    route::FAQ.to_owned()
}

/// 服务热线.
pub fn hotline() -> String {
    route::HOTLINE.to_owned()
}

/// Liveness.
pub fn health() -> String {
    route::HEALTH.to_owned()
}

/// Readiness.
pub fn ready() -> String {
    route::READY.to_owned()
}

/// Embedded style, script, icons.
pub fn asset(file: impl Display) -> String {
    format!("/assets/{}", segment(file))
}

/// Third parties: type a code, or drop a file.
pub fn verify() -> String {
    route::VERIFY.to_owned()
}

/// Third parties: the dropped file (POST).
pub fn verify_file() -> String {
    route::VERIFY_FILE.to_owned()
}

/// Third parties: whether a file of this SHA-256 (hex) is one that was issued.
pub fn verify_hash(hash: impl Display) -> String {
    format!("/verify/hash/{}", segment(hash))
}

/// Third parties: the `OpenAPI` description of all this.
pub fn verify_api() -> String {
    route::VERIFY_API.to_owned()
}

/// Third parties: the answer for one code; JSON with `.json` or by `Accept`.
pub fn verdict(code: impl Display) -> String {
    format!("/V/{}", segment(code))
}

/// The root key's fingerprint and the key manifest.
pub fn root_key() -> String {
    route::ROOT_KEY.to_owned()
}

/// The firm's clerks; POST invites one.
pub fn clerks() -> String {
    route::CLERKS.to_owned()
}

/// Switch a clerk's account off or on (POST).
pub fn clerk_switch(id: impl Display) -> String {
    format!("/clerks/{}/switch", segment(id))
}

/// The association's logo in use, by its hash.
pub fn logo(hash: impl Display) -> String {
    format!("/logo/{}", segment(hash))
}

/// Style sheet of the association's colour; a leading `#` is left out.
pub fn accent(colour: &str) -> String {
    format!("/accent/{}", segment(colour.trim_start_matches('#')))
}

/// One area: POST previews, saves, or moves an entry of a list.
pub fn settings_area(area: impl Display) -> String {
    format!("/settings/{}", segment(area))
}

/// Versions of an area.
pub fn settings_history(area: impl Display) -> String {
    format!("/settings/{}/history", segment(area))
}

/// One version of an area; POST brings it back.
pub fn settings_version(area: impl Display, version: impl Display) -> String {
    format!("/settings/{}/history/{}", segment(area), segment(version))
}

/// A logo or seal that was uploaded.
pub fn settings_artwork(hash: impl Display) -> String {
    format!("/settings/artwork/{}", segment(hash))
}

/// A sample certificate that bears an uploaded seal (SVG).
pub fn settings_specimen(hash: impl Display) -> String {
    format!("/settings/artwork/{}/specimen", segment(hash))
}

/// The association's facts and texts, by area.
pub fn settings() -> String {
    route::SETTINGS.to_owned()
}

/// Kinds of certificate: offered or not, review mode.
pub fn kinds() -> String {
    route::KINDS.to_owned()
}

/// Change a kind's switches (POST).
pub fn kind_switch(kind: impl Display) -> String {
    format!("/settings/kinds/{}", segment(kind))
}

/// Accounts and roles; POST invites.
pub fn accounts() -> String {
    route::ACCOUNTS.to_owned()
}

/// Switch an account off or on, unlock (POST).
pub fn account_switch(id: impl Display) -> String {
    format!("/accounts/{}/switch", segment(id))
}

/// The audit log; `?format=csv` exports.
pub fn audit() -> String {
    route::AUDIT.to_owned()
}
