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
    /// A checkpoint kept earlier, as `/log/checkpoint` gave it: today's log must continue it; may be repeated
    #[arg(long, value_name = "FILE")]
    since: Vec<PathBuf>,
    /// A witness that you trust (its verifier key, NAME+HASH+KEY): what it cosigned must be this log; may be repeated
    #[arg(long, value_name = "KEY")]
    witness: Vec<String>,
    /// Write the log's public files (C2SP tlog-tiles) into this folder
    #[arg(long, value_name = "DIR")]
    export: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

impl VerifyLog {
    pub fn run(&self) -> Result<(), Failed> {
        let Answer::Held { held, root } =
            self.place.ask_with_keys(Request::VerifyLog { witnesses: self.witness.clone() })?
        else {
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
            "root          {root}\nleaves        {}\ncheckpoints   {}\ncertificates  {}\npaper copies  {}\naudit entries {}, {} of them committed to\n",
            held.leaves, held.checkpoints, held.certificates, held.copies, held.audit_entries, held.audit_anchored
        ))?;
        say(&format!(
            "cosignatures  {}, and {} of witnesses not named\n",
            held.cosignatures, held.cosignatures_unknown
        ))?;
        held.witnesses.iter().try_for_each(|line| say(&format!("witness       {line}\n")))?;
        say("held against the log\n")?;
        held.covered.iter().try_for_each(|line| say(&format!("  {line}\n")))?;
        say(&format!("not held against it: {}\n", held.uncovered.join(", ")))?;
        self.continued()?;
        match held.faults.as_slice() {
            [] => say("everything fits the log\n"),
            faults => {
                let lines: Vec<String> = faults.iter().map(|fault| format!("DOES NOT FIT  {fault}\n")).collect();
                say(&lines.concat())?;
                Err(format!("{} records do not fit the log", faults.len()).into())
            }
        }
    }

    /// Each kept checkpoint is the beginning of today's log.
    fn continued(&self) -> Result<(), Failed> {
        for file in &self.since {
            let note = std::fs::read_to_string(file)
                .map_err(|error| format!("--since: {} cannot be read: {error}", file.display()))?;
            let told = self.place.ask_with_keys(Request::LogContinues { checkpoint: note });
            let told = told.map_err(|why| format!("{}: {why}", file.display()))?;
            let Answer::Continues { kept, size, .. } = told else { return Err("an answer that does not fit".into()) };
            say(&format!("since         {} entries of {} continued to {size}\n", kept, file.display()))?;
        }
        Ok(())
    }
}
