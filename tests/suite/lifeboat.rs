//! The lifeboat by the clock: one each night, put in place whole, the earlier one kept; a failure is known and tried again.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use goodstanding::app::doctor::{self, Health};
use goodstanding::app::lifeboat_nightly::{self as nightly, Plan};
use goodstanding::app::{lifeboat_folder, metrics};
use goodstanding::domain::time::Moment;
use goodstanding::store::Store;

use crate::house::{House, START, house_on_clock, scratch};

const HOUR: u64 = 60 * 60;

fn finding(house: &House) -> (Health, String) {
    let found = doctor::examine(&house.world).unwrap().into_iter().find(|finding| finding.about == "lifeboat").unwrap();
    (found.health, found.sentence)
}

#[test]
fn one_a_night_by_the_clock_the_earlier_stays_and_a_failure_is_known() {
    let hand = Arc::new(AtomicU64::new(START));
    let clock = Arc::clone(&hand);
    let house = house_on_clock(Store::in_memory().unwrap(), Box::new(move || Moment(clock.load(Ordering::SeqCst))));
    let world = &house.world;
    let pass = |seconds: u64| hand.fetch_add(seconds * 1000, Ordering::SeqCst);
    let folder = scratch("nightly");
    let dir = folder.join("public/site");
    let plan = Plan { dir: dir.clone(), hour: 3, keep: 2 };
    world.running.plan_lifeboats(plan.clone());
    assert!(finding(&house).0 == Health::Bad && finding(&house).1.contains("there is none"));

    // It is 10:00: none was made, so one is due at once; then at 3:00.
    assert_eq!(nightly::wait(world, &plan), 0);
    nightly::keep(world, &plan).unwrap();
    assert_eq!(nightly::wait(world, &plan), 17 * HOUR);
    assert_eq!(nightly::made_at(&plan), Some(Moment(START)));
    assert_eq!(finding(&house).0, Health::Good);
    let mode = |path: &str| fs::metadata(dir.join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("index.html"), mode("shards"), mode("shards/00.js")), (0o644, 0o755, 0o644), "for the public");
    for day in 1..=3 {
        pass(if day == 1 { 17 * HOUR } else { 24 * HOUR });
        assert_eq!(nightly::wait(world, &plan), 0, "night {day}");
        nightly::keep(world, &plan).unwrap();
        assert_eq!(nightly::wait(world, &plan), 24 * HOUR);
    }
    let earlier = lifeboat_folder::earlier(&dir).unwrap();
    assert_eq!(earlier.len(), 1, "two in all: {earlier:?}");
    assert!(earlier[0].ends_with("site.20261125-030000") && earlier[0].join("index.html").exists(), "{earlier:?}");
    assert_eq!(fs::read_dir(folder.join("public")).unwrap().count(), 2, "nothing else lies about");

    // Somebody put something else there: it is left alone, said, and tried again.
    let night = nightly::made_at(&plan).unwrap();
    fs::rename(&dir, folder.join("aside")).unwrap();
    fs::create_dir(&dir).unwrap();
    fs::write(dir.join("letter.txt"), "not ours").unwrap();
    assert_eq!(nightly::wait(world, &plan), 0);
    assert!(nightly::keep(world, &plan).is_err() && dir.join("letter.txt").exists());
    assert_eq!(nightly::wait(world, &plan), nightly::AGAIN);
    let (health, sentence) = finding(&house);
    assert!(health == Health::Bad && sentence.contains("something else in it"), "{sentence}");
    assert!(metrics::text(world).unwrap().contains("goodstanding_lifeboat_failed 1"));
    fs::remove_dir_all(&dir).unwrap();
    fs::rename(folder.join("aside"), &dir).unwrap();
    pass(nightly::AGAIN);
    assert_eq!(nightly::made_at(&plan), Some(night));
    pass(24 * HOUR);
    nightly::keep(world, &plan).unwrap();
    let (health, _) = finding(&house);
    assert_eq!(health, Health::Good);
    pass(3 * 24 * HOUR);
    assert!(finding(&house).1.contains("too old"));
    assert!(metrics::text(world).unwrap().contains("goodstanding_lifeboat_age_seconds 259200"));
    fs::remove_dir_all(&folder).unwrap();
}
