//! C2SP tlog-checkpoint (<https://c2sp.org/tlog-checkpoint>): the log's promise of one size and root.

use data_encoding::BASE64;

use crate::crypto::hash::Hash;
use crate::crypto::keys::LogPublic;
use crate::crypto::note::{NoteFault, SignedNote};

/// A log's name, size and root. Two of one log must be consistent: `tlog::verify_consistency`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// `HOST/log`.
    pub origin: String,
    /// Number of leaves.
    pub size: u64,
    pub root: Hash,
}

impl Checkpoint {
    /// The three lines that are signed.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, BASE64.encode(&self.root))
    }

    /// Reads the three lines. Extension lines are refused: our log writes none.
    pub fn parse_text(text: &str) -> Result<Self, NoteFault> {
        let mut lines = text.strip_suffix('\n').ok_or(NoteFault("no line feed at the end"))?.split('\n');
        let (Some(origin), Some(size), Some(root), None) = (lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(NoteFault("a checkpoint has three lines"));
        };
        let size = size.parse().map_err(|_| NoteFault("the size is no number"))?;
        let root = BASE64
            .decode(root.as_bytes())
            .ok()
            .and_then(|root| Hash::try_from(root).ok())
            .ok_or(NoteFault("the root is not 32 bytes in Base64"))?;
        let checkpoint = Self { origin: origin.to_owned(), size, root };
        if origin.is_empty() || checkpoint.text() != text {
            return Err(NoteFault("not the canonical encoding"));
        }
        Ok(checkpoint)
    }

    /// Reads a note that this log must have signed under this origin.
    pub fn open(note: &str, origin: &str, key: &LogPublic) -> Result<Self, NoteFault> {
        let note = SignedNote::parse(note)?;
        if !key.signed_checkpoint(&note, origin) {
            return Err(NoteFault("the log's signature is missing or wrong"));
        }
        let checkpoint = Self::parse_text(note.text())?;
        if checkpoint.origin == origin { Ok(checkpoint) } else { Err(NoteFault("another log's checkpoint")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::samples;

    #[test]
    fn a_checkpoint_opens_with_its_own_key_and_origin_only() {
        let checkpoint = Checkpoint { origin: samples::ORIGIN.into(), size: 7, root: [9; 32] };
        let note = samples::log().sign_checkpoint(&checkpoint).unwrap();
        let public = samples::log().public();
        assert_eq!(Checkpoint::open(&note, samples::ORIGIN, &public), Ok(checkpoint));
        assert!(Checkpoint::open(&note, "other.example/log", &public).is_err());
        let stranger = crate::crypto::keys::LogKey::from_seed(&[8; 32]).public();
        assert!(Checkpoint::open(&note, samples::ORIGIN, &stranger).is_err());
        assert!(Checkpoint::open(&note.replace("\n7\n", "\n8\n"), samples::ORIGIN, &public).is_err());
    }

    #[test]
    fn texts_with_a_second_reading_are_refused() {
        let text = Checkpoint { origin: "a/log".into(), size: 7, root: [9; 32] }.text();
        assert!(Checkpoint::parse_text(&text).is_ok());
        for bad in [
            text.replace("\n7\n", "\n07\n"),
            text.replace("\n7\n", "\n+7\n"),
            format!("{text}extension\n"),
            text.replace("a/log", ""),
            text.replace("CQ", "CR"),
            text.trim_end().into(),
        ] {
            if bad != text {
                let other = Checkpoint::parse_text(&bad);
                assert!(other.is_err() || other != Checkpoint::parse_text(&text), "{bad}");
            }
        }
    }
}
