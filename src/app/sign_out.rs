//! Ends the session that asks for it.

use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::store::sessions::Session;

/// Signs out. Done twice, it is done once.
pub fn sign_out(world: &World, person: &Person) -> Result<(), Refused> {
    let now = world.now();
    world.store.write(|writing| {
        if writing.remove::<Session>(person.session.as_bytes())? {
            let object = format!("account/{}", person.account.id);
            writing.audit(now, person.actor(), "account.sign-out", &object, "")?;
        }
        Ok(())
    })
}
