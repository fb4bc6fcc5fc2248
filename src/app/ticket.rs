//! Tickets: the right to set a password, once, that lies in the link of a letter.

use crate::app::refused::Refused;
use crate::app::secret::{kept_as, token};
use crate::app::world::World;
use crate::domain::account::Account;
use crate::domain::id::Id;
use crate::domain::settings::Settings;
use crate::paths;
use crate::store::records::id_key;
use crate::store::sessions::Ticket;
use crate::store::{Look, StoreError, Writing};

/// Seconds for which an invitation holds.
pub const INVITATION: u64 = 7 * 24 * 60 * 60;

/// Seconds for which the link of a reset letter holds.
pub const RESET: u64 = 2 * 60 * 60;

/// Makes a ticket and returns the link for the letter. Earlier tickets of the account are void.
pub fn make(
    writing: &Writing,
    world: &World,
    settings: &Settings,
    account: Id<Account>,
    invitation: bool,
) -> Result<String, Refused> {
    remove_all(writing, account)?;
    let token = token(world);
    let kept = kept_as(&token).ok_or_else(|| Refused::broken("a new token that is no token"))?;
    let ends = world.now().plus_seconds(if invitation { INVITATION } else { RESET });
    writing.put(&Ticket { token: kept, account, ends, invitation })?;
    Ok(format!("{}{}", settings.base_url, paths::password_set(token)))
}

/// The ticket behind a token, and whose it is. Refuses with one sentence whether it never was, is used or is too old.
pub fn find(look: &impl Look, world: &World, token: &str) -> Result<(Ticket, Account), Refused> {
    let gone = || Refused::Conflict("这个链接已经用过或已过期。请在登录页点击“忘记密码”，重新获取。".to_owned());
    let kept = kept_as(token).ok_or_else(gone)?;
    let ticket: Option<Ticket> = look.get(kept.as_bytes())?;
    let ticket = ticket.filter(|ticket| world.now() < ticket.ends).ok_or_else(gone)?;
    let account: Option<Account> = look.get(&id_key(ticket.account))?;
    let account = account.filter(|account| account.active).ok_or_else(gone)?;
    Ok((ticket, account))
}

/// Voids every ticket of an account.
pub fn remove_all(writing: &Writing, account: Id<Account>) -> Result<(), StoreError> {
    let tickets: Vec<Ticket> = writing.marked("ticket-account", id_key(account))?;
    for ticket in &tickets {
        writing.remove::<Ticket>(ticket.token.as_bytes())?;
    }
    Ok(())
}

/// Forgets tickets that are too old; how many.
pub fn sweep(world: &World) -> Result<usize, Refused> {
    let now = world.now();
    world.store.write(|writing| {
        let old: Vec<Ticket> = writing.all()?.into_iter().filter(|ticket: &Ticket| ticket.ends <= now).collect();
        for ticket in &old {
            writing.remove::<Ticket>(ticket.token.as_bytes())?;
        }
        Ok(old.len())
    })
}
