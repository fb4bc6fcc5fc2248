//! Locks against guessing: failures are counted by what was tried and from where. Five within a quarter of an hour
//! shut that pair out for a quarter of an hour; others at the same address, and the same person elsewhere, go on.

use std::net::{IpAddr, Ipv6Addr};

use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::time::Moment;
use crate::store::sessions::Lock;
use crate::store::tables;
use crate::store::{Look, StoreError, Writing};

/// Failures that lock.
pub const MOST: u32 = 5;

/// Seconds for which it locks.
pub const SECONDS: u64 = 15 * 60;

/// The name of a lock. An IPv6 network counts as one address, since one subscriber holds all of it.
pub fn name(what: &str, address: IpAddr) -> String {
    let address = match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).to_string(),
    };
    format!("{what}|{address}")
}

fn fresh(lock: Option<Lock>, now: Moment) -> Option<Lock> {
    lock.filter(|lock| now.seconds_since(lock.last) < SECONDS)
}

/// Refuses as `TooMany` where it is locked; the sentence says for how long.
pub fn check(look: &impl Look, name: &str, now: Moment) -> Result<(), Refused> {
    match fresh(look.get(name.as_bytes())?, now) {
        Some(lock) if lock.failures >= MOST => {
            let minutes = (SECONDS - now.seconds_since(lock.last)).div_ceil(60);
            Err(Refused::TooMany(format!("不正确的次数过多，已暂时锁定，请在 {minutes} 分钟后再试。")))
        }
        _ => Ok(()),
    }
}

/// Counts a failure; how many there are now.
pub fn count(writing: &Writing, name: &str, now: Moment) -> Result<u32, StoreError> {
    let before = fresh(writing.get(name.as_bytes())?, now).map_or(0, |lock| lock.failures);
    let failures = before.saturating_add(1);
    writing.put(&Lock { name: name.to_owned(), failures, last: now })?;
    Ok(failures)
}

pub fn clear(writing: &Writing, name: &str) -> Result<(), StoreError> {
    writing.remove::<Lock>(name.as_bytes())?;
    Ok(())
}

/// All locks of one login, from whatever address: keys.
fn of_login(look: &impl Look, login: &str) -> Result<Vec<Lock>, StoreError> {
    let pairs = look.scan(tables::LOCKS, format!("{login}|").as_bytes(), false, usize::MAX)?;
    let locks = pairs.into_iter().map(|(key, _)| look.get::<Lock>(&key)).collect::<Result<Vec<_>, _>>()?;
    Ok(locks.into_iter().flatten().collect())
}

/// Whether a login is locked from any address.
pub fn is_locked(look: &impl Look, login: &str, now: Moment) -> Result<bool, StoreError> {
    let locks = of_login(look, login)?;
    Ok(locks.into_iter().any(|lock| fresh(Some(lock), now).is_some_and(|lock| lock.failures >= MOST)))
}

/// Unlocks a login everywhere; how many locks there were.
pub fn clear_login(writing: &Writing, login: &str) -> Result<usize, StoreError> {
    let locks = of_login(writing, login)?;
    for lock in &locks {
        clear(writing, &lock.name)?;
    }
    Ok(locks.len())
}

/// Forgets counts that no longer matter; how many.
pub fn sweep(world: &World) -> Result<usize, Refused> {
    let now = world.now();
    world.store.write(|writing| {
        let old: Vec<Lock> =
            writing.all()?.into_iter().filter(|lock| fresh(Some(Lock::clone(lock)), now).is_none()).collect();
        for lock in &old {
            clear(writing, &lock.name)?;
        }
        Ok(old.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_subscriber_are_one() {
        let address = |text: &str| name("xu", text.parse().unwrap());
        assert_eq!(address("2001:db8:1:2:3::1"), address("2001:db8:1:2:ffff::9"));
        assert_ne!(address("2001:db8:1:2::1"), address("2001:db8:1:3::1"));
        assert_eq!(address("::ffff:192.0.2.7"), "xu|192.0.2.7");
    }
}
