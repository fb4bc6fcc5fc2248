//! The association's Ed25519 keys: root, issuer and log, each a type of its own whose methods sign one kind of thing.
//! There is no way to sign bytes: a key of one role cannot be made to sign for another, nor an unlabelled message.

use std::fmt;

use ed25519_dalek::pkcs8::{EncodePublicKey, KeypairBytes};
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding, SecretDocument};
use zeroize::Zeroizing;

use crate::crypto::answer::Answer;
use crate::crypto::checkpoint::Checkpoint;
use crate::crypto::hash::sha256_labelled;
use crate::crypto::lifeboat::Cover;
use crate::crypto::manifest::Manifest;
use crate::crypto::note::{NoteFault, SignedNote};
use crate::crypto::qr_seal::QrSeal;
use crate::crypto::statement::EncodedStatement;
use crate::crypto::wire::Malformed;

/// An Ed25519 signature (RFC 8032).
pub type Signature = [u8; 64];

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Root,
    Issuer,
    Log,
    Document,
}

impl Role {
    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Root, Self::Issuer, Self::Log, Self::Document].into_iter().find(|role| role.word() == word)
    }

    /// The word in manifests and key ids.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Issuer => "issuer",
            Self::Log => "log",
            Self::Document => "document",
        }
    }
}

/// Names a public key and its role: 8 bytes of a hash, written as 16 hex digits.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 8]);

impl KeyId {
    /// The id of a public key in a role.
    pub fn of(role: Role, public: &[u8]) -> Self {
        let word = role.word();
        let length = u16::try_from(word.len()).unwrap_or(u16::MAX).to_be_bytes();
        let hash = sha256_labelled("goodstanding/key-id/v1", &[&length, word.as_bytes(), public]);
        let mut id = [0; 8];
        id.copy_from_slice(&hash[..8]);
        Self(id)
    }

    /// Reads 16 lower-case hex digits.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = data_encoding::HEXLOWER.decode(text.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

/// Whether an Ed25519 signature is good, by the strict rule that leaves one signature for one message and key.
pub(in crate::crypto) fn good(public: &[u8; 32], message: &[u8], signature: &Signature) -> bool {
    VerifyingKey::from_bytes(public)
        .is_ok_and(|key| key.verify_strict(message, &ed25519_dalek::Signature::from_bytes(signature)).is_ok())
}

macro_rules! ed25519_role {
    ($key:ident, $public:ident, $role:expr, $about:literal) => {
        #[doc = concat!("The private ", $about)]
        pub struct $key(SigningKey);

        impl $key {
            /// A new key from random bytes.
            pub fn generate(random: &mut impl FnMut(&mut [u8])) -> Self {
                let mut seed = Zeroizing::new([0; 32]);
                random(seed.as_mut_slice());
                Self::from_seed(&seed)
            }

            /// The key of a 32-byte seed.
            pub fn from_seed(seed: &[u8; 32]) -> Self {
                Self(SigningKey::from_bytes(seed))
            }

            pub fn public(&self) -> $public {
                $public(self.0.verifying_key().to_bytes())
            }

            pub fn id(&self) -> KeyId {
                self.public().id()
            }

            /// PKCS#8 (version 1, which every OpenSSL reads) in DER.
            pub(in crate::crypto) fn to_pkcs8(&self) -> Result<SecretDocument, pkcs8::Error> {
                KeypairBytes { secret_key: self.0.to_bytes(), public_key: None }.to_pkcs8_der()
            }

            pub(in crate::crypto) fn from_pkcs8(der: &[u8]) -> Result<Self, pkcs8::Error> {
                SigningKey::from_pkcs8_der(der).map(Self)
            }
        }

        /// Shows which key it is, never the key.
        impl fmt::Debug for $key {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($key), self.id())
            }
        }

        #[doc = concat!("The public ", $about)]
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub struct $public([u8; 32]);

        impl $public {
            /// Takes 32 bytes that are the encoding of a point.
            pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
                let bytes: [u8; 32] = bytes.try_into().map_err(|_| Malformed("a public key is not 32 bytes"))?;
                match VerifyingKey::from_bytes(&bytes) {
                    Ok(key) if !key.is_weak() => Ok(Self(bytes)),
                    _ => Err(Malformed("32 bytes are no Ed25519 public key")),
                }
            }

            pub fn to_bytes(self) -> [u8; 32] {
                self.0
            }

            pub fn id(&self) -> KeyId {
                KeyId::of($role, &self.0)
            }

            /// `-----BEGIN PUBLIC KEY-----`, for OpenSSL and others.
            pub fn to_pem(self) -> Result<String, Malformed> {
                VerifyingKey::from_bytes(&self.0)
                    .ok()
                    .and_then(|key| key.to_public_key_pem(LineEnding::LF).ok())
                    .ok_or(Malformed("32 bytes are no Ed25519 public key"))
            }
        }

        impl fmt::Debug for $public {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($public), self.id())
            }
        }
    };
}

ed25519_role!(RootKey, RootPublic, Role::Root, "root key, which signs key manifests and lies offline.");
ed25519_role!(
    IssuerKey,
    IssuerPublic,
    Role::Issuer,
    "issuer key, which signs statements, QR seals, answers and lifeboats."
);
ed25519_role!(LogKey, LogPublic, Role::Log, "log key, which signs checkpoints.");

impl RootKey {
    /// Signs a manifest; the note is what is stored and published.
    pub fn sign_manifest(&self, manifest: &Manifest) -> Result<String, NoteFault> {
        let text = manifest.text();
        let signature = self.0.sign(text.as_bytes()).to_bytes();
        SignedNote::new(text, &manifest.root_name(), &self.public().0, &signature).map(|note| note.encode())
    }

    /// The private scalar of the X.509 root that belongs to this root; `counter` counts up only if it is none.
    pub(in crate::crypto) fn x509_scalar(&self, counter: u8) -> Zeroizing<[u8; 32]> {
        let seed = Zeroizing::new(self.0.to_bytes());
        Zeroizing::new(sha256_labelled("goodstanding/x509-root/v1", &[seed.as_slice(), &[counter]]))
    }
}

impl RootPublic {
    /// Whether this root signed the note under its name. A manifest is read only after this.
    pub fn signed_manifest(&self, note: &SignedNote, name: &str) -> bool {
        note.signed_by(name, &self.0, |text, signature| good(&self.0, text, signature))
    }
}

impl IssuerKey {
    /// The same key once more, for the keyring that comes after this one.
    pub(in crate::crypto) fn again(&self) -> Self {
        Self(self.0.clone())
    }

    /// The association's word for a statement.
    pub fn sign_statement(&self, statement: &EncodedStatement) -> Signature {
        self.0.sign(statement.bytes()).to_bytes()
    }

    /// Signs what a paper print carries in its QR code.
    pub fn sign_seal(&self, seal: &QrSeal) -> Result<Signature, Malformed> {
        Ok(self.0.sign(&seal.signed_bytes()?).to_bytes())
    }

    /// Signs an answer about a certificate's state, or a receipt.
    pub fn sign_answer(&self, answer: &Answer) -> Result<Signature, Malformed> {
        Ok(self.0.sign(&answer.signed_bytes()?).to_bytes())
    }

    /// Signs what a lifeboat holds.
    pub fn sign_cover(&self, cover: &Cover) -> Result<Signature, Malformed> {
        Ok(self.0.sign(&cover.signed_bytes()?).to_bytes())
    }
}

impl IssuerPublic {
    pub fn verify_statement(&self, statement: &EncodedStatement, signature: &Signature) -> bool {
        good(&self.0, statement.bytes(), signature)
    }

    pub fn verify_seal(&self, seal: &QrSeal, signature: &Signature) -> bool {
        seal.key_id == self.id() && seal.signed_bytes().is_ok_and(|bytes| good(&self.0, &bytes, signature))
    }

    pub fn verify_answer(&self, answer: &Answer, signature: &Signature) -> bool {
        answer.key_id == self.id() && answer.signed_bytes().is_ok_and(|bytes| good(&self.0, &bytes, signature))
    }

    pub fn verify_cover(&self, cover: &Cover, signature: &Signature) -> bool {
        cover.key_id == self.id() && cover.signed_bytes().is_ok_and(|bytes| good(&self.0, &bytes, signature))
    }
}

impl LogKey {
    /// The same key once more, for the keyring that comes after this one.
    pub(in crate::crypto) fn again(&self) -> Self {
        Self(self.0.clone())
    }

    /// Signs a checkpoint; the note is what is stored and published. Never sign two that disagree.
    pub fn sign_checkpoint(&self, checkpoint: &Checkpoint) -> Result<String, NoteFault> {
        let text = checkpoint.text();
        let signature = self.0.sign(text.as_bytes()).to_bytes();
        SignedNote::new(text, &checkpoint.origin, &self.public().0, &signature).map(|note| note.encode())
    }
}

impl LogPublic {
    /// Whether this log signed the note under its origin.
    pub fn signed_checkpoint(&self, note: &SignedNote, origin: &str) -> bool {
        note.signed_by(origin, &self.0, |text, signature| good(&self.0, text, signature))
    }
}
