//! Letters: written in the write of the act that causes them, together with the job that sends them.

use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::application::Application;
use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::letter::{About, Letter, Post};
use crate::domain::time::Moment;
use crate::paths;
use crate::store::Writing;
use crate::store::blobs::Blobs;
use crate::store::jobs::Task;

/// What a letter says.
pub struct Draft {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub attach: Option<Id<Certificate>>,
    pub about: About,
}

/// Puts a letter and its job into the write.
pub fn put(world: &World, writing: &Writing, draft: Draft, now: Moment) -> Result<Id<Letter>, Refused> {
    let settings = writing.settings()?;
    let id = writing.next_id::<Letter>()?;
    let mut random = [0; 12];
    world.random(&mut random);
    let host = settings.host().split(':').next().unwrap_or("localhost").to_owned();
    let letter = Letter {
        id,
        to: draft.to,
        subject: format!("【{}】{}", settings.short, draft.subject),
        text: draft.text,
        attach: draft.attach,
        about: draft.about,
        written: now,
        post: Post::Waiting { last_failure: None },
        tries: 0,
        message_id: format!("{}.{id}@{host}", data_encoding::HEXLOWER.encode(&random)),
    };
    writing.put(&letter)?;
    writing.put_job(Task::Mail(id), now)?;
    Ok(id)
}

/// To the applicant: not approved, and why.
pub fn refused(
    world: &World,
    writing: &Writing,
    application: &Application,
    reason: &str,
    now: Moment,
) -> Result<(), Refused> {
    let settings = writing.settings()?;
    let text = format!(
        "您好：\n\n您提交的申请（{}）审核不通过。\n理由：{reason}\n\n您可以修改后重新申请：{}{}\n\n{}",
        application.number(),
        settings.base_url,
        paths::record(application.id),
        settings.association
    );
    result(world, writing, application, "申请审核不通过", text, None, now)
}

/// To the applicant: approved, with the certificate.
pub fn approved(
    world: &World,
    writing: &Writing,
    application: &Application,
    certificate: &Certificate,
    now: Moment,
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
    result(world, writing, application, "电子证明已出具", text, Some(certificate.id), now)
}

/// To the applicant: the certificate was revoked.
pub fn revoked(
    world: &World,
    writing: &Writing,
    application: &Application,
    certificate: &Certificate,
    reason: &str,
    now: Moment,
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
    result(world, writing, application, "电子证明已撤销", text, None, now)
}

fn result(
    world: &World,
    writing: &Writing,
    application: &Application,
    subject: &str,
    text: String,
    attach: Option<Id<Certificate>>,
    now: Moment,
) -> Result<(), Refused> {
    let Some(submission) = &application.submission else { return Ok(()) };
    let draft = Draft {
        to: submission.email.clone(),
        subject: subject.to_owned(),
        text,
        attach,
        about: About::Application(application.id),
    };
    put(world, writing, draft, now)?;
    Ok(())
}
