//! Jobs, as the worker sees them: which are due, what is done for each, and what then becomes of it.
//!
//! A job may run twice: a crash between the deed and its note only repeats the deed. Making a certificate's file is
//! tried for ever, with growing pauses; a letter that nobody takes is given up in the end, and says so.

use crate::app::copies;
use crate::app::issue;
use crate::app::mail_out::{self, Mailer};
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::time::Moment;
use crate::store::Look;
pub use crate::store::jobs::{Job, Task};

/// What came of one try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// Once more, after so many seconds.
    Retry {
        after: u64,
        why: String,
    },
    /// Never again; the reason stands in the record.
    Fail(String),
}

/// The jobs that are due, oldest first, and when the next one will be.
#[derive(Clone, Debug, Default)]
pub struct Due {
    pub now: Vec<Job>,
    pub next: Option<Moment>,
}

/// Looks for work.
pub fn due(world: &World) -> Result<Due, Refused> {
    let now = world.now();
    let mut due = Due::default();
    for job in world.store.read()?.all::<Job>()? {
        if job.due <= now {
            due.now.push(job);
        } else {
            due.next = Some(due.next.map_or(job.due, |next| next.min(job.due)));
        }
    }
    Ok(due)
}

/// Does one job and notes what came of it.
pub fn run(world: &World, mailer: &Mailer, job: &Job) -> Result<Outcome, Refused> {
    let outcome = match job.task {
        Task::Issue(certificate) => made(job, issue::make(world, certificate)),
        Task::IssueCopy(copy) => made(job, copies::make(world, copy)),
        Task::Mail(letter) => mail_out::send(world, mailer, letter, job.tries)?,
    };
    let now = world.now();
    world.store.write(|writing| {
        match &outcome {
            Outcome::Done | Outcome::Fail(_) => {
                writing.end_job(job.id)?;
            }
            Outcome::Retry { after, .. } => writing.retry_job(job.id, now.plus_seconds(*after))?,
        }
        Ok::<_, Refused>(())
    })?;
    Ok(outcome)
}

/// A file that could not be made is tried again for ever.
fn made(job: &Job, done: Result<(), Refused>) -> Outcome {
    match done {
        Ok(()) => Outcome::Done,
        Err(refused) => Outcome::Retry { after: pause(job.tries, 2, 10 * 60), why: cause(&refused) },
    }
}

/// Puts off a job whose deed could not even say what came of it.
pub fn postpone(world: &World, job: &Job) -> Result<(), Refused> {
    let due = world.now().plus_seconds(pause(job.tries, 10, 10 * 60));
    world.store.write(|writing| Ok(writing.retry_job(job.id, due)?))
}

/// Seconds to wait after so many tries: doubling from `first`, never more than `most`.
pub fn pause(tries: u32, first: u64, most: u64) -> u64 {
    first.saturating_mul(1 << tries.min(20)).min(most)
}

/// What the operator must know of a refusal.
pub fn cause(refused: &Refused) -> String {
    match refused {
        Refused::Broken(cause) => cause.clone(),
        Refused::Store(error) => error.to_string(),
        Refused::NoRoom => "the disk is nearly full".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_have_an_end() {
        assert_eq!([0, 1, 2, 3].map(|tries| pause(tries, 2, 600)), [2, 4, 8, 16]);
        assert_eq!(pause(u32::MAX, 60, 3600), 3600);
    }
}
