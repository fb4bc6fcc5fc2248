//! `goodstanding read-file`: the child in which strangers' files are read.

use clap::Args;
use rlimit::{Resource, setrlimit};

use crate::app::reader;
use crate::cli::Failed;

/// Address space in bytes. The fonts are mapped with the binary, hence the size.
const MEMORY: u64 = 768 << 20;

/// Processor seconds.
const SECONDS: u64 = 8;

/// Reads a file from standard input within limits; started by the program itself
#[derive(Debug, Args)]
pub struct ReadFile {
    /// What is asked of it
    question: String,
}

impl ReadFile {
    pub fn run(&self) -> Result<(), Failed> {
        for (resource, most) in [
            (Resource::AS, MEMORY),
            (Resource::CPU, SECONDS),
            (Resource::FSIZE, 0),
            (Resource::NOFILE, 16),
            (Resource::CORE, 0),
        ] {
            setrlimit(resource, most, most)?;
        }
        Ok(reader::answer_parent(&self.question)?)
    }
}
