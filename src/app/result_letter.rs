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
use crate::text::letters::{self, LetterKind};

/// To the applicant: not approved, and why.
pub fn refused(world: &World, writing: &Writing, application: &Application, reason: &str) -> Result<(), Refused> {
    let number = application.number();
    let values = [(letters::APPLICATION, number.as_str()), (letters::REASON, reason)];
    result(world, writing, application, LetterKind::Refused, &values, None)
}

/// To the applicant: approved, with the certificate.
pub fn approved(
    world: &World,
    writing: &Writing,
    application: &Application,
    certificate: &Certificate,
) -> Result<(), Refused> {
    let number = certificate.serial.show();
    let values = [(letters::TITLE, certificate.title.as_str()), (letters::NUMBER, number.as_str())];
    result(world, writing, application, LetterKind::Approved, &values, Some(certificate.id))
}

/// To the applicant: the certificate was revoked ([`LetterKind::Revoked`]), or the revocation was taken back
/// ([`LetterKind::Reinstated`]).
pub fn turned(
    world: &World,
    writing: &Writing,
    application: &Application,
    certificate: &Certificate,
    (kind, reason): (LetterKind, &str),
) -> Result<(), Refused> {
    let number = certificate.serial.show();
    let values =
        [(letters::TITLE, certificate.title.as_str()), (letters::NUMBER, number.as_str()), (letters::REASON, reason)];
    result(world, writing, application, kind, &values, None)
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
    let (number, newer) = (old.serial.show(), new.serial.show());
    let values = [
        (letters::TITLE, old.title.as_str()),
        (letters::NUMBER, number.as_str()),
        (letters::NEWER, newer.as_str()),
        (letters::REASON, reason),
    ];
    result(world, writing, application, LetterKind::Replaced, &values, None)
}

/// To the applicant: paper copies of one application that can be fetched, were posted, or were cancelled. Other steps
/// send no letter.
pub fn paper(world: &World, writing: &Writing, copies: &[PaperCopy]) -> Result<(), Refused> {
    let Some(first) = copies.first() else { return Ok(()) };
    let settings = writing.settings()?;
    let application: Application = writing.get(&id_key(first.application))?.ok_or(Refused::NotFound)?;
    let certificate = application.certificate().ok_or(Refused::NotFound)?;
    let certificate: Certificate = writing.get(&id_key(certificate))?.ok_or(Refused::NotFound)?;
    let number = certificate.serial.show();
    let which: Vec<String> = copies.iter().map(|copy| format!("第 {} 份", copy.index)).collect();
    let (which, place) = (which.join("、"), collect_at(&settings));
    let mut values = vec![
        (letters::TITLE, certificate.title.as_str()),
        (letters::NUMBER, number.as_str()),
        (letters::COPIES, which.as_str()),
    ];
    let told = first.steps.last().map_or(&Told::Nothing, |step| &step.told);
    let words = told.line();
    let kind = match (first.state, told) {
        (PaperState::Ready, _) => {
            values.push((letters::COLLECT_AT, &place));
            LetterKind::PaperReady
        }
        (PaperState::Posted, Told::Parcel { courier, tracking }) => {
            values.extend([(letters::COURIER, courier.as_str()), (letters::TRACKING, tracking.as_str())]);
            LetterKind::PaperPosted
        }
        (PaperState::Cancelled, _) => {
            values.push((letters::REASON, &words));
            LetterKind::CopyCancelled
        }
        _ => return Ok(()),
    };
    result(world, writing, &application, kind, &values, None)
}

/// Where copies are handed over; where nothing is set, whom to ask.
fn collect_at(settings: &Settings) -> String {
    match (settings.collect_at.trim(), settings.hotline.phone.trim()) {
        ("", "") => format!("{}，详情请咨询本会", settings.association),
        ("", phone) => format!("请致电服务热线 {phone} 咨询"),
        (place, _) => place.to_owned(),
    }
}

/// Writes a letter of this kind; its link leads to the record.
fn result(
    world: &World,
    writing: &Writing,
    application: &Application,
    kind: LetterKind,
    values: &[(&str, &str)],
    attach: Option<Id<Certificate>>,
) -> Result<(), Refused> {
    let Some(submission) = &application.submission else { return Ok(()) };
    let settings = writing.settings()?;
    let link = format!("{}{}", settings.base_url, paths::record(application.id));
    let values = [values, &[(letters::LINK, link.as_str())]].concat();
    let (subject, text) = letters::words(&settings, kind, &values);
    let about = About::Application(application.id);
    put(writing, world, &settings, Words { to: submission.email.clone(), subject, text, attach, about })?;
    Ok(())
}
