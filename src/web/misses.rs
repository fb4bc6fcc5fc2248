//! Callers who ask too often for what costs us: codes that do not exist, receipts. A code cannot be guessed; the bound
//! keeps guessing from costing. Who asks for codes that do exist is always answered, so that an office behind one address
//! is never shut out.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use crate::app::lock::subscriber;
use crate::domain::time::Moment;

/// Seconds of a window.
const WINDOW: u64 = 600;

/// Addresses remembered; beyond that the oldest windows are forgotten.
const KEPT: usize = 10_000;

/// How often each address has asked.
pub struct Misses {
    /// How often it may in a window; an office behind one address types few wrong codes.
    most: u32,
    kept: Mutex<HashMap<IpAddr, (Moment, u32)>>,
}

impl Misses {
    pub fn allowing(most: u32) -> Self {
        Self { most, kept: Mutex::default() }
    }

    /// Counts a question; whether this address may have its answer. Beyond the bound it must wait.
    pub fn count(&self, address: IpAddr, now: Moment) -> bool {
        let address = subscriber(address);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.retain(|_, (since, _)| now.seconds_since(*since) < WINDOW);
        }
        if kept.len() >= KEPT {
            kept.clear();
        }
        let entry = kept.entry(address).or_insert((now, 0));
        if now.seconds_since(entry.0) >= WINDOW {
            *entry = (now, 0);
        }
        entry.1 = entry.1.saturating_add(1);
        entry.1 <= self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_waits_and_the_others_do_not() {
        let misses = Misses::allowing(100);
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        let begin = Moment(1_000_000);
        for _ in 0..100 {
            assert!(misses.count(address("10.0.0.1"), begin));
        }
        assert!(!misses.count(address("10.0.0.1"), begin));
        assert!(misses.count(address("10.0.0.2"), begin));
        assert!(misses.count(address("10.0.0.1"), begin.plus_seconds(WINDOW)));
        for n in 0..100 {
            assert!(misses.count(address(&format!("2001:db8::{n:x}")), begin));
        }
        assert!(!misses.count(address("2001:db8::ffff"), begin), "one subscriber's network is one address");
    }
}
