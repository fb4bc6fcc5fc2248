//! What is kept as bytes, never changed: signed statements, files, the log, key manifests; and the settings.

use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::paper::PaperCopy;
use crate::domain::settings::Settings;
use crate::domain::time::Moment;
use crate::store::look::Look;
use crate::store::open::StoreError;
use crate::store::records::id_key;
use crate::store::tables;
use crate::store::write::Writing;

/// Reading of blobs; implemented for snapshots and writes alike.
pub trait Blobs: Look {
    fn statement(&self, certificate: Id<Certificate>) -> Result<Option<Vec<u8>>, StoreError> {
        self.bytes(tables::STATEMENTS, &id_key(certificate))
    }

    fn file(&self, certificate: Id<Certificate>) -> Result<Option<Vec<u8>>, StoreError> {
        self.bytes(tables::FILES, &id_key(certificate))
    }

    fn copy_statement(&self, copy: Id<PaperCopy>) -> Result<Option<Vec<u8>>, StoreError> {
        self.bytes(tables::COPY_STATEMENTS, &id_key(copy))
    }

    fn copy_file(&self, copy: Id<PaperCopy>) -> Result<Option<Vec<u8>>, StoreError> {
        self.bytes(tables::COPY_FILES, &id_key(copy))
    }

    /// Number of leaves in the log.
    fn tlog_size(&self) -> Result<u64, StoreError> {
        let last = self.scan(tables::TLOG_LEAVES, b"", true, 1)?;
        Ok(last
            .first()
            .and_then(|(key, _)| key.as_slice().try_into().ok())
            .map_or(0, |key| u64::from_be_bytes(key) + 1))
    }

    fn tlog_hash(&self, level: u8, index: u64) -> Result<Option<[u8; 32]>, StoreError> {
        let bytes = self.bytes(tables::TLOG_HASHES, &hash_key(level, index))?;
        Ok(bytes.and_then(|bytes| bytes.try_into().ok()))
    }

    fn tlog_leaf(&self, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.bytes(tables::TLOG_LEAVES, &index.to_be_bytes())
    }

    /// The signed checkpoint of exactly this tree size.
    fn checkpoint(&self, size: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.bytes(tables::CHECKPOINTS, &size.to_be_bytes())
    }

    /// Key manifests, oldest first.
    fn manifests(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        Ok(self.scan(tables::MANIFESTS, b"", false, usize::MAX)?.into_iter().map(|(_, bytes)| bytes).collect())
    }

    /// The bytes of a logo or seal, by their hash.
    fn artwork(&self, hash: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.bytes(tables::ARTWORK, hash.as_bytes())?.and_then(|kept| kept.get(8..).map(<[u8]>::to_vec)))
    }

    /// Hashes of all logos and seals that are kept, each with when it was put in.
    fn artworks(&self) -> Result<Vec<(String, Moment)>, StoreError> {
        let kept = self.scan(tables::ARTWORK, b"", false, usize::MAX)?;
        let read = |(key, value): &(Vec<u8>, Vec<u8>)| {
            let at = value.get(..8).and_then(|at| at.try_into().ok()).map_or(0, u64::from_be_bytes);
            (String::from_utf8_lossy(key).into_owned(), Moment(at))
        };
        Ok(kept.iter().map(read).collect())
    }

    /// The association's settings; an error where `init` never stored them.
    fn settings(&self) -> Result<Settings, StoreError> {
        let bytes = self.bytes(tables::META, b"settings")?;
        let bytes = bytes.ok_or_else(|| StoreError::Damaged("it holds no settings".to_owned()))?;
        serde_json::from_slice(&bytes)
            .map_err(|error| StoreError::Record { table: "meta", why: format!("settings: {error}") })
    }
}

impl<L: Look> Blobs for L {}

fn hash_key(level: u8, index: u64) -> [u8; 9] {
    let mut key = [level; 9];
    key[1..].copy_from_slice(&index.to_be_bytes());
    key
}

impl Writing {
    pub fn put_statement(&self, certificate: Id<Certificate>, bundle: &[u8]) -> Result<(), StoreError> {
        self.put_bytes(tables::STATEMENTS, &id_key(certificate), bundle)
    }

    pub fn put_file(&self, certificate: Id<Certificate>, pdf: &[u8]) -> Result<(), StoreError> {
        self.put_bytes(tables::FILES, &id_key(certificate), pdf)
    }

    pub fn put_copy_statement(&self, copy: Id<PaperCopy>, bundle: &[u8]) -> Result<(), StoreError> {
        self.put_bytes(tables::COPY_STATEMENTS, &id_key(copy), bundle)
    }

    pub fn put_copy_file(&self, copy: Id<PaperCopy>, pdf: &[u8]) -> Result<(), StoreError> {
        self.put_bytes(tables::COPY_FILES, &id_key(copy), pdf)
    }

    pub fn put_tlog_hash(&self, level: u8, index: u64, hash: &[u8; 32]) -> Result<(), StoreError> {
        self.put_bytes(tables::TLOG_HASHES, &hash_key(level, index), hash)
    }

    pub fn put_tlog_leaf(&self, index: u64, leaf: &[u8]) -> Result<(), StoreError> {
        self.put_bytes(tables::TLOG_LEAVES, &index.to_be_bytes(), leaf)
    }

    pub fn put_checkpoint(&self, size: u64, note: &[u8]) -> Result<(), StoreError> {
        self.put_bytes(tables::CHECKPOINTS, &size.to_be_bytes(), note)
    }

    /// Appends a key manifest.
    pub fn put_manifest(&self, note: &[u8]) -> Result<(), StoreError> {
        let next = self.manifests()?.len() as u64;
        self.put_bytes(tables::MANIFESTS, &next.to_be_bytes(), note)
    }

    pub fn put_artwork(&self, hash: &str, bytes: &[u8], at: Moment) -> Result<(), StoreError> {
        self.put_bytes(tables::ARTWORK, hash.as_bytes(), &[&at.0.to_be_bytes(), bytes].concat())
    }

    pub fn remove_artwork(&self, hash: &str) -> Result<(), StoreError> {
        self.remove_bytes(tables::ARTWORK, hash.as_bytes()).map(|_| ())
    }

    pub fn put_settings(&self, settings: &Settings) -> Result<(), StoreError> {
        let json = serde_json::to_vec(settings)
            .map_err(|error| StoreError::Record { table: "meta", why: error.to_string() })?;
        self.put_bytes(tables::META, b"settings", &json)
    }
}
