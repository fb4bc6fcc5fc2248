//! The lifeboat's bytes (STATEMENT.md, section 13): entries that only a holder can find and open, shards of them, and
//! the cover that the issuer key signs.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};

use crate::crypto::answer::AnswerState;
use crate::crypto::code::VerifyCode;
use crate::crypto::hash::{Hash, sha256, sha256_labelled};
use crate::crypto::keys::{IssuerKey, KeyId, Signature};
use crate::crypto::leaf::Leaf;
use crate::crypto::statement::SignedStatement;
use crate::crypto::wire::{Malformed, Reader, Writer};
use crate::domain::time::Moment;

/// Shards of a lifeboat; each holds the entries whose index begins with its number.
pub const SHARDS: usize = 256;

/// Lengths of plaintexts are filled up to a multiple of this, in bytes.
const FILL: usize = 512;

const MAX_HASHES: u16 = 64;

/// By what an entry is found and opened: a code, or a file's hash. Who has neither learns nothing.
pub struct Lookup(Hash);

impl Lookup {
    pub fn code(code: &VerifyCode) -> Self {
        let length = u16::try_from(code.canonical().len()).unwrap_or(u16::MAX).to_be_bytes();
        Self(sha256_labelled("goodstanding/lifeboat-code/v1", &[&length, code.canonical().as_bytes()]))
    }

    /// `hash` is the file's SHA-256.
    pub fn file(hash: &Hash) -> Self {
        Self(sha256_labelled("goodstanding/lifeboat-file/v1", &[hash]))
    }

    fn index(&self) -> [u8; 16] {
        let mut index = [0; 16];
        index.copy_from_slice(&sha256_labelled("goodstanding/lifeboat-index/v1", &[&self.0])[..16]);
        index
    }

    fn key(&self) -> Hash {
        sha256_labelled("goodstanding/lifeboat-key/v1", &[&self.0])
    }
}

/// What the lifeboat knows of one certificate or copy.
#[derive(Clone, Debug)]
pub struct Record {
    /// Never `Expired`: the statement says when it expires, and the reader knows the day.
    pub state: AnswerState,
    /// Why it was revoked, as the association tells the public.
    pub reason: Option<String>,
    pub statement: SignedStatement,
    pub leaf: Leaf,
    /// The leaf's index, and the hashes that lead from it to the cover's root.
    pub index: u64,
    pub hashes: Vec<Hash>,
}

impl Record {
    fn plaintext(&self) -> Result<Vec<u8>, Malformed> {
        let mut w = Writer::unlabelled();
        w.u8(1);
        w.u8(self.state.number());
        w.option(self.reason.as_deref(), Writer::text);
        w.blob(&self.statement.bytes);
        w.raw(&self.statement.key_id.0);
        w.raw(&self.statement.signature);
        w.raw(&self.statement.salt);
        w.blob(&self.leaf.encode());
        w.u64(self.index);
        w.list(&self.hashes, MAX_HASHES, |w, hash| w.raw(hash));
        w.finish()
    }
}

/// The entries of one lifeboat, by shard.
pub struct Entries(Vec<Vec<([u8; 16], Vec<u8>)>>);

impl Default for Entries {
    fn default() -> Self {
        Self(vec![Vec::new(); SHARDS])
    }
}

impl Entries {
    /// Puts a record where its code finds it.
    pub fn put(&mut self, code: &VerifyCode, record: &Record) -> Result<(), Malformed> {
        self.seal(&Lookup::code(code), record.plaintext()?)
    }

    /// Puts a code where the hash of its file finds it.
    pub fn put_file(&mut self, hash: &Hash, code: &VerifyCode) -> Result<(), Malformed> {
        let mut w = Writer::unlabelled();
        w.u8(2);
        w.text(code.canonical());
        self.seal(&Lookup::file(hash), w.finish()?)
    }

    fn seal(&mut self, lookup: &Lookup, mut plaintext: Vec<u8>) -> Result<(), Malformed> {
        plaintext.resize(plaintext.len().next_multiple_of(FILL), 0);
        let (index, key) = (lookup.index(), lookup.key());
        let nonce = &sha256_labelled("goodstanding/lifeboat-nonce/v1", &[&key, &plaintext])[..12];
        let nonce: [u8; 12] = nonce.try_into().map_err(|_| Malformed("a hash is shorter than a nonce"))?;
        let sealed = ChaCha20Poly1305::new(&Key::from(key))
            .encrypt(&Nonce::from(nonce), Payload { msg: &plaintext, aad: &index })
            .map_err(|_| Malformed("the entry is too long to seal"))?;
        self.0[usize::from(index[0])].push((index, [&nonce[..], &sealed].concat()));
        Ok(())
    }

    /// The bytes of all shards, in order.
    pub fn shards(mut self) -> Result<Vec<Vec<u8>>, Malformed> {
        let mut shards = Vec::with_capacity(SHARDS);
        for (number, entries) in self.0.iter_mut().enumerate() {
            entries.sort();
            let mut w = Writer::labelled("goodstanding/lifeboat-shard/v1");
            w.u8(u8::try_from(number).unwrap_or(u8::MAX));
            w.u32(u32::try_from(entries.len()).map_err(|_| Malformed("a shard has too many entries"))?);
            for (index, sealed) in entries {
                w.raw(index);
                w.blob(sealed);
            }
            shards.push(w.finish()?);
        }
        Ok(shards)
    }
}

const COVER: &str = "goodstanding/lifeboat/v1";

/// What is signed of a lifeboat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    pub key_id: KeyId,
    /// What happened later the lifeboat does not know.
    pub at: Moment,
    pub tree_size: u64,
    pub root: Hash,
    /// SHA-256 of the key manifest's note.
    pub manifest: Hash,
    /// Of every shard's bytes, in order.
    pub shards: Vec<Hash>,
}

impl Cover {
    /// When a cover says that it was made; nothing of it is checked here.
    pub fn made_at(cover: &[u8]) -> Option<Moment> {
        let mut r = Reader::labelled(cover, COVER).ok()?;
        let _: [u8; 8] = r.raw().ok()?;
        r.moment().ok()
    }

    /// The hashes of the shards as `Entries::shards` made them.
    pub fn hashes(shards: &[Vec<u8>]) -> Vec<Hash> {
        shards.iter().map(|shard| sha256(shard)).collect()
    }

    pub(in crate::crypto) fn signed_bytes(&self) -> Result<Vec<u8>, Malformed> {
        let mut w = Writer::labelled(COVER);
        w.raw(&self.key_id.0);
        w.moment(self.at);
        w.u64(self.tree_size);
        w.raw(&self.root);
        w.raw(&self.manifest);
        if self.shards.len() != SHARDS {
            w.refuse("a lifeboat has 256 shards");
        }
        for hash in &self.shards {
            w.raw(hash);
        }
        w.finish()
    }

    /// The cover's bytes and then 64 bytes of signature.
    pub fn sign(&self, key: &IssuerKey) -> Result<Vec<u8>, Malformed> {
        let signature: Signature = key.sign_cover(self)?;
        Ok([&self.signed_bytes()?[..], &signature].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::samples;

    fn record() -> Record {
        let bundle = samples::bundle();
        Record {
            state: AnswerState::InForce,
            reason: None,
            statement: bundle.statement,
            leaf: bundle.leaf,
            index: bundle.proof.index,
            hashes: bundle.proof.hashes,
        }
    }

    /// Opens an entry as section 13 says.
    fn open(shards: &[Vec<u8>], lookup: &Lookup) -> Option<Vec<u8>> {
        let index = lookup.index();
        let shard = &shards[usize::from(index[0])];
        let at = shard.windows(16).position(|window| window == index)? + 16;
        let length = u32::from_be_bytes(shard[at..at + 4].try_into().unwrap()) as usize;
        let (nonce, sealed) = shard[at + 4..at + 4 + length].split_first_chunk::<12>().unwrap();
        ChaCha20Poly1305::new(&Key::from(lookup.key()))
            .decrypt(&Nonce::from(*nonce), Payload { msg: sealed, aad: &index })
            .ok()
    }

    #[test]
    fn an_entry_is_found_by_its_code_and_by_its_file_and_by_nothing_else() {
        let (code, other) = (samples::code(), VerifyCode::generate(&mut samples::random(7)));
        let mut entries = Entries::default();
        entries.put(&code, &record()).unwrap();
        entries.put_file(&[9; 32], &code).unwrap();
        let shards = entries.shards().unwrap();
        let plaintext = open(&shards, &Lookup::code(&code)).unwrap();
        assert!(plaintext.starts_with(&record().plaintext().unwrap()) && plaintext.len().is_multiple_of(FILL));
        assert!(open(&shards, &Lookup::file(&[9; 32])).unwrap()[3..].starts_with(code.canonical().as_bytes()));
        assert!(open(&shards, &Lookup::code(&other)).is_none() && open(&shards, &Lookup::file(&[8; 32])).is_none());
        let all = shards.concat();
        let name = "示例市律师协会".as_bytes();
        assert!(record().statement.bytes.windows(name.len()).any(|window| window == name));
        assert!(!all.windows(name.len()).any(|window| window == name), "a name is published");
    }

    #[test]
    fn a_record_that_changed_gets_another_nonce() {
        let seal = |state| {
            let mut entries = Entries::default();
            entries.put(&samples::code(), &Record { state, ..record() }).unwrap();
            entries.shards().unwrap().concat()
        };
        assert_eq!(seal(AnswerState::InForce), seal(AnswerState::InForce));
        assert_ne!(seal(AnswerState::InForce), seal(AnswerState::Revoked));
    }

    #[test]
    fn a_cover_of_fewer_shards_is_refused() {
        let cover = Cover {
            key_id: samples::issuer().id(),
            at: Moment(0),
            tree_size: 1,
            root: [1; 32],
            manifest: [2; 32],
            shards: vec![[3; 32]; SHARDS],
        };
        assert!(cover.sign(&samples::issuer()).is_ok());
        assert!(Cover { shards: vec![[3; 32]; 255], ..cover }.sign(&samples::issuer()).is_err());
    }
}
