//! Copies of the store. A copy is made from one snapshot, table by table, while writes go on: `cp` of a living file may
//! not open. It grows under another name, is read again and compared, synced, and only then gets its own name; what a
//! crash leaves is never taken for a copy.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use redb::{Database, ReadTransaction, ReadableTable, TableDefinition, TableHandle, WriteTransaction};
use sha2::{Digest, Sha256};

use crate::store::look::Snapshot;
use crate::store::open::{StoreError, builder, io as failed, opening};

/// Rows are put into the copy in heaps of this many bytes.
const HEAP: usize = 4 << 20;

/// What lies in a copy, in the order of tables and keys: two copies of one snapshot have the same.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    digest: Sha256,
    pub tables: u64,
    pub rows: u64,
}

impl Tally {
    /// Counts a piece in.
    pub fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Table(name) => self.table(name),
            Piece::Row(key, value) => self.row(key, value),
        }
    }

    fn table(&mut self, name: &str) {
        self.tables += 1;
        self.part(1, name.as_bytes());
    }

    fn row(&mut self, key: &[u8], value: &[u8]) {
        self.rows += 1;
        self.part(2, key);
        self.part(3, value);
    }

    fn part(&mut self, kind: u8, bytes: &[u8]) {
        self.digest.update([kind]);
        self.digest.update((bytes.len() as u64).to_be_bytes());
        self.digest.update(bytes);
    }

    /// The digest of everything so far.
    pub fn sum(&self) -> [u8; 32] {
        self.digest.clone().finalize().into()
    }
}

/// What somebody who copies is given.
#[derive(Clone, Copy, Debug)]
pub enum Piece<'a> {
    /// A table begins; rows that follow are its rows.
    Table(&'a str),
    Row(&'a [u8], &'a [u8]),
}

impl Snapshot {
    /// Hands over everything that the snapshot holds, tables by name and rows by key; what it was, at the end.
    pub fn pieces<E: From<StoreError>>(&self, take: &mut dyn FnMut(Piece<'_>) -> Result<(), E>) -> Result<Tally, E> {
        pieces(self.transaction(), take)
    }
}

fn pieces<E: From<StoreError>>(
    transaction: &ReadTransaction,
    take: &mut dyn FnMut(Piece<'_>) -> Result<(), E>,
) -> Result<Tally, E> {
    let mut names: Vec<String> =
        transaction.list_tables().map_err(failed)?.map(|table| table.name().to_owned()).collect();
    names.sort();
    let mut tally = Tally::default();
    for name in names {
        tally.take(Piece::Table(&name));
        take(Piece::Table(&name))?;
        let table = transaction.open_table(definition(&name)).map_err(failed)?;
        for pair in table.iter().map_err(failed)? {
            let (key, value) = pair.map_err(failed)?;
            let row = Piece::Row(key.value(), value.value());
            tally.take(row);
            take(row)?;
        }
    }
    Ok(tally)
}

fn definition(name: &str) -> TableDefinition<'_, &'static [u8], &'static [u8]> {
    TableDefinition::new(name)
}

/// A copy that is being made.
pub struct Copy {
    to: PathBuf,
    part: PathBuf,
    db: Option<Database>,
    transaction: Option<WriteTransaction>,
    table: String,
    heap: Vec<(Vec<u8>, Vec<u8>)>,
    heaped: usize,
}

/// Removes what is unfinished.
impl Drop for Copy {
    fn drop(&mut self) {
        self.transaction = None;
        self.db = None;
        let _ = std::fs::remove_file(&self.part);
    }
}

impl Copy {
    /// Begins a copy that will be called `to`, which must not exist.
    pub fn begin(to: &Path) -> Result<Self, StoreError> {
        if to.exists() {
            return Err(StoreError::Exists(to.to_owned()));
        }
        let part = part(to)?;
        let made = |error: io::Error| StoreError::Io(format!("{}: {error}", part.display()));
        let _ = std::fs::remove_file(&part);
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part).map_err(made)?;
        let begun = builder().create(&part).map_err(|error| opening(error, &part)).and_then(|db| {
            let transaction = db.begin_write().map_err(failed)?;
            Ok((db, transaction))
        });
        match begun {
            Ok((db, transaction)) => Ok(Self {
                to: to.to_owned(),
                part,
                db: Some(db),
                transaction: Some(transaction),
                table: String::new(),
                heap: Vec::new(),
                heaped: 0,
            }),
            Err(error) => {
                let _ = std::fs::remove_file(&part);
                Err(error)
            }
        }
    }

    pub fn take(&mut self, piece: Piece<'_>) -> Result<(), StoreError> {
        match piece {
            Piece::Table(name) => {
                self.put_heap()?;
                name.clone_into(&mut self.table);
                // Opening makes it, so that an empty one is there too.
                self.put_heap()
            }
            Piece::Row(key, value) => {
                self.heaped += key.len() + value.len();
                self.heap.push((key.to_vec(), value.to_vec()));
                if self.heaped > HEAP { self.put_heap() } else { Ok(()) }
            }
        }
    }

    fn put_heap(&mut self) -> Result<(), StoreError> {
        let Some(transaction) = self.transaction.as_ref().filter(|_| !self.table.is_empty()) else { return Ok(()) };
        let mut table = transaction.open_table(definition(&self.table)).map_err(failed)?;
        for (key, value) in self.heap.drain(..) {
            table.insert(key.as_slice(), value.as_slice()).map_err(failed)?;
        }
        self.heaped = 0;
        Ok(())
    }

    /// Commits, reads everything again, compares it with what was to be copied, and gives the copy its name. Bytes of
    /// the finished file.
    pub fn finish(mut self, expected: &Tally) -> Result<u64, StoreError> {
        self.put_heap()?;
        if let Some(transaction) = self.transaction.take() {
            transaction.commit().map_err(failed)?;
        }
        if let Some(db) = self.db.take() {
            db.close().map_err(|error| opening(error, &self.part))?;
        }
        let found = tally(&self.part)?;
        if found.sum() != expected.sum() {
            let (found, expected) = (found.rows, expected.rows);
            return Err(StoreError::Damaged(format!(
                "the copy reads otherwise than it was written ({found} rows of {expected})"
            )));
        }
        settle(&self.part, &self.to)
    }
}

/// Reads a store file that nobody else has open, each page against its checksum; what it holds.
pub fn tally(file: &Path) -> Result<Tally, StoreError> {
    use redb::ReadableDatabase;
    let db = builder().open(file).map_err(|error| opening(error, file))?;
    let transaction = db.begin_read().map_err(failed)?;
    let tally = pieces::<StoreError>(&transaction, &mut |_| Ok(()))?;
    transaction.close().map_err(failed)?;
    db.close().map_err(|error| opening(error, file))?;
    Ok(tally)
}

/// Syncs a file, gives it its name, and syncs that; its bytes.
pub fn settle(part: &Path, to: &Path) -> Result<u64, StoreError> {
    let wrong = |error: io::Error| StoreError::Io(format!("{}: {error}", to.display()));
    let file = File::open(part).map_err(wrong)?;
    file.sync_all().map_err(wrong)?;
    let bytes = file.metadata().map_err(wrong)?.len();
    std::fs::rename(part, to).map_err(wrong)?;
    if let Some(folder) = to.parent() {
        File::open(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
            .and_then(|folder| folder.sync_all())
            .map_err(wrong)?;
    }
    Ok(bytes)
}

/// The name under which a file grows: hidden, and ending in `.part`.
pub fn part(to: &Path) -> Result<PathBuf, StoreError> {
    let name = to.file_name().ok_or_else(|| StoreError::Io(format!("{} names no file", to.display())))?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(".part");
    Ok(to.with_file_name(hidden))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::look::Look;
    use crate::store::open::Store;
    use crate::store::tables;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("goodstanding-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn copy(store: &Store, to: &Path) -> Result<Tally, StoreError> {
        let mut copy = Copy::begin(to)?;
        let tally = store.read()?.pieces(&mut |piece| copy.take(piece))?;
        copy.finish(&tally)?;
        Ok(tally)
    }

    fn put(store: &Store, n: u32) {
        store
            .write(|writing| writing.put_bytes(tables::FILES, &n.to_be_bytes(), &[7; 3000]))
            .unwrap_or_else(|error: StoreError| panic!("{error}"));
    }

    #[test]
    fn a_copy_made_while_others_write_is_one_moment_and_holds_every_table() {
        let folder = folder("copy");
        let store = Store::in_memory().unwrap();
        for n in 0..3000 {
            put(&store, n);
        }
        let to = folder.join("copy.redb");
        let mut copying = Copy::begin(&to).unwrap();
        let mut seen = 0;
        let tally = store
            .read()
            .unwrap()
            .pieces(&mut |piece| {
                // A writer in between: what it adds belongs to a later moment.
                if seen % 500 == 0 {
                    put(&store, 10_000 + seen);
                }
                seen += 1;
                copying.take(piece)
            })
            .unwrap();
        copying.finish(&tally).unwrap();
        assert_eq!(tally.tables, tables::ALL.len() as u64);
        let copied = Store::open(&to).unwrap();
        let files = copied.read().unwrap().scan(tables::FILES, b"", false, usize::MAX).unwrap();
        assert_eq!(files.len(), 3000);
        assert!(store.read().unwrap().scan(tables::FILES, b"", false, usize::MAX).unwrap().len() > 3000);
        assert!(std::fs::read_dir(&folder).unwrap().count() == 1, "nothing unfinished lies about");
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_copy_that_is_not_finished_or_not_the_same_gets_no_name() {
        let folder = folder("copy-broken");
        let store = Store::in_memory().unwrap();
        put(&store, 1);
        let to = folder.join("copy.redb");
        drop(Copy::begin(&to).unwrap());
        assert!(std::fs::read_dir(&folder).unwrap().next().is_none());
        let mut copying = Copy::begin(&to).unwrap();
        let tally = store
            .read()
            .unwrap()
            .pieces::<StoreError>(&mut |piece| match piece {
                Piece::Row(key, value) => copying.take(Piece::Row(key, &value[1..])),
                table @ Piece::Table(_) => copying.take(table),
            })
            .unwrap();
        assert!(matches!(copying.finish(&tally), Err(StoreError::Damaged(_))));
        assert!(std::fs::read_dir(&folder).unwrap().next().is_none());
        copy(&store, &to).unwrap();
        assert!(matches!(copy(&store, &to), Err(StoreError::Exists(_))));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
