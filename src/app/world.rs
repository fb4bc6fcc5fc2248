//! What every deed works with: the store, and the machine's clock and randomness.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::domain::time::{Day, Moment};
use crate::store::Store;

/// Where the present moment comes from.
pub type Clock = Box<dyn Fn() -> Moment + Send + Sync>;

/// Everything outside the act itself. One for a process, shared behind an `Arc`.
pub struct World {
    pub store: Arc<Store>,
    clock: Clock,
}

impl World {
    pub fn new(store: Arc<Store>, clock: Clock) -> Self {
        Self { store, clock }
    }

    pub fn now(&self) -> Moment {
        (self.clock)()
    }

    pub fn today(&self) -> Day {
        self.now().day()
    }

    /// Fills the buffer with randomness from the operating system.
    pub fn random(&self, buffer: &mut [u8]) {
        fill_random(buffer);
    }
}

/// The machine's clock.
#[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
pub fn machine_clock() -> Clock {
    Box::new(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Moment(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    })
}

/// Randomness from the operating system; without it the process must not go on, since keys and codes depend on it.
#[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for randomness")]
pub fn fill_random(buffer: &mut [u8]) {
    if getrandom::fill(buffer).is_err() {
        std::process::abort();
    }
}
