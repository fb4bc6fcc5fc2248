//! Checkpoints with what witnesses said of them.

use std::collections::BTreeSet;

use crate::app::refused::Refused;
use crate::app::world::World;
use crate::crypto::cosignature::Witness;
use crate::crypto::leaf::Leaf;
use crate::crypto::note::{NoteSignature, SignedNote};
use crate::domain::time::Moment;
use crate::store::blobs::Blobs;
use crate::store::cosignatures::{Cosignatures, Cosigned};

/// Signature lines that a note takes besides the log's own.
const MOST: usize = 15;

/// Rows that are looked through for the newest cosignatures.
const ROWS: usize = 4096;

/// Seconds for which the log may grow without a quorum before the newest checkpoint is shown without it.
const PATIENCE: u64 = 60 * 60;

/// A cosignature as it stands under a note.
pub fn line(kept: &Cosigned) -> NoteSignature {
    NoteSignature { name: kept.name.clone(), key_hash: kept.key_hash, signature: kept.signature.clone() }
}

/// The checkpoint of a size with its cosignatures; none where the log never had this size.
pub fn checkpoint(look: &impl Cosignatures, size: u64) -> Result<Option<String>, Refused> {
    let Some(note) = look.checkpoint(size)? else { return Ok(None) };
    let note = SignedNote::parse(&String::from_utf8_lossy(&note)).map_err(Refused::broken)?;
    let more = look.cosignatures(size)?.iter().take(MOST).map(line).collect();
    Ok(Some(note.with_signatures(more).map_err(Refused::broken)?.encode()))
}

/// The largest tree that this witness cosigned.
pub fn newest_of(look: &impl Cosignatures, key: &Witness) -> Result<Option<u64>, Refused> {
    let rows = look.newest_cosignatures(ROWS)?;
    Ok(rows.iter().find(|row| key.is_of(&line(row))).map(|row| row.size))
}

/// When this witness cosigned the tree of a size.
pub fn at(look: &impl Cosignatures, key: &Witness, size: u64) -> Result<Option<Moment>, Refused> {
    let Some(note) = checkpoint(look, size)? else { return Ok(None) };
    let note = SignedNote::parse(&note).map_err(Refused::broken)?;
    Ok(key.first_cosigned(&note).ok().flatten())
}

/// Size of the tree whose checkpoint is shown as the log's newest: the newest that a quorum cosigned, or the newest of all
/// where no witness is configured, or the log has grown for long without a quorum.
pub fn shown(world: &World, look: &impl Cosignatures) -> Result<u64, Refused> {
    let size = look.tlog_size()?;
    let with_quorum = first_with_quorum(world, look.newest_cosignatures(ROWS)?);
    let Some(witnessed) = with_quorum.filter(|witnessed| *witnessed < size) else { return Ok(size) };
    let next = look.tlog_leaf(witnessed)?.and_then(|leaf| Leaf::decode(&leaf).ok());
    let waiting = next.map_or(0, |leaf| world.now().seconds_since(leaf.at));
    Ok(if waiting > PATIENCE { size } else { witnessed })
}

/// Size of the first tree with an entry that a quorum cosigned.
pub fn first_with(world: &World, look: &impl Cosignatures, index: u64) -> Result<Option<u64>, Refused> {
    Ok(first_with_quorum(world, look.cosignatures_from(index.saturating_add(1), ROWS)?))
}

/// The first size among rows in order whose cosignatures make a quorum of the configured witnesses.
fn first_with_quorum(world: &World, rows: Vec<Cosigned>) -> Option<u64> {
    let plan = world.running.witnesses();
    if plan.seats.is_empty() {
        return None;
    }
    let mut seats = BTreeSet::new();
    let mut size = None;
    for row in rows {
        if size != Some(row.size) {
            seats.clear();
            size = Some(row.size);
        }
        seats.extend(plan.seats.iter().position(|seat| seat.key.is_of(&line(&row))));
        if seats.len() >= plan.quorum {
            return size;
        }
    }
    None
}
