//! One private key in one file: PKCS#8 in PEM, encrypted where there is a passphrase, readable by its owner only.

use std::convert::Infallible;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use der::pem::PemLabel;
use pkcs8::pkcs5::pbes2::Parameters;
use pkcs8::rand_core::{TryCryptoRng, TryRng};
use pkcs8::{EncryptedPrivateKeyInfoRef, LineEnding, PrivateKeyInfoRef, SecretDocument};
use zeroize::Zeroizing;

/// Why a key file cannot be used: sentences for the operator. None of them shows a key or a passphrase.
#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    #[error("cannot read {path}: {source}", path = .0.display(), source = .1)]
    Read(PathBuf, io::Error),
    #[error("cannot write {path}: {source}", path = .0.display(), source = .1)]
    Write(PathBuf, io::Error),
    #[error(
        "{path} can be read or changed by other users (mode {mode:o}): run `chmod 600 {path}`, and if anybody may have read it, replace the key",
        path = .path.display()
    )]
    Exposed { path: PathBuf, mode: u32 },
    #[error("{path} already exists: keys are never overwritten; move it away first", path = .0.display())]
    Exists(PathBuf),
    #[error("{path} is encrypted: give its passphrase", path = .0.display())]
    NeedsPassphrase(PathBuf),
    #[error("the passphrase does not open {path}", path = .0.display())]
    WrongPassphrase(PathBuf),
    #[error("{path} is not what it should be: {1}", path = .0.display())]
    Content(PathBuf, String),
}

/// Writes a new key file with mode 0600 and syncs it to disk. Never overwrites.
pub(in crate::crypto) fn write(
    path: &Path,
    key: &SecretDocument,
    passphrase: Option<&[u8]>,
    random: &mut impl FnMut(&mut [u8]),
) -> Result<(), KeyFault> {
    write_new(path, to_pem(path, key, passphrase, random)?.as_bytes(), 0o600)
}

/// A key in PEM, encrypted where there is a passphrase. `path` is where it will lie, for sentences.
pub(in crate::crypto) fn to_pem(
    path: &Path,
    key: &SecretDocument,
    passphrase: Option<&[u8]>,
    random: &mut impl FnMut(&mut [u8]),
) -> Result<Zeroizing<String>, KeyFault> {
    let content = |error: &dyn std::fmt::Display| KeyFault::Content(path.to_owned(), error.to_string());
    let pem = match passphrase {
        None => key.to_pem(PrivateKeyInfoRef::PEM_LABEL, LineEnding::LF),
        Some(passphrase) => {
            let parameters = Parameters::generate_recommended(&mut Chance(random)).map_err(|error| content(&error))?;
            let plain = PrivateKeyInfoRef::try_from(key.as_bytes()).map_err(|error| content(&error))?;
            let encrypted = plain.encrypt_with_params(parameters, passphrase).map_err(|error| content(&error))?;
            encrypted.to_pem(EncryptedPrivateKeyInfoRef::PEM_LABEL, LineEnding::LF)
        }
    };
    pem.map_err(|error| content(&error))
}

/// Reads a key file that nobody but its owner can read.
pub(in crate::crypto) fn read(path: &Path, passphrase: Option<&[u8]>) -> Result<SecretDocument, KeyFault> {
    let mode = path.metadata().map_err(|error| KeyFault::Read(path.to_owned(), error))?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyFault::Exposed { path: path.to_owned(), mode });
    }
    let pem = std::fs::read_to_string(path).map_err(|error| KeyFault::Read(path.to_owned(), error))?;
    from_pem(path, &Zeroizing::new(pem), passphrase)
}

/// Reads a key in PEM that lies, or will lie, at `path`.
pub(in crate::crypto) fn from_pem(
    path: &Path,
    pem: &str,
    passphrase: Option<&[u8]>,
) -> Result<SecretDocument, KeyFault> {
    let (label, document) = SecretDocument::from_pem(pem)
        .map_err(|_| KeyFault::Content(path.to_owned(), "no private key in PEM".into()))?;
    if label == PrivateKeyInfoRef::PEM_LABEL {
        return Ok(document);
    }
    if label != EncryptedPrivateKeyInfoRef::PEM_LABEL {
        return Err(KeyFault::Content(path.to_owned(), format!("it holds a {label}, not a private key")));
    }
    let passphrase = passphrase.ok_or_else(|| KeyFault::NeedsPassphrase(path.to_owned()))?;
    let encrypted = EncryptedPrivateKeyInfoRef::try_from(document.as_bytes())
        .map_err(|_| KeyFault::Content(path.to_owned(), "its encryption is damaged".into()))?;
    encrypted.decrypt(passphrase).map_err(|_| KeyFault::WrongPassphrase(path.to_owned()))
}

/// Writes a new file and syncs it and its folder to disk. Never overwrites.
pub(in crate::crypto) fn write_new(path: &Path, bytes: &[u8], mode: u32) -> Result<(), KeyFault> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(mode);
    let mut file = options.open(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => KeyFault::Exists(path.to_owned()),
        _ => KeyFault::Write(path.to_owned(), error),
    })?;
    let synced = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => Ok(()),
    });
    synced.map_err(|error| KeyFault::Write(path.to_owned(), error))
}

/// Lends our source of chance to the PKCS#8 crate, which asks for its own trait.
struct Chance<'a, R>(&'a mut R);

impl<R: FnMut(&mut [u8])> TryRng for Chance<'_, R> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        (self.0)(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        (self.0)(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        (self.0)(bytes);
        Ok(())
    }
}

impl<R: FnMut(&mut [u8])> TryCryptoRng for Chance<'_, R> {}
