//! 忘记密码: a letter with a link, to the mailbox of the account. The answer is the same whether or not there is one.

use std::net::IpAddr;

use crate::app::lock;
use crate::app::outbox::{self, Words};
use crate::app::refused::Refused;
use crate::app::ticket;
use crate::app::world::World;
use crate::domain::account::Account;
use crate::domain::audit::Actor;
use crate::domain::letter::{About, parse_address};
use crate::domain::settings::Settings;
use crate::domain::time::Moment;
use crate::store::blobs::Blobs;
use crate::store::records::id_key;
use crate::store::sessions::Ticket;
use crate::store::{Look, StoreError, Writing};
use crate::text::letters::{self, LetterKind};

/// Seconds in which an account gets no second letter.
const PAUSE: u64 = 5 * 60;

/// Asks for the letter by login or mailbox. Writes once in either case, so that the time tells nothing. `once` is the
/// form's name for this post; posted again, nothing happens.
pub fn forgot(world: &World, typed: &str, address: IpAddr, once: &str) -> Result<(), Refused> {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() || (typed.contains('@') && parse_address(&typed).is_err()) {
        return Err(Refused::field("mail", "邮箱格式不正确，应类似 name@example.com。"));
    }
    let now = world.now();
    let asked = lock::name("forgot password", address);
    world.store.write(|writing| {
        if writing.form_token_answer(once)?.is_some() {
            return Ok(());
        }
        lock::check(writing, &asked, now)?;
        writing.take_form_token(once, "")?;
        lock::count(writing, &asked, now)?;
        let accounts = accounts(writing, &typed)?;
        let settings = writing.settings()?;
        for account in &accounts {
            if !just_asked(writing, account, now)? {
                letter(writing, world, &settings, account)?;
            }
        }
        let object = accounts.first().map_or_else(|| "account/unknown".to_owned(), |a| format!("account/{}", a.id));
        writing.audit(now, Actor::Visitor, "account.reset-asked", &object, "")?;
        Ok(())
    })
}

/// Accounts that may be meant: by login, else by mailbox.
fn accounts(look: &impl Look, typed: &str) -> Result<Vec<Account>, StoreError> {
    let by_login: Option<Account> = look.the("account-login", typed)?;
    let found = match by_login {
        Some(account) => vec![account],
        None => look.marked("account-email", typed)?,
    };
    Ok(found.into_iter().filter(|account| account.active).take(3).collect())
}

fn just_asked(look: &impl Look, account: &Account, now: Moment) -> Result<bool, StoreError> {
    let tickets: Vec<Ticket> = look.marked("ticket-account", id_key(account.id))?;
    let young = now.plus_seconds(ticket::RESET - PAUSE);
    Ok(tickets.iter().any(|ticket| !ticket.invitation && ticket.ends > young))
}

fn letter(writing: &Writing, world: &World, settings: &Settings, account: &Account) -> Result<(), Refused> {
    let link = ticket::make(writing, world, settings, account.id, false)?;
    let values = [
        (letters::NAME, account.name.as_str()),
        (letters::LOGIN, account.login.as_str()),
        (letters::LINK, link.as_str()),
    ];
    let (subject, text) = letters::words(settings, LetterKind::Reset, &values);
    let words = Words { to: account.email.clone(), subject, text, attach: None, about: About::Account(account.id) };
    outbox::put(writing, world, settings, words)?;
    Ok(())
}
