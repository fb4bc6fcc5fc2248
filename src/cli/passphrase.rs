//! A passphrase, from a file or asked for on the terminal; never from the command line, which others can read.

use std::path::PathBuf;

use clap::Args;
use zeroize::Zeroizing;

use crate::cli::Failed;
use crate::config::secret;

/// Where the passphrase of an export of keys comes from.
#[derive(Debug, Args)]
pub struct Passphrase {
    /// File with the passphrase of the export; asked for on the terminal where it is left out
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl Passphrase {
    /// The passphrase of an export that is there.
    pub fn read(&self) -> Result<Zeroizing<String>, Failed> {
        match &self.passphrase_file {
            Some(file) => Ok(Zeroizing::new(secret(file)?)),
            None => asked("Passphrase of the export: "),
        }
    }

    /// A passphrase for a new export; on the terminal it is asked for twice.
    pub fn choose(&self) -> Result<Zeroizing<String>, Failed> {
        let first = self.read()?;
        if self.passphrase_file.is_none() && asked("The same again: ")? != first {
            return Err("the two passphrases differ; nothing was written".into());
        }
        Ok(first)
    }
}

fn asked(prompt: &str) -> Result<Zeroizing<String>, Failed> {
    match rpassword::prompt_password(prompt) {
        Ok(typed) => Ok(Zeroizing::new(typed)),
        Err(error) => Err(format!("no passphrase: {error}; name a file with --passphrase-file").into()),
    }
}
