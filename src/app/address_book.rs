//! 常用收件地址: kept when a submission asks for it, filled into a form, erased by who keeps them. The audit says that one
//! was erased, never which.

use crate::app::draft;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::address_book::AddressBook;
use crate::domain::application::Application;
use crate::domain::id::Id;
use crate::domain::permission::Right;
use crate::domain::register::Member;
use crate::domain::time::Moment;
use crate::store::records::member_key;
use crate::store::{Look, Writing};

/// Whose addresses a person may see: the firm's, or one's own where a lawyer applies alone.
fn owner(person: &Person) -> Result<Member, Refused> {
    person.needs(Right::Apply)?;
    Ok(match person.account.lawyer {
        Some(lawyer) => Member::Lawyer(lawyer),
        None => Member::Firm(person.firm()?),
    })
}

/// The addresses that were remembered.
pub fn read(look: &impl Look, person: &Person) -> Result<AddressBook, Refused> {
    let owner = owner(person)?;
    Ok(look.get(&member_key(owner))?.unwrap_or_else(|| AddressBook::new(owner)))
}

/// Keeps the address of an application that is being submitted, where its form asks for that.
pub fn keep(writing: &Writing, person: &Person, application: &Application, now: Moment) -> Result<(), Refused> {
    let typed = &application.form.paper;
    if typed.wanted && typed.remember && typed.delivery == "post" {
        let mut book = read(writing, person)?;
        book.remember(typed, now);
        writing.put(&book)?;
    }
    Ok(())
}

/// Fills a remembered address into one's draft.
pub fn fill(world: &World, person: &Person, id: Id<Application>, number: u32) -> Result<(), Refused> {
    let now = world.now();
    world.store.write(|writing| {
        let mut draft = draft::read(writing, person, id)?;
        let book = read(writing, person)?;
        let Some(remembered) = book.find(number) else { return Ok(()) };
        remembered.fill(&mut draft.form.paper);
        draft.changed = now;
        writing.put(&draft)?;
        Ok(())
    })
}

/// Erases a remembered address.
pub fn forget(world: &World, person: &Person, number: u32) -> Result<(), Refused> {
    let now = world.now();
    world.store.write(|writing| {
        let mut book = read(writing, person)?;
        if !book.forget(number) {
            return Ok(());
        }
        if book.addresses.is_empty() {
            writing.remove::<AddressBook>(&member_key(book.owner))?;
        } else {
            writing.put(&book)?;
        }
        writing.audit(now, person.actor(), "address.forget", "address-book", "")?;
        Ok(())
    })
}
