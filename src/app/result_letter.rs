//! Letters that tell an applicant what came of an application.

use crate::app::outbox::{Words, put};
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::application::Application;
use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::letter::About;
use crate::domain::paper::{PaperCopy, PaperState, Told};
use crate::domain::settings::Settings;
use crate::paths;
use crate::store::blobs::Blobs;
use crate::store::records::id_key;
use crate::store::{Look, Writing};

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

/// To the applicant: paper copies of one application that can be fetched, were posted, or were cancelled. Other steps
/// send no letter.
pub fn paper(world: &World, writing: &Writing, copies: &[PaperCopy]) -> Result<(), Refused> {
    let Some(first) = copies.first() else { return Ok(()) };
    let settings = writing.settings()?;
    let application: Application = writing.get(&id_key(first.application))?.ok_or(Refused::NotFound)?;
    let certificate = application.certificate().ok_or(Refused::NotFound)?;
    let certificate: Certificate = writing.get(&id_key(certificate))?.ok_or(Refused::NotFound)?;
    let which: Vec<String> = copies.iter().map(|copy| format!("第 {} 份", copy.index)).collect();
    let which = format!("《{}》（{}）纸质证明{}", certificate.title, certificate.serial.show(), which.join("、"));
    let told = first.steps.last().map_or(&Told::Nothing, |step| &step.told);
    let (subject, words) = match (first.state, told) {
        (PaperState::Ready, _) => {
            ("纸质证明可以领取", format!("{which}已制好，请到本会领取。{}", collect_at(&settings)))
        }
        (PaperState::Posted, Told::Parcel { courier, tracking }) => {
            ("纸质证明已寄出", format!("{which}已寄出。\n快递公司：{courier}\n快递单号：{tracking}"))
        }
        (PaperState::Cancelled, Told::Reason { public, remark }) => {
            let remark = if remark.is_empty() { String::new() } else { format!("\n说明：{remark}") };
            let words = format!(
                "{which}已作废，请勿再使用；有人核验时会显示“已撤销”。电子证明和其他各份不受影响。\n原因：{public}{remark}"
            );
            ("纸质证明已作废", words)
        }
        _ => return Ok(()),
    };
    let link = format!("{}{}", settings.base_url, paths::record(application.id));
    let text = format!("您好：\n\n{words}\n\n详情：{link}\n\n{}", settings.association);
    result(world, writing, &application, subject, text, None)
}

/// Where copies are handed over, and whom to ask.
fn collect_at(settings: &Settings) -> String {
    let place = match settings.collect_at.trim() {
        "" => String::new(),
        place => format!("\n领取地点：{place}"),
    };
    let phone = match settings.hotline.phone.trim() {
        "" => String::new(),
        phone => format!("\n服务热线：{phone}"),
    };
    format!("{place}{phone}\n领取时请出示本人身份证件或律所介绍信。")
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
