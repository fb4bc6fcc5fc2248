//! A signed answer about a certificate's state, and the receipt that a verifier keeps (STATEMENT.md, section 9).

use crate::crypto::hash::Hash;
use crate::crypto::keys::{IssuerKey, IssuerPublic, KeyId, Signature};
use crate::crypto::wire::{Malformed, Reader, Writer};
use crate::domain::time::Moment;

const LABEL: &str = "goodstanding/answer/v1";
const MAX_REFERENCE: usize = 200;

/// What the association says of a certificate or a file at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub key_id: KeyId,
    /// The statement's hash; for the last two states that of the file asked about.
    pub about: Hash,
    pub state: AnswerState,
    pub at: Moment,
    /// The log as it stood.
    pub tree_size: u64,
    pub root: Hash,
    /// Chosen by who asked; makes the answer a receipt that is good under this reference only.
    pub reference: Option<String>,
}

/// The state at that moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerState {
    InForce,
    Expired,
    Revoked,
    Replaced,
    CopyCancelled,
    /// A file that this association did not issue.
    NotOurs,
    /// A file that passes for a certificate of this association, and is not the one that was issued.
    NotAsIssued,
}

const STATES: [(u8, AnswerState); 7] = [
    (1, AnswerState::InForce),
    (2, AnswerState::Expired),
    (3, AnswerState::Revoked),
    (4, AnswerState::Replaced),
    (5, AnswerState::CopyCancelled),
    (6, AnswerState::NotOurs),
    (7, AnswerState::NotAsIssued),
];

impl AnswerState {
    /// As it is written.
    pub(in crate::crypto) fn number(self) -> u8 {
        STATES.iter().find(|(_, state)| *state == self).map_or(0, |(number, _)| *number)
    }
}

/// An answer with its signature, as it travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedAnswer {
    pub answer: Answer,
    pub signature: Signature,
}

impl Answer {
    pub fn sign(self, key: &IssuerKey) -> Result<SignedAnswer, Malformed> {
        let signature = key.sign_answer(&self)?;
        Ok(SignedAnswer { answer: self, signature })
    }

    pub(in crate::crypto) fn signed_bytes(&self) -> Result<Vec<u8>, Malformed> {
        let mut w = Writer::labelled(LABEL);
        w.raw(&self.key_id.0);
        w.raw(&self.about);
        w.u8(self.state.number());
        w.moment(self.at);
        w.u64(self.tree_size);
        w.raw(&self.root);
        if self.reference.as_ref().is_some_and(|reference| reference.len() > MAX_REFERENCE) {
            w.refuse("the reference is longer than 200 bytes");
        }
        w.option(self.reference.as_deref(), Writer::text);
        w.finish()
    }
}

impl SignedAnswer {
    /// The answer's bytes and then 64 bytes of signature.
    pub fn encode(&self) -> Result<Vec<u8>, Malformed> {
        Ok([&self.answer.signed_bytes()?[..], &self.signature].concat())
    }

    /// Reads an answer. It may be believed after `verify`.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut r = Reader::labelled(bytes, LABEL)?;
        let answer = Answer {
            key_id: KeyId(r.raw()?),
            about: r.raw()?,
            state: {
                let number = r.u8()?;
                STATES.iter().find(|(known, _)| *known == number).ok_or(Malformed("no such state"))?.1
            },
            at: r.moment()?,
            tree_size: r.u64()?,
            root: r.raw()?,
            reference: r.option(Reader::text)?,
        };
        let signed = Self { answer, signature: r.raw()? };
        r.end()?;
        if signed.encode()? == bytes { Ok(signed) } else { Err(Malformed("not the canonical encoding")) }
    }

    /// Whether this key gave this answer.
    pub fn verify(&self, key: &IssuerPublic) -> bool {
        key.verify_answer(&self.answer, &self.signature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::samples;

    #[test]
    fn a_receipt_is_good_under_its_own_reference_only() {
        let key = samples::issuer();
        for (_, state) in STATES {
            let answer = Answer { state, reference: Some("招标 2026-17".into()), ..samples::answer() };
            let signed = answer.sign(&key).unwrap();
            let bytes = signed.encode().unwrap();
            let read = SignedAnswer::decode(&bytes).unwrap();
            assert_eq!(read, signed);
            assert!(read.verify(&key.public()));
            for reference in [None, Some("招标 2026-18".to_owned())] {
                let replayed = Answer { reference, ..read.answer.clone() };
                assert!(!SignedAnswer { answer: replayed, ..read.clone() }.verify(&key.public()));
            }
            for at in 0..bytes.len() {
                let mut changed = bytes.clone();
                changed[at] ^= 0x11;
                assert!(!SignedAnswer::decode(&changed).is_ok_and(|answer| answer.verify(&key.public())));
            }
        }
    }

    #[test]
    fn a_long_reference_is_refused() {
        let answer = Answer { reference: Some("x".repeat(201)), ..samples::answer() };
        assert!(answer.sign(&samples::issuer()).is_err());
    }
}
