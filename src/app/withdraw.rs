//! 撤回申请: the applicant takes a pending application back.

use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::application::{Application, Event, HistoryAct};
use crate::domain::id::Id;
use crate::domain::stage::{Action, StageName};
use crate::store::Look;
use crate::store::records::id_key;

/// Withdraws. Done twice, it is done once.
pub fn withdraw(world: &World, person: &Person, id: Id<Application>) -> Result<(), Refused> {
    let now = world.now();
    world.store.write(|writing| {
        let mut application: Application = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        person.owns(&application)?;
        if application.is(StageName::Withdrawn) {
            return Ok(());
        }
        application.stage = application.stage.step(Action::Withdraw, now)?;
        application.changed = now;
        application.history.push(Event {
            at: now,
            who: person.account.name.clone(),
            act: HistoryAct::Withdraw,
            note: String::new(),
        });
        writing.put(&application)?;
        writing.audit(now, person.actor(), "application.withdraw", &format!("application/{id}"), "")?;
        Ok(())
    })
}
