//! A few permits for work that is dear: at most two passwords are hashed at a time, so that guessing cannot take all
//! of the machine's memory and processors. The work is done by as many threads of its own, since allocators keep for
//! each thread what it once used: a password's 19 MiB are then kept for two threads and not for a hundred.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use crate::app::refused::Refused;

/// Those who may wait; more are sent away.
const MOST_WAITING: u32 = 24;

type Work = Box<dyn FnOnce() + Send>;

/// Permits for one kind of work.
#[derive(Debug)]
pub struct Permits {
    waiting: Arc<AtomicU32>,
    /// The threads end when this goes.
    work: Mutex<Sender<Work>>,
}

impl Permits {
    pub fn new(most: u32) -> Self {
        let (work, next) = channel::<Work>();
        let next = Arc::new(Mutex::new(next));
        for _ in 0..most {
            let next = Arc::clone(&next);
            std::thread::spawn(move || {
                while let Some(work) = taken(&next) {
                    work();
                }
            });
        }
        Self { waiting: Arc::default(), work: Mutex::new(work) }
    }

    /// Does the work as soon as there is a permit. Refuses as `TooMany` where too many wait already.
    pub fn with<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refused> {
        if self.waiting.fetch_add(1, Ordering::SeqCst) >= MOST_WAITING {
            self.waiting.fetch_sub(1, Ordering::SeqCst);
            return Err(Refused::TooMany("现在登录的人太多，请稍等片刻再试。".to_owned()));
        }
        let (done, result) = channel::<Result<T, Box<dyn Any + Send>>>();
        let waiting = Arc::clone(&self.waiting);
        let work = Box::new(move || {
            waiting.fetch_sub(1, Ordering::SeqCst);
            // Whoever asked may be gone, which is no matter here.
            let _ = done.send(catch_unwind(AssertUnwindSafe(work)));
        });
        let sent = self.work.lock().unwrap_or_else(PoisonError::into_inner).send(work);
        sent.map_err(Refused::broken)?;
        match result.recv().map_err(Refused::broken)? {
            Ok(done) => Ok(done),
            Err(panic) => resume_unwind(panic),
        }
    }
}

fn taken(next: &Mutex<Receiver<Work>>) -> Option<Work> {
    next.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_more_than_the_permits_and_a_panic_takes_none_away() {
        let permits = Arc::new(Permits::new(2));
        let (now, most) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
        std::thread::scope(|scope| {
            for _ in 0..12 {
                let (permits, now, most) = (Arc::clone(&permits), Arc::clone(&now), Arc::clone(&most));
                scope.spawn(move || {
                    permits.with(move || {
                        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::yield_now();
                        now.fetch_sub(1, Ordering::SeqCst);
                    })
                });
            }
        });
        assert!(most.load(Ordering::SeqCst) <= 2);
        for _ in 0..3 {
            let broken = catch_unwind(AssertUnwindSafe(|| permits.with(|| panic!("as asked"))));
            assert!(broken.is_err());
        }
        let again = Arc::clone(&permits);
        assert_eq!(permits.with(move || again.with(|| 7).unwrap()).unwrap(), 7);
        assert_eq!(permits.waiting.load(Ordering::SeqCst), 0);
    }

    #[test]
    fn who_comes_when_too_many_wait_is_sent_away() {
        let permits = Arc::new(Permits::new(1));
        let (open, gate) = channel::<()>();
        std::thread::scope(|scope| {
            let busy = Arc::clone(&permits);
            let (begun, begins) = channel::<()>();
            scope.spawn(move || {
                busy.with(move || {
                    begun.send(()).unwrap();
                    gate.recv().is_ok()
                })
            });
            begins.recv().unwrap();
            let waiting: Vec<_> = (0..MOST_WAITING)
                .map(|_| {
                    let permits = Arc::clone(&permits);
                    scope.spawn(move || permits.with(|| 1))
                })
                .collect();
            while permits.waiting.load(Ordering::SeqCst) < MOST_WAITING {
                std::thread::yield_now();
            }
            assert!(matches!(permits.with(|| 1), Err(Refused::TooMany(_))));
            open.send(()).unwrap();
            assert!(waiting.into_iter().all(|one| one.join().unwrap().is_ok()));
        });
    }
}
