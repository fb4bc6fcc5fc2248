//! What was issued under a code of its own: a certificate's electronic original, or one numbered paper copy of it.
//! Each has a statement, a leaf in the log and a file; a copy shares its original's fate, and may be cancelled alone.

use crate::app::refused::Refused;
use crate::app::signed;
use crate::crypto::statement::{EncodedStatement, SignedStatement};
use crate::domain::certificate::{Certificate, Deed, Life};
use crate::domain::id::Id;
use crate::domain::paper::{Cancelled, CopyIssue, PaperCopy};
use crate::domain::time::{Day, Moment};
use crate::domain::verdict::{Answer, End, How};
use crate::store::blobs::Blobs;
use crate::store::records::id_key;
use crate::store::{Look, StoreError};

/// An original, or a copy with its original.
#[derive(Clone, Debug)]
pub struct Issued {
    pub certificate: Certificate,
    copy: Option<(PaperCopy, CopyIssue)>,
}

impl Issued {
    /// The electronic original.
    pub fn original(certificate: Certificate) -> Self {
        Self { certificate, copy: None }
    }

    /// A copy; none where it has no statement of its own.
    pub fn copy(look: &impl Look, copy: PaperCopy) -> Result<Option<Self>, Refused> {
        let Some(issue) = copy.issue.clone() else { return Ok(None) };
        let certificate: Option<Certificate> = look.get(&id_key(issue.certificate))?;
        let lost = || StoreError::Damaged(format!("the original of paper copy {} is missing", copy.id));
        let certificate = certificate.ok_or_else(lost)?;
        Ok(Some(Self { certificate, copy: Some((copy, issue)) }))
    }

    /// By verification code. Both indexes are always asked, so that every wrong code takes the same time.
    pub fn by_code(look: &impl Look, canonical: &str) -> Result<Option<Self>, Refused> {
        let found = Self::marked(look, ["certificate-code", "copy-code"], canonical.as_bytes())?;
        // The index only finds; what counts is what the record says.
        Ok(found.filter(|issued| issued.code() == canonical))
    }

    /// By SHA-256 of the finished file, in hex.
    pub fn by_file(look: &impl Look, hash: &str) -> Result<Option<Self>, Refused> {
        Self::marked(look, ["certificate-file", "copy-file"], hash.as_bytes())
    }

    /// By the index of its leaf in the log.
    pub fn by_leaf(look: &impl Look, leaf: u64) -> Result<Option<Self>, Refused> {
        Self::marked(look, ["certificate-leaf", "copy-leaf"], &leaf.to_be_bytes())
    }

    fn marked(look: &impl Look, [originals, copies]: [&str; 2], value: &[u8]) -> Result<Option<Self>, Refused> {
        let original = look.the::<Certificate>(originals, value)?;
        let copy = look.the::<PaperCopy>(copies, value)?;
        match (original, copy) {
            (Some(certificate), _) => Ok(Some(Self::original(certificate))),
            (None, Some(copy)) => Self::copy(look, copy),
            (None, None) => Ok(None),
        }
    }

    /// The signed statement, with its statement read.
    pub fn statement(&self, look: &impl Blobs) -> Result<(SignedStatement, EncodedStatement), Refused> {
        match &self.copy {
            None => signed::read(look, &self.certificate),
            Some((copy, _)) => signed::read_copy(look, copy),
        }
    }

    /// The finished file; none while it is being made.
    pub fn file(&self, look: &impl Blobs) -> Result<Option<Vec<u8>>, StoreError> {
        match &self.copy {
            None => look.file(self.certificate.id),
            Some((copy, _)) => look.copy_file(copy.id),
        }
    }

    /// The answer that a third party gets on a day.
    pub fn answer(&self, today: Day) -> Answer {
        let standing = self.certificate.life == Life::Standing;
        match &self.copy {
            Some((copy, _)) if copy.cancelled.is_some() => Answer::Revoked,
            Some((_, issue)) if issue.file_hash.is_none() && standing => Answer::Unavailable,
            _ => Answer::of(&self.certificate, today),
        }
    }

    /// How this copy alone came to be no longer good; none for originals, and for copies that are.
    pub fn cancelled(&self) -> Option<&Cancelled> {
        self.copy.as_ref().and_then(|(copy, _)| copy.cancelled.as_ref())
    }

    /// How it ended before its time. The whole certificate's end comes before that of one copy.
    pub fn end(&self) -> Option<End> {
        let whole = self.certificate.life.end().map(|act| {
            let how = if matches!(act.deed, Deed::Replace { .. }) { How::Replaced } else { How::Revoked };
            End { how, at: act.at, reason: act.reason }
        });
        let copy = self.cancelled();
        whole.or_else(|| copy.map(|end| End { how: How::CopyCancelled, at: end.at, reason: end.reason.clone() }))
    }

    /// Of what it is, for whoever looks for a fault: `certificate 7`, `paper copy 3`.
    pub fn name(&self) -> String {
        match self.copy_id() {
            None => format!("certificate {}", self.certificate.id),
            Some(copy) => format!("paper copy {copy}"),
        }
    }

    pub fn copy_id(&self) -> Option<Id<PaperCopy>> {
        self.copy.as_ref().map(|(copy, _)| copy.id)
    }

    /// Verification code without separators.
    pub fn code(&self) -> &str {
        self.copy.as_ref().map_or(&self.certificate.code, |(_, issue)| &issue.code)
    }

    /// Index of its leaf in the log.
    pub fn leaf(&self) -> u64 {
        self.copy.as_ref().map_or(self.certificate.leaf, |(_, issue)| issue.leaf)
    }

    /// Position of the key manifest that was in force.
    pub fn manifest(&self) -> u64 {
        self.copy.as_ref().map_or(self.certificate.manifest, |(_, issue)| issue.manifest)
    }

    /// When it was issued: the moment of its leaf, and of its file's seal.
    pub fn at(&self) -> Moment {
        self.copy.as_ref().map_or(self.certificate.issued, |(_, issue)| issue.at)
    }

    /// SHA-256 of the finished file, in hex.
    pub fn file_hash(&self) -> Option<&str> {
        match &self.copy {
            None => self.certificate.file_hash.as_deref(),
            Some((_, issue)) => issue.file_hash.as_deref(),
        }
    }
}
