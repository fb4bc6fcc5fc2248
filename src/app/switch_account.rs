//! Accounts are switched off and on again, and unlocked; they are never deleted, since records and the audit name them.

use crate::app::asker::Asker;
use crate::app::lock;
use crate::app::refused::Refused;
use crate::app::session;
use crate::app::ticket;
use crate::app::world::World;
use crate::domain::account::Account;
use crate::domain::id::Id;
use crate::domain::permission::{Right, Role};
use crate::store::Look;
use crate::store::records::id_key;

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    On,
    Off,
    Unlock,
}

impl Switch {
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "on" => Some(Self::On),
            "off" => Some(Self::Off),
            "unlock" => Some(Self::Unlock),
            _ => None,
        }
    }
}

/// Refuses as `NotFound` what this asker may not know of: a firm admin reaches the clerks of the own firm only.
pub fn may_manage(asker: &Asker, account: &Account) -> Result<(), Refused> {
    match asker {
        Asker::Operator { .. } => Ok(()),
        Asker::Person(person) if person.account.has(Right::ManageAccounts) => Ok(()),
        Asker::Person(person) => {
            person.needs(Right::ManageClerks)?;
            let own_clerk = account.firm == Some(person.firm()?) && account.roles == [Role::FirmClerk];
            if own_clerk { Ok(()) } else { Err(Refused::NotFound) }
        }
    }
}

/// Switches; where nothing is said, off what is on and on what is off. Answers with what was done.
pub fn switch_or_flip(
    world: &World,
    asker: &Asker,
    id: Id<Account>,
    wanted: Option<Switch>,
) -> Result<Switch, Refused> {
    let to = match wanted {
        Some(to) => to,
        None => {
            let account: Account = world.store.read()?.get(&id_key(id))?.ok_or(Refused::NotFound)?;
            if account.active { Switch::Off } else { Switch::On }
        }
    };
    switch(world, asker, id, to)?;
    Ok(to)
}

/// Switches. Done twice, it is done once. Off ends the account's sessions and voids its links.
pub fn switch(world: &World, asker: &Asker, id: Id<Account>, to: Switch) -> Result<(), Refused> {
    let now = world.now();
    world.store.write(|writing| {
        let account: Account = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        if let Asker::Person(person) = asker
            && person.account.id == id
        {
            asker.needs(Right::ManageAccounts)?;
            return Err(Refused::Conflict("不能停用或解锁自己的账号，请由另一位安全管理员操作。".to_owned()));
        }
        may_manage(asker, &account)?;
        let act = match to {
            Switch::On if account.active => return Ok(()),
            Switch::Off if !account.active => return Ok(()),
            Switch::On => "account.switch-on",
            Switch::Off => "account.switch-off",
            Switch::Unlock => "account.unlock",
        };
        match to {
            Switch::On => {}
            Switch::Off => {
                session::end_all(writing, id, None)?;
                ticket::remove_all(writing, id)?;
            }
            Switch::Unlock => {
                if lock::clear_login(writing, &account.login)? == 0 {
                    return Ok(());
                }
            }
        }
        if to != Switch::Unlock {
            writing.put(&Account { active: to == Switch::On, ..account })?;
        }
        writing.audit(now, asker.actor(), act, &format!("account/{id}"), "")?;
        Ok(())
    })
}
