//! `goodstanding key list`, `rotate`, `retire` and `compromised`: the acts of whoever holds the root key. The root key
//! never reaches the server: it signs the next manifest here, and the server is handed that note and the new keys.

use std::fs;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use data_encoding::BASE64;

use crate::admin::{Answer, HandedKey, Request};
use crate::app::world::{fill_random, machine_clock};
use crate::cli::place::Place;
use crate::cli::{Failed, say};
use crate::config::{self, keys_folder};
use crate::crypto::checkpoint::Checkpoint;
use crate::crypto::keyring::read_root;
use crate::crypto::keys::{KeyId, Role, RootKey};
use crate::crypto::manifest::{KeyState, Manifest, ManifestKey};
use crate::crypto::note::verifier_key;
use crate::crypto::succession::{Successor, Under, certificate_file, key_file, write_manifest};
use crate::domain::time::Moment;

/// How often the next manifest is written anew where the log grew while it was being signed.
const TRIES: usize = 5;

/// The root key's file, as it was carried to this machine for the moment.
#[derive(Debug, Args)]
pub struct Root {
    /// The root key's file; carry it away again afterwards
    #[arg(long = "root-key", value_name = "FILE")]
    file: PathBuf,
    /// A file that holds the root key's passphrase
    #[arg(long = "root-passphrase-file", value_name = "FILE")]
    passphrase: Option<PathBuf>,
}

impl Root {
    fn read(&self) -> Result<RootKey, Failed> {
        let passphrase = self.passphrase.as_deref().map(config::secret).transpose()?;
        Ok(read_root(&self.file, passphrase.as_deref().map(str::as_bytes))?)
    }
}

/// List the association's keys: what each is for, since when, and its state
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    place: Place,
}

/// Put a new key into service
///
/// The root key signs a new list of the association's keys, in which the new key is added and the old one retired; both
/// happen in one step, with the server running or not. Certificates of the old key stay valid. With --overlap the old one
/// stays active, without signing any more, until `key retire`.
#[derive(Debug, Args)]
pub struct Rotate {
    /// Which key
    role: RoleName,
    /// Leave the old key active until it is retired
    #[arg(long)]
    overlap: bool,
    #[command(flatten)]
    root: Root,
    #[command(flatten)]
    place: Place,
}

/// Retire a key that no longer signs
#[derive(Debug, Args)]
pub struct Retire {
    /// Id of the key, as `key list` shows it
    id: String,
    #[command(flatten)]
    root: Root,
    #[command(flatten)]
    place: Place,
}

/// Declare that a stranger has had a key
///
/// From then on only what the log held at the last good checkpoint is believed of it. Where the key is in service, a new
/// one takes its place in the same step. Certificates that it signed after that checkpoint are listed: replace them.
#[derive(Debug, Args)]
pub struct Compromised {
    /// Id of the key, as `key list` shows it
    id: String,
    /// The last checkpoint that is certain to come from before the theft: a file as `/log/checkpoint` gave it
    #[arg(long, value_name = "CHECKPOINT")]
    since: PathBuf,
    #[command(flatten)]
    root: Root,
    #[command(flatten)]
    place: Place,
}

/// The roles that can be rotated.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum RoleName {
    /// Signs statements, QR seals, answers and receipts
    Issuer,
    /// Signs the log's checkpoints
    Log,
    /// Seals the PDF files
    Document,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Issuer => Self::Issuer,
            RoleName::Log => Self::Log,
            RoleName::Document => Self::Document,
        }
    }
}

/// How the keys stand, read.
struct Now {
    manifest: Manifest,
    note: String,
    size: u64,
    root: [u8; 32],
    association: String,
    x509_root: Vec<u8>,
}

fn now(place: &Place) -> Result<Now, Failed> {
    let Answer::KeyStand { manifest, size, root, association, x509_root } = place.ask_with_keys(Request::KeyStand)?
    else {
        return Err("an answer that does not fit".into());
    };
    let root = BASE64.decode(root.as_bytes())?.try_into().map_err(|_| "an answer that does not fit")?;
    let text = manifest.rsplit_once("\n\n").map_or("", |(text, _)| text);
    let parsed = Manifest::parse_text(&format!("{text}\n"))?;
    let x509_root = BASE64.decode(x509_root.as_bytes())?;
    Ok(Now { manifest: parsed, note: manifest, size, root, association, x509_root })
}

impl List {
    pub fn run(&self) -> Result<(), Failed> {
        let now = now(&self.place)?;
        let mut text = format!("manifest {}, made {}\n", now.manifest.version, now.manifest.made.rfc3339());
        for key in &now.manifest.keys {
            let signs = now.manifest.signing(key.role).is_some_and(|signing| signing.id() == key.id());
            let state = match key.state {
                KeyState::Active if signs => "active, signs".to_owned(),
                KeyState::Active => "active".to_owned(),
                KeyState::Retired { size, .. } => format!("retired at {size} entries"),
                KeyState::Compromised { size, .. } => format!("compromised after {size} entries"),
            };
            text.push_str(&format!(
                "{}  {:<9} since {}  {state}\n",
                key.id(),
                key.role.word(),
                key.not_before.rfc3339()
            ));
        }
        if let Some((log, _)) = now.manifest.logs().filter(|(_, key)| key.state == KeyState::Active).last() {
            let origin = now.manifest.origin();
            text.push_str(&format!("the log {origin}, for witnesses: {}\n", verifier_key(&origin, &log.to_bytes())));
        }
        say(&text)
    }
}

impl Rotate {
    pub fn run(&self) -> Result<(), Failed> {
        let role = Role::from(self.role);
        change(&self.place, &self.root, |now, next| {
            let old = now.manifest.signing(role).map(ManifestKey::id);
            if let (Some(old), false) = (old, self.overlap) {
                next.close(role, old, KeyState::Retired { size: now.size, root: now.root });
            }
            Ok(Some(role))
        })
    }
}

/// The key of an id, whatever its role.
fn named(manifest: &Manifest, id: &str) -> Result<(Role, KeyId, bool), Failed> {
    let id = KeyId::parse(id.trim()).ok_or("a key's id has 16 hexadecimal digits; see `goodstanding key list`")?;
    let key = manifest.keys.iter().find(|key| key.id() == id);
    let key = key.ok_or_else(|| format!("the association has no key {id}; see `goodstanding key list`"))?;
    let signs = manifest.signing(key.role).is_some_and(|signing| signing.id() == id);
    Ok((key.role, id, signs))
}

impl Retire {
    pub fn run(&self) -> Result<(), Failed> {
        change(&self.place, &self.root, |now, next| {
            let (role, id, signs) = named(&now.manifest, &self.id)?;
            if signs {
                return Err(format!("{id} is in service: `goodstanding key rotate {}` retires it", role.word()).into());
            }
            if !next.close(role, id, KeyState::Retired { size: now.size, root: now.root }) {
                return Err(format!("{id} is closed already").into());
            }
            Ok(None)
        })
    }
}

impl Compromised {
    pub fn run(&self) -> Result<(), Failed> {
        let note = fs::read_to_string(&self.since)
            .map_err(|error| format!("--since: {} cannot be read: {error}", self.since.display()))?;
        let told = self.place.ask_with_keys(Request::LogContinues { checkpoint: note.clone() });
        let Answer::Continues { last, .. } = told.map_err(|why| format!("--since: {why}"))? else {
            return Err("an answer that does not fit".into());
        };
        change(&self.place, &self.root, |now, next| {
            let (role, id, signs) = named(&now.manifest, &self.id)?;
            let origin = now.manifest.origin();
            let opened = now.manifest.logs().find_map(|(key, _)| Checkpoint::open(&note, &origin, &key).ok());
            let Checkpoint { size, root, .. } = opened.ok_or("--since: that is no checkpoint of this log")?;
            if !next.close(role, id, KeyState::Compromised { size, root, before: Some(last) }) {
                return Err(format!("{id} was declared compromised before").into());
            }
            Ok(signs.then_some(role))
        })
    }
}

/// Writes, signs and hands over the next manifest. `plan` changes it and says of which role a new key is needed.
fn change(
    place: &Place,
    root: &Root,
    plan: impl Fn(&Now, &mut Manifest) -> Result<Option<Role>, Failed>,
) -> Result<(), Failed> {
    let root = root.read()?;
    let passphrase = place.passphrase()?;
    let folder = keys_folder(&place.data_dir()?);
    let mut refused: Failed = "nothing was done".into();
    for _ in 0..TRIES {
        let now = now(place)?;
        Manifest::open(&now.note, &root.public())
            .map_err(|_| "that is not the root key under which this association's keys stand")?;
        let made = machine_clock()().max(now.manifest.made);
        let mut next = now.manifest.next(&now.note, made);
        let fresh = match plan(&now, &mut next)? {
            Some(role) => Some(successor(role, &root, &now, made)?),
            None => None,
        };
        if let Some(fresh) = &fresh {
            next.add(fresh.entry(made));
        }
        let note = root.sign_manifest(&next)?;
        let mut files = Vec::new();
        if let Some(fresh) = &fresh {
            files = fresh.write(&folder, passphrase.as_deref().map(str::as_bytes), &mut fill_random)?;
            give_to_owner(&folder, &files)?;
        }
        let keys = fresh.iter().map(handed).collect();
        match place.ask_with_keys(Request::KeyInstall { manifest: note.clone(), keys }) {
            Ok(Answer::KeysInstalled { doubtful }) => return finish(&folder, &now.manifest, &next, &note, &doubtful),
            Ok(other) => return Err(format!("an answer that does not fit: {other:?}").into()),
            Err(why) => {
                for file in files {
                    fs::remove_file(file)?;
                }
                let again = why.to_string().contains("has grown meanwhile");
                refused = why;
                if !again {
                    break;
                }
            }
        }
    }
    Err(refused)
}

fn successor(role: Role, root: &RootKey, now: &Now, made: Moment) -> Result<Successor, Failed> {
    let under = Under { root, x509_root: &now.x509_root, association: &now.association, now: made };
    Ok(Successor::generate(role, &under, &mut fill_random)?)
}

fn handed(fresh: &Successor) -> HandedKey {
    HandedKey::new(fresh.role.word(), fresh.private(), fresh.certificate.as_deref())
}

/// New files belong to whom the folder belongs to, where root runs the command for the server's user.
fn give_to_owner(folder: &std::path::Path, files: &[PathBuf]) -> Result<(), Failed> {
    use std::os::unix::fs::{MetadataExt, chown};
    let owner = fs::metadata(folder)?;
    for file in files {
        if fs::metadata(file)?.uid() != owner.uid() {
            chown(file, Some(owner.uid()), Some(owner.gid()))?;
        }
    }
    Ok(())
}

/// After the manifest is in force: its copy beside the keys, and no private key that was closed by it.
fn finish(
    folder: &std::path::Path,
    old: &Manifest,
    new: &Manifest,
    note: &str,
    doubtful: &[String],
) -> Result<(), Failed> {
    let file = write_manifest(folder, note)?;
    give_to_owner(folder, &[file])?;
    let mut text = format!("key manifest {} is in force\n", new.version);
    for key in &new.keys {
        let before = old.key(key.role, key.id()).map(|key| key.state);
        if before == Some(key.state) {
            continue;
        }
        let (id, role) = (key.id(), key.role);
        match key.state {
            KeyState::Active => text.push_str(&format!("{id}  {:<9} in service\n", role.word())),
            KeyState::Retired { size, .. } => {
                text.push_str(&format!("{id}  {:<9} retired at {size} entries\n", role.word()));
            }
            KeyState::Compromised { size, .. } => {
                text.push_str(&format!("{id}  {:<9} compromised after {size} entries\n", role.word()));
            }
        }
        if key.state != KeyState::Active {
            let mut gone = vec![key_file(folder, role, id)];
            if role == Role::Document {
                gone.push(certificate_file(folder, id));
            }
            for file in gone.iter().filter(|file| is_of(file, role, id, new)) {
                fs::remove_file(file)?;
            }
        }
    }
    if !doubtful.is_empty() {
        text.push_str(&format!(
            "{} certificates were signed by it afterwards and can no longer be believed; replace them:\n",
            doubtful.len()
        ));
        for number in doubtful {
            text.push_str(&format!("  {number}\n"));
        }
    }
    text.push_str("export the keys again (`goodstanding key export`), and carry the root key away\n");
    say(&text)
}

/// Whether a file is there and is the closed key's own: the bare name is the signing key's once a newer one has none of
/// its own.
fn is_of(file: &std::path::Path, role: Role, id: KeyId, new: &Manifest) -> bool {
    let bare = file.file_stem().is_some_and(|stem| stem == role.word());
    let founding = new.keys.iter().find(|key| key.role == role).map(ManifestKey::id);
    file.exists() && (!bare || founding == Some(id))
}
