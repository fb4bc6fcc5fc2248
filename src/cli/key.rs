//! `goodstanding key`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::app::world::fill_random;
use crate::cli::key_life::{Compromised, List, Retire, Rotate};
use crate::cli::owner::give_to_owner;
use crate::cli::passphrase::Passphrase;
use crate::cli::place::Place;
use crate::cli::{Failed, say};
use crate::config::keys_folder;
use crate::crypto::keyexport;

/// The association's keys: which there are, their life, and their safe keeping
#[derive(Debug, Subcommand)]
pub enum Key {
    List(List),
    Rotate(Rotate),
    Retire(Retire),
    Compromised(Compromised),
    Export(Export),
    Import(Import),
}

/// Write the issuing keys, encrypted, into one file for a safe place
///
/// Everything in the data folder's `keys` goes into the file; private keys under a passphrase of its own, of twelve characters at
/// least. The root key is not there, and not in the file. Export again after each rotation.
#[derive(Debug, Args)]
pub struct Export {
    /// The new file
    file: PathBuf,
    #[command(flatten)]
    passphrase: Passphrase,
    #[command(flatten)]
    place: Place,
}

/// Bring the issuing keys back from an export, into a data folder that has none
///
/// They are then encrypted by the passphrase that the configuration names, if any. The server takes them at its next
/// start.
#[derive(Debug, Args)]
pub struct Import {
    /// What `goodstanding key export` wrote
    file: PathBuf,
    #[command(flatten)]
    passphrase: Passphrase,
    #[command(flatten)]
    place: Place,
}

impl Key {
    pub fn run(self) -> Result<(), Failed> {
        match self {
            Self::List(list) => list.run(),
            Self::Rotate(rotate) => rotate.run(),
            Self::Retire(retire) => retire.run(),
            Self::Compromised(compromised) => compromised.run(),
            Self::Export(export) => export.run(),
            Self::Import(import) => import.run(),
        }
    }
}

impl Export {
    fn run(&self) -> Result<(), Failed> {
        let folder = keys_folder(&self.place.data_dir()?);
        let own = self.place.passphrase()?;
        let own = own.as_deref().map(str::as_bytes);
        let passphrase = self.passphrase.choose()?;
        let names = keyexport::export(&folder, own, &self.file, &passphrase, &mut fill_random)?;
        say(&format!("{}: {}\n", self.file.display(), names.join(", ")))
    }
}

impl Import {
    fn run(&self) -> Result<(), Failed> {
        let data_dir = self.place.data_dir()?;
        let own = self.place.passphrase()?;
        let names = bring(&self.file, &self.passphrase, &keys_folder(&data_dir), own.as_deref())?;
        give_to_owner(&data_dir)?;
        say(&format!("{}: {}\n", keys_folder(&data_dir).display(), names.join(", ")))
    }
}

/// Imports an export into a folder of keys; names of what came.
pub fn bring(file: &Path, passphrase: &Passphrase, folder: &Path, own: Option<&str>) -> Result<Vec<String>, Failed> {
    let passphrase = passphrase.read()?;
    Ok(keyexport::import(file, &passphrase, folder, own.map(str::as_bytes), &mut fill_random)?)
}
