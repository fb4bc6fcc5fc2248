//! Letters that tell an applicant what came of an application.

use crate::app::outbox::{Words, put};
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::application::Application;
use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::letter::About;
use crate::paths;
use crate::store::Writing;
use crate::store::blobs::Blobs;

/// To the applicant: not approved, and why.
pub fn refused(world: &World, writing: &Writing, application: &Application, reason: &str) -> Result<(), Refused> {
    let settings = writing.settings()?;
    let text = format!(
        "您好：\n\n您提交的申请（{}）审核不通过。\n理由：{reason}\n\n您可以修改后重新申请：{}{}\n\n{}",
        application.number(),
        settings.base_url,
        paths::record(application.id),
        settings.association
    );
    result(world, writing, application, "申请审核不通过", text, None)
}

/// To the applicant: approved, with the certificate.
pub fn approved(
    world: &World,
    writing: &Writing,
    application: &Application,
    certificate: &Certificate,
) -> Result<(), Refused> {
    let settings = writing.settings()?;
    let text = format!(
        "您好：\n\n您申请的《{}》（{}）已审核通过，电子证明见附件，也可在此查看和下载：{}{}\n\n{}",
        certificate.title,
        certificate.serial.show(),
        settings.base_url,
        paths::record(application.id),
        settings.association
    );
    result(world, writing, application, "电子证明已出具", text, Some(certificate.id))
}

/// To the applicant: the certificate was revoked.
pub fn revoked(
    world: &World,
    writing: &Writing,
    application: &Application,
    certificate: &Certificate,
    reason: &str,
) -> Result<(), Refused> {
    let settings = writing.settings()?;
    let text = format!(
        "您好：\n\n《{}》（{}）已被撤销，请勿再使用。\n理由：{reason}\n\n详情：{}{}\n\n{}",
        certificate.title,
        certificate.serial.show(),
        settings.base_url,
        paths::record(application.id),
        settings.association
    );
    result(world, writing, application, "电子证明已撤销", text, None)
}

/// To the applicant: the revocation was taken back.
pub fn reinstated(
    world: &World,
    writing: &Writing,
    application: &Application,
    certificate: &Certificate,
    reason: &str,
) -> Result<(), Refused> {
    let settings = writing.settings()?;
    let text = format!(
        "您好：\n\n《{}》（{}）此前被撤销，现已恢复，可以继续使用。\n原因：{reason}\n\n详情：{}{}\n\n{}",
        certificate.title,
        certificate.serial.show(),
        settings.base_url,
        paths::record(application.id),
        settings.association
    );
    result(world, writing, application, "电子证明已恢复", text, None)
}

/// To the applicant: a newer certificate stands in the place of this one.
pub fn replaced(
    world: &World,
    writing: &Writing,
    application: &Application,
    old: &Certificate,
    new: &Certificate,
    reason: &str,
) -> Result<(), Refused> {
    let settings = writing.settings()?;
    let text = format!(
        "您好：\n\n《{}》（{}）已换发为{}，原证明请勿再使用。\n原因：{reason}\n\n新证明制成后会另行发送，也可在此查看：{}{}\n\n{}",
        old.title,
        old.serial.show(),
        new.serial.show(),
        settings.base_url,
        paths::record(new.application),
        settings.association
    );
    result(world, writing, application, "电子证明已换发", text, None)
}

fn result(
    world: &World,
    writing: &Writing,
    application: &Application,
    subject: &str,
    text: String,
    attach: Option<Id<Certificate>>,
) -> Result<(), Refused> {
    let Some(submission) = &application.submission else { return Ok(()) };
    let settings = writing.settings()?;
    let words = Words {
        to: submission.email.clone(),
        subject: format!("【{}】{subject}", settings.short),
        text,
        attach,
        about: About::Application(application.id),
    };
    put(writing, world, &settings, words)?;
    Ok(())
}
