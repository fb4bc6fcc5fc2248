//! Keys that come into service after founding: a new private key and, for the document role, its certificate. They are
//! written beside the old ones under names that carry their ids, so that a folder holds them before the manifest that
//! names them is in force, and a crash in between leaves both states whole.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use pkcs8::SecretDocument;

use crate::crypto::document::{DocumentKey, X509Root};
use crate::crypto::keyfile::{self, KeyFault};
use crate::crypto::keyring::{MANIFEST, certificate_pem};
use crate::crypto::keys::{IssuerKey, KeyId, LogKey, Role, RootKey};
use crate::crypto::manifest::{KeyState, ManifestKey};
use crate::domain::time::Moment;

/// A key that is to sign from now on.
pub struct Successor {
    pub role: Role,
    /// 32 bytes, or the 65-byte point of P-256.
    pub public: Vec<u8>,
    /// In DER, for the document role only.
    pub certificate: Option<Vec<u8>>,
    key: SecretDocument,
}

/// Whose key, under which X.509 root, since when.
#[derive(Clone, Copy, Debug)]
pub struct Under<'a> {
    pub root: &'a RootKey,
    /// The X.509 root's certificate in DER.
    pub x509_root: &'a [u8],
    /// The association's name as its certificates say it.
    pub association: &'a str,
    pub now: Moment,
}

/// The private key's file in a folder of keys: under its id, or under the bare role as founding wrote it.
pub fn key_file(folder: &Path, role: Role, id: KeyId) -> PathBuf {
    own_file(folder, role, id, "pem")
}

/// The document certificate's file.
pub fn certificate_file(folder: &Path, id: KeyId) -> PathBuf {
    own_file(folder, Role::Document, id, "crt")
}

fn own_file(folder: &Path, role: Role, id: KeyId, ending: &str) -> PathBuf {
    let own = folder.join(format!("{}-{id}.{ending}", role.word()));
    if own.exists() { own } else { folder.join(format!("{}.{ending}", role.word())) }
}

impl Successor {
    /// A new key of a role. The root issues the document role's certificate.
    pub fn generate(role: Role, under: &Under<'_>, random: &mut impl FnMut(&mut [u8])) -> Result<Self, String> {
        let told = |error: &dyn std::fmt::Display| error.to_string();
        Ok(match role {
            Role::Root => return Err("the root key cannot be replaced: it is what third parties trust".to_owned()),
            Role::Issuer => {
                let key = IssuerKey::generate(random);
                let public = key.public().to_bytes().to_vec();
                Self { role, public, certificate: None, key: key.to_pkcs8().map_err(|error| told(&error))? }
            }
            Role::Log => {
                let key = LogKey::generate(random);
                let public = key.public().to_bytes().to_vec();
                Self { role, public, certificate: None, key: key.to_pkcs8().map_err(|error| told(&error))? }
            }
            Role::Document => {
                let key = DocumentKey::generate(random);
                let mut serial = [0; 16];
                random(&mut serial);
                let x509 = X509Root::reopen(under.root, under.x509_root).map_err(|error| told(&error))?;
                let issued = x509.issue(&key, under.association, under.now, serial).map_err(|error| told(&error))?;
                let pkcs8 = key.to_pkcs8().map_err(|error| told(&error))?;
                Self { role, public: key.public(), certificate: Some(issued), key: pkcs8 }
            }
        })
    }

    /// A key as it was handed over by `private`.
    pub fn received(role: Role, key: &[u8], certificate: Option<Vec<u8>>) -> Result<Self, String> {
        let document = SecretDocument::try_from(key).map_err(|_| "a key that was handed over is none".to_owned())?;
        let none = || "a key that was handed over is not of its role".to_owned();
        let public = match role {
            Role::Root => return Err(none()),
            Role::Issuer => IssuerKey::from_pkcs8(key).map_err(|_| none())?.public().to_bytes().to_vec(),
            Role::Log => LogKey::from_pkcs8(key).map_err(|_| none())?.public().to_bytes().to_vec(),
            Role::Document => DocumentKey::from_pkcs8(key).map_err(|_| none())?.public(),
        };
        Ok(Self { role, public, certificate, key: document })
    }

    pub fn id(&self) -> KeyId {
        KeyId::of(self.role, &self.public)
    }

    /// The private key in PKCS#8, to be handed to the living server and to nobody else.
    pub fn private(&self) -> &[u8] {
        self.key.as_bytes()
    }

    /// Its line in the manifest.
    pub fn entry(&self, not_before: Moment) -> ManifestKey {
        ManifestKey { role: self.role, public: self.public.clone(), not_before, state: KeyState::Active }
    }

    /// Writes the key, encrypted where there is a passphrase, and the certificate; the new files.
    pub fn write(
        &self,
        folder: &Path,
        passphrase: Option<&[u8]>,
        random: &mut impl FnMut(&mut [u8]),
    ) -> Result<Vec<PathBuf>, KeyFault> {
        let named = |ending: &str| folder.join(format!("{}-{}.{ending}", self.role.word(), self.id()));
        let mut files = vec![named("pem")];
        keyfile::write(&files[0], &self.key, passphrase, random)?;
        if let Some(certificate) = &self.certificate {
            let file = named("crt");
            keyfile::write_new(&file, certificate_pem(certificate).as_bytes(), 0o644)?;
            files.push(file);
        }
        Ok(files)
    }
}

/// Writes the copy of the manifest in force that lies beside the keys. The store's is the one that counts.
pub fn write_manifest(folder: &Path, note: &str) -> Result<PathBuf, KeyFault> {
    let (file, new) = (folder.join(MANIFEST), folder.join("manifest.note.new"));
    match fs::remove_file(&new) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(KeyFault::Write(new, error)),
        _ => {}
    }
    keyfile::write_new(&new, note.as_bytes(), 0o644)?;
    fs::rename(&new, &file).map_err(|error| KeyFault::Write(file.clone(), error))?;
    Ok(file)
}
