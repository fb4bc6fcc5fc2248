//! `goodstanding key`.

use clap::Subcommand;

use crate::cli::Failed;
use crate::cli::key_life::{Compromised, List, Retire, Rotate};

/// The association's keys: which there are, and their life
#[derive(Debug, Subcommand)]
pub enum Key {
    List(List),
    Rotate(Rotate),
    Retire(Retire),
    Compromised(Compromised),
}

impl Key {
    pub fn run(self) -> Result<(), Failed> {
        match self {
            Self::List(list) => list.run(),
            Self::Rotate(rotate) => rotate.run(),
            Self::Retire(retire) => retire.run(),
            Self::Compromised(compromised) => compromised.run(),
        }
    }
}
