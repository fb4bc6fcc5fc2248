//! Accounts as those who manage them see them.

use crate::app::asker::Asker;
use crate::app::lock;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::account::Account;
use crate::domain::permission::Right;
use crate::domain::register::Firm;
use crate::store::Look;
use crate::store::records::id_key;

/// One account with what is known beside it.
#[derive(Clone, Debug)]
pub struct Known {
    pub account: Account,
    /// The firm's name.
    pub firm: Option<String>,
    /// Locked from some address.
    pub locked: bool,
}

/// Every account, by id.
pub fn list(world: &World, asker: &Asker) -> Result<Vec<Known>, Refused> {
    asker.needs(Right::ManageAccounts)?;
    let look = world.store.read()?;
    known(&look, world, look.all()?)
}

/// The accounts of the person's own firm.
pub fn clerks(world: &World, person: &Person) -> Result<Vec<Known>, Refused> {
    person.needs(Right::ManageClerks)?;
    let look = world.store.read()?;
    let accounts: Vec<Account> = look.marked("account-firm", id_key(person.firm()?))?;
    known(&look, world, accounts.into_iter().filter(|account| account.lawyer.is_none()).collect())
}

fn known(look: &impl Look, world: &World, accounts: Vec<Account>) -> Result<Vec<Known>, Refused> {
    let now = world.now();
    let mut list = Vec::with_capacity(accounts.len());
    for account in accounts {
        let firm: Option<Firm> = match account.firm {
            Some(id) => look.get(&id_key(id))?,
            None => None,
        };
        let locked = lock::is_locked(look, &account.login, now)?;
        list.push(Known { account, firm: firm.map(|firm| firm.name), locked });
    }
    Ok(list)
}

/// The account with this login.
pub fn by_login(world: &World, asker: &Asker, login: &str) -> Result<Account, Refused> {
    asker.needs(Right::ManageAccounts)?;
    world.store.read()?.the("account-login", login.trim().to_lowercase())?.ok_or(Refused::NotFound)
}
