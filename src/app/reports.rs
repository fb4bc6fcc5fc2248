//! 报错处理: what members say is wrong in the register.

use crate::app::names::Names;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::slice::Slice;
use crate::app::world::World;
use crate::domain::account::Account;
use crate::domain::id::Id;
use crate::domain::permission::Right;
use crate::domain::report::Report;
use crate::store::Look;
use crate::store::records::id_key;

/// A report with the names that belong to it.
#[derive(Clone, Debug)]
pub struct Received {
    pub report: Report,
    pub firm: String,
    /// Who left it.
    pub who: String,
    /// Who dealt with it; empty while nobody has.
    pub by: String,
}

/// The reports that wait, oldest first, or those dealt with, newest first; and how many there are in all.
pub fn list(world: &World, person: &Person, closed: bool, slice: Slice) -> Result<(Vec<Received>, usize), Refused> {
    person.needs(Right::KeepRegister)?;
    let look = world.store.read()?;
    let mut reports: Vec<Report> = look.all()?;
    reports.retain(|report| report.closed.is_some() == closed);
    if closed {
        reports.reverse();
    }
    let total = reports.len();
    let mut names = Names::new(&look);
    let mut received = Vec::new();
    for report in slice.of(reports) {
        received.push(Received {
            firm: names.firm(report.firm)?.to_owned(),
            who: account(&look, report.account)?,
            by: match &report.closed {
                Some(closed) => account(&look, closed.by)?,
                None => String::new(),
            },
            report,
        });
    }
    Ok((received, total))
}

fn account(look: &impl Look, id: Id<Account>) -> Result<String, Refused> {
    Ok(look.get::<Account>(&id_key(id))?.map(|account| account.name).unwrap_or_default())
}
