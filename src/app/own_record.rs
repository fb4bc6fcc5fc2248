//! 详情: one record of the applicant with everything that belongs to it, and its pages as pictures.

use crate::app::case::Case;
use crate::app::draft::may_apply_again;
use crate::app::person::Person;
use crate::app::picture::Drawn;
use crate::app::refused::Refused;
use crate::app::sheet;
use crate::app::world::World;
use crate::domain::application::{Application, Submission};
use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::kind::KindVersion;
use crate::domain::letter::Letter;
use crate::domain::paper::PaperCopy;
use crate::domain::rule::{Facts, Finding};
use crate::domain::stage::StageName;
use crate::store::blobs::Blobs;
use crate::store::records::id_key;
use crate::store::{Look, Snapshot, StoreError};

/// One submitted application.
pub struct OwnRecord {
    pub application: Application,
    pub submission: Submission,
    pub version: KindVersion,
    pub firm: String,
    pub certificate: Option<Certificate>,
    /// By number.
    pub copies: Vec<PaperCopy>,
    /// Letters about it, newest first.
    pub letters: Vec<Letter>,
    /// As decided on, or as the register says now.
    pub facts: Facts,
    pub findings: Vec<Finding>,
    /// Whether 重新申请 is offered.
    pub again: bool,
    /// Pages of the certificate, or of its preview; 0 while the file is being made.
    pub pages: usize,
}

impl OwnRecord {
    /// Whether the file is being made and nothing has gone wrong with it.
    pub fn is_being_made(&self) -> bool {
        self.application.is(StageName::Issuing) && self.certificate.as_ref().is_some_and(|one| one.failures == 0)
    }
}

/// What an id of one's own stands for.
pub enum Found {
    /// Not submitted yet; whether its kind is chosen.
    Draft {
        kind: bool,
    },
    Record(Box<OwnRecord>),
}

/// Reads a record. `NotFound` where it is somebody else's.
pub fn read(world: &World, person: &Person, id: Id<Application>) -> Result<Found, Refused> {
    let look = world.store.read()?;
    let application = owned(&look, person, id)?;
    let Some(submission) = application.submission.clone() else {
        return Ok(Found::Draft { kind: application.kind.is_some() });
    };
    let case = Case::read(&look, application, world.today())?;
    let (facts, findings) = match &case.application.decision {
        Some(decision) => (decision.facts.clone(), decision.findings.clone()),
        None => {
            let facts = case.facts(&look, &submission)?;
            let findings = case.findings(&facts);
            (facts, findings)
        }
    };
    let certificate = certificate(&look, &case.application)?;
    let pages = pages(world, &look, &case, &submission, &facts, certificate.as_ref())?;
    let mut copies: Vec<PaperCopy> = look.marked("paper-application", id_key(id))?;
    copies.sort_by_key(|copy| copy.index);
    let mut letters: Vec<Letter> = look.marked("letter-application", id_key(id))?;
    letters.reverse();
    Ok(Found::Record(Box::new(OwnRecord {
        again: may_apply_again(&look, &case.application, case.today)?,
        application: case.application,
        submission,
        version: case.version,
        firm: case.firm.name,
        certificate,
        copies,
        letters,
        facts,
        findings,
        pages,
    })))
}

/// The picture of one page, counted from 1: of the issued file, or of a preview while there is none.
pub fn page(world: &World, person: &Person, id: Id<Application>, page: usize) -> Result<Drawn, Refused> {
    let look = world.store.read()?;
    let application = owned(&look, person, id)?;
    let submission = application.submission.clone().ok_or(Refused::NotFound)?;
    if let Some(certificate) = certificate(&look, &application)? {
        let hash = certificate.file_hash.clone().ok_or(Refused::NotFound)?;
        return world.pictures.page(&hash, page, || file(&look, &certificate));
    }
    let case = Case::read(&look, application, world.today())?;
    let facts = case.facts(&look, &submission)?;
    sheet::preview(world, &case, &submission, &facts)?.page(world, page)
}

/// A submitted application or a draft of one's own.
pub fn owned(look: &impl Look, person: &Person, id: Id<Application>) -> Result<Application, Refused> {
    let application: Application = look.get(&id_key(id))?.ok_or(Refused::NotFound)?;
    person.owns(&application)?;
    if application.is(StageName::Draft) && application.lawyer != person.account.lawyer {
        return Err(Refused::NotFound);
    }
    Ok(application)
}

/// The certificate of an application, once one is numbered.
pub fn certificate(look: &impl Look, application: &Application) -> Result<Option<Certificate>, StoreError> {
    match application.certificate() {
        Some(id) => look.get(&id_key(id)),
        None => Ok(None),
    }
}

/// The finished file.
pub fn file(look: &impl Look, certificate: &Certificate) -> Result<Vec<u8>, Refused> {
    let damaged = || StoreError::Damaged(format!("the file of certificate {} is missing", certificate.id));
    Ok(look.file(certificate.id)?.ok_or_else(damaged)?)
}

fn pages(
    world: &World,
    look: &Snapshot,
    case: &Case,
    submission: &Submission,
    facts: &Facts,
    certificate: Option<&Certificate>,
) -> Result<usize, Refused> {
    match certificate {
        Some(certificate) => match &certificate.file_hash {
            Some(hash) => world.pictures.count(hash, || file(look, certificate)),
            None => Ok(0),
        },
        // The register may have lost since what the words need; the record itself must still be shown.
        None => {
            Ok(sheet::preview(world, case, submission, facts).and_then(|unissued| unissued.count(world)).unwrap_or(0))
        }
    }
}
