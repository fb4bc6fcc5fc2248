//! Forgetting what no longer matters: sessions that are over, old links, form tokens and counts of failures; and erasing
//! postal addresses, and personal values of the audit, whose time is over. Then the audit trail is anchored, where that is due.

use crate::app::anchor;
use crate::app::erase;
use crate::app::form_token;
use crate::app::lock;
use crate::app::refused::Refused;
use crate::app::session;
use crate::app::ticket;
use crate::app::world::World;

/// Seconds between two sweeps.
pub const EVERY: u64 = 60 * 60;

/// Sweeps; how many records went, or lost their address.
pub fn sweep(world: &World) -> Result<usize, Refused> {
    let forgotten = session::sweep(world)? + ticket::sweep(world)? + form_token::sweep(world)? + lock::sweep(world)?;
    let particulars = world.store.write(|writing| writing.erase_particulars(world.now()))?;
    let erased = erase::erase(world)?;
    anchor::when_due(world)?;
    Ok(forgotten + erased + particulars)
}
