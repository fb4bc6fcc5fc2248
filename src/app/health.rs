//! Whether the server can do its work.

use crate::app::refused::Refused;
use crate::app::world::World;
use crate::store::blobs::Blobs;

/// Reads the settings: the store answers, and `init` was run.
pub fn check(world: &World) -> Result<(), Refused> {
    world.store.read()?.settings()?;
    Ok(())
}
