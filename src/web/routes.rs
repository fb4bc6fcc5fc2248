//! The one route table. What is not here does not exist; who may come is said here and nowhere else.

use crate::domain::permission::Right;
use crate::paths::route;
use crate::web::row::{Row, act, show, upload};
use crate::web::{
    accounts, apply_facts, apply_form, apply_kind, apply_lawyers, apply_preview, assets, audit, clerks, consents, help,
    home, large_type, log, looks, mine, own_account, password_forgot, password_set, receipt, record, record_mail,
    report, sign_in, verify,
};
use crate::web::{
    balance, certificate_acts, certificates, kind_edit, kind_file, kind_publish, kind_switches, letters, operation,
    paper, paper_batch, reasons, register, register_import, reports, review, review_many, settings, settings_history,
};

/// Every row.
pub fn table() -> Vec<Row> {
    [public(), people(), trip(), staff(), kinds()].into_iter().flatten().collect()
}

fn public() -> Vec<Row> {
    vec![
        show(route::HEALTH, Right::Public, assets::health),
        show(route::READY, Right::Public, assets::ready),
        show(route::ASSET, Right::Public, assets::show),
        show(route::SIGN_IN, Right::Public, sign_in::show),
        act(route::SIGN_IN, Right::Public, sign_in::sign_in),
        show(route::PASSWORD_FORGOT, Right::Public, password_forgot::show),
        act(route::PASSWORD_FORGOT, Right::Public, password_forgot::forgot),
        show(route::PASSWORD_SET, Right::Public, password_set::show),
        act(route::PASSWORD_SET, Right::Public, password_set::set),
        act(route::LARGE_TYPE, Right::Public, large_type::switch).open(),
        show(route::FAQ, Right::Public, help::faq),
        show(route::HOTLINE, Right::Public, help::hotline),
        show(route::VERIFY, Right::Public, verify::show),
        upload(route::VERIFY_FILE, Right::Public, verify::file).open(),
        show(route::VERIFY_HASH, Right::Public, verify::hash),
        show(route::VERIFY_API, Right::Public, assets::openapi),
        show(route::VERDICT, Right::Public, verify::verdict),
        act(route::VERDICT, Right::Public, verify::compare).open(),
        show(route::ROOT_KEY, Right::Public, verify::root_key),
        act(route::RECEIPT, Right::Public, receipt::give).open(),
        show(route::LOG_CHECKPOINT, Right::Public, log::checkpoint),
        show(route::LOG_TILE, Right::Public, log::tile),
        show(route::LOG_SIZE, Right::Public, log::of_size),
        show(route::LOG_PROOF, Right::Public, log::proof),
        show(route::LOG_WITNESSED, Right::Public, log::witnessed),
        show(route::LOG_CONSISTENCY, Right::Public, log::consistency),
        show(route::LOGO, Right::Public, looks::logo),
        show(route::ACCENT, Right::Public, looks::accent),
    ]
}

fn people() -> Vec<Row> {
    vec![
        show(route::HOME, Right::SignedIn, home::show),
        act(route::SIGN_OUT, Right::SignedIn, sign_in::sign_out),
        show(route::OWN_ACCOUNT, Right::SignedIn, own_account::show),
        act(route::OWN_ACCOUNT, Right::SignedIn, own_account::change),
        show(route::CLERKS, Right::ManageClerks, clerks::list),
        act(route::CLERKS, Right::ManageClerks, clerks::invite),
        act(route::CLERK_SWITCH, Right::ManageClerks, clerks::switch),
        show(route::ACCOUNTS, Right::ManageAccounts, accounts::list),
        act(route::ACCOUNTS, Right::ManageAccounts, accounts::invite),
        act(route::ACCOUNT_SWITCH, Right::ManageAccounts, accounts::switch),
        show(route::AUDIT, Right::ReadAudit, audit::show),
    ]
}

/// 我要申请 and 我的证明.
fn trip() -> Vec<Row> {
    vec![
        show(route::APPLY, Right::Apply, apply_facts::show),
        act(route::APPLY, Right::Apply, apply_facts::begin),
        show(route::APPLY_KIND, Right::Apply, apply_kind::show),
        act(route::APPLY_KIND, Right::Apply, apply_kind::choose),
        show(route::APPLY_FORM, Right::Apply, apply_form::show),
        act(route::APPLY_FORM, Right::Apply, apply_form::save),
        act(route::APPLY_SAVE, Right::Apply, apply_form::autosave),
        show(route::APPLY_LAWYERS, Right::Apply, apply_lawyers::show),
        act(route::APPLY_LAWYERS, Right::Apply, apply_lawyers::choose),
        show(route::APPLY_PREVIEW, Right::Apply, apply_preview::show),
        show(route::APPLY_PREVIEW_PAGE, Right::Apply, apply_preview::show_page),
        act(route::APPLY_SUBMIT, Right::Apply, apply_preview::submit),
        show(route::APPLY_DONE, Right::Apply, apply_preview::done),
        act(route::APPLY_DISCARD, Right::Apply, apply_facts::discard),
        show(route::REPORT, Right::Apply, report::show),
        act(route::REPORT, Right::Apply, report::leave),
        show(route::TEMPLATE, Right::SeeTemplates, apply_kind::template),
        show(route::TEMPLATE_PAGE, Right::SeeTemplates, apply_kind::template_page),
        show(route::MINE, Right::Apply, mine::show),
        show(route::RECORD, Right::Apply, record::show),
        show(route::RECORD_PAGE, Right::Apply, record::show_page),
        show(route::RECORD_DOWNLOAD, Right::Apply, record::fetch),
        show(route::RECORD_MAIL, Right::Apply, record_mail::show),
        act(route::RECORD_MAIL, Right::Apply, record_mail::send),
        act(route::RECORD_WITHDRAW, Right::Apply, record::take_back),
        act(route::RECORD_AGAIN, Right::Apply, record::again),
        act(route::RECORD_REPLACE, Right::Apply, record::replace),
        show(route::CONSENTS, Right::Consent, consents::list),
        show(route::CONSENT_PAGE, Right::Consent, consents::show_page),
        act(route::CONSENT, Right::Consent, consents::answer),
    ]
}

/// Reviewers, the paper desk, the registrar, the system administrator.
fn staff() -> Vec<Row> {
    vec![
        show(route::REVIEW, Right::Review, review::queue),
        show(route::REVIEW_ONE, Right::Review, review::one),
        show(route::REVIEW_PAGE, Right::Review, review::show_page),
        act(route::REVIEW_APPROVE_MANY, Right::Review, review_many::approve),
        act(route::REVIEW_APPROVE, Right::Review, review::approve),
        act(route::REVIEW_REFUSE, Right::Review, review::refuse),
        show(route::CERTIFICATES, Right::SeeCertificates, certificates::list),
        show(route::BALANCE, Right::SeeCertificates, balance::show),
        show(route::CERTIFICATE, Right::SeeCertificates, certificates::one),
        show(route::CERTIFICATE_PAGE, Right::SeeCertificates, certificates::show_page),
        show(route::CERTIFICATE_DOWNLOAD, Right::SeeCertificates, certificates::download),
        act(route::CERTIFICATE_REVOKE, Right::Review, certificate_acts::revoke),
        act(route::CERTIFICATE_REINSTATE, Right::Review, certificate_acts::reinstate),
        act(route::CERTIFICATE_REPLACE, Right::Review, certificate_acts::replace),
        show(route::PAPER, Right::MakePaper, paper::desk),
        act(route::PAPER_STEP, Right::MakePaper, paper::step),
        show(route::PAPER_FILE, Right::MakePaper, paper::file),
        act(route::PAPER_REISSUE, Right::MakePaper, paper::reissue),
        act(route::PAPER_STEPS, Right::MakePaper, paper_batch::steps),
        act(route::PAPER_PRINT, Right::MakePaper, paper_batch::print),
        act(route::PAPER_LABELS, Right::MakePaper, paper_batch::labels),
        show(route::REGISTER, Right::KeepRegister, register::list),
        show(route::REGISTER_FIRM, Right::KeepRegister, register::firm),
        show(route::REGISTER_IMPORT, Right::KeepRegister, register_import::show),
        upload(route::REGISTER_IMPORT, Right::KeepRegister, register_import::upload),
        show(route::REGISTER_COMMIT, Right::KeepRegister, register_import::dry_run),
        act(route::REGISTER_COMMIT, Right::KeepRegister, register_import::commit),
        show(route::REGISTER_REPORTS, Right::KeepRegister, reports::list),
        act(route::REGISTER_REPORT_CLOSE, Right::KeepRegister, reports::close),
        show(route::LETTERS, Right::KeepLetters, letters::list),
        act(route::LETTER_RESEND, Right::KeepLetters, letters::resend),
        show(route::SETTINGS, Right::ChangeSettings, settings::index),
        show(route::SETTINGS_AREA, Right::ChangeSettings, settings::show),
        upload(route::SETTINGS_AREA, Right::ChangeSettings, settings::change),
        show(route::SETTINGS_HISTORY, Right::ChangeSettings, settings_history::list),
        show(route::SETTINGS_VERSION, Right::ChangeSettings, settings_history::one),
        act(route::SETTINGS_VERSION, Right::ChangeSettings, settings_history::bring_back),
        show(route::SETTINGS_ARTWORK, Right::ChangeSettings, looks::artwork),
        show(route::SETTINGS_SPECIMEN, Right::ChangeSettings, looks::specimen),
        show(route::OPERATION, Right::ChangeSettings, operation::show),
        show(route::REASONS, Right::ChangeSettings, reasons::show),
        act(route::REASONS, Right::ChangeSettings, reasons::change),
    ]
}

/// 证明种类, by the system administrator.
fn kinds() -> Vec<Row> {
    vec![
        show(route::KINDS, Right::ChangeSettings, kind_switches::list),
        act(route::KIND_SWITCH, Right::ChangeSettings, kind_switches::switch),
        show(route::KIND_NEW, Right::ChangeSettings, kind_edit::new),
        act(route::KIND_NEW, Right::ChangeSettings, kind_edit::begin),
        show(route::KIND_EDIT, Right::ChangeSettings, kind_edit::show),
        show(route::KIND_SAMPLE, Right::ChangeSettings, kind_edit::sample),
        act(route::KIND_EDIT, Right::ChangeSettings, kind_edit::save),
        act(route::KIND_SAVE, Right::ChangeSettings, kind_edit::autosave),
        act(route::KIND_DISCARD, Right::ChangeSettings, kind_edit::discard),
        show(route::KIND_PUBLISH, Right::ChangeSettings, kind_publish::show),
        act(route::KIND_PUBLISH, Right::ChangeSettings, kind_publish::publish),
        act(route::KIND_UNSCHEDULE, Right::ChangeSettings, kind_publish::unschedule),
        act(route::KIND_MOVE, Right::ChangeSettings, kind_switches::shift),
        act(route::KIND_RETIRE, Right::ChangeSettings, kind_publish::retire),
        show(route::KIND_HISTORY, Right::ChangeSettings, kind_publish::history),
        show(route::KIND_EXPORT, Right::ChangeSettings, kind_file::export),
        show(route::KIND_IMPORT, Right::ChangeSettings, kind_file::show),
        upload(route::KIND_IMPORT, Right::ChangeSettings, kind_file::upload),
        act(route::KIND_IMPORT_DRAFT, Right::ChangeSettings, kind_file::take),
    ]
}
