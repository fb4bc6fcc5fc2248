//! Callers who ask too often for what costs us: codes that do not exist, receipts. A code cannot be guessed; the bound
//! keeps guessing from costing.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

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

    /// Whether this address must wait.
    pub fn is_over(&self, address: IpAddr, now: Moment) -> bool {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&address).is_some_and(|(since, count)| *count >= self.most && now.seconds_since(*since) < WINDOW)
    }

    pub fn count(&self, address: IpAddr, now: Moment) {
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
        entry.1 += 1;
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn one_address_waits_and_the_others_do_not() {
        let misses = Misses::allowing(100);
        let (one, other) = (IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1)), IpAddr::V4(Ipv4Addr::new(10, 0, 0, 2)));
        let begin = Moment(1_000_000);
        for _ in 0..100 {
            assert!(!misses.is_over(one, begin));
            misses.count(one, begin);
        }
        assert!(misses.is_over(one, begin));
        assert!(!misses.is_over(other, begin));
        assert!(!misses.is_over(one, begin.plus_seconds(WINDOW)));
        misses.count(one, begin.plus_seconds(WINDOW));
        assert!(!misses.is_over(one, begin.plus_seconds(WINDOW + 1)));
    }
}
