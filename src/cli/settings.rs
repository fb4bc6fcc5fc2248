//! `goodstanding settings`.

use clap::Args;

use crate::cli::place::Place;
use crate::cli::{Failed, say};

/// Check the configuration file and show the settings in effect
///
/// Defaults are shown too. Of secrets only the files are named that hold them.
#[derive(Debug, Args)]
pub struct Settings {
    #[command(flatten)]
    place: Place,
}

impl Settings {
    pub fn run(&self) -> Result<(), Failed> {
        say(&self.place.config()?.show())
    }
}
