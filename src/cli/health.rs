//! `goodstanding health`.

use clap::Args;

use crate::admin::{Answer, Request, ask};
use crate::cli::place::Place;
use crate::cli::{Failed, say};

/// Ask the running server whether it can do its work
///
/// For health checks of containers and supervisors: exit status 0 and `ok`, or 1 and why not.
#[derive(Debug, Args)]
pub struct Health {
    #[command(flatten)]
    place: Place,
}

impl Health {
    pub fn run(&self) -> Result<(), Failed> {
        let data_dir = self.place.data_dir()?;
        match ask::ask(&data_dir, &Request::Health)? {
            Some(Answer::Done) => say("ok\n"),
            Some(Answer::Refused(sentence)) => Err(sentence.into()),
            Some(other) => Err(format!("an answer that does not fit: {other:?}").into()),
            None => Err(format!("no server is running on {}", data_dir.display()).into()),
        }
    }
}
