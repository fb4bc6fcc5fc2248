//! One firm of the register with everything that is known of it and its lawyers.

use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::id::Id;
use crate::domain::permission::Right;
use crate::domain::register::{Discipline, Dues, Firm, Honour, Lawyer, Member, Table};
use crate::store::register::RegisterLook;

/// What the register holds. A table that was never loaded is `None`: it says nothing.
#[derive(Clone, Debug)]
pub struct FirmFile {
    pub firm: Firm,
    pub lawyers: Vec<Lawyer>,
    /// Each with the name of the member, the firm's own first.
    pub discipline: Option<Vec<(String, Discipline)>>,
    /// The newest year first.
    pub dues: Option<Vec<Dues>>,
    pub honours: Option<Vec<(String, Honour)>>,
}

/// Reads it.
pub fn open(world: &World, person: &Person, id: Id<Firm>) -> Result<FirmFile, Refused> {
    person.needs(Right::KeepRegister)?;
    let look = world.store.read()?;
    let firm = look.firm(id)?.ok_or(Refused::NotFound)?;
    let lawyers = look.lawyers_of(id)?;
    let mut members = vec![(Member::Firm(id), firm.name.clone())];
    members.extend(lawyers.iter().map(|lawyer| (Member::Lawyer(lawyer.id), lawyer.name.as_str().to_owned())));
    let (mut discipline, mut honours) = (Vec::new(), Vec::new());
    for (member, name) in &members {
        discipline.extend(look.discipline_of(*member)?.into_iter().map(|entry| (name.clone(), entry)));
        honours.extend(look.honours_of(*member)?.into_iter().map(|entry| (name.clone(), entry)));
    }
    let mut dues = look.dues_of(id)?;
    dues.reverse();
    Ok(FirmFile {
        discipline: look.loaded(Table::Discipline)?.map(|_| discipline),
        dues: look.loaded(Table::Dues)?.map(|_| dues),
        honours: look.loaded(Table::Honours)?.map(|_| honours),
        firm,
        lawyers,
    })
}
