//! SHA-256, and the commitments by which the log speaks of things without naming them (STATEMENT.md, section 4).

use sha2::{Digest, Sha256};

/// A SHA-256 hash: of a file, a leaf, a tree.
pub type Hash = [u8; 32];

/// 32 random bytes that keep a commitment from being guessed.
pub type Salt = [u8; 32];

/// SHA-256 of some bytes.
pub fn sha256(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// SHA-256 of a label (with its length) and then of the parts, one after the other.
pub fn sha256_labelled(label: &'static str, parts: &[&[u8]]) -> Hash {
    debug_assert!(label.len() < 256, "a label's first byte must be zero");
    let mut hasher = Sha256::new();
    let length = u16::try_from(label.len()).unwrap_or(u16::MAX);
    hasher.update(length.to_be_bytes());
    hasher.update(label.as_bytes());
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// What a leaf says of a statement.
pub fn statement_commitment(salt: &Salt, statement_hash: &Hash) -> Hash {
    sha256_labelled("goodstanding/commitment/v1", &[salt, statement_hash])
}

/// The record behind a revocation, a reinstatement or a replacement: what the public is told, and the note for staff.
pub fn act_record(reason: &str, note: &str) -> Vec<u8> {
    let part =
        |text: &str| [&u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes()[..], text.as_bytes()].concat();
    [part(reason), part(note)].concat()
}

/// What a leaf says of the record behind an act.
pub fn record_commitment(salt: &Salt, record: &[u8]) -> Hash {
    sha256_labelled("goodstanding/record/v1", &[salt, &sha256(record)])
}

/// What a leaf says of the audit trail: how many entries it had, and the hash of the last.
pub fn audit_commitment(count: u64, last: &Hash) -> Hash {
    sha256_labelled("goodstanding/audit/v1", &[&count.to_be_bytes(), last])
}
