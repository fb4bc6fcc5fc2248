//! What every page needs to know of a request before anything else: the association, and who is asking.

use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::session;
use crate::app::world::World;
use crate::domain::register::Firm;
use crate::domain::settings::Settings;
use crate::store::Look;
use crate::store::blobs::Blobs;
use crate::store::records::id_key;

/// The answer.
#[derive(Clone, Debug)]
pub struct Seen {
    pub settings: Settings,
    pub person: Option<Person>,
    /// The firm's name, or the association's for staff.
    pub of: String,
}

/// Reads it, by the session's token if there is one.
pub fn look(world: &World, token: Option<&str>) -> Result<Seen, Refused> {
    let person = match token {
        Some(token) => session::find(world, token)?,
        None => None,
    };
    let look = world.store.read()?;
    let settings = look.settings()?;
    let firm: Option<Firm> = match person.as_ref().and_then(|person| person.account.firm) {
        Some(id) => look.get(&id_key(id))?,
        None => None,
    };
    let of = firm.map_or_else(|| settings.association.clone(), |firm| firm.name);
    Ok(Seen { settings, person, of })
}
