//! The log as public files, in the C2SP tlog-tiles layout.

use data_encoding::BASE64;

use crate::app::cosigned;
use crate::app::keys;
use crate::app::leaf::hash as stored_hash;
use crate::app::refused::Refused;
use crate::app::standing;
use crate::app::world::World;
use crate::crypto::checkpoint::Checkpoint;
use crate::crypto::proof::LogProof;
use crate::crypto::tiles::{Tile, WIDTH, entry};
use crate::crypto::tlog;
use crate::domain::time::Moment;
use crate::store::blobs::Blobs;

/// The public files of the log in the C2SP tlog-tiles layout: path below the log's prefix, and bytes.
pub fn export(world: &World) -> Result<Vec<(String, Vec<u8>)>, Refused> {
    let look = world.store.read()?;
    let size = look.tlog_size()?;
    let checkpoint = cosigned::checkpoint(&look, size)?.unwrap_or_default().into_bytes();
    let mut files = vec![("checkpoint".to_owned(), checkpoint)];
    let mut level = 0;
    let mut nodes = size;
    while nodes > 0 {
        for index in 0..nodes.div_ceil(WIDTH) {
            let tile = Tile { level: Some(level), index, width: width(nodes, index) };
            files.push((tile.path(), tile.hashes(|level, index| stored_hash(&look, level, index))?));
        }
        nodes /= WIDTH;
        level += 1;
    }
    for index in 0..size.div_ceil(WIDTH) {
        let tile = Tile { level: None, index, width: width(size, index) };
        let mut bytes = Vec::new();
        for leaf in index * WIDTH..index * WIDTH + u64::from(tile.width) {
            bytes.extend(entry(&look.tlog_leaf(leaf)?.unwrap_or_default()));
        }
        files.push((tile.path(), bytes));
    }
    Ok(files)
}

fn width(nodes: u64, index: u64) -> u16 {
    u16::try_from((nodes - index * WIDTH).min(WIDTH)).unwrap_or(u16::MAX)
}

/// The checkpoint that is shown as the newest, with what witnesses said of it.
pub fn newest(world: &World) -> Result<Vec<u8>, Refused> {
    let look = world.store.read()?;
    let size = cosigned::shown(world, &look)?;
    Ok(cosigned::checkpoint(&look, size)?.ok_or(Refused::NotFound)?.into_bytes())
}

/// The tlog-proof of a leaf in the first tree with it that a quorum of witnesses cosigned.
pub fn witnessed(world: &World, index: u64) -> Result<Vec<u8>, Refused> {
    let look = world.store.read()?;
    let size = cosigned::first_with(world, &look, index)?.ok_or(Refused::NotFound)?;
    let checkpoint = cosigned::checkpoint(&look, size)?.ok_or(Refused::NotFound)?;
    let proof = standing::proof(&look, index, size)?.ok_or(Refused::NotFound)?;
    Ok(LogProof { checkpoint, ..proof }.encode().into_bytes())
}

/// The signed checkpoint of a size.
pub fn of_size(world: &World, size: u64) -> Result<Vec<u8>, Refused> {
    world.store.read()?.checkpoint(size)?.ok_or(Refused::NotFound)
}

/// The tile at a path, as far as the log has it. A partial tile is answered until the full one is there, and after.
pub fn tile(world: &World, path: &str) -> Result<Vec<u8>, Refused> {
    let tile = Tile::parse(path).ok_or(Refused::NotFound)?;
    let look = world.store.read()?;
    if !tile.exists_at(look.tlog_size()?) {
        return Err(Refused::NotFound);
    }
    if tile.level.is_some() {
        return Ok(tile.hashes(|level, index| stored_hash(&look, level, index))?);
    }
    let mut bytes = Vec::new();
    for leaf in tile.index * WIDTH..tile.index * WIDTH + u64::from(tile.width) {
        bytes.extend(entry(&look.tlog_leaf(leaf)?.ok_or(Refused::NotFound)?));
    }
    Ok(bytes)
}

/// The tlog-proof of a leaf in the log of a size.
pub fn proof(world: &World, index: u64, size: u64) -> Result<Vec<u8>, Refused> {
    let proof = standing::proof(&world.store.read()?, index, size)?.ok_or(Refused::NotFound)?;
    Ok(proof.encode().into_bytes())
}

/// The hashes by which the log of a size is shown to begin with that of an earlier one (RFC 6962), a line of Base64 each.
pub fn consistency(world: &World, old: u64, size: u64) -> Result<Vec<u8>, Refused> {
    let look = world.store.read()?;
    if size > look.tlog_size()? {
        return Err(Refused::NotFound);
    }
    let path = tlog::consistency(old, size, |level, index| stored_hash(&look, level, index))?;
    let path = path.ok_or(Refused::NotFound)?;
    Ok(path.iter().map(|hash| BASE64.encode(hash) + "\n").collect::<String>().into_bytes())
}

/// A kept checkpoint that the log continues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Continued {
    /// Its size.
    pub kept: u64,
    /// Today's.
    pub size: u64,
    /// When its last leaf was written.
    pub last: Moment,
}

/// Holds a checkpoint that somebody kept against the log of today: it must be this log's own, and today's log must begin
/// with exactly that tree.
pub fn continues(world: &World, note: &str) -> Result<Continued, Refused> {
    let refuse = |sentence: &str| Refused::Conflict(sentence.to_owned());
    let (look, ring, origin) = (world.store.read()?, world.keys()?, world.origin()?);
    let opened = ring.manifest.logs().find_map(|(key, _)| Checkpoint::open(note, &origin, &key).ok());
    let kept = opened.ok_or_else(|| refuse("the checkpoint given is not signed by this log"))?;
    let size = look.tlog_size()?;
    if kept.size > size {
        return Err(refuse("the log is shorter than the checkpoint given: entries were taken away"));
    }
    let root = tlog::root(size, |level, index| stored_hash(&look, level, index))?;
    let path = tlog::consistency(kept.size, size, |level, index| stored_hash(&look, level, index))?;
    if !tlog::verify_consistency(kept.size, &kept.root, size, &root, &path.unwrap_or_default()) {
        return Err(refuse("the log does not continue the checkpoint given: what it said then was rewritten"));
    }
    Ok(Continued { kept: kept.size, size, last: keys::last_written(&look, kept.size)?.unwrap_or_default() })
}
