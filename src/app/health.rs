//! Whether the server can do its work.

use crate::app::refused::Refused;
use crate::app::world::World;
use crate::store::StoreError;
use crate::store::blobs::Blobs;

/// Reads the settings: the store answers, takes writes, and `init` was run.
pub fn check(world: &World) -> Result<(), Refused> {
    world.store.read()?.settings()?;
    match world.trouble() {
        None => Ok(()),
        Some(why) => Err(Refused::Store(StoreError::Shut(why.to_owned()))),
    }
}
