//! C2SP signed-note (<https://c2sp.org/signed-note>): a text and the signature lines under it.

use data_encoding::BASE64;

use crate::crypto::hash::sha256;
use crate::crypto::keys::Signature;

/// Longest note that is read, in bytes.
pub const MAX_NOTE: usize = 65_536;

const MAX_SIGNATURES: usize = 16;
const ED25519: u8 = 1;

/// Why a note cannot be read or made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a signed note: {0}")]
pub struct NoteFault(pub &'static str);

/// A note: the signed text, which ends in a line feed, and its signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedNote {
    text: String,
    signatures: Vec<NoteSignature>,
}

/// One signature line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSignature {
    pub name: String,
    pub key_hash: [u8; 4],
    pub signature: Vec<u8>,
}

impl SignedNote {
    /// A note with one Ed25519 signature that was made over `text`.
    pub(in crate::crypto) fn new(
        text: String,
        name: &str,
        public: &[u8; 32],
        signature: &Signature,
    ) -> Result<Self, NoteFault> {
        let line =
            NoteSignature { name: name.to_owned(), key_hash: key_hash(name, public), signature: signature.to_vec() };
        let note = Self { text, signatures: vec![line] };
        Self::parse(&note.encode())
    }

    /// Reads a note. Nothing in it may be believed before `signed_by` says yes.
    pub fn parse(note: &str) -> Result<Self, NoteFault> {
        if note.len() > MAX_NOTE {
            return Err(NoteFault("longer than 65,536 bytes"));
        }
        if note.bytes().any(|b| b < 0x20 && b != b'\n') {
            return Err(NoteFault("a control character"));
        }
        let split = note.rfind("\n\n").ok_or(NoteFault("no blank line before the signatures"))?;
        let (text, lines) = (&note[..=split], &note[split + 2..]);
        let lines = lines.strip_suffix('\n').ok_or(NoteFault("no line feed at the end"))?;
        let signatures: Vec<NoteSignature> = lines.split('\n').map(parse_line).collect::<Result<_, _>>()?;
        if signatures.len() > MAX_SIGNATURES {
            return Err(NoteFault("more than 16 signatures"));
        }
        let read = Self { text: text.to_owned(), signatures };
        if read.encode() == note { Ok(read) } else { Err(NoteFault("not the canonical encoding")) }
    }

    pub fn encode(&self) -> String {
        let mut out = format!("{}\n", self.text);
        for line in &self.signatures {
            let bytes = [&line.key_hash[..], &line.signature].concat();
            out.extend(["— ", &line.name, " ", &BASE64.encode(&bytes), "\n"]);
        }
        out
    }

    /// The text with its final line feed.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// The same note with more signature lines, such as witnesses' cosignatures.
    pub fn with_signatures(mut self, more: Vec<NoteSignature>) -> Result<Self, NoteFault> {
        self.signatures.extend(more);
        Self::parse(&self.encode())
    }

    /// Whether a line under this name and key is there, and every such line is good.
    pub(in crate::crypto) fn signed_by(
        &self,
        name: &str,
        public: &[u8; 32],
        good: impl Fn(&[u8], &Signature) -> bool,
    ) -> bool {
        let hash = key_hash(name, public);
        let mut lines = self.signatures.iter().filter(|line| line.name == name && line.key_hash == hash).peekable();
        lines.peek().is_some()
            && lines.all(|line| {
                <&Signature>::try_from(line.signature.as_slice())
                    .is_ok_and(|signature| good(self.text.as_bytes(), signature))
            })
    }
}

/// The key id that C2SP signed-note gives an Ed25519 key under a name.
pub fn key_hash(name: &str, public: &[u8; 32]) -> [u8; 4] {
    let hash = sha256(&[name.as_bytes(), b"\n", &[ED25519], public].concat());
    [hash[0], hash[1], hash[2], hash[3]]
}

/// The verifier key text `NAME+HASH+KEY`, which Go's `note.NewVerifier` and other tools read.
pub fn verifier_key(name: &str, public: &[u8; 32]) -> String {
    let hash = data_encoding::HEXLOWER.encode(&key_hash(name, public));
    format!("{name}+{hash}+{}", BASE64.encode(&[&[ED25519], &public[..]].concat()))
}

fn parse_line(line: &str) -> Result<NoteSignature, NoteFault> {
    let rest = line.strip_prefix("— ").ok_or(NoteFault("a signature line does not begin with a dash"))?;
    let (name, encoded) = rest.rsplit_once(' ').ok_or(NoteFault("a signature line lacks a part"))?;
    if name.is_empty() || name.chars().any(|c| c.is_whitespace() || c == '+') {
        return Err(NoteFault("a key name is empty or holds a space or a plus"));
    }
    let bytes = BASE64.decode(encoded.as_bytes()).map_err(|_| NoteFault("a signature is not Base64"))?;
    let (key_hash, signature) = bytes
        .split_first_chunk::<4>()
        .filter(|(_, rest)| !rest.is_empty())
        .ok_or(NoteFault("a signature is too short"))?;
    Ok(NoteSignature { name: name.to_owned(), key_hash: *key_hash, signature: signature.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;

    // The example of Go's package golang.org/x/mod/sumdb/note.
    const NOTE: &str = "If you think cryptography is the answer to your problem,\n\
        then you don't know what your problem is.\n\n\
        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    const KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    #[test]
    fn the_reference_example_is_read_and_verified() {
        let public = BASE64.decode(KEY.rsplit_once('+').unwrap().1.as_bytes()).unwrap();
        let public: [u8; 32] = public[1..].try_into().unwrap();
        assert_eq!(verifier_key("PeterNeumann", &public), KEY);
        let note = SignedNote::parse(NOTE).unwrap();
        let log = crate::crypto::keys::LogPublic::from_bytes(&public).unwrap();
        assert!(log.signed_checkpoint(&note, "PeterNeumann"));
        assert!(!log.signed_checkpoint(&note, "EnochRoot"));
        let changed = SignedNote::parse(&NOTE.replace("answer", "answers")).unwrap();
        assert!(!log.signed_checkpoint(&changed, "PeterNeumann"));
    }

    #[test]
    fn malformed_notes_are_refused() {
        for (bad, why) in [
            (NOTE.replace("\n\n", "\n"), "no blank line"),
            (NOTE.trim_end().to_owned(), "no final line feed"),
            (NOTE.replace("— ", "- "), "wrong dash"),
            (NOTE.replace("you don't", "you\tdon't"), "tab"),
            (NOTE.replace("PeterNeumann", "Peter+Neumann"), "plus"),
            (NOTE.replace("nAM=", "nAN="), "unused bits set"),
            (NOTE.replace("x08g", "x08 "), "broken Base64"),
            (format!("{NOTE}\n"), "blank line at the end"),
            (format!("{NOTE}{}", NOTE.rsplit("\n\n").next().unwrap().repeat(16)), "17 signatures"),
        ] {
            assert!(SignedNote::parse(&bad).is_err(), "{why}");
        }
    }
}
