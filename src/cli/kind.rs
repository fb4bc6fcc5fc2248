//! `goodstanding kind`.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::admin::{Answer, Request};
use crate::cli::place::Place;
use crate::cli::{Failed, say};

/// Carry kinds of certificate from one association to another
#[derive(Debug, Subcommand)]
pub enum Kind {
    Export(Export),
    Import(Import),
}

/// Write a kind as a file (JSON)
///
/// As its editor shows it: what is being written, or the version in force where nothing is. The file is described by
/// packaging/kind.schema.json, and is the one that 导出 gives in the browser.
#[derive(Debug, Args)]
pub struct Export {
    /// Id of the kind, such as lawyer-membership
    kind: String,
    /// One of its versions
    #[arg(long, value_name = "N")]
    version: Option<u32>,
    /// File to write, which must not be there yet; the output where it is left out
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

/// Take the file of a kind as a draft
///
/// The same check as in the browser: a file with a fault is refused with a sentence for each place. Nothing is published:
/// the system administrator looks at the draft under 证明种类 and publishes it.
#[derive(Debug, Args)]
pub struct Import {
    /// What `goodstanding kind export` wrote
    file: PathBuf,
    /// Id under which it is taken; the file's own where it is left out
    #[arg(long)]
    id: Option<String>,
    #[command(flatten)]
    place: Place,
}

impl Kind {
    pub fn run(&self) -> Result<(), Failed> {
        match self {
            Self::Export(export) => export.run(),
            Self::Import(import) => import.run(),
        }
    }
}

impl Export {
    fn run(&self) -> Result<(), Failed> {
        let request = Request::KindExport { kind: self.kind.clone(), version: self.version };
        let Answer::KindFile(text) = self.place.ask(request)? else {
            return Err("an answer that does not fit".into());
        };
        let Some(path) = &self.out else { return say(&text) };
        let mut file = fs::File::create_new(path).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => format!("{} is there already; nothing was written", path.display()),
            _ => format!("{}: {error}", path.display()),
        })?;
        std::io::Write::write_all(&mut file, text.as_bytes())
            .map_err(|error| format!("{}: {error}", path.display()))?;
        say(&format!("written to {}\n", path.display()))
    }
}

impl Import {
    fn run(&self) -> Result<(), Failed> {
        let about = |why: String| format!("{}: {why}", self.file.display());
        let bytes = fs::read(&self.file).map_err(|error| about(error.to_string()))?;
        let text = String::from_utf8(bytes).map_err(|_| about("it is no text in UTF-8".to_owned()))?;
        let Answer::KindTaken { kind, remarks } = self.place.ask(Request::KindImport { text, id: self.id.clone() })?
        else {
            return Err("an answer that does not fit".into());
        };
        for remark in remarks {
            say(&format!("note: {remark}\n"))?;
        }
        say(&format!("taken as the draft of {kind}; publish it under 证明种类 in the browser\n"))
    }
}
