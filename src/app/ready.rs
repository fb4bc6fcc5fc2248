//! Whether the server can take and decide applications. Alive (`health`) is less: then it can still verify.

use crate::app::disk;
use crate::app::health;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::crypto::document;
use crate::domain::time::Moment;

/// Refuses where something new could not be begun or could not be issued.
pub fn check(world: &World) -> Result<(), Refused> {
    health::check(world)?;
    world.keys()?;
    disk::check(world)
}

/// When a certificate in DER ends; none where it is none.
pub fn ends(certificate: &[u8]) -> Option<Moment> {
    document::ends(certificate)
}
