//! The address under which the association is reached, as the configuration says it.

use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::audit::Actor;
use crate::domain::settings::Settings;
use crate::store::blobs::Blobs;

/// Takes the address over where the store has another; whether it had.
pub fn adopt(world: &World, base_url: &str, actor: Actor) -> Result<bool, Refused> {
    let settings = world.store.read()?.settings()?;
    if settings.base_url == base_url {
        return Ok(false);
    }
    let now = world.now();
    world.store.write(|writing| {
        writing.put_settings(&Settings { base_url: base_url.to_owned(), ..writing.settings()? })?;
        writing.audit(now, actor, "settings.change", "settings/base-url", base_url)?;
        Ok(true)
    })
}
