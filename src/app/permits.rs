//! A few permits for work that is dear: at most two passwords are hashed at a time, so that guessing cannot take all
//! of the machine's memory and processors.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::app::refused::Refused;

/// Those who may wait; more are sent away.
const MOST_WAITING: u32 = 24;

/// Counts who works and who waits.
#[derive(Debug, Default)]
struct Count {
    working: u32,
    waiting: u32,
}

/// Permits for one kind of work.
#[derive(Debug)]
pub struct Permits {
    most: u32,
    count: Mutex<Count>,
    freed: Condvar,
}

impl Permits {
    pub fn new(most: u32) -> Self {
        Self { most, count: Mutex::default(), freed: Condvar::new() }
    }

    fn count(&self) -> MutexGuard<'_, Count> {
        self.count.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does the work as soon as there is a permit. Refuses as `TooMany` where too many wait already.
    pub fn with<T>(&self, work: impl FnOnce() -> T) -> Result<T, Refused> {
        let mut count = self.count();
        if count.waiting >= MOST_WAITING {
            return Err(Refused::TooMany("现在登录的人太多，请稍等片刻再试。".to_owned()));
        }
        count.waiting += 1;
        while count.working >= self.most {
            count = self.freed.wait(count).unwrap_or_else(PoisonError::into_inner);
        }
        count.waiting -= 1;
        count.working += 1;
        drop(count);
        let _back = Back(self);
        Ok(work())
    }
}

/// Gives the permit back, also where the work panics.
struct Back<'a>(&'a Permits);

impl Drop for Back<'_> {
    fn drop(&mut self) {
        self.0.count().working -= 1;
        self.0.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[test]
    fn never_more_than_the_permits_and_a_panic_gives_one_back() {
        let permits = Permits::new(2);
        let (now, most) = (AtomicU32::new(0), AtomicU32::new(0));
        std::thread::scope(|scope| {
            for _ in 0..12 {
                scope.spawn(|| {
                    permits.with(|| {
                        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::yield_now();
                        now.fetch_sub(1, Ordering::SeqCst);
                    })
                });
            }
        });
        assert!(most.load(Ordering::SeqCst) <= 2);
        let broken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| permits.with(|| panic!("as asked"))));
        assert!(broken.is_err());
        assert_eq!(permits.with(|| permits.with(|| 7).unwrap()).unwrap(), 7);
    }
}
