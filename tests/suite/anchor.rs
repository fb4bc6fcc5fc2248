//! The audit trail is anchored in the public log: once a day, after many lines, and with each key manifest. Whoever then
//! cuts it or writes it anew, the noted head included, is found.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use goodstanding::app::{anchor, audit_log, sweep, verify_log};
use goodstanding::crypto::leaf::{Event, Leaf};
use goodstanding::domain::audit::{Actor, Entry, Head};
use goodstanding::domain::permission::Role;
use goodstanding::domain::time::Moment;
use goodstanding::store::audit::noted_head;
use goodstanding::store::blobs::Blobs;
use goodstanding::store::{Look, Store, StoreError, tables};

use crate::house::{House, START, house_on_clock, person};

const DAY: u64 = 24 * 60 * 60 * 1000;

/// A house whose clock stands where the hand says.
fn house() -> (House, Arc<AtomicU64>) {
    let hand = Arc::new(AtomicU64::new(START));
    let clock = Arc::clone(&hand);
    let house = house_on_clock(Store::in_memory().unwrap(), Box::new(move || Moment(clock.load(Ordering::SeqCst))));
    (house, hand)
}

fn act(house: &House, count: usize) {
    let now = house.world.now();
    house
        .world
        .store
        .write(|writing| {
            (0..count).try_for_each(|n| writing.audit(now, Actor::Program, "test.act", &format!("thing/{n}"), ""))
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
}

fn anchors(house: &House) -> Vec<u64> {
    let look = house.world.store.read().unwrap();
    (0..look.tlog_size().unwrap())
        .filter(|index| {
            let leaf = Leaf::decode(&look.tlog_leaf(*index).unwrap().unwrap()).unwrap();
            matches!(leaf.event, Event::AuditHead { .. })
        })
        .collect()
}

fn faults(house: &House) -> Vec<String> {
    verify_log::verify(&house.world).unwrap().faults
}

#[test]
fn a_day_with_something_in_it_is_anchored_once_when_it_is_over_and_many_lines_at_once() {
    let (house, hand) = house();
    let world = &house.world;
    assert!(!anchor::when_due(world).unwrap(), "the day is not over");
    hand.fetch_add(DAY, Ordering::SeqCst);
    sweep::sweep(world).unwrap();
    assert_eq!(anchors(&house), [1], "the sweep does it");
    let leaf = Leaf::decode(&world.store.read().unwrap().tlog_leaf(1).unwrap().unwrap()).unwrap();
    assert_eq!(leaf.at, world.now());
    let newest: Entry = world.store.read().unwrap().newest(1).unwrap().pop().unwrap();
    assert!(newest.act == anchor::ACT && newest.object == "log/1" && newest.detail.len() == 32, "{newest:?}");
    hand.fetch_add(30 * DAY, Ordering::SeqCst);
    assert!(!anchor::when_due(world).unwrap(), "nothing was done since, so there is nothing to say");
    act(&house, 999);
    assert!(!anchor::when_due(world).unwrap());
    act(&house, 1);
    assert!(anchor::when_due(world).unwrap(), "a thousand lines do not wait for the day's end");
    let held = verify_log::verify(world).unwrap();
    assert_eq!((held.faults, held.audit_entries, held.audit_anchored), (Vec::new(), 1003, 1003));
}

/// Makes the trail end after `count` entries, and the noted head agree.
fn cut(house: &House, count: u64) {
    let look = house.world.store.read().unwrap();
    let last: Entry = look.get(&(count - 1).to_be_bytes()).unwrap().unwrap();
    let all = noted_head(&look).unwrap().unwrap().count;
    let head = Head { count, hash: last.hash };
    house
        .world
        .store
        .write(|writing| {
            for index in count..all {
                writing.remove::<Entry>(&index.to_be_bytes())?;
            }
            writing.put_bytes(tables::META, b"audit-head", &serde_json::to_vec(&head).unwrap())
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
}

#[test]
fn a_cut_or_rewritten_trail_is_found_by_the_log_though_its_chain_is_whole() {
    let (house, hand) = house();
    let world = &house.world;
    act(&house, 10);
    hand.fetch_add(DAY, Ordering::SeqCst);
    assert!(anchor::when_due(world).unwrap());
    act(&house, 5);
    assert!(faults(&house).is_empty());
    cut(&house, 13);
    assert!(faults(&house).is_empty(), "what came after the newest leaf is held by nothing else: STATEMENT.md says so");
    cut(&house, 9);
    let found = faults(&house);
    assert!(found.len() == 1 && found[0].contains("cut off or rewritten"), "{found:?}");
    // Going on as if nothing had been does not help, nor does a new anchor.
    act(&house, 20);
    hand.fetch_add(DAY, Ordering::SeqCst);
    assert!(anchor::when_due(world).unwrap());
    assert_eq!(faults(&house).len(), 1);
}

#[test]
fn the_auditor_turns_pages_and_a_filter_looks_beyond_them() {
    let (house, hand) = house();
    let world = &house.world;
    let auditor = person(world, "auditor", &[Role::Auditor], None);
    act(&house, 120);
    hand.fetch_add(DAY, Ordering::SeqCst);
    act(&house, 1);
    let wanted = audit_log::Wanted::default();
    let mut before = None;
    let mut seen = Vec::new();
    loop {
        let page = audit_log::page(world, &auditor, &wanted, before, false).unwrap();
        assert!(page.lines.len() <= 50 && page.count == 122 && page.chain == audit_log::Checked::Page);
        seen.extend(page.lines.iter().map(|line| line.entry.index));
        before = page.older;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(seen, (0..122).rev().collect::<Vec<u64>>());
    let one = |wanted: &audit_log::Wanted| audit_log::page(world, &auditor, wanted, None, false).unwrap();
    let found = one(&audit_log::Wanted { object: "thing/7".into(), ..Default::default() });
    assert_eq!(found.lines.iter().filter(|line| line.entry.object == "thing/7").count(), 1);
    let today = world.today();
    assert_eq!(one(&audit_log::Wanted { from: Some(today), ..Default::default() }).lines.len(), 1);
    let yesterday = audit_log::Wanted { to: Some(today.plus_days(-1)), ..Default::default() };
    assert!(one(&yesterday).lines.iter().all(|line| line.entry.at.day() < today));
    let whole = audit_log::page(world, &auditor, &wanted, None, true).unwrap();
    assert!(matches!(whole.chain, audit_log::Checked::All(audit_log::Chain::Whole(head)) if head.count == 122));
    cut(&house, 100);
    world
        .store
        .write(|writing| writing.put_bytes(tables::META, b"audit-head", b"{\"count\":122,\"hash\":\"00\"}"))
        .unwrap();
    assert_eq!(one(&wanted).chain, audit_log::Checked::PageBroken(100), "the first page tells of a missing end");
}
