//! `goodstanding verify-log`.

use std::path::PathBuf;

use clap::Args;

use crate::admin::{Answer, Request};
use crate::cli::export::write_files;
use crate::cli::place::Place;
use crate::cli::{Failed, say};
use crate::crypto::fingerprint::Fingerprint;

/// Hold the whole store against the public log
///
/// Builds the log's tree again from its leaves, checks every checkpoint, and compares each certificate's record,
/// statement, signature, file and revocation with its leaf; the serials and the audit chain too. What was edited,
/// deleted or back-dated behind the program's back is named. Exit status 0 only where everything fits.
#[derive(Debug, Args)]
pub struct VerifyLog {
    /// The root fingerprint that the keys must belong to
    #[arg(long, value_name = "FINGERPRINT")]
    root: Option<String>,
    /// Write the log's public files (C2SP tlog-tiles) into this folder
    #[arg(long, value_name = "DIR")]
    export: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

impl VerifyLog {
    pub fn run(&self) -> Result<(), Failed> {
        let Answer::Held { held, root } = self.place.ask_with_keys(Request::VerifyLog)? else {
            return Err("an answer that does not fit".into());
        };
        if let Some(typed) = &self.root {
            let wanted = Fingerprint::parse(typed).map_err(|error| format!("--root: {error}"))?;
            if wanted.to_string() != root {
                return Err(format!("the keys belong to the root {root}, not to {wanted}").into());
            }
        }
        if let Some(folder) = &self.export {
            write_files(folder, self.place.ask_with_keys(Request::ExportLog)?)?;
        }
        say(&format!(
            "root          {root}\nleaves        {}\ncheckpoints   {}\ncertificates  {}\npaper copies  {}\naudit entries {}\n",
            held.leaves, held.checkpoints, held.certificates, held.copies, held.audit_entries
        ))?;
        match held.faults.as_slice() {
            [] => say("everything fits the log\n"),
            faults => {
                let lines: Vec<String> = faults.iter().map(|fault| format!("DOES NOT FIT  {fault}\n")).collect();
                say(&lines.concat())?;
                Err(format!("{} records do not fit the log", faults.len()).into())
            }
        }
    }
}
