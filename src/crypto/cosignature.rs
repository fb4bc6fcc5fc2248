//! C2SP tlog-cosignature (<https://c2sp.org/tlog-cosignature>), Ed25519 `cosignature/v1`: a witness saw this checkpoint,
//! consistent with all that it saw of the log before, at this time.

use data_encoding::{BASE64, HEXLOWER};

use crate::crypto::hash::sha256;
use crate::crypto::keys::{LogPublic, good};
use crate::crypto::note::{MAX_NOTE, NoteFault, NoteSignature, SignedNote};
use crate::domain::time::Moment;

const ED25519_COSIGNATURE: u8 = 4;

/// Key name and public key of a witness, as its verifier key says them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    name: String,
    public: [u8; 32],
}

impl Witness {
    /// Reads `NAME+HASH+KEY`.
    pub fn parse(key: &str) -> Result<Self, NoteFault> {
        let (name, rest) = key.trim().split_once('+').ok_or(NoteFault("a verifier key is NAME+HASH+KEY"))?;
        let (hash, key) = rest.split_once('+').ok_or(NoteFault("a verifier key is NAME+HASH+KEY"))?;
        if name.is_empty() || name.chars().any(char::is_whitespace) {
            return Err(NoteFault("a witness's name is empty or holds a space"));
        }
        let bytes = BASE64.decode(key.as_bytes()).map_err(|_| NoteFault("a witness's key is not Base64"))?;
        let public = match bytes.split_first() {
            Some((&ED25519_COSIGNATURE, public)) => public,
            Some((1, _)) => return Err(NoteFault("that is the key of a log (type 1), not of a witness (type 4)")),
            _ => return Err(NoteFault("only witnesses with Ed25519 keys (type 4) are known")),
        };
        // The same points are refused as for the log's own keys.
        let public = LogPublic::from_bytes(public).map_err(|_| NoteFault("a witness's key is none"))?.to_bytes();
        let witness = Self { name: name.to_owned(), public };
        if HEXLOWER.encode(&witness.key_hash()) == hash {
            Ok(witness)
        } else {
            Err(NoteFault("a witness's key does not have the hash that stands before it"))
        }
    }

    /// The verifier key once more.
    pub fn key(&self) -> String {
        let key = BASE64.encode(&[&[ED25519_COSIGNATURE], &self.public[..]].concat());
        format!("{}+{}+{key}", self.name, HEXLOWER.encode(&self.key_hash()))
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first four bytes of its signatures in notes.
    pub fn key_hash(&self) -> [u8; 4] {
        let hash = sha256(&[self.name.as_bytes(), b"\n", &[ED25519_COSIGNATURE], &self.public].concat());
        [hash[0], hash[1], hash[2], hash[3]]
    }

    /// Whether a signature line bears this witness's name and key.
    pub fn is_of(&self, line: &NoteSignature) -> bool {
        line.name == self.name && line.key_hash == self.key_hash()
    }

    /// When the witness cosigned a checkpoint's text by this line; none where the line is not its word.
    pub fn cosigned(&self, text: &str, line: &NoteSignature) -> Option<Moment> {
        let (time, signature) = line.signature.split_first_chunk::<8>()?;
        let time = u64::from_be_bytes(*time);
        let message = format!("cosignature/v1\ntime {time}\n{text}");
        let is_good = self.is_of(line) && good(&self.public, message.as_bytes(), signature.try_into().ok()?);
        is_good.then(|| time.checked_mul(1000).map(Moment)).flatten()
    }

    /// When it first cosigned a note; none where it did not. A line that bears its name and key and is not its word spoils
    /// the note.
    pub fn first_cosigned(&self, note: &SignedNote) -> Result<Option<Moment>, NoteFault> {
        let own = note.signatures().iter().filter(|line| self.is_of(line));
        let times = own.map(|line| self.cosigned(note.text(), line));
        let times: Option<Vec<Moment>> = times.collect();
        times
            .map(|times| times.into_iter().min())
            .ok_or(NoteFault("a cosignature that bears the witness's name is not its own"))
    }
}

/// The signature lines of a witness's answer.
pub fn lines(answer: &str) -> Result<Vec<NoteSignature>, NoteFault> {
    if answer.len() > MAX_NOTE {
        return Err(NoteFault("longer than 65,536 bytes"));
    }
    // A note of any text reads them by the same rules.
    SignedNote::parse(&format!("answer\n\n{answer}")).map(|note| note.signatures().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::checkpoint::Checkpoint;
    use crate::crypto::samples;

    // The example of C2SP tlog-cosignature.
    const NOTE: &str = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
        — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

    fn cosigned(seed: u8, text: &str, time: u64) -> NoteSignature {
        use ed25519_dalek::{Signer, SigningKey};
        let message = format!("cosignature/v1\ntime {time}\n{text}");
        let signature = SigningKey::from_bytes(&[seed; 32]).sign(message.as_bytes()).to_bytes();
        let key_hash = witness(seed).key_hash();
        NoteSignature { name: witness(seed).name, key_hash, signature: [&time.to_be_bytes()[..], &signature].concat() }
    }

    fn witness(seed: u8) -> Witness {
        let public = crate::crypto::keys::LogKey::from_seed(&[seed; 32]).public().to_bytes();
        Witness { name: "witness.example/w1".into(), public }
    }

    #[test]
    fn a_verifier_key_is_read_back_and_others_are_refused() {
        let key = witness(40).key();
        assert_eq!(Witness::parse(&key), Ok(witness(40)));
        let log = crate::crypto::note::verifier_key("witness.example/w1", &witness(40).public);
        for bad in [log, key.replace("w1", "w2"), key.replace('+', " "), format!("{key}A"), String::new()] {
            assert!(Witness::parse(&bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_time_of_the_specification_s_example_is_read() {
        let note = SignedNote::parse(NOTE).unwrap();
        let line = &note.signatures()[1];
        assert_eq!(u64::from_be_bytes(*line.signature.first_chunk().unwrap()), 1_679_315_147);
        assert_eq!(
            lines(&format!("{}\n", NOTE.trim_end().rsplit('\n').next().unwrap())).unwrap(),
            std::slice::from_ref(line)
        );
    }

    #[test]
    fn only_the_witness_s_own_word_about_this_very_text_counts() {
        let checkpoint = Checkpoint { origin: samples::ORIGIN.into(), size: 7, root: [9; 32] };
        let note = SignedNote::parse(&samples::log().sign_checkpoint(&checkpoint).unwrap()).unwrap();
        let good = cosigned(40, note.text(), 1_795_399_200);
        assert_eq!(witness(40).cosigned(note.text(), &good), Some(Moment(1_795_399_200_000)));
        assert_eq!(witness(41).cosigned(note.text(), &good), None, "another key");
        assert_eq!(witness(40).cosigned(&note.text().replace("\n7\n", "\n8\n"), &good), None, "another size");
        for at in 0..good.signature.len() {
            let mut bad = good.clone();
            bad.signature[at] ^= 1;
            assert_eq!(witness(40).cosigned(note.text(), &bad), None, "byte {at}, the time among them");
        }
        let both = note.clone().with_signatures(vec![good, cosigned(40, note.text(), 1_795_399_100)]).unwrap();
        assert_eq!(witness(40).first_cosigned(&both), Ok(Some(Moment(1_795_399_100_000))));
        assert_eq!(witness(41).first_cosigned(&both), Ok(None));
        let spoilt = note.with_signatures(vec![cosigned(40, "another\n", 1_795_399_100)]).unwrap();
        assert!(witness(40).first_cosigned(&spoilt).is_err());
        assert!(Checkpoint::open(&both.encode(), samples::ORIGIN, &samples::log().public()).is_ok(), "still the log's");
    }
}
