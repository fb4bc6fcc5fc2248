//! C2SP tlog-tiles (<https://c2sp.org/tlog-tiles>): how the log lies as public files, 256 hashes or leaves to a file.

use crate::crypto::hash::Hash;

/// Hashes or entries in a full tile.
pub const WIDTH: u64 = 256;

/// Which tile: of hashes at a tile level, or of entries; `width` is 256 or, at the log's edge, less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    /// `None` for a tile of entries.
    pub level: Option<u8>,
    pub index: u64,
    /// 1 to 256.
    pub width: u16,
}

impl Tile {
    /// The path below the log's prefix, as `tile/1/x001/234.p/5`.
    pub fn path(&self) -> String {
        let level = self.level.map_or_else(|| "entries".to_owned(), |level| level.to_string());
        let mut number = format!("{:03}", self.index % 1000);
        let mut rest = self.index / 1000;
        while rest > 0 {
            number = format!("x{:03}/{number}", rest % 1000);
            rest /= 1000;
        }
        let partial = if u64::from(self.width) == WIDTH { String::new() } else { format!(".p/{}", self.width) };
        format!("tile/{level}/{number}{partial}")
    }

    /// Reads a path below the log's prefix; `None` where no tile has this path.
    pub fn parse(path: &str) -> Option<Self> {
        let (level, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let level = if level == "entries" { None } else { Some(level.parse().ok().filter(|level| *level <= 5)?) };
        let (number, width) = match rest.split_once(".p/") {
            Some((number, width)) => (number, width.parse().ok().filter(|width| (1..256).contains(width))?),
            None => (rest, 256),
        };
        let mut index: u64 = 0;
        for group in number.split('/') {
            let digits = group.strip_prefix('x').unwrap_or(group);
            index = index.checked_mul(1000)?.checked_add(digits.parse().ok()?)?;
        }
        let tile = Self { level, index, width };
        (tile.path() == path).then_some(tile)
    }

    /// Whether a log of this size has the tile, at this width.
    pub fn exists_at(&self, size: u64) -> bool {
        let nodes = size >> (8 * u32::from(self.level.unwrap_or(0)));
        self.index
            .checked_mul(WIDTH)
            .and_then(|start| start.checked_add(u64::from(self.width)))
            .is_some_and(|end| end <= nodes)
    }

    /// The bytes of a tile of hashes. `read(level, index)` as in `tlog`.
    pub fn hashes<E>(&self, mut read: impl FnMut(u8, u64) -> Result<Hash, E>) -> Result<Vec<u8>, E> {
        let level = self.level.unwrap_or(0).saturating_mul(8);
        let mut bytes = Vec::with_capacity(usize::from(self.width) * 32);
        for n in 0..u64::from(self.width) {
            bytes.extend(read(level, self.index * WIDTH + n)?);
        }
        Ok(bytes)
    }
}

/// One leaf as an entry tile carries it: its length in two bytes and its bytes. Leaves are below 200 bytes.
pub fn entry(leaf: &[u8]) -> Vec<u8> {
    let length = u16::try_from(leaf.len()).unwrap_or(u16::MAX);
    [&length.to_be_bytes()[..], leaf].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_specification() {
        for (tile, path) in [
            (Tile { level: Some(0), index: 0, width: 256 }, "tile/0/000"),
            (Tile { level: Some(1), index: 1_234_067, width: 256 }, "tile/1/x001/x234/067"),
            (Tile { level: None, index: 273, width: 112 }, "tile/entries/273.p/112"),
            (Tile { level: Some(0), index: 1000, width: 1 }, "tile/0/x001/000.p/1"),
        ] {
            assert_eq!(tile.path(), path);
            assert_eq!(Tile::parse(path), Some(tile));
        }
        for bad in [
            "tile/0/0",
            "tile/0/1000",
            "tile/0/x000/001",
            "tile/0/000.p/256",
            "tile/0/000.p/0",
            "tile/6/000",
            "tile/0/",
        ] {
            assert_eq!(Tile::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_log_has_only_its_complete_hashes() {
        let tile = |level, index, width| Tile { level, index, width };
        assert!(tile(Some(0), 0, 70).exists_at(70));
        assert!(!tile(Some(0), 0, 71).exists_at(70));
        assert!(!tile(Some(1), 0, 1).exists_at(255));
        assert!(tile(Some(1), 0, 1).exists_at(256));
        assert!(tile(None, 1, 256).exists_at(512));
    }
}
