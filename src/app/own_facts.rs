//! Step 1: what the register says of the applicant, and the drafts that wait to be finished.

use crate::app::case::data_date;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::application::Application;
use crate::domain::kind::Kind;
use crate::domain::permission::Right;
use crate::domain::register::{Firm, Lawyer, LawyerState};
use crate::domain::stage::StageName;
use crate::domain::time::Day;
use crate::store::records::id_key;
use crate::store::register::RegisterLook;
use crate::store::{Look, StoreError};

/// The register's words about the applicant.
#[derive(Clone, Debug)]
pub struct OwnFacts {
    /// None where the register does not hold the firm.
    pub firm: Option<Firm>,
    /// Where a lawyer applies; none where the register does not hold him or her any more.
    pub lawyer: Option<Lawyer>,
    /// Practising lawyers of the firm.
    pub practising: usize,
    /// Up to which day the register vouches for this; none where it was never loaded.
    pub data_date: Option<Day>,
    /// The person's own drafts, the one touched last first, with the kind's name once it is chosen.
    pub drafts: Vec<(Application, Option<String>)>,
}

/// Reads them.
pub fn read(world: &World, person: &Person) -> Result<OwnFacts, Refused> {
    person.needs(Right::Apply)?;
    let id = person.firm()?;
    let look = world.store.read()?;
    let lawyers = look.lawyers_of(id)?;
    let own: Vec<Application> = look.marked("application-firm", id_key(id))?;
    let mut drafts: Vec<Application> =
        own.into_iter().filter(|draft| draft.is(StageName::Draft) && draft.account == person.account.id).collect();
    drafts.sort_by_key(|draft| std::cmp::Reverse(draft.changed));
    let drafts = drafts.into_iter().map(|draft| named(&look, draft, world.today())).collect::<Result<_, _>>()?;
    Ok(OwnFacts {
        firm: look.firm(id)?,
        lawyer: person.account.lawyer.and_then(|own| lawyers.iter().find(|lawyer| lawyer.id == own).cloned()),
        practising: lawyers.iter().filter(|lawyer| lawyer.state == LawyerState::Practising).count(),
        data_date: data_date(&look, &[])?,
        drafts,
    })
}

fn named(look: &impl Look, draft: Application, today: Day) -> Result<(Application, Option<String>), StoreError> {
    let kind: Option<Kind> = match &draft.kind {
        Some(id) => look.get(id.as_str().as_bytes())?,
        None => None,
    };
    let name = kind.and_then(|kind| kind.on(today).map(|version| version.name.clone()));
    Ok((draft, name))
}
