//! Appending to the public log, inside the write of the act that the leaf tells of.

use crate::app::refused::Refused;
use crate::app::world::World;
use crate::crypto::checkpoint::Checkpoint;
use crate::crypto::hash::Hash;
use crate::crypto::leaf::{Event, Leaf};
use crate::crypto::tlog;
use crate::domain::time::Moment;
use crate::store::blobs::Blobs;
use crate::store::{StoreError, Writing};

/// Appends a leaf and signs the checkpoint of exactly the tree that it makes; the leaf's index.
pub fn append(world: &World, writing: &Writing, at: Moment, event: Event) -> Result<u64, Refused> {
    let index = writing.tlog_size()?;
    let leaf = Leaf { at, event };
    writing.put_tlog_leaf(index, &leaf.encode())?;
    for stored in tlog::append(index, leaf.hash(), |level, index| hash(writing, level, index))? {
        writing.put_tlog_hash(stored.level, stored.index, &stored.hash)?;
    }
    let size = index + 1;
    let root = tlog::root(size, |level, index| hash(writing, level, index))?;
    let checkpoint = Checkpoint { origin: world.origin()?, size, root };
    let note = world.keys()?.log.sign_checkpoint(&checkpoint).map_err(Refused::broken)?;
    writing.put_checkpoint(size, note.as_bytes())?;
    Ok(index)
}

/// A stored hash of the log's tree; a missing one means that the store is damaged.
pub fn hash(look: &impl Blobs, level: u8, index: u64) -> Result<Hash, StoreError> {
    look.tlog_hash(level, index)?
        .ok_or_else(|| StoreError::Damaged(format!("the log's hash {level}/{index} is missing")))
}
