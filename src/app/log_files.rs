//! The log as public files, in the C2SP tlog-tiles layout.

use crate::app::leaf::hash as stored_hash;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::crypto::tiles::{Tile, WIDTH, entry};
use crate::store::blobs::Blobs;

/// The public files of the log in the C2SP tlog-tiles layout: path below the log's prefix, and bytes.
pub fn export(world: &World) -> Result<Vec<(String, Vec<u8>)>, Refused> {
    let look = world.store.read()?;
    let size = look.tlog_size()?;
    let mut files = vec![("checkpoint".to_owned(), look.checkpoint(size)?.unwrap_or_default())];
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
