//! `goodstanding restore`.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::app::restore::{self, Restored};
use crate::app::world::machine_clock;
use crate::app::{backup, verify_log};
use crate::cli::key::bring;
use crate::cli::owner::give_to_owner;
use crate::cli::passphrase::Passphrase;
use crate::cli::place::{Place, open, own_uid};
use crate::cli::{Failed, say};
use crate::config::{keys_folder, store_file};
use crate::crypto::keyring::Keyring;
use crate::domain::audit::Actor;

/// Restore the store from a copy into an empty data folder
///
/// The copy is checked page by page and brought to the present schema; sessions and unused links in it end. With --keys
/// the issuing keys come too, and the whole store is held against its log. Numbers go on after the last one in the
/// copy: what was issued after the copy was made is not in it. Name the last checkpoint that was kept elsewhere with
/// --checkpoint, and a copy that is older than it is refused.
#[derive(Debug, Args)]
pub struct Restore {
    /// A copy, or a folder of copies, of which the newest is taken
    from: PathBuf,
    /// Keys that `goodstanding key export` wrote
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// The newest checkpoint that was kept outside this server
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    #[command(flatten)]
    passphrase: Passphrase,
    #[command(flatten)]
    place: Place,
}

impl Restore {
    pub fn run(&self) -> Result<(), Failed> {
        let data_dir = self.place.data_dir()?;
        let from = newest(&self.from)?;
        let kept = match &self.checkpoint {
            None => None,
            Some(file) => Some(fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?),
        };
        let store = store_file(&data_dir);
        if store.exists() {
            return Err(format!("{} is there already; restore into an empty data folder", store.display()).into());
        }
        backup::prepare(&data_dir).map_err(|error| format!("{}: {error}", data_dir.display()))?;
        let folder = keys_folder(&data_dir);
        let own = self.place.passphrase()?;
        if let Some(file) = &self.keys {
            bring(file, &self.passphrase, &folder, own.as_deref())?;
        }
        let actor = Actor::Operator { uid: own_uid()? };
        let restored = restore::restore(&from, &store, kept.as_deref(), actor, &machine_clock())
            .map_err(|refused| crate::app::work::cause(&refused))?;
        give_to_owner(&data_dir)?;
        say(&told(&from, &store, &restored))?;
        let missing = Keyring::missing(&folder);
        if !missing.is_empty() {
            return say(&format!(
                "keys      missing in {}: {}\n          The store verifies, and cannot issue; bring them with `goodstanding key import FILE`.\n",
                folder.display(),
                missing.join(", ")
            ));
        }
        let keys = Keyring::load(&folder, own.as_deref().map(str::as_bytes))?;
        if restored.manifests.last() != Some(&keys.manifest_note) {
            return Err(format!(
                "the keys in {} are not those that the store knows last; export them again where they are newest",
                folder.display()
            )
            .into());
        }
        let held = verify_log::verify(&open(&data_dir, Some(keys))?)?;
        give_to_owner(&data_dir)?;
        match held.faults.as_slice() {
            [] => say(&format!("held      {} certificates, everything fits the log\n", held.certificates)),
            faults => Err(format!("the restored store does not fit its log: {}", faults.join("; ")).into()),
        }
    }
}

fn told(from: &Path, store: &Path, restored: &Restored) -> String {
    let last = restored.last_act.map_or_else(|| "none".to_owned(), crate::domain::time::Moment::rfc3339);
    let numbers = if restored.numbers.is_empty() { "none".to_owned() } else { restored.numbers.join(", ") };
    format!(
        "restored  {}\nfrom      {}\nlast act  {last}\nlog       {} leaves\nnumbers   {numbers}\nended     {} sessions and links\n",
        store.display(),
        from.display(),
        restored.leaves,
        restored.ended
    )
}

/// The file itself, or the newest copy in a folder.
fn newest(from: &Path) -> Result<PathBuf, Failed> {
    if !from.is_dir() {
        return Ok(from.to_owned());
    }
    let copies = backup::list(from).map_err(|error| format!("{}: {error}", from.display()))?;
    match copies.into_iter().next() {
        Some(copy) => Ok(copy.path),
        None => Err(format!("{} holds no copy (goodstanding-YYYYMMDD-HHMMSS.redb)", from.display()).into()),
    }
}
