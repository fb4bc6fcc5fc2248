//! The worker: finishes what was decided. It looks for due jobs when an act rings the world's bell, when the next job
//! falls due, and once a minute in any case. Files are made one at a time, letters two at a time, so that neither waits
//! for the other; a job is never done twice at once. What cannot be done now stays in the store and comes again.

pub mod by_clock;
pub mod witnesses;

use std::collections::HashSet;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{JoinError, JoinSet};
use tokio::time::{sleep, timeout};

use crate::app::mail_out::Mailer;
use crate::app::sweep;
use crate::app::work::{self, Due, Job, Outcome, Task, cause};
use crate::app::world::World;
use crate::domain::id::Id;

/// Files made at the same time: each takes a processor.
const FILES: usize = 1;

/// Letters sent at the same time: each waits for a server.
const LETTERS: usize = 2;

/// Longest wait for the bell.
const LOOK: Duration = Duration::from_mins(1);

/// After the store could not be read.
const TROUBLE: Duration = Duration::from_secs(10);

/// For jobs under way when the server ends.
const SHUTDOWN: Duration = Duration::from_secs(20);

/// Works until `stop` ends, then finishes what is under way.
pub async fn work(world: Arc<World>, mailer: Arc<Mailer>, stop: impl Future<Output = ()>) {
    let mut worker = Worker { world, mailer, under_way: HashSet::new(), running: JoinSet::new(), swept: None };
    tokio::pin!(stop);
    loop {
        let wait = worker.begin_due().await;
        tokio::select! {
            () = &mut stop => break,
            () = worker.world.woken() => {}
            () = sleep(wait) => {}
            Some(ended) = worker.running.join_next() => worker.ended(ended),
        }
    }
    if timeout(SHUTDOWN, async { while worker.running.join_next().await.is_some() {} }).await.is_err() {
        tracing::warn!("jobs were still under way when the server ended; they will be done after the next start");
    }
}

struct Worker {
    world: Arc<World>,
    mailer: Arc<Mailer>,
    under_way: HashSet<(bool, u64)>,
    running: JoinSet<Ended>,
    /// Seconds of the last sweep.
    swept: Option<u64>,
}

/// A job that is no longer being done.
struct Ended {
    lane: bool,
    job: Id<Job>,
    /// Whether what came of it stands in the store. Where not, it is due at once again, and must be kept back here.
    noted: bool,
}

fn is_letter(job: &Job) -> bool {
    matches!(job.task, Task::Mail(_))
}

impl Worker {
    /// Begins what is due and has room; how long to wait at most before looking again.
    async fn begin_due(&mut self) -> Duration {
        if self.world.trouble().is_some() {
            // What cannot be noted is not done: a letter would go out again after the next start.
            return LOOK;
        }
        self.sweep();
        let world = Arc::clone(&self.world);
        let due = tokio::task::spawn_blocking(move || work::due(&world)).await;
        let Due { now, next } = match due {
            Ok(Ok(due)) => due,
            Ok(Err(refused)) => {
                tracing::error!("jobs cannot be read: {}", cause(&refused));
                return TROUBLE;
            }
            Err(panic) => {
                tracing::error!("looking for jobs failed: {panic}");
                return TROUBLE;
            }
        };
        for job in now {
            let lane = is_letter(&job);
            let busy = self.under_way.iter().filter(|(letter, _)| *letter == lane).count();
            let known = self.under_way.contains(&(lane, job.id.number()));
            if !known && busy < if lane { LETTERS } else { FILES } {
                self.begin(job);
            }
        }
        next.map_or(LOOK, |next| {
            Duration::from_millis(next.0.saturating_sub(self.world.now().0)).clamp(Duration::from_millis(50), LOOK)
        })
    }

    fn begin(&mut self, job: Job) {
        let lane = is_letter(&job);
        self.under_way.insert((lane, job.id.number()));
        let (world, mailer) = (Arc::clone(&self.world), Arc::clone(&self.mailer));
        self.running.spawn_blocking(move || {
            // A deed that panics must not take its job off the list: it is noted, and comes again.
            let tried = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work::run(&world, &mailer, &job)));
            let (number, tries) = (job.id.number(), job.tries + 1);
            let noted = match tried {
                Ok(Ok(Outcome::Done)) => true,
                Ok(Ok(Outcome::Retry { after, why })) => {
                    tracing::warn!(job = number, tries, after, "a job will be tried again: {why}");
                    true
                }
                Ok(Ok(Outcome::Fail(why))) => {
                    tracing::error!(job = number, "a job was given up: {why}");
                    true
                }
                Ok(Err(refused)) => postpone(&world, &job, &cause(&refused)),
                Err(_) => postpone(&world, &job, "the deed panicked"),
            };
            Ended { lane, job: job.id, noted }
        });
    }

    fn ended(&mut self, ended: Result<Ended, JoinError>) {
        match ended {
            Ok(Ended { lane, job, noted: true }) => {
                self.under_way.remove(&(lane, job.number()));
            }
            Ok(Ended { lane, job, noted: false }) => {
                self.running.spawn(async move {
                    sleep(TROUBLE).await;
                    Ended { lane, job, noted: true }
                });
            }
            // Panics are caught where they happen, and nothing is cancelled.
            Err(error) => tracing::error!("a job's thread was lost: {error}"),
        }
    }

    /// Sweeps once an hour, among the letters.
    fn sweep(&mut self) {
        let now = self.world.now().seconds();
        if self.swept.is_some_and(|last| now < last + sweep::EVERY) {
            return;
        }
        self.swept = Some(now);
        let world = Arc::clone(&self.world);
        tokio::task::spawn_blocking(move || {
            if let Err(refused) = sweep::sweep(&world) {
                tracing::error!("old sessions and links could not be forgotten: {}", cause(&refused));
            }
        });
    }
}

/// Puts off a job whose own note could not be written; whether that could be written.
fn postpone(world: &World, job: &Job, why: &str) -> bool {
    tracing::error!(job = job.id.number(), "a job could not be done: {why}");
    match work::postpone(world, job) {
        Ok(()) => true,
        Err(refused) => {
            tracing::error!(job = job.id.number(), "and could not be put off: {}", cause(&refused));
            false
        }
    }
}
