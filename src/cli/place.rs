//! Where the data lies, as commands are told, and how they reach it.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::admin::{Answer, Request, answer, ask};
use crate::app::world::{World, machine_clock};
use crate::app::{fonts, keys};
use crate::cli::Failed;
use crate::config::{self, Config};
use crate::crypto::keyring::Keyring;
use crate::pdf::press::Press;
use crate::store::Store;

/// Which association's data a command works on.
#[derive(Debug, Args)]
pub struct Place {
    /// Configuration file
    #[arg(long, value_name = "FILE", default_value = "/etc/goodstanding/goodstanding.toml", global = true)]
    config: PathBuf,
    /// Data folder, where there is no configuration file
    #[arg(long, value_name = "DIR", global = true)]
    data: Option<PathBuf>,
}

impl Place {
    pub fn config(&self) -> Result<Config, Failed> {
        Ok(config::read::read(&self.config)?)
    }

    pub fn data_dir(&self) -> Result<PathBuf, Failed> {
        match &self.data {
            Some(folder) => Ok(folder.clone()),
            None => Ok(self.config()?.data_dir),
        }
    }

    /// The passphrase of the issuing keys, where the configuration names one.
    pub fn passphrase(&self) -> Result<Option<String>, Failed> {
        if self.data.is_some() { Ok(None) } else { Ok(self.config()?.passphrase()?) }
    }

    /// Asks the living server, or does it here where none lives.
    pub fn ask(&self, request: Request) -> Result<Answer, Failed> {
        self.ask_with(request, |data_dir| open(data_dir, None))
    }

    /// The same for what needs the keys.
    pub fn ask_with_keys(&self, request: Request) -> Result<Answer, Failed> {
        self.ask_with(request, |data_dir| {
            let press = if self.data.is_some() { Press::new() } else { press(&self.config()?)? };
            let world = open_with(data_dir, press, None)?;
            let passphrase = self.passphrase()?;
            let keys =
                keys::load(&world.store, &config::keys_folder(data_dir), passphrase.as_deref().map(str::as_bytes))?;
            world.put_keys(Arc::new(keys));
            Ok(world)
        })
    }

    fn ask_with(&self, request: Request, open: impl FnOnce(&Path) -> Result<World, Failed>) -> Result<Answer, Failed> {
        let data_dir = self.data_dir()?;
        let told = match ask::ask(&data_dir, &request)? {
            Some(told) => told,
            None => {
                let world = open(&data_dir)?;
                answer(&world, own_uid()?, request)
            }
        };
        match told {
            Answer::Refused(sentence) => Err(sentence.into()),
            told => Ok(told),
        }
    }
}

/// Opens the store of a data folder, for a command that needs no keys or brings them.
pub fn open(data_dir: &Path, keys: Option<Keyring>) -> Result<World, Failed> {
    open_with(data_dir, Press::new(), keys)
}

/// The same for what prints.
pub fn open_with(data_dir: &Path, press: Press, keys: Option<Keyring>) -> Result<World, Failed> {
    let store = Store::open(&config::store_file(data_dir))?;
    Ok(World::new(Arc::new(store), Arc::new(press), keys, machine_clock()))
}

/// The press with the fonts that the configuration names.
pub fn press(config: &Config) -> Result<Press, Failed> {
    Ok(Press::with(fonts::read(config.fonts.title.as_deref(), config.fonts.body.as_deref())?))
}

/// The user that runs this process.
pub fn own_uid() -> Result<u32, Failed> {
    Ok(std::fs::metadata("/proc/self")?.uid())
}
