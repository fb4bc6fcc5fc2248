//! The seal on a certificate: the registered one that a hash names, or the one drawn from the association's name.

use std::sync::{Arc, Mutex, PoisonError};

use crate::app::refused::Refused;
use crate::app::world::World;
use crate::artwork;
use crate::domain::sheet::{Seal, SealPicture};
use crate::store::StoreError;
use crate::store::blobs::Blobs;

/// Pictures of seals that are kept in memory; an association has one, and an older one for a while.
const KEPT: usize = 4;

/// Seals that were read lately, the last first.
#[derive(Default)]
pub struct Seals(Mutex<Vec<SealPicture>>);

/// The seal of an association, with the picture of this hash if there is one. A hash always means the same bytes.
pub fn by_hash(world: &World, association: &str, hash: Option<&str>) -> Result<Seal, Refused> {
    let Some(hash) = hash else { return Ok(Seal::drawn(association)) };
    let picture = picture(world, hash)?;
    Ok(Seal { name: association.to_owned(), picture: Some(picture) })
}

fn picture(world: &World, hash: &str) -> Result<SealPicture, Refused> {
    let kept = || world.seals.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = kept().iter().find(|known| known.hash == hash) {
        return Ok(known.clone());
    }
    let bytes = world.store.read()?.artwork(hash)?;
    let bytes = bytes.ok_or_else(|| StoreError::Damaged(format!("the picture of the seal {hash} is missing")))?;
    let artwork = Arc::new(artwork::open(&bytes).map_err(Refused::broken)?);
    let picture = SealPicture { hash: hash.to_owned(), artwork };
    let mut kept = kept();
    kept.insert(0, picture.clone());
    kept.truncate(KEPT);
    Ok(picture)
}
