//! Setting a password from the link of an invitation or reset letter.

use crate::app::lock;
use crate::app::password_rules;
use crate::app::refused::Refused;
use crate::app::session;
use crate::app::ticket;
use crate::app::world::World;
use crate::domain::account::Account;
use crate::domain::audit::Actor;

/// Whose password a link sets.
#[derive(Clone, Debug)]
pub struct Holder {
    pub login: String,
    pub invitation: bool,
}

/// Looks at the link, without using it.
pub fn look(world: &World, token: &str) -> Result<Holder, Refused> {
    let (ticket, account) = ticket::find(&world.store.read()?, world, token)?;
    Ok(Holder { login: account.login, invitation: ticket.invitation })
}

/// Sets the password and uses the link up. Sessions of the account end, locks open: who reads its mail owns it.
pub fn set(world: &World, token: &str, password: &str, again: &str) -> Result<(), Refused> {
    let (_, account) = ticket::find(&world.store.read()?, world, token)?;
    password_rules::check(&account.login, password, again)?;
    let hash = password_rules::hash(world, password)?;
    let now = world.now();
    world.store.write(|writing| {
        let (ticket, account) = ticket::find(writing, world, token)?;
        ticket::remove_all(writing, account.id)?;
        session::end_all(writing, account.id, None)?;
        lock::clear_login(writing, &account.login)?;
        let actor = Actor::Account { id: account.id, login: account.login.clone() };
        let by = if ticket.invitation { "invitation" } else { "reset" };
        writing.audit(now, actor, "account.password-set", &format!("account/{}", account.id), by)?;
        writing.put(&Account { password: Some(hash.clone()), ..account })?;
        Ok(())
    })
}
