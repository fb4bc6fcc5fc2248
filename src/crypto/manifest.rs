//! The key manifest: which keys are the association's, since when and until when (STATEMENT.md, section 6). The root key
//! signs it and nothing else. Each manifest repeats the one before and adds to it: keys are closed, never forgotten.

use crate::crypto::checkpoint::Checkpoint;
use crate::crypto::hash::{Hash, sha256};
use crate::crypto::keys::{IssuerPublic, KeyId, LogPublic, Role, RootPublic};
use crate::crypto::note::{NoteFault, SignedNote};
use crate::domain::time::Moment;

/// All keys of an association at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The association's permanent name for its log, `verify.example.org`.
    pub host: String,
    /// 1, 2, 3 …
    pub version: u64,
    pub made: Moment,
    /// SHA-256 of the previous manifest's note; `None` in version 1 only.
    pub previous: Option<Hash>,
    /// SHA-256 of the X.509 root certificate's DER.
    pub x509_root: Hash,
    /// By role (issuer, log, document), then in the order in which they came.
    pub keys: Vec<ManifestKey>,
}

/// One key and what it may still be used for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestKey {
    pub role: Role,
    /// 32 bytes of Ed25519, or the 65-byte uncompressed point of P-256 for the document role.
    pub public: Vec<u8>,
    pub not_before: Moment,
    pub state: KeyState,
}

/// A closed key names the last good checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    Active,
    /// Put away in good order: good for the leaves below `size`.
    Retired {
        size: u64,
        root: Hash,
    },
    /// In a stranger's hands: good only for leaves that are proven to be in exactly this tree, or in one that a witness
    /// saw before its last leaf was written.
    Compromised {
        size: u64,
        root: Hash,
        /// When the last leaf of that tree was written; manifests of earlier versions do not say.
        before: Option<Moment>,
    },
}

/// What a key is asked to vouch for.
#[derive(Clone, Copy, Debug)]
pub struct Use<'a> {
    /// The leaf's time.
    pub at: Moment,
    /// For an issuer or document key the leaf's index; for a log key one less than the checkpoint's size.
    pub index: u64,
    /// The checkpoint that the proof leads to.
    pub checkpoint: &'a Checkpoint,
    /// When a witness that the verifier trusts first saw that checkpoint.
    pub witnessed: Option<Moment>,
}

/// Whether a key is good for a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Good,
    /// Used before it was the association's, or after it was closed.
    Bad(&'static str),
    /// The key is compromised, and the proof does not lead to its frozen checkpoint.
    NeedsFrozenProof,
}

impl ManifestKey {
    pub fn id(&self) -> KeyId {
        KeyId::of(self.role, &self.public)
    }

    /// The rule of STATEMENT.md, section 6.
    pub fn standing(&self, asked: &Use<'_>) -> Standing {
        if asked.at < self.not_before {
            return Standing::Bad("it was used before it was put into service");
        }
        match self.state {
            KeyState::Active => Standing::Good,
            KeyState::Retired { size, .. } if asked.index < size => Standing::Good,
            KeyState::Retired { .. } => Standing::Bad("it had been retired before"),
            KeyState::Compromised { size, root, before } => {
                let frozen = asked.checkpoint.size == size && asked.checkpoint.root == root;
                let seen = before.zip(asked.witnessed).is_some_and(|(before, seen)| seen <= before);
                if (frozen || seen && asked.checkpoint.size <= size) && asked.index < size {
                    Standing::Good
                } else {
                    Standing::NeedsFrozenProof
                }
            }
        }
    }
}

impl ManifestKey {
    /// Whether an answer that this issuer key gave may be believed (STATEMENT.md, section 9).
    pub fn answers(&self, at: Moment, tree_size: u64) -> Standing {
        if at < self.not_before {
            return Standing::Bad("it answered before it was put into service");
        }
        match self.state {
            KeyState::Active => Standing::Good,
            KeyState::Retired { size, .. } if tree_size <= size => Standing::Good,
            KeyState::Retired { .. } => Standing::Bad("it had been retired before"),
            KeyState::Compromised { .. } => Standing::NeedsFrozenProof,
        }
    }
}

impl Manifest {
    /// The log's name, which is its checkpoints' first line.
    pub fn origin(&self) -> String {
        format!("{}/log", self.host)
    }

    /// The name under which the root signs.
    pub fn root_name(&self) -> String {
        format!("{}/root", self.host)
    }

    /// Reads a note that this root must have signed.
    pub fn open(note: &str, root: &RootPublic) -> Result<Self, NoteFault> {
        let note = SignedNote::parse(note)?;
        let manifest = Self::parse_text(note.text())?;
        if note.signatures().len() != 1 {
            return Err(NoteFault("a manifest has exactly one signature"));
        }
        if !root.signed_manifest(&note, &manifest.root_name()) {
            return Err(NoteFault("the root's signature is missing or wrong"));
        }
        Ok(manifest)
    }

    /// What the next manifest and the log's leaf say of a note.
    pub fn hash_of(note: &str) -> Hash {
        sha256(note.as_bytes())
    }

    /// The key of an id and role.
    pub fn key(&self, role: Role, id: KeyId) -> Option<&ManifestKey> {
        self.keys.iter().find(|key| key.role == role && key.id() == id)
    }

    /// The key of a role that signs: the newest that is active.
    pub fn signing(&self, role: Role) -> Option<&ManifestKey> {
        self.keys.iter().rev().find(|key| key.role == role && key.state == KeyState::Active)
    }

    /// The issuer key of an id, with what may be believed of it.
    pub fn issuer(&self, id: KeyId) -> Option<(IssuerPublic, &ManifestKey)> {
        let key = self.key(Role::Issuer, id)?;
        Some((IssuerPublic::from_bytes(&key.public).ok()?, key))
    }

    /// All log keys, with what may be believed of each.
    pub fn logs(&self) -> impl Iterator<Item = (LogPublic, &ManifestKey)> {
        let keys = self.keys.iter().filter(|key| key.role == Role::Log);
        keys.filter_map(|key| Some((LogPublic::from_bytes(&key.public).ok()?, key)))
    }

    /// The manifest that comes after this one: the same keys, to be changed by `add` and `close` and then signed.
    #[must_use]
    pub fn next(&self, own_note: &str, made: Moment) -> Self {
        Self { version: self.version + 1, made, previous: Some(Self::hash_of(own_note)), ..self.clone() }
    }

    /// Adds a key, in its place.
    pub fn add(&mut self, key: ManifestKey) {
        let at = self.keys.partition_point(|present| present.role <= key.role);
        self.keys.insert(at, key);
    }

    /// Closes a key; false where there is no such key, or the change would reopen it.
    pub fn close(&mut self, role: Role, id: KeyId, state: KeyState) -> bool {
        match self.keys.iter_mut().find(|key| key.role == role && key.id() == id) {
            Some(key) if may_become(key.state, state) && state != KeyState::Active => {
                key.state = state;
                true
            }
            _ => false,
        }
    }

    /// Whether this manifest may follow `older`, whose note is given: the chain holds, no key was forgotten or changed,
    /// and none was reopened.
    pub fn follows(&self, older: &Self, older_note: &str) -> Result<(), NoteFault> {
        let refuse = |why| Err(NoteFault(why));
        if self.host != older.host {
            return refuse("the manifest is of another association");
        }
        if self.version != older.version + 1 || self.previous != Some(Self::hash_of(older_note)) {
            return refuse("the manifest does not follow the previous one");
        }
        for old in &older.keys {
            match self.key(old.role, old.id()) {
                Some(new) if new.not_before == old.not_before && may_become(old.state, new.state) => {}
                Some(_) => return refuse("a closed key was reopened, or a key's beginning was changed"),
                None => return refuse("a key was left out"),
            }
        }
        Ok(())
    }
}

fn may_become(old: KeyState, new: KeyState) -> bool {
    match (old, new) {
        (KeyState::Active, _) | (KeyState::Retired { .. }, KeyState::Compromised { .. }) => true,
        (old, new) => old == new,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::keys::IssuerKey;
    use crate::crypto::samples;

    fn checkpoint(size: u64) -> Checkpoint {
        Checkpoint { origin: samples::ORIGIN.into(), size, root: [9; 32] }
    }

    #[test]
    fn only_the_root_opens_a_manifest() {
        let manifest = samples::manifest();
        let note = samples::root().sign_manifest(&manifest).unwrap();
        assert_eq!(Manifest::open(&note, &samples::root().public()), Ok(manifest));
        let stranger = crate::crypto::keys::RootKey::from_seed(&[9; 32]);
        assert!(Manifest::open(&note, &stranger.public()).is_err());
        for at in 0..note.len() {
            let mut bytes = note.clone().into_bytes();
            bytes[at] ^= 1;
            if let Ok(changed) = String::from_utf8(bytes) {
                assert!(Manifest::open(&changed, &samples::root().public()).is_err(), "byte {at}");
            }
        }
    }

    #[test]
    fn a_closed_key_is_good_for_the_leaves_of_its_time() {
        let mut key = samples::manifest().keys.remove(0);
        let (early, late) = (checkpoint(10), checkpoint(20));
        let asked = |index, checkpoint| Use { at: key.not_before, index, checkpoint, witnessed: None };
        assert_eq!(key.standing(&asked(100, &late)), Standing::Good);
        let before = Use { at: Moment(key.not_before.0 - 1), ..asked(1, &late) };
        assert!(matches!(key.standing(&before), Standing::Bad(_)));
        let (at, root) = (key.not_before, [9; 32]);
        let asked = |index, checkpoint| Use { at, index, checkpoint, witnessed: None };
        key.state = KeyState::Retired { size: 10, root };
        assert_eq!(key.standing(&asked(9, &late)), Standing::Good);
        assert!(matches!(key.standing(&asked(10, &late)), Standing::Bad(_)));
        let theft = at.plus_seconds(100);
        key.state = KeyState::Compromised { size: 10, root, before: Some(theft) };
        assert_eq!(key.standing(&asked(9, &early)), Standing::Good);
        assert_eq!(key.standing(&asked(9, &late)), Standing::NeedsFrozenProof);
        let forged = Checkpoint { root: [8; 32], ..checkpoint(10) };
        assert_eq!(key.standing(&asked(9, &forged)), Standing::NeedsFrozenProof);
        // What a witness saw before the theft is as good, whoever signed it; what it saw later is not.
        let (small, seen) = (checkpoint(7), |seen| Use { witnessed: Some(seen), ..asked(6, &forged) });
        assert_eq!(key.standing(&Use { checkpoint: &small, ..seen(theft) }), Standing::Good);
        assert_eq!(key.standing(&Use { checkpoint: &small, ..seen(Moment(theft.0 + 1)) }), Standing::NeedsFrozenProof);
        assert_eq!(key.standing(&Use { checkpoint: &late, ..seen(theft) }), Standing::NeedsFrozenProof);
        key.state = KeyState::Compromised { size: 10, root, before: None };
        assert_eq!(key.standing(&Use { checkpoint: &small, ..seen(theft) }), Standing::NeedsFrozenProof);
    }

    #[test]
    fn rotation_adds_and_nothing_is_forgotten_or_reopened() {
        let first = samples::manifest();
        let note = samples::root().sign_manifest(&first).unwrap();
        let mut second = first.next(&note, Moment(first.made.0 + 1000));
        let old = second.keys[0].id();
        assert!(second.close(Role::Issuer, old, KeyState::Retired { size: 5, root: [1; 32] }));
        let public = IssuerKey::from_seed(&[21; 32]).public().to_bytes().to_vec();
        let key = ManifestKey { role: Role::Issuer, public, not_before: second.made, state: KeyState::Active };
        second.add(key.clone());
        assert_eq!(second.keys[1], key);
        assert_eq!(second.follows(&first, &note), Ok(()));
        let signed = samples::root().sign_manifest(&second).unwrap();
        assert_eq!(Manifest::open(&signed, &samples::root().public()), Ok(second.clone()));

        let mut third = second.next(&signed, Moment(second.made.0 + 1000));
        assert!(!third.close(Role::Issuer, old, KeyState::Active));
        assert!(third.close(
            Role::Issuer,
            old,
            KeyState::Compromised { size: 4, root: [2; 32], before: Some(second.made) }
        ));
        assert_eq!(third.follows(&second, &signed), Ok(()));
        assert!(third.follows(&first, &note).is_err());
        third.keys[0].state = KeyState::Active;
        assert!(third.follows(&second, &signed).is_err());
        third.keys.remove(0);
        assert!(third.follows(&second, &signed).is_err());
    }
}
