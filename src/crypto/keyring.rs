//! The association's keys on disk: the folder `keys/` with issuer, log and document keys, the certificates, the root's
//! public key and the key manifest; and, elsewhere, the root key.
//!
//! `create` writes each file once and the manifest last: a folder without `manifest.note` is no keyring, and `create`
//! can then be called for another folder. Loading checks that everything fits together before anything is signed.

use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use data_encoding::BASE64;

use crate::crypto::document::{DocumentKey, X509Root, certified_key};
use crate::crypto::fingerprint::Fingerprint;
use crate::crypto::hash::sha256;
use crate::crypto::keyfile::{self, KeyFault};
use crate::crypto::keys::{IssuerKey, LogKey, Role, RootKey, RootPublic};
use crate::crypto::manifest::{KeyState, Manifest, ManifestKey};
use crate::crypto::manifest_text::check_host;
use crate::crypto::succession::{Successor, certificate_file, key_file};
use crate::domain::time::Moment;

const ISSUER: &str = "issuer.pem";
const LOG: &str = "log.pem";
const DOCUMENT: &str = "document.pem";
const DOCUMENT_CERTIFICATE: &str = "document.crt";
const X509_ROOT: &str = "x509-root.crt";
const ROOT_PUBLIC: &str = "root.pub";
pub(in crate::crypto) const MANIFEST: &str = "manifest.note";

/// Everything that a running server signs with. The root key is not in it.
#[derive(Debug)]
pub struct Keyring {
    pub issuer: IssuerKey,
    pub log: LogKey,
    pub document: DocumentKey,
    /// The document certificate and then the X.509 root, in DER: what `cms::sign` takes.
    pub chain: Vec<Vec<u8>>,
    pub root: RootPublic,
    /// The manifest's note, word for word, as bundles carry it.
    pub manifest_note: String,
    pub manifest: Manifest,
}

/// What `create` is told.
#[derive(Clone, Copy, Debug)]
pub struct Founding<'a> {
    /// The folder `keys/`, which must not exist or be empty.
    pub folder: &'a Path,
    /// Where the root key goes: a file outside the data folder.
    pub root_out: &'a Path,
    /// The permanent name for the log, `verify.example.org`.
    pub host: &'a str,
    /// The association's name as its certificates say it, 50 characters at most.
    pub association: &'a str,
    pub now: Moment,
}

impl Keyring {
    /// Makes all keys and writes them. `passphrase` encrypts the folder's private keys and the root key's file.
    pub fn create(
        founding: &Founding<'_>,
        passphrase: Option<&[u8]>,
        random: &mut impl FnMut(&mut [u8]),
    ) -> Result<Self, KeyFault> {
        let fault =
            |name: &str, why: &dyn std::fmt::Display| KeyFault::Content(founding.folder.join(name), why.to_string());
        if founding.root_out.starts_with(founding.folder) {
            let why = "the root key must lie outside the folder of the keys that the server uses";
            return Err(KeyFault::Content(founding.root_out.to_owned(), why.into()));
        }
        check_host(founding.host).map_err(|error| fault(MANIFEST, &error))?;
        let root = RootKey::generate(random);
        let (issuer, log, document) =
            (IssuerKey::generate(random), LogKey::generate(random), DocumentKey::generate(random));
        let x509 = X509Root::of(&root, founding.association, founding.now).map_err(|error| fault(X509_ROOT, &error))?;
        let mut serial = [0; 16];
        random(&mut serial);
        let signed = x509.issue(&document, founding.association, founding.now, serial);
        let certificate = signed.map_err(|error| fault(DOCUMENT_CERTIFICATE, &error))?;
        let x509_root = x509.certificate().map_err(|error| fault(X509_ROOT, &error))?;
        let key = |role, public| ManifestKey { role, public, not_before: founding.now, state: KeyState::Active };
        let manifest = Manifest {
            host: founding.host.to_owned(),
            version: 1,
            made: founding.now,
            previous: None,
            x509_root: sha256(&x509_root),
            keys: vec![
                key(Role::Issuer, issuer.public().to_bytes().to_vec()),
                key(Role::Log, log.public().to_bytes().to_vec()),
                key(Role::Document, document.public()),
            ],
        };
        let manifest_note = root.sign_manifest(&manifest).map_err(|error| fault(MANIFEST, &error))?;

        make_folder(founding.folder)?;
        let mut private = |path: &Path, key: Result<pkcs8::SecretDocument, pkcs8::Error>| {
            let key = key.map_err(|error| KeyFault::Content(path.to_owned(), error.to_string()))?;
            keyfile::write(path, &key, passphrase, random)
        };
        private(founding.root_out, root.to_pkcs8())?;
        private(&founding.folder.join(ISSUER), issuer.to_pkcs8())?;
        private(&founding.folder.join(LOG), log.to_pkcs8())?;
        private(&founding.folder.join(DOCUMENT), document.to_pkcs8())?;
        let public = |name: &str, text: &str| keyfile::write_new(&founding.folder.join(name), text.as_bytes(), 0o644);
        public(DOCUMENT_CERTIFICATE, &certificate_pem(&certificate))?;
        public(X509_ROOT, &certificate_pem(&x509_root))?;
        public(ROOT_PUBLIC, &format!("{}\n", BASE64.encode(&root.public().to_bytes())))?;
        public(MANIFEST, &manifest_note)?;
        Self::load(founding.folder, passphrase)
    }

    /// Reads the folder under the manifest that lies in it, and checks that every part belongs to every other.
    pub fn load(folder: &Path, passphrase: Option<&[u8]>) -> Result<Self, KeyFault> {
        Self::load_under(folder, passphrase, &read_text(&folder.join(MANIFEST))?)
    }

    /// The same under the manifest that is in force, which the store knows: a folder may hold keys that are not in
    /// service yet, or no longer.
    pub fn load_under(folder: &Path, passphrase: Option<&[u8]>, manifest_note: &str) -> Result<Self, KeyFault> {
        let bad = |name: &str, why: &str| KeyFault::Content(folder.join(name), why.to_owned());
        let root = read_text(&folder.join(ROOT_PUBLIC))?;
        let root = BASE64.decode(root.trim_end().as_bytes()).ok().and_then(|bytes| RootPublic::from_bytes(&bytes).ok());
        let root = root.ok_or_else(|| bad(ROOT_PUBLIC, "no Ed25519 public key in Base64"))?;
        let manifest = Manifest::open(manifest_note, &root)
            .map_err(|error| KeyFault::Content(folder.join(MANIFEST), error.to_string()))?;
        let signing = |role: Role| manifest.signing(role).map(ManifestKey::id).unwrap_or_default();
        let private = |role: Role| keyfile::read(&key_file(folder, role, signing(role)), passphrase);
        let issuer =
            IssuerKey::from_pkcs8(private(Role::Issuer)?.as_bytes()).map_err(|_| bad(ISSUER, "no Ed25519 key"))?;
        let log = LogKey::from_pkcs8(private(Role::Log)?.as_bytes()).map_err(|_| bad(LOG, "no Ed25519 key"))?;
        let document =
            DocumentKey::from_pkcs8(private(Role::Document)?.as_bytes()).map_err(|_| bad(DOCUMENT, "no P-256 key"))?;
        let certificate = certificate_file(folder, signing(Role::Document));
        let chain = vec![read_certificate(certificate)?, read_certificate(folder.join(X509_ROOT))?];
        let keys = Self { issuer, log, document, chain, root, manifest_note: manifest_note.to_owned(), manifest };
        keys.fits().map_err(|(name, why)| bad(name, why))?;
        Ok(keys)
    }

    /// Whether every part belongs to every other; else which does not, and why.
    fn fits(&self) -> Result<(), (&'static str, &'static str)> {
        let signs = |role, id| self.manifest.signing(role).is_some_and(|key| key.id() == id);
        if !signs(Role::Issuer, self.issuer.id()) {
            return Err((ISSUER, "the key manifest has no such active issuer key"));
        }
        if !signs(Role::Log, self.log.id()) {
            return Err((LOG, "the key manifest has no such active log key"));
        }
        if !signs(Role::Document, self.document.id()) {
            return Err((DOCUMENT, "the key manifest has no such active document key"));
        }
        if self.chain.first().and_then(|own| certified_key(own).ok()) != Some(self.document.public()) {
            return Err((DOCUMENT_CERTIFICATE, "it is the certificate of another key"));
        }
        if self.chain.last().is_none_or(|root| sha256(root) != self.manifest.x509_root) {
            return Err((X509_ROOT, "it is not the one in the key manifest"));
        }
        Ok(())
    }

    /// The keyring under the next manifest: the keys that stay, and those that come into service.
    pub fn succeed(&self, note: &str, successors: &[Successor]) -> Result<Self, String> {
        let manifest = Manifest::open(note, &self.root).map_err(|fault| fault.to_string())?;
        manifest.follows(&self.manifest, &self.manifest_note).map_err(|fault| fault.to_string())?;
        let fresh = |role: Role| successors.iter().find(|one| one.role == role);
        let none = |_| "a key that was handed over is not of its role".to_owned();
        let issuer = match fresh(Role::Issuer) {
            Some(fresh) => IssuerKey::from_pkcs8(fresh.private()).map_err(none)?,
            None => self.issuer.again(),
        };
        let log = match fresh(Role::Log) {
            Some(fresh) => LogKey::from_pkcs8(fresh.private()).map_err(none)?,
            None => self.log.again(),
        };
        let (document, certificate) = match fresh(Role::Document) {
            Some(fresh) => {
                (DocumentKey::from_pkcs8(fresh.private()).map_err(none)?, fresh.certificate.clone().unwrap_or_default())
            }
            None => (self.document.again(), self.chain.first().cloned().unwrap_or_default()),
        };
        let chain = vec![certificate, self.chain.last().cloned().unwrap_or_default()];
        let keys = Self { issuer, log, document, chain, root: self.root, manifest_note: note.to_owned(), manifest };
        keys.fits().map_err(|(_, why)| format!("the keys do not fit the new manifest: {why}"))?;
        Ok(keys)
    }

    /// Names of the files that a keyring cannot be without and this folder lacks.
    pub fn missing(folder: &Path) -> Vec<&'static str> {
        let needed = [ISSUER, LOG, DOCUMENT, DOCUMENT_CERTIFICATE, X509_ROOT, ROOT_PUBLIC, MANIFEST];
        let names: Vec<String> = fs::read_dir(folder)
            .map(|entries| entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect())
            .unwrap_or_default();
        // After a rotation a role's files carry the key's id: `issuer-0123456789abcdef.pem`.
        let is_there = |needed: &str| {
            let (stem, ending) = needed.rsplit_once('.').unwrap_or((needed, ""));
            let of_role = |name: &str| name.starts_with(&format!("{stem}-")) && name.ends_with(&format!(".{ending}"));
            names.iter().any(|name| name == needed || of_role(name))
        };
        needed.into_iter().filter(|needed| !is_there(needed)).collect()
    }

    /// What third parties compare.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.root)
    }
}

/// Reads the root key, for the few acts that need it: a new manifest, a new document certificate.
pub fn read_root(path: &Path, passphrase: Option<&[u8]>) -> Result<RootKey, KeyFault> {
    let key = keyfile::read(path, passphrase)?;
    RootKey::from_pkcs8(key.as_bytes()).map_err(|_| KeyFault::Content(path.to_owned(), "no Ed25519 key".into()))
}

/// A certificate in PEM.
pub fn certificate_pem(der: &[u8]) -> String {
    let encoded = BASE64.encode(der);
    let lines: Vec<&str> = encoded.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap_or("")).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}

fn read_certificate(path: PathBuf) -> Result<Vec<u8>, KeyFault> {
    let text = read_text(&path)?;
    match der::pem::decode_vec(text.as_bytes()) {
        Ok(("CERTIFICATE", der)) => Ok(der),
        _ => Err(KeyFault::Content(path, "no certificate in PEM".into())),
    }
}

fn read_text(path: &Path) -> Result<String, KeyFault> {
    fs::read_to_string(path).map_err(|error| KeyFault::Read(path.to_owned(), error))
}

fn make_folder(folder: &Path) -> Result<(), KeyFault> {
    let write = |error| KeyFault::Write(folder.to_owned(), error);
    if folder.exists() {
        let mut entries = fs::read_dir(folder).map_err(write)?;
        return if entries.next().is_some() { Err(KeyFault::Exists(folder.to_owned())) } else { Ok(()) };
    }
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(write)
}

#[cfg(test)]
#[path = "keyring_tests.rs"]
mod tests;
