//! The bundle: all that an offline check of a certificate needs, embedded in the PDF as `certificate.gsb` (STATEMENT.md,
//! section 10). Reading it believes nothing; `verify` judges it.

use crate::crypto::hash::{Hash, Salt};
use crate::crypto::keys::KeyId;
use crate::crypto::leaf::Leaf;
use crate::crypto::proof::LogProof;
use crate::crypto::statement::SignedStatement;
use crate::crypto::wire::{Malformed, Reader, Writer};

/// The file's name inside the PDF.
pub const FILE_NAME: &str = "certificate.gsb";

/// Longest bundle, in bytes.
pub const MAX_BUNDLE: usize = 2 << 20;

const LABEL: &str = "goodstanding/bundle/v1";
const LABEL_WITHOUT_VERSION: &str = "goodstanding/bundle/v";

/// Signed statement, log leaf with proof, key manifest and root public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    pub statement: SignedStatement,
    pub leaf: Leaf,
    pub proof: LogProof,
    /// The manifest's note, word for word.
    pub manifest: String,
    /// The root public key's 32 bytes: the verifier compares its fingerprint with one that came from elsewhere.
    pub root: Hash,
}

/// Why a bundle cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleFault {
    /// A later version, which a newer program may read.
    #[error("the bundle is of a later version than this program knows")]
    LaterVersion,
    #[error("the bundle is {0}")]
    Malformed(#[from] Malformed),
}

impl Bundle {
    pub fn encode(&self) -> Result<Vec<u8>, Malformed> {
        let mut w = Writer::labelled(LABEL);
        w.blob(&self.statement.bytes);
        w.raw(&self.statement.key_id.0);
        w.raw(&self.statement.signature);
        w.raw(&self.statement.salt);
        w.blob(&self.leaf.encode());
        w.blob(self.proof.encode().as_bytes());
        w.blob(self.manifest.as_bytes());
        w.raw(&self.root);
        let bytes = w.finish()?;
        if bytes.len() > MAX_BUNDLE { Err(Malformed("the bundle is longer than 2 MiB")) } else { Ok(bytes) }
    }

    pub fn decode(bytes: &[u8]) -> Result<Self, BundleFault> {
        if bytes.len() > MAX_BUNDLE {
            return Err(Malformed("the bundle is longer than 2 MiB").into());
        }
        if is_later_version(bytes) {
            return Err(BundleFault::LaterVersion);
        }
        let mut r = Reader::labelled(bytes, LABEL)?;
        let statement = r.blob()?.to_vec();
        let (key_id, signature, salt): (_, _, Salt) = (KeyId(r.raw()?), r.raw()?, r.raw()?);
        let leaf = Leaf::decode(r.blob()?)?;
        let proof = LogProof::parse(utf8(r.blob()?)?).map_err(|fault| Malformed(fault.0))?;
        let manifest = utf8(r.blob()?)?.to_owned();
        let root = r.raw()?;
        r.end()?;
        let statement = SignedStatement { bytes: statement, key_id, signature, salt };
        let bundle = Self { statement, leaf, proof, manifest, root };
        if bundle.encode()? == bytes { Ok(bundle) } else { Err(Malformed("not the canonical encoding").into()) }
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, Malformed> {
    std::str::from_utf8(bytes).map_err(|_| Malformed("a text is not UTF-8"))
}

fn is_later_version(bytes: &[u8]) -> bool {
    let label = Reader::unlabelled(bytes).text().unwrap_or_default();
    let version = label.strip_prefix(LABEL_WITHOUT_VERSION).and_then(|version| version.parse::<u32>().ok());
    version.is_some_and(|version| version > 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::samples;

    #[test]
    fn a_bundle_is_read_back_and_a_later_version_is_named() {
        let bundle = samples::bundle();
        let bytes = bundle.encode().unwrap();
        assert_eq!(Bundle::decode(&bytes), Ok(bundle));
        let mut later = bytes.clone();
        later[2 + LABEL.len() - 1] = b'2';
        assert_eq!(Bundle::decode(&later), Err(BundleFault::LaterVersion));
        for length in 0..bytes.len() {
            assert!(matches!(Bundle::decode(&bytes[..length]), Err(BundleFault::Malformed(_))), "{length}");
        }
        assert!(Bundle::decode(&[&bytes[..], &[0]].concat()).is_err());
    }
}
