use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use crate::crypto::cms;
use crate::crypto::document::X509Root;
use crate::crypto::keyfile::KeyFault;
use crate::crypto::keyring::{Founding, Keyring, read_root};
use crate::crypto::samples;

struct Place {
    folder: PathBuf,
    keys: PathBuf,
    root: PathBuf,
}

impl Place {
    fn new(name: &str) -> Self {
        let folder = samples::folder(name);
        Self { keys: folder.join("keys"), root: folder.join("root.pem"), folder }
    }

    fn create(&self, passphrase: Option<&[u8]>) -> Result<Keyring, KeyFault> {
        let founding = Founding {
            folder: &self.keys,
            root_out: &self.root,
            host: samples::HOST,
            association: samples::ASSOCIATION,
            now: samples::NOW,
        };
        Keyring::create(&founding, passphrase, &mut samples::random(7))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).unwrap();
    }
}

#[test]
fn keys_are_made_once_and_loaded_again() {
    let place = Place::new("keyring-made");
    let made = place.create(None).unwrap();
    let loaded = Keyring::load(&place.keys, None).unwrap();
    assert_eq!(made.fingerprint(), loaded.fingerprint());
    assert_eq!(made.manifest_note, loaded.manifest_note);
    for path in ["issuer.pem", "log.pem", "document.pem"].map(|name| place.keys.join(name)).iter().chain([&place.root])
    {
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600, "{}", path.display());
    }
    assert_eq!(fs::metadata(&place.keys).unwrap().permissions().mode() & 0o777, 0o700);
    assert!(matches!(place.create(None), Err(KeyFault::Exists(_))));
    let root = read_root(&place.root, None).unwrap();
    assert_eq!(root.public(), loaded.root);
    assert!(X509Root::reopen(&root, &loaded.chain[1]).is_ok());
    let digest = crate::crypto::hash::sha256(b"file");
    let signature = cms::sign(&loaded.document, &loaded.chain, &digest, samples::NOW.plus_seconds(60)).unwrap();
    assert!(cms::verify(&signature, b"file", &loaded.chain[1..]).is_ok());
}

#[test]
fn the_root_key_may_not_lie_beside_the_others() {
    let mut place = Place::new("keyring-beside");
    place.root = place.keys.join("root.pem");
    let error = place.create(None).unwrap_err().to_string();
    assert!(error.contains("must lie outside") && !place.keys.exists(), "{error}");
}

#[test]
fn a_key_that_others_can_read_is_refused_with_what_to_do() {
    let place = Place::new("keyring-exposed");
    place.create(None).unwrap();
    for mode in [0o640, 0o604, 0o620] {
        let path = place.keys.join("issuer.pem");
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let error = Keyring::load(&place.keys, None).unwrap_err().to_string();
        assert!(error.contains("chmod 600") && error.contains(&format!("{mode:o}")), "{error}");
    }
}

#[test]
fn a_passphrase_is_needed_and_must_be_right() {
    let place = Place::new("keyring-passphrase");
    place.create(Some(b"correct horse")).unwrap();
    assert!(matches!(Keyring::load(&place.keys, None), Err(KeyFault::NeedsPassphrase(_))));
    assert!(matches!(Keyring::load(&place.keys, Some(b"wrong")), Err(KeyFault::WrongPassphrase(_))));
    assert!(Keyring::load(&place.keys, Some(b"correct horse")).is_ok());
    assert!(read_root(&place.root, Some(b"correct horse")).is_ok());
}

#[test]
fn parts_that_do_not_belong_together_are_named() {
    let (place, other) = (Place::new("keyring-mixed"), Place::new("keyring-other"));
    place.create(None).unwrap();
    let founding = Founding {
        folder: &other.keys,
        root_out: &other.root,
        host: samples::HOST,
        association: samples::ASSOCIATION,
        now: samples::NOW,
    };
    Keyring::create(&founding, None, &mut samples::random(8)).unwrap();
    for name in ["issuer.pem", "log.pem", "document.pem", "document.crt", "x509-root.crt", "root.pub", "manifest.note"]
    {
        let own = fs::read(place.keys.join(name)).unwrap();
        fs::copy(other.keys.join(name), place.keys.join(name)).unwrap();
        let error = Keyring::load(&place.keys, None).unwrap_err();
        assert!(matches!(error, KeyFault::Content(..)), "{name}: {error}");
        fs::remove_file(place.keys.join(name)).unwrap();
        let error = Keyring::load(&place.keys, None).unwrap_err().to_string();
        assert!(error.contains(name), "{error}");
        fs::write(place.keys.join(name), own).unwrap();
        fs::set_permissions(place.keys.join(name), fs::Permissions::from_mode(0o600)).unwrap();
    }
    assert!(Keyring::load(&place.keys, None).is_ok());
}

#[test]
fn no_debug_text_or_error_shows_a_key() {
    let place = Place::new("keyring-debug");
    let keyring = place.create(None).unwrap();
    let text = format!("{keyring:?} {:?}", read_root(&place.root, None).unwrap());
    for name in ["issuer.pem", "log.pem", "document.pem"] {
        let pem = fs::read_to_string(place.keys.join(name)).unwrap();
        let (_, der) = der::pem::decode_vec(pem.as_bytes()).unwrap();
        for window in der[der.len().saturating_sub(32)..].windows(8).chain(der[16..].windows(8)) {
            let hex = data_encoding::HEXLOWER.encode(window);
            let numbers = format!("{window:?}");
            assert!(!text.contains(&hex) || keyring.manifest_note.contains(&hex), "{name}");
            assert!(!text.contains(numbers.trim_matches(['[', ']'])) || is_public(window, &keyring), "{name}");
        }
    }
}

/// A P-256 key file holds the public point too, which the manifest shows.
fn is_public(window: &[u8], keyring: &Keyring) -> bool {
    let keys = keyring.manifest.keys.iter().map(|key| &key.public).chain(&keyring.chain);
    keys.into_iter().any(|public| public.windows(8).any(|bytes| bytes == window))
}

/// OpenSSL must be able to read what we write, plain and encrypted: nobody is locked in.
#[test]
fn openssl_reads_our_key_files() {
    for (name, passphrase) in [("keyring-plain", None), ("keyring-encrypted", Some("correct horse"))] {
        let place = Place::new(name);
        place.create(passphrase.map(str::as_bytes)).unwrap();
        let files = ["issuer.pem", "log.pem", "document.pem"].map(|name| place.keys.join(name));
        for path in files.iter().chain([&place.root]) {
            let mut command = Command::new("openssl");
            command.args(["pkey", "-noout", "-check", "-in"]).arg(path);
            if let Some(passphrase) = passphrase {
                command.args(["-passin", &format!("pass:{passphrase}")]);
            }
            let output = command.output().unwrap();
            let error = String::from_utf8_lossy(&output.stderr).into_owned();
            // OpenSSL 3.0 cannot check a lone Ed25519 key, but says so only after it has read it.
            assert!(
                output.status.success() || error.contains("operation not supported"),
                "{}: {error}",
                path.display()
            );
        }
        let mut command = Command::new("openssl");
        command.arg("verify").arg("-purpose").arg("any").arg("-attime").arg((samples::NOW.seconds() + 60).to_string());
        command.arg("-CAfile").arg(place.keys.join("x509-root.crt")).arg(place.keys.join("document.crt"));
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}
