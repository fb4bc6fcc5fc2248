//! The guard of the disk: before it is full, new applications are refused, so that what was decided can still be made,
//! mailed and revoked, and verification goes on.

use std::path::{Path, PathBuf};

use crate::app::refused::Refused;
use crate::app::world::World;

/// The place that is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disk {
    /// A folder on the disk of the store.
    pub place: PathBuf,
    /// Bytes that must stay free.
    pub reserve: u64,
}

/// Bytes that this process could still write below a folder; none where the system does not say.
pub fn free(place: &Path) -> Option<u64> {
    let held = rustix::fs::statvfs(place).ok()?;
    Some(held.f_bavail.saturating_mul(held.f_frsize))
}

impl Disk {
    pub fn free(&self) -> Option<u64> {
        free(&self.place)
    }

    /// Whether less than the reserve is left.
    pub fn is_full(&self) -> bool {
        self.free().is_some_and(|free| free < self.reserve)
    }
}

/// Refuses what would begin something new while the disk is nearly full.
pub fn check(world: &World) -> Result<(), Refused> {
    match world.running.disk() {
        Some(disk) if disk.is_full() => Err(Refused::NoRoom),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::world::test::World as TestWorld;

    #[test]
    fn the_reserve_decides_and_an_unwatched_disk_refuses_nothing() {
        let world = TestWorld::founded();
        assert!(check(&world).is_ok());
        let place = std::env::temp_dir();
        assert!(free(&place).is_some_and(|free| free > 0) && free(Path::new("/nonexistent")).is_none());
        world.running.watch(Disk { place: place.clone(), reserve: 1 });
        assert!(check(&world).is_ok());
        world.running.watch(Disk { place, reserve: u64::MAX });
        assert!(matches!(check(&world), Err(Refused::NoRoom)));
    }
}
