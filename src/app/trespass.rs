//! Somebody signed in asks for what the account has no right to. They are told that there is no such page; the audit
//! is told the truth, so that the auditor sees who tries doors.

use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::application::Application;
use crate::domain::audit::Entry;
use crate::domain::time::Moment;
use crate::store::Look;

/// Entries of one account within `WINDOW` seconds, after which no more are written: the log is not to be flooded.
const MOST: usize = 30;

const WINDOW: u64 = 600;

/// Notes the refusal of a route: its method and its template, which hold nothing personal.
pub fn note(world: &World, person: &Person, method: &str, template: &str) -> Result<(), Refused> {
    let now = world.now();
    world.store.write(|writing| {
        if is_noted_enough(writing, person, now)? {
            return Ok(());
        }
        writing.audit(now, person.actor(), "right.refuse", &format!("{method} {template}"), "")?;
        Ok(())
    })
}

/// Notes that somebody asked for another applicant's record, whose number is told; nothing where there is no such record,
/// or it is one's own.
pub fn note_foreign(world: &World, person: &Person, method: &str, template: &str, id: u64) -> Result<(), Refused> {
    let application: Option<Application> = world.store.read()?.get(&id.to_be_bytes())?;
    if application.is_none_or(|application| person.owns(&application).is_ok()) {
        return Ok(());
    }
    let now = world.now();
    world.store.write(|writing| {
        if is_noted_enough(writing, person, now)? {
            return Ok(());
        }
        let (object, detail) = (format!("application/{id}"), format!("{method} {template}"));
        writing.audit(now, person.actor(), "right.refuse", &object, &detail)?;
        Ok(())
    })
}

fn is_noted_enough(look: &impl Look, person: &Person, now: Moment) -> Result<bool, Refused> {
    // Others write too: the newest few hundred are enough to see what one account did in ten minutes.
    let lately: Vec<Entry> = look.newest(10 * MOST)?;
    let own = |entry: &&Entry| {
        entry.act == "right.refuse" && entry.actor == person.actor() && now.seconds_since(entry.at) < WINDOW
    };
    Ok(lately.iter().filter(own).count() >= MOST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::world::test::World as Invented;
    use crate::domain::account::Account;
    use crate::domain::id::Id;

    #[test]
    fn refusals_are_noted_and_do_not_flood_the_log() {
        let world = Invented::founded();
        let account = Account {
            id: Id::new(1),
            login: "he".into(),
            name: "何田".into(),
            email: "he@firm.example".into(),
            roles: vec![],
            firm: None,
            lawyer: None,
            password: None,
            active: true,
            created: Moment(0),
            last_sign_in: None,
        };
        let person = Person { account, session: String::new() };
        for _ in 0..50 {
            note(&world, &person, "GET", "/audit").unwrap();
        }
        let entries = || world.store.read().unwrap().all::<Entry>().unwrap();
        assert_eq!(entries().len(), MOST);
        assert!(entries().iter().all(|entry| entry.object == "GET /audit" && entry.act == "right.refuse"));
        world.pass(WINDOW);
        note(&world, &person, "GET", "/audit").unwrap();
        assert_eq!(entries().len(), MOST + 1);
    }
}
