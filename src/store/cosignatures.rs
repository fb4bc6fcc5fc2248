//! What witnesses said of the log: one row for each checkpoint and witness. Checkpoints themselves never change.

use crate::store::look::Look;
use crate::store::open::StoreError;
use crate::store::tables;
use crate::store::write::Writing;

/// One cosignature as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosigned {
    /// Of the tree that was cosigned.
    pub size: u64,
    pub name: String,
    pub key_hash: [u8; 4],
    /// Time and signature.
    pub signature: Vec<u8>,
}

/// Reading of cosignatures; implemented for snapshots and writes alike.
pub trait Cosignatures: Look {
    /// Those of one size.
    fn cosignatures(&self, size: u64) -> Result<Vec<Cosigned>, StoreError> {
        self.scan(tables::COSIGNATURES, &size.to_be_bytes(), false, usize::MAX)?.iter().map(read).collect()
    }

    /// The newest ones, of the largest trees first.
    fn newest_cosignatures(&self, most: usize) -> Result<Vec<Cosigned>, StoreError> {
        self.scan(tables::COSIGNATURES, b"", true, most)?.iter().map(read).collect()
    }

    /// Those of trees of at least this size, of the smallest trees first.
    fn cosignatures_from(&self, size: u64, most: usize) -> Result<Vec<Cosigned>, StoreError> {
        self.scan_from(tables::COSIGNATURES, &size.to_be_bytes(), most)?.iter().map(read).collect()
    }
}

impl<L: Look> Cosignatures for L {}

fn read((key, signature): &(Vec<u8>, Vec<u8>)) -> Result<Cosigned, StoreError> {
    let damaged = || StoreError::Damaged("a cosignature cannot be read".to_owned());
    let (size, rest) = key.split_first_chunk::<8>().ok_or_else(damaged)?;
    let (key_hash, name) = rest.split_first_chunk::<4>().ok_or_else(damaged)?;
    let name = String::from_utf8(name.to_vec()).map_err(|_| damaged())?;
    Ok(Cosigned { size: u64::from_be_bytes(*size), name, key_hash: *key_hash, signature: signature.clone() })
}

impl Writing {
    /// Keeps a cosignature. The first that a witness gave for a size stays: the earlier, the more it proves.
    pub fn put_cosignature(&self, new: &Cosigned) -> Result<(), StoreError> {
        let key = [&new.size.to_be_bytes()[..], &new.key_hash, new.name.as_bytes()].concat();
        match self.bytes(tables::COSIGNATURES, &key)? {
            Some(_) => Ok(()),
            None => self.put_bytes(tables::COSIGNATURES, &key, &new.signature),
        }
    }
}
