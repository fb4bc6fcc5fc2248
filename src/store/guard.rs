//! The file under redb, and what happens when it fails.
//!
//! After a write, a change of length or a sync has failed, nobody knows what is on the disk. So from that operation on
//! the file gets nothing more: what redb still wants to write is kept in memory and dies with the process. For the file
//! it is as if the power had been cut at that very operation, which redb is made to survive; for the process reading
//! goes on, of old pages from the file and of new ones from memory. `latch` tells the rest of the house.

use std::collections::BTreeMap;
use std::io;
use std::ops::Bound;
use std::sync::{Arc, PoisonError, RwLock};

use redb::{BackendError, StorageBackend};

use crate::store::latch::Latch;

/// Bytes that are kept in memory together.
const BLOCK: u64 = 4096;

/// A backend that is left alone after its first failure.
#[derive(Debug)]
pub struct Guard<B> {
    file: B,
    latch: Arc<Latch>,
    beyond: RwLock<Option<Beyond>>,
}

/// What was written after the failure.
#[derive(Debug)]
struct Beyond {
    length: u64,
    /// Up to here the file itself holds what no block does; from here on are zeros.
    file: u64,
    /// Whole blocks by number.
    blocks: BTreeMap<u64, Vec<u8>>,
}

impl<B: StorageBackend> Guard<B> {
    pub fn new(file: B, latch: Arc<Latch>) -> Self {
        Self { file, latch, beyond: RwLock::new(None) }
    }

    /// Does it to the file; or, after a failure, to what lies beyond it.
    fn either(
        &self,
        what: &str,
        to_file: impl FnOnce(&B) -> Result<(), io::Error>,
        beyond_it: impl FnOnce(&B, &mut Beyond) -> Result<(), io::Error>,
    ) -> Result<(), io::Error> {
        let mut beyond = self.beyond.write().unwrap_or_else(PoisonError::into_inner);
        if beyond.is_none() {
            let Err(error) = to_file(&self.file) else { return Ok(()) };
            let length = self.file.len()?;
            *beyond = Some(Beyond { length, file: length, blocks: BTreeMap::new() });
            self.latch.shut(&format!("{what} failed: {error}"));
        }
        match beyond.as_mut() {
            Some(beyond) => beyond_it(&self.file, beyond),
            None => Ok(()),
        }
    }
}

impl Beyond {
    /// The block as it would be read now.
    fn block(&self, file: &impl StorageBackend, number: u64) -> Result<Vec<u8>, io::Error> {
        if let Some(block) = self.blocks.get(&number) {
            return Ok(block.clone());
        }
        let mut block = vec![0; size(BLOCK)];
        let start = number * BLOCK;
        let there = self.file.saturating_sub(start).min(BLOCK);
        if there > 0 {
            file.read(start, &mut block[..size(there)])?;
        }
        Ok(block)
    }

    fn write(&mut self, file: &impl StorageBackend, offset: u64, data: &[u8]) -> Result<(), io::Error> {
        let mut rest = data;
        let mut at = offset;
        while !rest.is_empty() {
            let (number, from) = (at / BLOCK, size(at % BLOCK));
            let mut block = self.block(file, number)?;
            let some = rest.len().min(block.len() - from);
            block[from..from + some].copy_from_slice(&rest[..some]);
            self.blocks.insert(number, block);
            rest = &rest[some..];
            at += some as u64;
        }
        Ok(())
    }

    fn read(&self, file: &impl StorageBackend, offset: u64, out: &mut [u8]) -> Result<(), io::Error> {
        if offset + out.len() as u64 > self.length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut done = 0;
        while done < out.len() {
            let at = offset + done as u64;
            let from = size(at % BLOCK);
            let block = self.block(file, at / BLOCK)?;
            let some = (out.len() - done).min(block.len() - from);
            out[done..done + some].copy_from_slice(&block[from..from + some]);
            done += some;
        }
        Ok(())
    }

    /// What lies beyond a shorter length is forgotten, so that a longer one begins with zeros again.
    fn set_length(&mut self, length: u64) {
        self.file = self.file.min(length);
        self.blocks.retain(|number, _| number * BLOCK < length);
        if let Some(last) = self.blocks.get_mut(&(length / BLOCK)) {
            last[size(length % BLOCK)..].fill(0);
        }
        self.length = length;
    }
}

/// An offset within a block, or within a file in memory.
fn size(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

impl<B: StorageBackend> StorageBackend for Guard<B> {
    fn len(&self) -> Result<u64, io::Error> {
        match &*self.beyond.read().unwrap_or_else(PoisonError::into_inner) {
            Some(beyond) => Ok(beyond.length),
            None => self.file.len(),
        }
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), io::Error> {
        if self.latch.why().is_none() {
            return self.file.read(offset, out);
        }
        match &*self.beyond.read().unwrap_or_else(PoisonError::into_inner) {
            Some(beyond) => beyond.read(&self.file, offset, out),
            None => self.file.read(offset, out),
        }
    }

    fn set_len(&self, length: u64) -> Result<(), io::Error> {
        self.either(
            "growing the file",
            |file| file.set_len(length),
            |_, beyond| {
                beyond.set_length(length);
                Ok(())
            },
        )
    }

    fn sync_data(&self) -> Result<(), io::Error> {
        self.either("syncing the file", StorageBackend::sync_data, |_, _| Ok(()))
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<(), io::Error> {
        self.either(
            "writing the file",
            |file| file.write(offset, data),
            |file, beyond| beyond.write(file, offset, data),
        )
    }

    fn close(&self) -> Result<(), io::Error> {
        self.file.close()
    }

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.try_lock_range(start, end)
    }

    fn try_lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.try_lock_shared_range(start, end)
    }

    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.lock_range(start, end)
    }

    fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.lock_shared_range(start, end)
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.unlock_range(start, end)
    }

    fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.query_lock_range(start, end)
    }
}

#[cfg(test)]
#[path = "guard_tests.rs"]
mod tests;
