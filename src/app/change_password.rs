//! Changing one's own password, by showing the present one.

use std::net::IpAddr;

use crate::app::lock;
use crate::app::password_rules;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::session;
use crate::app::ticket;
use crate::app::world::World;
use crate::domain::account::Account;
use crate::store::Look;
use crate::store::records::id_key;

/// The passwords as typed.
#[derive(Clone, Copy)]
pub struct Typed<'a> {
    pub current: &'a str,
    pub password: &'a str,
    pub again: &'a str,
}

/// Changes it. Other sessions of the account end. Who guesses the present one is shut out as at the door.
pub fn change(world: &World, person: &Person, typed: Typed, address: IpAddr) -> Result<(), Refused> {
    let now = world.now();
    let object = format!("account/{}", person.account.id);
    let lock = lock::name(&person.account.login, address);
    lock::check(&world.store.read()?, &lock, now)?;
    if !password_rules::matches(world, typed.current, person.account.password.as_deref())? {
        world.store.write(|writing| {
            lock::count(writing, &lock, now)?;
            writing.audit(now, person.actor(), "account.password-change-refused", &object, "")?;
            Ok::<_, Refused>(())
        })?;
        return Err(Refused::field("current", "当前密码不正确。"));
    }
    password_rules::check(&person.account.login, typed.password, typed.again)?;
    let hash = password_rules::hash(world, typed.password)?;
    world.store.write(|writing| {
        let account: Account = writing.get(&id_key(person.account.id))?.ok_or(Refused::NotFound)?;
        lock::check(writing, &lock, now)?;
        lock::succeed(writing, &lock, now)?;
        ticket::remove_all(writing, account.id)?;
        session::end_all(writing, account.id, Some(&person.session))?;
        writing.put(&Account { password: Some(hash.clone()), ..account })?;
        writing.audit(now, person.actor(), "account.password-change", &object, "")?;
        Ok(())
    })
}
