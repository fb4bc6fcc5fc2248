//! Locks against guessing: failures are counted by what was tried and from where. Five within a quarter of an hour
//! shut that pair out for a quarter of an hour; others at the same address, and the same person elsewhere, go on.
//!
//! Beside the pairs, failures are counted for each address and for each login as a whole. Where those are many, somebody
//! tries many logins from one place or one login from many: then only pairs that are known, by an earlier success, are
//! let try. So an office behind one address goes on while somebody in it guesses.

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

/// Failures of one address, or of one login, within `SECONDS`, after which only known pairs are let try.
const MOST_TOGETHER: u32 = 60;

/// Seconds for which a pair is known.
const KNOWN: u64 = 30 * 24 * 60 * 60;

/// The name of a lock. An IPv6 network counts as one address, since one subscriber holds all of it.
pub fn name(what: &str, address: IpAddr) -> String {
    format!("{what}|{}", subscriber(address))
}

/// The address, or the IPv6 network, that stands for one subscriber.
pub fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
    }
}

/// What is counted beside a pair. No login begins with a bar.
fn together(pair: &str) -> Option<[String; 2]> {
    let (login, address) = pair.split_once('|')?;
    Some([format!("|login|{login}"), format!("|from|{address}")])
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

/// The same for a pair at the door, where failures of others count too unless the pair is known.
pub fn check_door(look: &impl Look, pair: &str, now: Moment) -> Result<(), Refused> {
    check(look, pair, now)?;
    let known = look.get::<Lock>(pair.as_bytes())?.is_some_and(|lock| is_known(&lock, now));
    for name in together(pair).into_iter().flatten().filter(|_| !known) {
        if let Some(lock) = look.get::<Lock>(name.as_bytes())?
            && let Some(passed) = lock.since.map(|since| now.seconds_since(since))
            && passed < SECONDS
            && lock.failures >= MOST_TOGETHER
        {
            let minutes = (SECONDS - passed).div_ceil(60);
            return Err(Refused::TooMany(format!("登录失败的次数过多，请在 {minutes} 分钟后再试。")));
        }
    }
    Ok(())
}

fn is_known(lock: &Lock, now: Moment) -> bool {
    lock.known.is_some_and(|known| now.seconds_since(known) < KNOWN)
}

/// Counts a failure; how many there are now.
pub fn count(writing: &Writing, name: &str, now: Moment) -> Result<u32, StoreError> {
    let kept: Option<Lock> = writing.get(name.as_bytes())?;
    let known = kept.as_ref().and_then(|lock| lock.known);
    let before = fresh(kept, now).map_or(0, |lock| lock.failures);
    let failures = before.saturating_add(1);
    writing.put(&Lock { name: name.to_owned(), failures, last: now, since: None, known })?;
    Ok(failures)
}

/// The same at the door, for the login and the address alone too.
pub fn count_door(writing: &Writing, pair: &str, now: Moment) -> Result<u32, StoreError> {
    for name in together(pair).into_iter().flatten() {
        let kept: Option<Lock> = writing.get(name.as_bytes())?;
        let in_window = kept.filter(|lock| lock.since.is_some_and(|since| now.seconds_since(since) < SECONDS));
        let (since, failures) = in_window.map_or((now, 0), |lock| (lock.since.unwrap_or(now), lock.failures));
        let failures = failures.saturating_add(1);
        writing.put(&Lock { name, failures, last: now, since: Some(since), known: None })?;
    }
    count(writing, pair, now)
}

/// Forgets the failures of a pair, whose holder has shown who it is.
pub fn succeed(writing: &Writing, pair: &str, now: Moment) -> Result<(), StoreError> {
    writing.put(&Lock { name: pair.to_owned(), failures: 0, last: now, since: None, known: Some(now) })
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

/// Unlocks a login everywhere; how many addresses had failed.
pub fn clear_login(writing: &Writing, login: &str) -> Result<usize, StoreError> {
    writing.remove::<Lock>(format!("|login|{login}").as_bytes())?;
    let failed: Vec<Lock> = of_login(writing, login)?.into_iter().filter(|lock| lock.failures > 0).collect();
    for lock in &failed {
        writing.put(&Lock { failures: 0, ..lock.clone() })?;
    }
    Ok(failed.len())
}

/// Forgets counts that no longer matter; how many.
pub fn sweep(world: &World) -> Result<usize, Refused> {
    let now = world.now();
    world.store.write(|writing| {
        let matters = |lock: &Lock| is_known(lock, now) || fresh(Some(lock.clone()), now).is_some();
        let old: Vec<Lock> = writing.all()?.into_iter().filter(|lock| !matters(lock)).collect();
        for lock in &old {
            writing.remove::<Lock>(lock.name.as_bytes())?;
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
