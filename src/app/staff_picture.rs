//! Pages as staff see them: of an application the certificate, or its preview while there is none.

use crate::app::case::Case;
use crate::app::own_record::{certificate, file};
use crate::app::person::Person;
use crate::app::picture::Drawn;
use crate::app::refused::Refused;
use crate::app::review::checklist;
use crate::app::sheet;
use crate::app::world::World;
use crate::domain::application::{Application, Submission};
use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::permission::Right;
use crate::domain::rule::Facts;
use crate::store::Look;
use crate::store::records::id_key;

/// How many pages a certificate has; 0 while its file is being made.
pub fn count(world: &World, look: &impl Look, certificate: &Certificate) -> Result<usize, Refused> {
    match &certificate.file_hash {
        Some(hash) => world.pictures.count(hash, || file(look, certificate)),
        None => Ok(0),
    }
}

/// How many pages an application's certificate or preview has. 0 where there is nothing to show: the register may have
/// lost since what the words need, and the application itself must still be shown.
pub fn count_of(
    world: &World,
    look: &impl Look,
    case: &Case,
    submission: &Submission,
    facts: &Facts,
) -> Result<usize, Refused> {
    match certificate(look, &case.application)? {
        Some(certificate) => count(world, look, &certificate),
        None => {
            Ok(sheet::preview(world, case, submission, facts).and_then(|unissued| unissued.count(world)).unwrap_or(0))
        }
    }
}

/// Page `page` (from 1) of what a reviewer decides on.
pub fn of_application(world: &World, person: &Person, id: Id<Application>, page: usize) -> Result<Drawn, Refused> {
    person.needs(Right::Review)?;
    let look = world.store.read()?;
    let application: Application = look.get(&id_key(id))?.ok_or(Refused::NotFound)?;
    if let Some(certificate) = certificate(&look, &application)? {
        return drawn(world, &look, &certificate, page);
    }
    let submission = application.submission.clone().ok_or(Refused::NotFound)?;
    let judged = checklist(world, &look, application)?;
    sheet::preview(world, &judged.case, &submission, &judged.facts)?.page(world, page)
}

/// Page `page` (from 1) of a certificate.
pub fn of_certificate(world: &World, person: &Person, id: Id<Certificate>, page: usize) -> Result<Drawn, Refused> {
    person.needs(Right::SeeCertificates)?;
    let look = world.store.read()?;
    let certificate: Certificate = look.get(&id_key(id))?.ok_or(Refused::NotFound)?;
    drawn(world, &look, &certificate, page)
}

fn drawn(world: &World, look: &impl Look, certificate: &Certificate, page: usize) -> Result<Drawn, Refused> {
    let hash = certificate.file_hash.clone().ok_or(Refused::NotFound)?;
    world.pictures.page(&hash, page, || file(look, certificate))
}
