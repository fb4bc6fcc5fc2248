//! `goodstanding manual` and `goodstanding completions`: written from the commands themselves, so that they cannot say
//! anything else than the program does.

use std::path::PathBuf;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::cli::{Cli, Failed, say};

/// Write the manual pages
///
/// One page for the program and one for each command, goodstanding-init.1 and so on: `man -l DIR/goodstanding.1`.
#[derive(Debug, Args)]
pub struct Manual {
    /// Folder for the pages; it is made where it is missing
    dir: PathBuf,
}

/// Print the completions for a shell
#[derive(Debug, Args)]
pub struct Completions {
    /// Which shell
    shell: Shell,
}

impl Manual {
    pub fn run(&self) -> Result<(), Failed> {
        let wrong = |error: std::io::Error| format!("{}: {error}", self.dir.display());
        std::fs::create_dir_all(&self.dir).map_err(wrong)?;
        clap_mangen::generate_to(Cli::command(), &self.dir).map_err(wrong)?;
        Ok(())
    }
}

impl Completions {
    pub fn run(&self) -> Result<(), Failed> {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "goodstanding", &mut text);
        say(&String::from_utf8_lossy(&text))
    }
}
