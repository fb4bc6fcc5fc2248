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

/// To the applicant: the certificate was revoked.
pub fn revoked(
    world: &World,
    writing: &Writing,
    application: &Application,
    certificate: &Certificate,
    reason: &str,
) -> Result<(), Refused> {
    let number = certificate.serial.show();
    let values =
        [(letters::TITLE, certificate.title.as_str()), (letters::NUMBER, number.as_str()), (letters::REASON, reason)];
    result(world, writing, application, LetterKind::Revoked, &values, None)
}

/// To the applicant: the revocation was taken back.
pub fn reinstated(
    world: &World,
    writing: &Writing,
    application: &Application,
    certificate: &Certificate,
    reason: &str,
) -> Result<(), Refused> {
    let number = certificate.serial.show();
    let values =
        [(letters::TITLE, certificate.title.as_str()), (letters::NUMBER, number.as_str()), (letters::REASON, reason)];
    result(world, writing, application, LetterKind::Reinstated, &values, None)
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
