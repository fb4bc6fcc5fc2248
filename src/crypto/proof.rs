//! C2SP tlog-proof (<https://c2sp.org/tlog-proof>): one leaf's place in the log, provable without the log.

use data_encoding::BASE64;

use crate::crypto::checkpoint::Checkpoint;
use crate::crypto::hash::Hash;
use crate::crypto::note::{NoteFault, SignedNote};

const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// A leaf's index, the hashes beside its way to the root, and the signed checkpoint with that root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogProof {
    pub index: u64,
    pub hashes: Vec<Hash>,
    /// The checkpoint's note, word for word.
    pub checkpoint: String,
}

impl LogProof {
    pub fn encode(&self) -> String {
        let mut out = format!("{HEADER}\nindex {}\n", self.index);
        for hash in &self.hashes {
            out.push_str(&BASE64.encode(hash));
            out.push('\n');
        }
        out.push('\n');
        out.push_str(&self.checkpoint);
        out
    }

    /// Reads a proof; its checkpoint's signature is not checked here. An `extra` line, which nothing signs, is refused.
    pub fn parse(text: &str) -> Result<Self, NoteFault> {
        let (head, checkpoint) = text.split_once("\n\n").ok_or(NoteFault("no blank line before the checkpoint"))?;
        let mut lines = head.split('\n');
        if lines.next() != Some(HEADER) {
            return Err(NoteFault("not a tlog-proof of version 1"));
        }
        let index = lines.next().and_then(|line| line.strip_prefix("index ")).and_then(|index| index.parse().ok());
        let index = index.ok_or(NoteFault("the index line is missing or wrong"))?;
        let hashes = lines
            .map(|line| BASE64.decode(line.as_bytes()).ok().and_then(|hash| Hash::try_from(hash).ok()))
            .collect::<Option<Vec<Hash>>>()
            .filter(|hashes| hashes.len() <= 64)
            .ok_or(NoteFault("a hash line is wrong"))?;
        let proof = Self { index, hashes, checkpoint: checkpoint.to_owned() };
        if proof.encode() == text { Ok(proof) } else { Err(NoteFault("not the canonical encoding")) }
    }

    /// The checkpoint's note and its content. Whoever believes it checks its signature first.
    pub fn checkpoint(&self) -> Result<(SignedNote, Checkpoint), NoteFault> {
        let note = SignedNote::parse(&self.checkpoint)?;
        let checkpoint = Checkpoint::parse_text(note.text())?;
        Ok((note, checkpoint))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_is_read_back_and_has_one_form() {
        let proof =
            LogProof { index: 5, hashes: vec![[1; 32], [2; 32]], checkpoint: "o\n6\nAA==\n\n— o AAAAAAA=\n".into() };
        let text = proof.encode();
        assert_eq!(LogProof::parse(&text), Ok(proof));
        for bad in [
            text.replace("@v1", "@v2"),
            text.replace("index 5", "index 05"),
            text.replace("index 5", "extra AA==\nindex 5"),
            text.replace("AQE=", "AQF="),
            text.replacen("\n\n", "\n", 1),
        ] {
            assert!(LogProof::parse(&bad).is_err(), "{bad}");
        }
    }
}
