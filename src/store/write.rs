//! Inside a write: records with their index entries, and raw bytes.

use std::collections::BTreeSet;

use redb::WriteTransaction;

use crate::store::look::{Look, Pair, index_prefix, scan, scan_from};
use crate::store::open::{StoreError, io};
use crate::store::records::{Record, encode};
use crate::store::tables::{self, Bytes};
use crate::store::versions::Touched;

/// One act under way. Reads see what it wrote so far.
pub struct Writing {
    transaction: WriteTransaction,
    touched: Touched,
}

impl Writing {
    pub(crate) fn new(transaction: WriteTransaction) -> Self {
        Self { transaction, touched: Touched::default() }
    }

    /// Commits, and says what it touched.
    pub(crate) fn commit(self) -> (Result<(), StoreError>, BTreeSet<u16>) {
        (self.transaction.commit().map_err(io), self.touched.into_inner())
    }

    pub fn put_bytes(&self, table: Bytes, key: &[u8], value: &[u8]) -> Result<(), StoreError> {
        self.touched.note(table, key);
        put_bytes(&self.transaction, table, key, value)
    }

    /// Removes a key; whether it was there.
    pub fn remove_bytes(&self, table: Bytes, key: &[u8]) -> Result<bool, StoreError> {
        self.touched.note(table, key);
        let mut table = self.transaction.open_table(table).map_err(io)?;
        let was_there = table.remove(key).map_err(io)?.is_some();
        Ok(was_there)
    }

    /// Stores a record, new or changed, and moves its index entries.
    pub fn put<R: Record>(&self, record: &R) -> Result<(), StoreError> {
        let key = record.key();
        let old: Option<R> = self.get(&key)?;
        let old_marks = old.map(|old| index_keys(&old, &key)).unwrap_or_default();
        let new_marks = index_keys(record, &key);
        if old_marks != new_marks {
            let mut index = self.transaction.open_table(tables::INDEX).map_err(io)?;
            for mark in old_marks.iter().filter(|mark| !new_marks.contains(mark)) {
                index.remove(mark.as_slice()).map_err(io)?;
            }
            for mark in &new_marks {
                index.insert(mark.as_slice(), [].as_slice()).map_err(io)?;
            }
        }
        self.put_bytes(R::TABLE, &key, &encode(record)?)
    }

    /// Removes a record and its index entries; whether it was there.
    pub fn remove<R: Record>(&self, key: &[u8]) -> Result<bool, StoreError> {
        let Some(old) = self.get::<R>(key)? else { return Ok(false) };
        {
            let mut index = self.transaction.open_table(tables::INDEX).map_err(io)?;
            for mark in index_keys(&old, key) {
                index.remove(mark.as_slice()).map_err(io)?;
            }
        }
        self.remove_bytes(R::TABLE, key)
    }
}

fn index_keys<R: Record>(record: &R, key: &[u8]) -> Vec<Vec<u8>> {
    record
        .marks()
        .into_iter()
        .map(|(index, value)| {
            let mut mark = index_prefix(index, &value);
            mark.extend_from_slice(key);
            mark
        })
        .collect()
}

pub(crate) fn put_bytes(
    transaction: &WriteTransaction,
    table: Bytes,
    key: &[u8],
    value: &[u8],
) -> Result<(), StoreError> {
    let mut table = transaction.open_table(table).map_err(io)?;
    table.insert(key, value).map_err(io)?;
    Ok(())
}

impl Look for Writing {
    fn bytes(&self, table: Bytes, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let table = self.transaction.open_table(table).map_err(io)?;
        let value = redb::ReadableTable::get(&table, key).map_err(io)?.map(|guard| guard.value().to_vec());
        Ok(value)
    }

    fn scan(&self, table: Bytes, prefix: &[u8], backwards: bool, most: usize) -> Result<Vec<Pair>, StoreError> {
        scan(&self.transaction.open_table(table).map_err(io)?, prefix, backwards, most)
    }

    fn scan_from(&self, table: Bytes, start: &[u8], most: usize) -> Result<Vec<Pair>, StoreError> {
        scan_from(&self.transaction.open_table(table).map_err(io)?, start, most)
    }
}
