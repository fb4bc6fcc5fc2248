//! Looking things up, the same way in a snapshot and inside a write.

use std::sync::Arc;

use redb::{ReadTransaction, ReadableTable, TableError};

use crate::store::open::{StoreError, io};
use crate::store::records::{Record, decode};
use crate::store::tables::{self, Bytes};

/// A key and its value.
pub type Pair = (Vec<u8>, Vec<u8>);

/// Reading of raw bytes, and of records on top of it.
pub trait Look {
    fn bytes(&self, table: Bytes, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;

    /// Pairs whose keys begin with `prefix`, in order; `most` at the most, from the end where `backwards`.
    fn scan(&self, table: Bytes, prefix: &[u8], backwards: bool, most: usize) -> Result<Vec<Pair>, StoreError>;

    /// Pairs from the key `start` on, in order; `most` at the most.
    fn scan_from(&self, table: Bytes, start: &[u8], most: usize) -> Result<Vec<Pair>, StoreError>;

    /// The record with this key.
    fn get<R: Record>(&self, key: &[u8]) -> Result<Option<R>, StoreError> {
        self.bytes(R::TABLE, key)?.map(|bytes| decode(&bytes)).transpose()
    }

    /// Every record of a table, by key.
    fn all<R: Record>(&self) -> Result<Vec<R>, StoreError> {
        self.scan(R::TABLE, b"", false, usize::MAX)?.iter().map(|(_, bytes)| decode(bytes)).collect()
    }

    /// The newest records of a table, newest first.
    fn newest<R: Record>(&self, most: usize) -> Result<Vec<R>, StoreError> {
        self.scan(R::TABLE, b"", true, most)?.iter().map(|(_, bytes)| decode(bytes)).collect()
    }

    /// Records that carry this mark, by key.
    fn marked<R: Record>(&self, index: &str, value: impl AsRef<[u8]>) -> Result<Vec<R>, StoreError> {
        let prefix = index_prefix(index, value.as_ref());
        let mut records = Vec::new();
        for (key, _) in self.scan(tables::INDEX, &prefix, false, usize::MAX)? {
            let key = &key[prefix.len()..];
            let record = self.get(key)?.ok_or_else(|| StoreError::Record {
                table: index_table::<R>(),
                why: format!("index {index} names a record that is not there"),
            })?;
            records.push(record);
        }
        Ok(records)
    }

    /// Whether the index has every mark of a record.
    fn is_indexed<R: Record>(&self, record: &R) -> Result<bool, StoreError> {
        for (index, value) in record.marks() {
            let mut key = index_prefix(index, &value);
            key.extend_from_slice(&record.key());
            if self.bytes(tables::INDEX, &key)?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// How many records carry this mark.
    fn count_marked(&self, index: &str, value: impl AsRef<[u8]>) -> Result<usize, StoreError> {
        Ok(self.scan(tables::INDEX, &index_prefix(index, value.as_ref()), false, usize::MAX)?.len())
    }

    /// The only record that carries this mark, where marks of this index are unique.
    fn the<R: Record>(&self, index: &str, value: impl AsRef<[u8]>) -> Result<Option<R>, StoreError> {
        let prefix = index_prefix(index, value.as_ref());
        match self.scan(tables::INDEX, &prefix, false, 1)?.first() {
            Some((key, _)) => self.get(&key[prefix.len()..]),
            None => Ok(None),
        }
    }
}

fn index_table<R: Record>() -> &'static str {
    use redb::TableHandle;
    let table: &'static str =
        tables::ALL.iter().find(|(_, declared)| declared.name() == R::TABLE.name()).map_or("index", |(name, _)| name);
    table
}

/// `name NUL length value`: the length keeps one value from being the beginning of another.
pub fn index_prefix(index: &str, value: &[u8]) -> Vec<u8> {
    let length = u32::try_from(value.len()).unwrap_or(u32::MAX);
    let mut key = Vec::with_capacity(index.len() + 5 + value.len());
    key.extend_from_slice(index.as_bytes());
    key.push(0);
    key.extend_from_slice(&length.to_be_bytes());
    key.extend_from_slice(value);
    key
}

/// Everything as it was committed at one moment.
pub struct Snapshot {
    transaction: Arc<ReadTransaction>,
}

impl Snapshot {
    pub(crate) fn new(transaction: impl Into<Arc<ReadTransaction>>) -> Self {
        Self { transaction: transaction.into() }
    }

    pub(in crate::store) fn transaction(&self) -> &ReadTransaction {
        &self.transaction
    }

    pub(crate) fn has_table(&self, table: Bytes) -> Result<bool, StoreError> {
        match self.transaction.open_table(table) {
            Ok(_) => Ok(true),
            Err(TableError::TableDoesNotExist(_)) => Ok(false),
            Err(error) => Err(io(error)),
        }
    }
}

impl Look for Snapshot {
    fn bytes(&self, table: Bytes, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let table = self.transaction.open_table(table).map_err(io)?;
        Ok(table.get(key).map_err(io)?.map(|guard| guard.value().to_vec()))
    }

    fn scan(&self, table: Bytes, prefix: &[u8], backwards: bool, most: usize) -> Result<Vec<Pair>, StoreError> {
        scan(&self.transaction.open_table(table).map_err(io)?, prefix, backwards, most)
    }

    fn scan_from(&self, table: Bytes, start: &[u8], most: usize) -> Result<Vec<Pair>, StoreError> {
        scan_from(&self.transaction.open_table(table).map_err(io)?, start, most)
    }
}

/// Shared by snapshot and write.
pub fn scan(
    table: &impl ReadableTable<&'static [u8], &'static [u8]>,
    prefix: &[u8],
    backwards: bool,
    most: usize,
) -> Result<Vec<Pair>, StoreError> {
    let mut range = match after(prefix) {
        Some(end) => table.range::<&[u8]>(prefix..end.as_slice()).map_err(io)?,
        None => table.range::<&[u8]>(prefix..).map_err(io)?,
    };
    let mut pairs = Vec::new();
    while pairs.len() < most {
        let Some(pair) = (if backwards { range.next_back() } else { range.next() }) else { break };
        let (key, value) = pair.map_err(io)?;
        pairs.push((key.value().to_vec(), value.value().to_vec()));
    }
    Ok(pairs)
}

/// Shared by snapshot and write.
pub fn scan_from(
    table: &impl ReadableTable<&'static [u8], &'static [u8]>,
    start: &[u8],
    most: usize,
) -> Result<Vec<Pair>, StoreError> {
    let mut pairs = Vec::new();
    for pair in table.range::<&[u8]>(start..).map_err(io)?.take(most) {
        let (key, value) = pair.map_err(io)?;
        pairs.push((key.value().to_vec(), value.value().to_vec()));
    }
    Ok(pairs)
}

/// The least key greater than every key with this prefix; none where there is no such key.
fn after(prefix: &[u8]) -> Option<Vec<u8>> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return Some(end);
        }
    }
    None
}
