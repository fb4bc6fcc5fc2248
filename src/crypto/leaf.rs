//! The log's leaves (STATEMENT.md, section 5): what happened and when, in commitments only, never a name.

use crate::crypto::hash::Hash;
use crate::crypto::tlog::leaf_hash;
use crate::crypto::wire::{Malformed, Reader, Writer};
use crate::domain::time::Moment;

const LABEL: &str = "goodstanding/leaf/v1";

/// One event of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf {
    pub at: Moment,
    pub event: Event,
}

/// What happened. `statement`, `original`, `old` and `new` are `hash::statement_commitment`s; `reason` is a
/// `hash::record_commitment` of the record that says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Issued {
        statement: Hash,
    },
    CopyIssued {
        statement: Hash,
        original: Hash,
    },
    Revoked {
        statement: Hash,
        reason: Hash,
    },
    Reinstated {
        statement: Hash,
        reason: Hash,
    },
    Replaced {
        old: Hash,
        new: Hash,
        reason: Hash,
    },
    CopyCancelled {
        statement: Hash,
        reason: Hash,
    },
    /// SHA-256 of the manifest's note.
    KeyManifest {
        manifest: Hash,
    },
    /// A `hash::audit_commitment` of the audit trail as far as it had come.
    AuditHead {
        head: Hash,
    },
}

impl Leaf {
    pub fn encode(&self) -> Vec<u8> {
        let (event, first, more): (_, _, &[Hash]) = match self.event {
            Event::Issued { statement } => (1, statement, &[]),
            Event::CopyIssued { statement, original } => (2, statement, &[original]),
            Event::Revoked { statement, reason } => (3, statement, &[reason]),
            Event::Reinstated { statement, reason } => (4, statement, &[reason]),
            Event::Replaced { old, new, reason } => (5, old, &[new, reason]),
            Event::CopyCancelled { statement, reason } => (6, statement, &[reason]),
            Event::KeyManifest { manifest } => (7, manifest, &[]),
            Event::AuditHead { head } => (8, head, &[]),
        };
        let mut w = Writer::labelled(LABEL);
        w.moment(self.at);
        w.u8(event);
        w.raw(&first);
        for hash in more {
            w.raw(hash);
        }
        // Nothing above can break a rule: there is no text but the label.
        w.finish().unwrap_or_default()
    }

    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut r = Reader::labelled(bytes, LABEL)?;
        let at = r.moment()?;
        let event = match r.u8()? {
            1 => Event::Issued { statement: r.raw()? },
            2 => Event::CopyIssued { statement: r.raw()?, original: r.raw()? },
            3 => Event::Revoked { statement: r.raw()?, reason: r.raw()? },
            4 => Event::Reinstated { statement: r.raw()?, reason: r.raw()? },
            5 => Event::Replaced { old: r.raw()?, new: r.raw()?, reason: r.raw()? },
            6 => Event::CopyCancelled { statement: r.raw()?, reason: r.raw()? },
            7 => Event::KeyManifest { manifest: r.raw()? },
            8 => Event::AuditHead { head: r.raw()? },
            _ => return Err(Malformed("no such event")),
        };
        r.end()?;
        let leaf = Self { at, event };
        if leaf.encode() == bytes { Ok(leaf) } else { Err(Malformed("not the canonical encoding")) }
    }

    /// The leaf's hash in the tree.
    pub fn hash(&self) -> Hash {
        leaf_hash(&self.encode())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::samples;

    #[test]
    fn every_event_is_read_back_and_has_a_hash_of_its_own() {
        let mut hashes = std::collections::BTreeSet::new();
        for leaf in samples::one_leaf_of_each_event() {
            let bytes = leaf.encode();
            assert_eq!(Leaf::decode(&bytes), Ok(leaf));
            assert!(bytes.len() < 200, "an entry tile counts on it");
            assert!(Leaf::decode(&bytes[..bytes.len() - 1]).is_err());
            assert!(Leaf::decode(&[&bytes[..], &[0]].concat()).is_err());
            hashes.insert(leaf.hash());
        }
        assert_eq!(hashes.len(), 8);
    }
}
