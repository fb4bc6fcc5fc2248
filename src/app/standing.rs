//! Whether a stored statement is the association's word: its signature, by a key that was good for its leaf. And the
//! fresh proof that a compromised key's certificates need.

use crate::app::leaf::hash;
use crate::app::refused::Refused;
use crate::crypto::bundle::Bundle;
use crate::crypto::checkpoint::Checkpoint;
use crate::crypto::hash::Hash;
use crate::crypto::keys::Role;
use crate::crypto::manifest::{KeyState, Manifest, Standing, Use};
use crate::crypto::proof::LogProof;
use crate::crypto::statement::SignedStatement;
use crate::crypto::tlog;
use crate::domain::time::Moment;
use crate::store::blobs::Blobs;

/// Whether the issuer key signed the statement and was good for its leaf, of this index and time. The store's own log is the
/// proof: for a compromised key, that of its last good checkpoint.
pub fn is_genuine(
    look: &impl Blobs,
    manifest: &Manifest,
    signed: &SignedStatement,
    leaf: u64,
    at: Moment,
) -> Result<bool, Refused> {
    let Some((public, key)) = manifest.issuer(signed.key_id) else { return Ok(false) };
    if signed.verify(&public).is_err() {
        return Ok(false);
    }
    let size = match key.state {
        KeyState::Compromised { size, .. } => size,
        _ => leaf + 1,
    };
    if size > look.tlog_size()? {
        return Ok(false);
    }
    // Only a compromised key is judged by the log's root; for the others it need not be computed.
    let root = match key.state {
        KeyState::Compromised { .. } => tlog::root(size, |level, index| hash(look, level, index))?,
        KeyState::Active | KeyState::Retired { .. } => Hash::default(),
    };
    let checkpoint = Checkpoint { origin: manifest.origin(), size, root };
    let asked = Use { at, index: leaf, checkpoint: &checkpoint, witnessed: None };
    Ok(key.standing(&asked) == Standing::Good)
}

/// The proof of a leaf in the log of a size; none where the log has no such leaf or size.
pub fn proof(look: &impl Blobs, index: u64, size: u64) -> Result<Option<LogProof>, Refused> {
    if size > look.tlog_size()? {
        return Ok(None);
    }
    let hashes = tlog::inclusion(index, size, |level, index| hash(look, level, index))?;
    let checkpoint = look.checkpoint(size)?.map(|note| String::from_utf8_lossy(&note).into_owned());
    Ok(hashes.zip(checkpoint).map(|(hashes, checkpoint)| LogProof { index, hashes, checkpoint }))
}

/// The proof that a bundle needs besides its own, where one of its keys was compromised since: to that key's last good
/// checkpoint.
pub fn fresh_proof(look: &impl Blobs, manifest: &Manifest, bundle: &Bundle) -> Result<Option<LogProof>, Refused> {
    let frozen = manifest.keys.iter().find_map(|key| match key.state {
        KeyState::Compromised { size, .. } if concerns(key.role, key.id() == bundle.statement.key_id) => Some(size),
        _ => None,
    });
    match frozen {
        Some(size) if bundle.proof.index < size => proof(look, bundle.proof.index, size),
        _ => Ok(None),
    }
}

fn concerns(role: Role, is_signer: bool) -> bool {
    match role {
        Role::Issuer => is_signer,
        Role::Log | Role::Document => true,
        Role::Root => false,
    }
}
