//! Versions of the settings' areas.

use crate::domain::revision::Revision;
use crate::store::look::Look;
use crate::store::open::StoreError;
use crate::store::records::{Record, decode};
use crate::store::tables::{self, Bytes};

impl Record for Revision {
    const TABLE: Bytes = tables::REVISIONS;

    fn key(&self) -> Vec<u8> {
        key(&self.area, self.version)
    }
}

fn key(area: &str, version: u32) -> Vec<u8> {
    [area.as_bytes(), &[0], &version.to_be_bytes()].concat()
}

/// Reading of revisions; implemented for snapshots and writes alike.
pub trait RevisionLook: Look {
    fn revision(&self, area: &str, version: u32) -> Result<Option<Revision>, StoreError> {
        self.get(&key(area, version))
    }

    /// All of an area, newest first.
    fn revisions(&self, area: &str) -> Result<Vec<Revision>, StoreError> {
        let prefix = [area.as_bytes(), &[0]].concat();
        let pairs = self.scan(tables::REVISIONS, &prefix, true, usize::MAX)?;
        pairs.iter().map(|(_, bytes)| decode(bytes)).collect()
    }
}

impl<L: Look> RevisionLook for L {}
