//! The life of the keys: which are in force, and the next manifest, which the root key has signed elsewhere, put into
//! force. One write appends the manifest and its leaf; from that write on the new keys sign, and no act is signed by a
//! key that the log has closed.

use std::path::Path;
use std::sync::Arc;

use crate::app::anchor;
use crate::app::leaf;
use crate::app::refused::Refused;
use crate::app::signed;
use crate::app::world::World;
use crate::crypto::cms;
use crate::crypto::hash::{Hash, sha256};
use crate::crypto::keyfile::KeyFault;
use crate::crypto::keyring::Keyring;
use crate::crypto::keys::{KeyId, Role};
use crate::crypto::leaf::{Event, Leaf};
use crate::crypto::manifest::{KeyState, Manifest};
use crate::crypto::succession::Successor;
use crate::crypto::tlog;
use crate::domain::audit::Actor;
use crate::domain::certificate::Certificate;
use crate::domain::paper::PaperCopy;
use crate::domain::stage::StageName;
use crate::domain::time::Moment;
use crate::store::blobs::Blobs;
use crate::store::{Look, Store, StoreError, Writing};

/// Loads the keys under the manifest that the store has in force. Before founding, under the folder's own.
pub fn load(store: &Store, folder: &Path, passphrase: Option<&[u8]>) -> Result<Keyring, LoadFault> {
    match store.read()?.manifests()?.pop() {
        Some(note) => Ok(Keyring::load_under(folder, passphrase, &String::from_utf8_lossy(&note))?),
        None => Ok(Keyring::load(folder, passphrase)?),
    }
}

/// Why keys cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadFault {
    #[error(transparent)]
    Key(#[from] KeyFault),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the holder of the root key must know to write the next manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// The note in force.
    pub manifest: String,
    /// The log as it stands.
    pub size: u64,
    pub root: Hash,
    pub association: String,
    /// The X.509 root's certificate in DER.
    pub x509_root: Vec<u8>,
}

/// How the keys stand.
pub fn stand(world: &World) -> Result<Stand, Refused> {
    let (look, keys) = (world.store.read()?, world.keys()?);
    let size = look.tlog_size()?;
    Ok(Stand {
        manifest: keys.manifest_note.clone(),
        size,
        root: tlog::root(size, |level, index| leaf::hash(&look, level, index))?,
        association: look.settings()?.association,
        x509_root: keys.chain.last().cloned().unwrap_or_default(),
    })
}

/// Puts the next manifest into force. Answers with the numbers of certificates that a key now called compromised signed
/// after its last good checkpoint: nobody can believe them any more, and they should be replaced.
pub fn install(world: &World, actor: Actor, note: &str, successors: &[Successor]) -> Result<Vec<String>, Refused> {
    let refuse = |sentence: String| Refused::Conflict(sentence);
    let old = world.keys()?;
    let new = old.succeed(note, successors).map_err(refuse)?;
    can_seal(world, &new).map_err(refuse)?;
    let new = Arc::new(new);
    let now = world.now();
    if new.manifest.made > now.plus_seconds(60) {
        return Err(refuse("the new manifest is dated in the future: compare the clocks".to_owned()));
    }
    let done = world.store.write(|writing| {
        agrees(writing, &old.manifest, &new.manifest)?;
        // Only this write is under way, so nothing else can sign in between.
        world.put_keys(Arc::clone(&new));
        writing.put_manifest(note.as_bytes())?;
        leaf::append(world, writing, now, Event::KeyManifest { manifest: Manifest::hash_of(note) })?;
        writing.audit(now, actor, "keys.install", "keys", &format!("manifest {}", new.manifest.version))?;
        anchor::put(world, writing, now)?;
        doubtful(writing, &old.manifest, &new.manifest)
    });
    if done.is_err() {
        world.put_keys(old);
    }
    done
}

/// A document key and its certificate must make seals that verify, before anything depends on them.
fn can_seal(world: &World, keys: &Keyring) -> Result<(), String> {
    let seal = cms::sign(&keys.document, &keys.chain, &sha256(b"seal"), world.now().plus_seconds(1));
    let seal = seal.map_err(|error| format!("the document key cannot seal: {error}"))?;
    let root = keys.chain.last().cloned().unwrap_or_default();
    cms::verify(&seal, b"seal", &[root]).map_err(|error| format!("the document certificate does not fit: {error}"))?;
    Ok(())
}

/// What the root signed must be about the log as it stands here and now.
fn agrees(writing: &Writing, old: &Manifest, new: &Manifest) -> Result<(), Refused> {
    let size = writing.tlog_size()?;
    let root_at = |size| tlog::root(size, |level, index| leaf::hash(writing, level, index));
    for key in &new.keys {
        let before = old.key(key.role, key.id()).map(|key| key.state);
        if before == Some(key.state) {
            continue;
        }
        match key.state {
            KeyState::Active => {}
            KeyState::Retired { size: closed, root } => {
                if closed != size || root != root_at(size)? {
                    return Err(Refused::Conflict("the log has grown meanwhile: run the command again".to_owned()));
                }
                let copies: Vec<PaperCopy> = writing.all()?;
                let copies = copies.iter().filter_map(|copy| copy.issue.as_ref()).filter(|one| one.file_hash.is_none());
                let making = writing.count_marked("application-stage", StageName::Issuing.slug())? + copies.count();
                if making > 0 {
                    return Err(Refused::Conflict(format!(
                        "{making} certificates are being made with the present keys: run the command again when they are done"
                    )));
                }
            }
            KeyState::Compromised { size: closed, root, before } => {
                if closed == 0 || closed > size || root != root_at(closed)? {
                    return Err(Refused::Conflict("the checkpoint given is not one of this log".to_owned()));
                }
                if before.is_some() && before != last_written(writing, closed)? {
                    return Err(Refused::Conflict("the checkpoint's last leaf was written at another time".to_owned()));
                }
            }
        }
    }
    Ok(())
}

/// When the last leaf of the tree of a size was written.
pub fn last_written(look: &impl Blobs, size: u64) -> Result<Option<Moment>, Refused> {
    let Some(last) = size.checked_sub(1) else { return Ok(None) };
    Ok(look.tlog_leaf(last)?.and_then(|leaf| Leaf::decode(&leaf).ok()).map(|leaf| leaf.at))
}

/// Numbers of certificates whose statement a newly compromised key signed at or after its last good checkpoint.
fn doubtful(look: &impl Look, old: &Manifest, new: &Manifest) -> Result<Vec<String>, Refused> {
    let closed: Vec<(KeyId, u64)> = new
        .keys
        .iter()
        .filter(|key| key.role == Role::Issuer && old.key(key.role, key.id()).is_some_and(|old| old.state != key.state))
        .filter_map(|key| match key.state {
            KeyState::Compromised { size, .. } => Some((key.id(), size)),
            _ => None,
        })
        .collect();
    let mut numbers = Vec::new();
    if closed.is_empty() {
        return Ok(numbers);
    }
    for certificate in look.all::<Certificate>()? {
        let (signed, _) = signed::read(look, &certificate)?;
        if closed.iter().any(|(id, size)| *id == signed.key_id && certificate.leaf >= *size) {
            numbers.push(certificate.serial.show());
        }
    }
    Ok(numbers)
}

/// A key as a command hands it over.
pub fn handed(role: &str, key: &[u8], certificate: Option<Vec<u8>>) -> Result<Successor, Refused> {
    let role = Role::parse(role).ok_or_else(|| Refused::broken("there is no such role of keys"))?;
    Successor::received(role, key, certificate).map_err(Refused::broken)
}
