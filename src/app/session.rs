//! Sessions: who comes with a cookie's token, and until when it holds.

use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::secret::kept_as;
use crate::app::world::World;
use crate::domain::account::Account;
use crate::domain::id::Id;
use crate::domain::time::Moment;
use crate::store::records::id_key;
use crate::store::sessions::Session;
use crate::store::{Look, Store, StoreError, Writing};

/// Seconds without a request after which a session is over.
pub const IDLE: u64 = 30 * 60;

/// Seconds after which a session is over in any case.
pub const ABSOLUTE: u64 = 12 * 60 * 60;

/// Seconds between two notes of when a session was last seen.
const NOTE_EVERY: u64 = 60;

/// Whether a session still holds.
fn holds(session: &Session, now: Moment) -> bool {
    now.seconds_since(session.begun) < ABSOLUTE && now.seconds_since(session.seen) < IDLE
}

/// The person who comes with this token; none where the session is over, or the account is switched off.
pub fn find(world: &World, token: &str) -> Result<Option<Person>, Refused> {
    let Some(kept) = kept_as(token) else { return Ok(None) };
    let now = world.now();
    let look = world.store.read()?;
    let session: Option<Session> = look.get(kept.as_bytes())?;
    let Some(session) = session.filter(|session| holds(session, now)) else { return Ok(None) };
    let account: Option<Account> = look.get(&id_key(session.account))?;
    let Some(account) = account.filter(|account| account.active) else { return Ok(None) };
    if now.seconds_since(session.seen) >= NOTE_EVERY && world.trouble().is_none() {
        // Pages go on where nothing can be written; the session then ends a little early.
        if let Err(error) = note_seen(&world.store, &kept, now) {
            tracing::error!("when a session was last seen could not be noted: {error}");
        }
    }
    Ok(Some(Person { account, session: kept }))
}

/// When the person signed in before this session.
pub fn previous(world: &World, person: &Person) -> Result<Option<Moment>, Refused> {
    let session: Option<Session> = world.store.read()?.get(person.session.as_bytes())?;
    Ok(session.and_then(|session| session.previous))
}

/// Notes that the session is in use; one that was ended meanwhile stays ended.
fn note_seen(store: &Store, kept: &str, now: Moment) -> Result<(), StoreError> {
    store.write(|writing| {
        if let Some(session) = writing.get::<Session>(kept.as_bytes())? {
            writing.put(&Session { seen: now, ..session })?;
        }
        Ok(())
    })
}

/// Ends every session of an account, except perhaps one; how many.
pub fn end_all(writing: &Writing, account: Id<Account>, except: Option<&str>) -> Result<usize, StoreError> {
    let sessions: Vec<Session> = writing.marked("session-account", id_key(account))?;
    let mut ended = 0;
    for session in sessions.iter().filter(|session| Some(session.token.as_str()) != except) {
        writing.remove::<Session>(session.token.as_bytes())?;
        ended += 1;
    }
    Ok(ended)
}

/// Forgets sessions that are over; how many.
pub fn sweep(world: &World) -> Result<usize, Refused> {
    let now = world.now();
    world.store.write(|writing| {
        let over: Vec<Session> = writing.all()?.into_iter().filter(|session| !holds(session, now)).collect();
        for session in &over {
            writing.remove::<Session>(session.token.as_bytes())?;
        }
        Ok(over.len())
    })
}
