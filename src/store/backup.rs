//! Copying a snapshot into a new file while the store serves.

use std::path::Path;

use crate::store::look::{Look, Snapshot};
use crate::store::open::{Store, StoreError};
use crate::store::tables;

/// Pairs per transaction of the copy.
const BATCH: usize = 20_000;

impl Snapshot {
    /// Writes everything in this snapshot into a new store at `path`; the number of entries copied. A copy is good
    /// only when this returned `Ok` and the new file opens.
    pub fn copy_to(&self, path: &Path) -> Result<usize, StoreError> {
        let copy = Store::create(path)?;
        let mut copied = 0;
        for (_, table) in tables::ALL {
            let pairs = self.scan(*table, b"", false, usize::MAX)?;
            copied += pairs.len();
            for batch in pairs.chunks(BATCH) {
                copy.write(|writing| batch.iter().try_for_each(|(key, value)| writing.put_bytes(*table, key, value)))?;
            }
        }
        drop(copy);
        Store::open(path)?;
        Ok(copied)
    }
}
