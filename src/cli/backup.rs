//! `goodstanding backup`.

use std::path::PathBuf;

use clap::Args;

use crate::admin::ask;
use crate::app::backup::{self, Copy, Kept};
use crate::app::world::machine_clock;
use crate::cli::place::{Place, open, own_uid};
use crate::cli::{Failed, say};
use crate::domain::audit::Actor;

/// Copy the store into a folder, while it serves or not
///
/// The copy is one moment of the store, read again and compared before it gets its name,
/// goodstanding-YYYYMMDD-HHMMSS.redb. It holds personal data, so it is for its owner only; it does not hold the issuing
/// keys: `goodstanding key export` does. Copies by the clock are made by the server itself: [backup] in the
/// configuration.
#[derive(Debug, Args)]
pub struct Backup {
    /// Folder for the copy; it is made where it is missing
    dir: PathBuf,
    /// Afterwards remove all but this many copies, the oldest first
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    keep: Option<u32>,
    #[command(flatten)]
    place: Place,
}

impl Backup {
    pub fn run(&self) -> Result<(), Failed> {
        let data_dir = self.place.data_dir()?;
        backup::prepare(&self.dir).map_err(|error| format!("{}: {error}", self.dir.display()))?;
        let at = machine_clock()();
        let path = self.dir.join(backup::name(at));
        let mut copy = Copy::begin(&path)?;
        let kept = if let Some(tally) = ask::copy(&data_dir, &mut |piece| copy.take(piece))? {
            Kept { bytes: copy.finish(&tally)?, path, at }
        } else {
            // No server: the store is free, and this process makes the copy itself.
            drop(copy);
            backup::make(&open(&data_dir, None)?, Actor::Operator { uid: own_uid()? }, &self.dir)?
        };
        say(&format!("{} ({} KiB), read again and compared\n", kept.path.display(), kept.bytes.div_ceil(1024)))?;
        if let Some(keep) = self.keep {
            let removed = backup::rotate(&self.dir, keep as usize)
                .map_err(|error| format!("old copies in {}: {error}", self.dir.display()))?;
            say(&format!("{removed} older copies removed\n"))?;
        }
        Ok(())
    }
}
