//! The folder of keys in one encrypted file, for a safe place, and back.
//!
//! The file is text. Each file of the folder is a line `file: NAME` and a PEM block: private keys as `ENCRYPTED PRIVATE
//! KEY` (PKCS#8 with PBES2, scrypt and AES-256) under the export's own passphrase, which OpenSSL reads too; all else,
//! which is public, as `GOODSTANDING FILE`. Whether the parts belong together is asked of `Keyring::load` before the
//! folder gets its name.

use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Component, Path, PathBuf};

use zeroize::Zeroizing;

use crate::crypto::keyfile::{self, KeyFault};
use crate::crypto::keyring::Keyring;

/// The first line.
const HEAD: &str = "goodstanding keys v1";

/// Before each PEM block.
const FILE: &str = "file: ";

/// The label of what is no key.
const PUBLIC: &str = "GOODSTANDING FILE";

/// Fewest characters of an export's passphrase: the file may lie in strangers' hands for years.
pub const SHORTEST: usize = 12;

/// Writes everything in `folder`, whose own keys are opened by `own`, to a new file under `passphrase`. Names of what
/// is in it.
pub fn export(
    folder: &Path,
    own: Option<&[u8]>,
    to: &Path,
    passphrase: &str,
    random: &mut impl FnMut(&mut [u8]),
) -> Result<Vec<String>, KeyFault> {
    if passphrase.chars().count() < SHORTEST {
        let why = format!("the passphrase of an export has {SHORTEST} characters at least");
        return Err(KeyFault::Content(to.to_owned(), why));
    }
    // Keys that do not fit together are found now, not on the day when they are needed.
    Keyring::load(folder, own)?;
    let mut text = Zeroizing::new(format!("{HEAD}\n"));
    let names = files(folder, Path::new(""))?;
    for name in &names {
        let path = folder.join(name);
        let content = fs::read(&path).map_err(|error| KeyFault::Read(path.clone(), error))?;
        let pem = std::str::from_utf8(&content).ok().filter(|pem| is_private(pem));
        let block = match pem {
            Some(pem) => {
                let key = keyfile::from_pem(&path, pem, own)?;
                keyfile::to_pem(&path, &key, Some(passphrase.as_bytes()), random)?
            }
            None => Zeroizing::new(
                der::pem::encode_string(PUBLIC, der::pem::LineEnding::LF, &content)
                    .map_err(|error| KeyFault::Content(path.clone(), error.to_string()))?,
            ),
        };
        text.push_str(&format!("\n{FILE}{name}\n{}\n", block.trim_end()));
    }
    keyfile::write_new(to, text.as_bytes(), 0o600)?;
    Ok(names)
}

/// Makes the folder from an export; `own` encrypts the keys there. A folder that has files already is left alone.
pub fn import(
    from: &Path,
    passphrase: &str,
    folder: &Path,
    own: Option<&[u8]>,
    random: &mut impl FnMut(&mut [u8]),
) -> Result<Vec<String>, KeyFault> {
    let text = fs::read_to_string(from).map_err(|error| KeyFault::Read(from.to_owned(), error))?;
    let blocks = blocks(from, &text)?;
    if folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(KeyFault::Exists(folder.to_owned()));
    }
    let growing = growing(folder);
    let write = |error| KeyFault::Write(growing.clone(), error);
    if growing.exists() {
        fs::remove_dir_all(&growing).map_err(write)?;
    }
    fs::DirBuilder::new().recursive(true).mode(0o700).create(&growing).map_err(write)?;
    let made = fill(&growing, from, &blocks, passphrase, own, random)
        .and_then(|()| Keyring::load(&growing, own).map(|_| ()))
        .and_then(|()| fs::rename(&growing, folder).map_err(write));
    if made.is_err() {
        let _ = fs::remove_dir_all(&growing);
    }
    made.map(|()| blocks.into_iter().map(|(name, _)| name).collect())
}

/// The folder's name while it is being made.
fn growing(folder: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(folder.file_name().unwrap_or_default());
    name.push(".part");
    folder.with_file_name(name)
}

fn fill(
    folder: &Path,
    from: &Path,
    blocks: &[(String, String)],
    passphrase: &str,
    own: Option<&[u8]>,
    random: &mut impl FnMut(&mut [u8]),
) -> Result<(), KeyFault> {
    for (name, block) in blocks {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            let write = |error| KeyFault::Write(parent.to_owned(), error);
            fs::DirBuilder::new().recursive(true).mode(0o700).create(parent).map_err(write)?;
        }
        if is_private(block) {
            let key = keyfile::from_pem(from, block, Some(passphrase.as_bytes()))?;
            keyfile::write(&path, &key, own, random)?;
        } else {
            match der::pem::decode_vec(block.as_bytes()) {
                Ok((PUBLIC, content)) => keyfile::write_new(&path, &content, 0o644)?,
                _ => return Err(KeyFault::Content(from.to_owned(), format!("the part {name} is damaged"))),
            }
        }
    }
    Ok(())
}

fn is_private(pem: &str) -> bool {
    pem.contains("PRIVATE KEY-----")
}

/// Names of all files below the folder, in order.
fn files(folder: &Path, below: &Path) -> Result<Vec<String>, KeyFault> {
    let here = folder.join(below);
    let read = |error| KeyFault::Read(here.clone(), error);
    let mut names = Vec::new();
    for entry in fs::read_dir(&here).map_err(read)? {
        let entry = entry.map_err(read)?;
        let name = below.join(entry.file_name());
        if entry.file_type().map_err(read)?.is_dir() {
            names.extend(files(folder, &name)?);
        } else {
            names.push(name.to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Names and PEM blocks.
fn blocks(from: &Path, text: &str) -> Result<Vec<(String, String)>, KeyFault> {
    let bad = |why: &str| KeyFault::Content(from.to_owned(), why.to_owned());
    let mut parts = text.split(FILE);
    if parts.next().map(str::trim_end) != Some(HEAD) {
        return Err(bad("it is no export of keys"));
    }
    let mut blocks = Vec::new();
    for part in parts {
        let (name, block) = part.split_once('\n').ok_or_else(|| bad("it is cut off"))?;
        let inside = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        if name.is_empty() || !inside {
            return Err(bad("it names a file outside the folder"));
        }
        blocks.push((name.to_owned(), format!("{}\n", block.trim_end())));
    }
    Ok(blocks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::keyring::Founding;
    use crate::crypto::samples;

    #[test]
    fn keys_go_into_one_encrypted_file_and_come_back_under_another_passphrase() {
        let place = samples::folder("keyexport");
        let keys = place.join("keys");
        let founding = Founding {
            folder: &keys,
            root_out: &place.join("root.pem"),
            host: samples::HOST,
            association: samples::ASSOCIATION,
            now: samples::NOW,
        };
        let own = Some(b"of the folder".as_slice());
        let made = Keyring::create(&founding, own, &mut samples::random(7)).unwrap();
        let file = place.join("keys.export");
        let short = export(&keys, own, &file, "too short", &mut samples::random(8)).unwrap_err();
        assert!(short.to_string().contains("12 characters") && !file.exists());
        let names = export(&keys, own, &file, "a long passphrase", &mut samples::random(8)).unwrap();
        assert_eq!(names.len(), 7, "{names:?}");
        let text = fs::read_to_string(&file).unwrap();
        assert_eq!(text.matches("BEGIN ENCRYPTED PRIVATE KEY").count(), 3);
        assert!(!text.contains("BEGIN PRIVATE KEY"));
        let again = export(&keys, own, &file, "a long passphrase", &mut samples::random(8));
        assert!(matches!(again, Err(KeyFault::Exists(_))));

        let other = place.join("other");
        let wrong = import(&file, "another passphrase", &other, None, &mut samples::random(9));
        assert!(matches!(wrong, Err(KeyFault::WrongPassphrase(_))) && !other.exists());
        import(&file, "a long passphrase", &other, None, &mut samples::random(9)).unwrap();
        let back = Keyring::load(&other, None).unwrap();
        assert_eq!((back.fingerprint(), back.issuer.id()), (made.fingerprint(), made.issuer.id()));
        assert!(Keyring::missing(&other).is_empty());
        assert!(matches!(
            import(&file, "a long passphrase", &other, None, &mut samples::random(9)),
            Err(KeyFault::Exists(_))
        ));
        for spoilt in [
            text.replace("file: issuer.pem", "file: ../issuer.pem"),
            text.replace("file: log.pem", "file: document.pem"),
            text[..text.len() / 2].to_owned(),
            "something else".to_owned(),
        ] {
            fs::write(&file, spoilt).unwrap();
            let third = place.join("third");
            assert!(import(&file, "a long passphrase", &third, None, &mut samples::random(9)).is_err());
            assert!(!third.exists() && !growing(&third).exists());
        }
        fs::remove_file(other.join("log.pem")).unwrap();
        assert_eq!(Keyring::missing(&other), ["log.pem"]);
        fs::remove_dir_all(place).unwrap();
    }
}
