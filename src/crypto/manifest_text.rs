//! The key manifest's text: one line for each fact, one form for each manifest (STATEMENT.md, section 6).

use data_encoding::{BASE64, HEXLOWER};

use crate::crypto::hash::Hash;
use crate::crypto::keys::{KeyId, Role};
use crate::crypto::manifest::{KeyState, Manifest, ManifestKey};
use crate::crypto::note::NoteFault;
use crate::domain::time::Moment;

const LABEL: &str = "goodstanding/key-manifest/v1";

const MAX_KEYS: usize = 256;

impl Manifest {
    /// The text that the root signs.
    pub fn text(&self) -> String {
        let previous = self.previous.map_or_else(|| "-".to_owned(), |hash| BASE64.encode(&hash));
        let mut out = format!(
            "{LABEL}\nhost {}\nversion {}\nmade {}\nprevious {previous}\nx509-root {}\n",
            self.host,
            self.version,
            self.made.0,
            HEXLOWER.encode(&self.x509_root)
        );
        for key in &self.keys {
            let public = BASE64.encode(&key.public);
            let state = match key.state {
                KeyState::Active => "active".to_owned(),
                KeyState::Retired { size, root } => format!("retired {size} {}", BASE64.encode(&root)),
                KeyState::Compromised { size, root, before: None } => {
                    format!("compromised {size} {}", BASE64.encode(&root))
                }
                KeyState::Compromised { size, root, before: Some(before) } => {
                    format!("compromised {size} {} {}", BASE64.encode(&root), before.0)
                }
            };
            let (id, role, not_before) = (key.id(), key.role.word(), key.not_before.0);
            out.extend([
                "key ",
                &id.to_string(),
                " ",
                role,
                " ",
                &public,
                " ",
                &not_before.to_string(),
                " ",
                &state,
                "\n",
            ]);
        }
        out
    }

    /// Reads a manifest's text. It says nothing of who signed it: `open` does.
    pub fn parse_text(text: &str) -> Result<Self, NoteFault> {
        let mut lines = text.split('\n');
        if lines.next() != Some(LABEL) {
            return Err(NoteFault("the label is not that of a key manifest"));
        }
        let mut field = |name: &str| {
            let line = lines.next().and_then(|line| line.strip_prefix(name)).and_then(|rest| rest.strip_prefix(' '));
            line.ok_or(NoteFault("a line of the manifest is missing or out of order"))
        };
        let host = field("host")?.to_owned();
        let version = number(field("version")?)?;
        let made = Moment(number(field("made")?)?);
        let previous = match field("previous")? {
            "-" => None,
            hash => Some(base64_hash(hash)?),
        };
        let x509_root = HEXLOWER.decode(field("x509-root")?.as_bytes()).ok().and_then(|hash| Hash::try_from(hash).ok());
        let x509_root = x509_root.ok_or(NoteFault("the X.509 root's hash is wrong"))?;
        let keys = lines.filter(|line| !line.is_empty()).map(key).collect::<Result<Vec<_>, _>>()?;
        let manifest = Self { host, version, made, previous, x509_root, keys };
        manifest.check()?;
        if manifest.text() == text { Ok(manifest) } else { Err(NoteFault("not the canonical encoding")) }
    }

    fn check(&self) -> Result<(), NoteFault> {
        check_host(&self.host)?;
        if self.version == 0 || (self.version == 1) != self.previous.is_none() {
            return Err(NoteFault("version 1 alone has no previous manifest"));
        }
        if self.keys.is_empty() || self.keys.len() > MAX_KEYS {
            return Err(NoteFault("a manifest has 1 to 256 keys"));
        }
        if !self.keys.is_sorted_by_key(|key| key.role) || self.keys.iter().any(|key| key.role == Role::Root) {
            return Err(NoteFault("keys are not in the order issuer, log, document"));
        }
        let mut ids: Vec<KeyId> = self.keys.iter().map(ManifestKey::id).collect();
        ids.sort_unstable();
        if ids.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(NoteFault("a key stands twice"));
        }
        Ok(())
    }
}

/// Whether a text can be the association's permanent name for its log.
pub fn check_host(host: &str) -> Result<(), NoteFault> {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b':');
    if (1..=253).contains(&host.len()) && host.bytes().all(allowed) {
        Ok(())
    } else {
        Err(NoteFault("the host is not made of lower-case letters, digits, dots and dashes"))
    }
}

fn key(line: &str) -> Result<ManifestKey, NoteFault> {
    let parts: Vec<&str> = line.split(' ').collect();
    let ["key", id, role, public, not_before, state @ ..] = &parts[..] else {
        return Err(NoteFault("a key line lacks a part"));
    };
    let (role, length) = match *role {
        "issuer" => (Role::Issuer, 32),
        "log" => (Role::Log, 32),
        "document" => (Role::Document, 65),
        _ => return Err(NoteFault("no such role")),
    };
    let public = BASE64.decode(public.as_bytes()).map_err(|_| NoteFault("a public key is not Base64"))?;
    if public.len() != length {
        return Err(NoteFault("a public key has the wrong length"));
    }
    let state = match state {
        ["active"] => KeyState::Active,
        ["retired", size, root] => KeyState::Retired { size: number(size)?, root: base64_hash(root)? },
        ["compromised", size, root] => {
            KeyState::Compromised { size: number(size)?, root: base64_hash(root)?, before: None }
        }
        ["compromised", size, root, before] => {
            let before = Some(Moment(number(before)?));
            KeyState::Compromised { size: number(size)?, root: base64_hash(root)?, before }
        }
        _ => return Err(NoteFault("no such state of a key")),
    };
    let key = ManifestKey { role, public, not_before: Moment(number(not_before)?), state };
    if KeyId::parse(id) == Some(key.id()) { Ok(key) } else { Err(NoteFault("a key's id does not fit the key")) }
}

fn number(text: &str) -> Result<u64, NoteFault> {
    text.parse().map_err(|_| NoteFault("a number is wrong"))
}

fn base64_hash(text: &str) -> Result<Hash, NoteFault> {
    let hash = BASE64.decode(text.as_bytes()).ok().and_then(|hash| Hash::try_from(hash).ok());
    hash.ok_or(NoteFault("a hash is not 32 bytes in Base64"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::samples;

    #[test]
    fn a_manifest_has_one_text() {
        let manifest = samples::manifest();
        let text = manifest.text();
        assert_eq!(Manifest::parse_text(&text), Ok(manifest));
        for bad in [
            text.replace("version 1", "version 01"),
            text.replace("version 1", "version 2"),
            text.replace("previous -", "previous "),
            text.replace("host ", "host  "),
            text.replace(" active\n", " active \n"),
            text.replace(" active\n", " Active\n"),
            text.replace("issuer", "root"),
            format!("{text}\n"),
            text.lines().rev().collect::<Vec<_>>().join("\n"),
            format!("{text}{}", &text[text.find("key ").unwrap()..]),
        ] {
            assert!(Manifest::parse_text(&bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn hosts_are_plain_names() {
        for (host, good) in [
            ("verify.example.org", true),
            ("127.0.0.1:8080", true),
            ("", false),
            ("Verify.example.org", false),
            ("a b", false),
            ("a/b", false),
            ("a+b", false),
        ] {
            assert_eq!(check_host(host).is_ok(), good, "{host}");
        }
    }
}
