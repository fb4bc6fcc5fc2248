//! Opening, creating and closing the file; what can be wrong with it, in sentences.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use redb::backends::FileBackend;
use redb::{Database, DatabaseError, ReadTransaction, ReadableDatabase, StorageBackend, StorageError};

use crate::store::backup::Copy;
use crate::store::guard::Guard;
use crate::store::latch::Latch;
use crate::store::look::{Look, Snapshot};
use crate::store::tables;
use crate::store::versions::Versions;
use crate::store::write::{Writing, put_bytes};

/// Count of migrations that made the present schema. Append a step to `MIGRATIONS` to raise it.
const MIGRATIONS: &[Step] = &[create_tables, create_tables, create_tables];

/// One forward step of the schema, run inside the migrating transaction.
type Step = fn(&redb::WriteTransaction) -> Result<(), StoreError>;

/// Page cache in bytes; redb's default of 1 GiB is too much for an appliance.
const CACHE: usize = 64 << 20;

/// The open store; share it behind an `Arc`.
#[derive(Debug)]
pub struct Store {
    db: Database,
    latch: Arc<Latch>,
    versions: Versions,
    /// How things stood before the write under way; after a failed write that is what is read.
    before: Mutex<Option<Arc<ReadTransaction>>>,
    /// The file; none where the store lies in memory.
    file: Option<PathBuf>,
}

/// What can go wrong with the store, in a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("no store at {0}; run `goodstanding init` first")]
    Missing(PathBuf),
    #[error("a store exists already at {0}; nothing was changed")]
    Exists(PathBuf),
    #[error("the store {0} is in use by another process; stop it, or let the command talk to the running server")]
    Busy(PathBuf),
    #[error(
        "the store was written by a newer version (schema {found}, this program knows {known}); upgrade the program"
    )]
    Newer { found: u64, known: u64 },
    #[error("the store is damaged: {0}; restore the last copy")]
    Damaged(String),
    #[error("a record of table {table} cannot be read: {why}")]
    Record { table: &'static str, why: String },
    #[error("the store could not be read or written: {0}")]
    Io(String),
    #[error("the store failed while this was written, which may be there after the next start or not: {0}")]
    Unknown(String),
    #[error("nothing was written, for the store takes no more writes until the next start: {0}")]
    Shut(String),
}

impl Store {
    /// Makes a new store file; refuses where one exists.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        let file = OpenOptions::new().read(true).write(true).create_new(true).open(path);
        match file {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(StoreError::Exists(path.to_owned())),
            file => Self::from_file(file, path),
        }
    }

    /// Opens an existing file, checks it and migrates it forward.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        let file = OpenOptions::new().read(true).write(true).open(path);
        if file.as_ref().is_ok_and(|file| file.metadata().is_ok_and(|found| found.len() == 0)) {
            // An empty file would be taken for a new store.
            return Err(StoreError::Damaged(format!("{} is empty", path.display())));
        }
        Self::from_file(file, path)
    }

    fn from_file(file: std::io::Result<File>, path: &Path) -> Result<Self, StoreError> {
        let backend = file.map_err(DatabaseError::from).and_then(FileBackend::new);
        Self::guarded(backend.map_err(|error| opening(error, path))?, Some(path))
    }

    /// Opens or creates a store on any backend: memory, or one that records or injects faults.
    pub fn on(backend: impl StorageBackend) -> Result<Self, StoreError> {
        Self::guarded(backend, None)
    }

    fn guarded(backend: impl StorageBackend, path: Option<&Path>) -> Result<Self, StoreError> {
        let latch = Arc::new(Latch::default());
        let guard = Guard::new(backend, Arc::clone(&latch));
        let db = builder()
            .create_with_backend(guard)
            .map_err(|error| opening(error, path.unwrap_or(Path::new("(backend)"))))?;
        Self::migrated(db, latch, path)
    }

    /// A store in memory.
    pub fn in_memory() -> Result<Self, StoreError> {
        Self::on(redb::backends::InMemoryBackend::new())
    }

    fn migrated(db: Database, latch: Arc<Latch>, file: Option<&Path>) -> Result<Self, StoreError> {
        let known = MIGRATIONS.len() as u64;
        let found = schema(&db)?;
        if found > known {
            return Err(StoreError::Newer { found, known });
        }
        if found < known {
            if let Some(file) = file.filter(|_| found > 0) {
                copy_before(&db, file, found)?;
            }
            let transaction = db.begin_write().map_err(io)?;
            for step in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or(usize::MAX)) {
                step(&transaction)?;
            }
            put_bytes(&transaction, tables::META, b"schema", &known.to_be_bytes())?;
            transaction.commit().map_err(io)?;
        }
        if let Some(why) = latch.why() {
            return Err(StoreError::Io(why.to_owned()));
        }
        Ok(Self { db, latch, versions: Versions::default(), before: Mutex::new(None), file: file.map(Path::to_owned) })
    }

    /// Where it lies; none where that is memory.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// The schema that this program writes.
    pub fn schema() -> u64 {
        MIGRATIONS.len() as u64
    }

    /// A consistent view of everything committed so far; after a failure, of everything before it.
    pub fn read(&self) -> Result<Snapshot, StoreError> {
        let now = || self.db.begin_read().map(Arc::new).map_err(io);
        if let Some(before) = self.before_failure() {
            return Ok(Snapshot::new(before));
        }
        let transaction = now()?;
        // The write under way may have failed just now; then this view may show what was never promised.
        Ok(Snapshot::new(self.before_failure().unwrap_or(transaction)))
    }

    /// The one write path. What `act` did is committed durably where it returns `Ok`, and wholly undone where not.
    /// `Unknown` is the one exception: the file failed in the middle of the commit.
    pub fn write<T, E: From<StoreError>>(&self, act: impl FnOnce(&Writing) -> Result<T, E>) -> Result<T, E> {
        self.is_open()?;
        let transaction = self.db.begin_write().map_err(|error| self.failed(error, StoreError::Shut))?;
        // Whoever wrote until now may have failed.
        self.is_open()?;
        let before = self.db.begin_read().map_err(|error| self.failed(error, StoreError::Shut))?;
        *self.before() = Some(Arc::new(before));
        let writing = Writing::new(transaction);
        let done = act(&writing)?;
        self.is_open()?;
        let (committed, touched) = writing.commit();
        // Also where that failed: what is read from then on is then made anew.
        self.versions.bump(&touched);
        if let Err(error) = committed {
            self.latch.shut(&error.to_string());
        }
        if let Some(why) = self.latch.why() {
            return Err(StoreError::Unknown(why.to_owned()).into());
        }
        *self.before() = None;
        Ok(done)
    }

    /// How often that has changed of which public answers are made.
    pub fn versions(&self) -> &Versions {
        &self.versions
    }

    /// Whether the file has failed, and how one hears of it.
    pub fn latch(&self) -> &Latch {
        &self.latch
    }

    fn is_open(&self) -> Result<(), StoreError> {
        self.latch.why().map_or(Ok(()), |why| Err(StoreError::Shut(why.to_owned())))
    }

    fn failed(&self, error: impl Into<redb::Error>, named: fn(String) -> StoreError) -> StoreError {
        let error = io(error);
        self.latch.shut(&error.to_string());
        named(error.to_string())
    }

    fn before(&self) -> std::sync::MutexGuard<'_, Option<Arc<ReadTransaction>>> {
        self.before.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn before_failure(&self) -> Option<Arc<ReadTransaction>> {
        self.latch.why().and_then(|_| self.before().clone())
    }
}

pub(in crate::store) fn builder() -> redb::Builder {
    let mut builder = Database::builder();
    builder.set_cache_size(CACHE).set_check_integrity_on_open(true);
    builder
}

/// Keeps the store as it was before a step of the schema, beside it: `store.redb.schema-3`.
fn copy_before(db: &Database, file: &Path, schema: u64) -> Result<(), StoreError> {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".schema-{schema}"));
    let to = PathBuf::from(name);
    // One of an earlier try, or of a store that lay here before.
    match std::fs::remove_file(&to) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(StoreError::Io(format!("{}: {error}", to.display())));
        }
        _ => {}
    }
    let mut copy = Copy::begin(&to)?;
    let tally = Snapshot::new(db.begin_read().map_err(io)?).pieces(&mut |piece| copy.take(piece))?;
    copy.finish(&tally)?;
    Ok(())
}

fn create_tables(transaction: &redb::WriteTransaction) -> Result<(), StoreError> {
    for (_, table) in tables::ALL {
        transaction.open_table(*table).map_err(io)?;
    }
    Ok(())
}

fn schema(db: &Database) -> Result<u64, StoreError> {
    let snapshot = Snapshot::new(Arc::new(db.begin_read().map_err(io)?));
    if !snapshot.has_table(tables::META)? {
        return Ok(0);
    }
    let bytes = snapshot.bytes(tables::META, b"schema")?;
    Ok(bytes.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_be_bytes))
}

/// Any of redb's errors as ours.
pub fn io(error: impl Into<redb::Error>) -> StoreError {
    match error.into() {
        redb::Error::Corrupted(why) => StoreError::Damaged(why),
        error => StoreError::Io(error.to_string()),
    }
}

pub(in crate::store) fn opening(error: DatabaseError, path: &Path) -> StoreError {
    match error {
        DatabaseError::DatabaseAlreadyOpen => StoreError::Busy(path.to_owned()),
        DatabaseError::Storage(StorageError::Corrupted(why)) => StoreError::Damaged(why),
        DatabaseError::Storage(StorageError::Io(error)) if error.kind() == std::io::ErrorKind::InvalidData => {
            StoreError::Damaged(format!("{} is no store", path.display()))
        }
        DatabaseError::UpgradeRequired(version) => StoreError::Newer { found: u64::from(version), known: 0 },
        error => StoreError::Io(format!("{}: {error}", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_tables_is_what_the_file_holds() {
        let store = Store::in_memory().unwrap();
        let transaction = store.db.begin_read().unwrap();
        let mut held: Vec<String> = {
            use redb::TableHandle;
            transaction.list_tables().unwrap().map(|table| table.name().to_owned()).collect()
        };
        held.sort();
        let mut declared: Vec<String> = tables::ALL.iter().map(|(name, _)| (*name).to_owned()).collect();
        declared.sort();
        assert_eq!(held, declared);
    }

    #[test]
    fn a_newer_store_is_refused_and_a_refusal_writes_nothing() {
        let store = Store::in_memory().unwrap();
        let refused: Result<(), StoreError> = store.write(|writing| {
            writing.put_bytes(tables::META, b"x", b"y")?;
            Err(StoreError::Io("no".into()))
        });
        assert!(refused.is_err());
        assert_eq!(store.read().unwrap().bytes(tables::META, b"x").unwrap(), None);
        let Store { db, latch, .. } = store;
        let transaction = db.begin_write().unwrap();
        put_bytes(&transaction, tables::META, b"schema", &99u64.to_be_bytes()).unwrap();
        transaction.commit().unwrap();
        assert!(matches!(Store::migrated(db, latch, None), Err(StoreError::Newer { found: 99, .. })));
    }
}
