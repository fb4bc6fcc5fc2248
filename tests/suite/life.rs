//! Life after issue: revoked, reinstated, replaced, expired; each with its leaf, its letter and its answer. And whatever
//! is then edited behind the program's back is found.

use goodstanding::app::refused::Refused;
use goodstanding::app::replace;
use goodstanding::app::verify::by_code;
use goodstanding::app::why::Why;
use goodstanding::app::{draft, review, revoke, submit, verify_log};
use goodstanding::crypto::leaf::{Event, Leaf};
use goodstanding::domain::application::{Application, Form};
use goodstanding::domain::certificate::{Certificate, Deed, Life, State};
use goodstanding::domain::id::Id;
use goodstanding::domain::letter::Letter;
use goodstanding::domain::permission::Role;
use goodstanding::domain::stage::StageName;
use goodstanding::domain::verdict::{Answer, How};
use goodstanding::store::blobs::Blobs;
use goodstanding::store::records::id_key;
use goodstanding::store::{Look, StoreError, tables};
use serde_json::{Map, Value};

use crate::core_trip::{drafted, lawyers, loaded, read, run_jobs};
use crate::house::{House, person};

/// A certificate about three lawyers, issued, and its application.
fn issued(house: &House) -> (Id<Application>, Certificate) {
    let form = Form { lawyers: lawyers(house, 3), ..Form::default() };
    let (clerk, id) = drafted(house, "lawyer-membership", form);
    submit::submit(&house.world, &clerk, id).unwrap();
    run_jobs(house);
    (id, read(house, read(house, id).certificate().unwrap()))
}

fn last_leaf(house: &House) -> (u64, Leaf) {
    let look = house.world.store.read().unwrap();
    let last = look.tlog_size().unwrap() - 1;
    (last, Leaf::decode(&look.tlog_leaf(last).unwrap().unwrap()).unwrap())
}

fn subjects(house: &House) -> Vec<String> {
    let letters: Vec<Letter> = house.world.store.read().unwrap().all().unwrap();
    letters.into_iter().map(|letter| letter.subject).collect()
}

fn fits(house: &House) {
    let held = verify_log::verify(&house.world).unwrap();
    assert!(held.faults.is_empty(), "{:?}", held.faults);
}

#[test]
fn a_revoked_certificate_is_reinstated_and_each_act_has_its_leaf_and_letter() {
    let house = loaded();
    let world = &house.world;
    let (id, certificate) = issued(&house);
    let reviewer = person(world, "reviewer", &[Role::Reviewer], None);
    let clerk = person(world, "another-clerk", &[Role::FirmClerk], Some(certificate.firm));
    let why = Why { reason: "证明所载内容有误。".into(), note: "来电核实，见存档。".into() };
    assert!(matches!(revoke::reinstate(world, &reviewer, certificate.id, "x"), Err(Refused::Conflict(_))));
    assert!(matches!(revoke::revoke(world, &clerk, certificate.id, why.clone()), Err(Refused::NotFound)));
    assert!(matches!(revoke::revoke(world, &reviewer, certificate.id, " "), Err(Refused::Invalid(_))));
    revoke::revoke(world, &reviewer, certificate.id, why.clone()).unwrap();
    let found = by_code(world, &certificate.code).unwrap().unwrap();
    let end = found.end.unwrap();
    assert_eq!((found.answer, end.how, end.reason), (Answer::Revoked, How::Revoked, why.reason));
    let (index, leaf) = last_leaf(&house);
    assert!(matches!(leaf.event, Event::Revoked { .. }));
    let act = read::<Certificate>(&house, certificate.id).life.end().unwrap();
    assert_eq!((index, leaf.at, leaf.at), (act.leaf, act.at, end.at));
    fits(&house);

    revoke::reinstate(world, &reviewer, certificate.id, "撤销有误，予以恢复。").unwrap();
    assert!(matches!(revoke::reinstate(world, &reviewer, certificate.id, "x"), Err(Refused::Conflict(_))));
    let found = by_code(world, &certificate.code).unwrap().unwrap();
    assert_eq!((found.answer, found.end), (Answer::Valid, None));
    assert!(matches!(last_leaf(&house).1.event, Event::Reinstated { .. }));
    fits(&house);
    // Once more: the log knows all three acts, the record too.
    revoke::revoke(world, &reviewer, certificate.id, "按有关机关的决定撤销。").unwrap();
    fits(&house);
    let kept: Certificate = read(&house, certificate.id);
    assert_eq!(
        kept.acts().iter().map(|act| act.deed).collect::<Vec<_>>(),
        [Deed::Revoke, Deed::Reinstate, Deed::Revoke]
    );
    let history = read(&house, id).history;
    assert!(history.iter().any(|event| event.note == "撤销有误，予以恢复。"));
    assert!(!history.iter().any(|event| event.note.contains("来电核实")), "the firm reads no internal note");
    let subjects = subjects(&house).join(" ");
    assert!(subjects.contains("电子证明已撤销") && subjects.contains("电子证明已恢复"), "{subjects}");
}

#[test]
fn staff_replace_a_certificate_by_one_with_the_register_s_facts_of_today() {
    let house = loaded();
    let world = &house.world;
    let (id, old) = issued(&house);
    let reviewer = person(world, "reviewer", &[Role::Reviewer], None);
    let why =
        Why { reason: "登记信息更正，换发新的证明。".into(), note: "身份信息录入有误".into() };
    let next = replace::begin(world, &reviewer, old.id, why.clone()).unwrap();
    assert!(matches!(replace::begin(world, &reviewer, old.id, why), Err(Refused::Conflict(_))), "one is under way");
    assert!(read(&house, next).is(StageName::Pending));
    assert_eq!(
        by_code(world, &old.code).unwrap().unwrap().answer,
        Answer::Valid,
        "nothing is replaced before approval"
    );
    review::approve(world, &reviewer, next, "").unwrap();
    run_jobs(&house);
    let new: Certificate = read(&house, read(&house, next).certificate().unwrap());
    let ended: Certificate = read(&house, old.id);
    assert_eq!(ended.state(world.today()), State::Replaced);
    assert!(matches!(&ended.life, Life::Replaced { by, .. } if *by == new.id));
    let found = by_code(world, &old.code).unwrap().unwrap();
    assert_eq!(found.answer, Answer::Revoked);
    assert_eq!(found.end.unwrap().how, How::Replaced);
    assert_eq!(by_code(world, &new.code).unwrap().unwrap().answer, Answer::Valid);
    assert!(matches!(last_leaf(&house).1.event, Event::Replaced { .. }));
    assert!(matches!(revoke::reinstate(world, &reviewer, old.id, "x"), Err(Refused::Conflict(_))));
    assert!(matches!(revoke::revoke(world, &reviewer, old.id, "x"), Err(Refused::Conflict(_))));
    assert!(read(&house, id).history.iter().any(|event| event.note.contains(&new.serial.show())));
    assert!(subjects(&house).join(" ").contains("电子证明已换发"));
    fits(&house);
}

#[test]
fn a_holder_asks_for_a_replacement_and_a_revoked_one_can_no_longer_be_replaced() {
    let house = loaded();
    let world = &house.world;
    let (id, old) = issued(&house);
    let reviewer = person(world, "reviewer", &[Role::Reviewer], None);
    let clerk = person(world, "another-clerk", &[Role::FirmClerk], Some(old.firm));
    let stranger = person(world, "stranger", &[Role::FirmClerk], Some(Id::new(2)));
    assert!(matches!(replace::ask(world, &stranger, id, "t0"), Err(Refused::NotFound)));
    let first = replace::ask(world, &clerk, id, "t1").unwrap();
    assert_eq!(replace::ask(world, &clerk, id, "t1").unwrap(), first, "posted twice: one draft");
    let other_kind = draft::choose_kind(world, &clerk, first, "firm-membership");
    assert!(matches!(other_kind, Err(Refused::Invalid(_))), "a replacement is of the same kind");
    let second = replace::ask(world, &clerk, id, "t2").unwrap();
    submit::submit(world, &clerk, first).unwrap();
    run_jobs(&house);
    let new: Certificate = read(&house, read(&house, first).certificate().unwrap());
    assert_eq!(read::<Certificate>(&house, old.id).state(world.today()), State::Replaced);
    assert!(matches!(submit::submit(world, &clerk, second), Err(Refused::Invalid(_))), "it is replaced already");
    let third = replace::ask(world, &clerk, first, "t3").unwrap();
    revoke::revoke(world, &reviewer, new.id, "持证人申请撤销。").unwrap();
    assert!(matches!(submit::submit(world, &clerk, third), Err(Refused::Invalid(_))), "it was revoked meanwhile");
    fits(&house);
}

/// Every place of a JSON value that holds a number, text, truth or nothing.
fn places(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                places(value, &format!("{path}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                places(value, &format!("{path}/{at}"), found);
            }
        }
        _ => found.push(path.to_owned()),
    }
}

/// The same sort of value, but another.
fn other(value: &Value) -> Value {
    match value {
        Value::Number(number) => Value::from(number.as_u64().unwrap() + 1),
        Value::String(text) => {
            // A day or a hash stays one; anything else gets another last letter.
            let last = text.chars().next_back();
            let swapped = match last {
                Some('1') => '2',
                Some(digit) if digit.is_ascii_digit() => '1',
                Some('a') => 'b',
                Some(letter) if letter.is_ascii_hexdigit() => 'a',
                _ => '甲',
            };
            let kept: String = text.chars().take(text.chars().count().saturating_sub(1)).collect();
            Value::from(format!("{kept}{swapped}"))
        }
        Value::Bool(truth) => Value::from(!truth),
        other => other.clone(),
    }
}

/// Writes bytes where the program would not.
fn behind(house: &House, table: tables::Bytes, key: &[u8], bytes: &[u8]) {
    house.world.store.write(|writing| writing.put_bytes(table, key, bytes)).unwrap();
}

#[test]
fn every_committed_field_of_a_certificate_edited_behind_the_programs_back_is_found() {
    // How often making the file failed is for staff, and which picture of the seal and which fonts were drawn is in the
    // file, whose bytes are held: nothing else commits to them.
    const FREE: [&str; 4] = ["/failures", "/last_failure", "/seal", "/fonts"];
    let house = loaded();
    let world = &house.world;
    let (_, first) = issued(&house);
    let reviewer = person(world, "reviewer", &[Role::Reviewer], None);
    let why = Why { reason: "证明所载内容有误。".into(), note: "来电核实".into() };
    revoke::revoke(world, &reviewer, first.id, why).unwrap();
    revoke::reinstate(world, &reviewer, first.id, "撤销有误，予以恢复。").unwrap();
    let next = replace::begin(world, &reviewer, first.id, "登记信息更正，换发新的证明。").unwrap();
    review::approve(world, &reviewer, next, "").unwrap();
    run_jobs(&house);
    fits(&house);

    let key = id_key(first.id);
    let stored = world.store.read().unwrap().bytes(tables::CERTIFICATES, &key).unwrap().unwrap();
    let record: Value = serde_json::from_slice(&stored[1..]).unwrap();
    let mut all = Vec::new();
    places(&record, "", &mut all);
    assert!(all.len() > 25, "{all:?}");
    let mut unseen = Vec::new();
    for place in all.iter().filter(|place| !FREE.contains(&place.as_str())) {
        let mut changed = record.clone();
        let value = changed.pointer_mut(place).unwrap();
        *value = other(value);
        assert_ne!(changed, record, "{place} was not changed");
        behind(&house, tables::CERTIFICATES, &key, &[&[1], changed.to_string().as_bytes()].concat());
        if verify_log::verify(world).unwrap().faults.is_empty() {
            unseen.push(place.clone());
        }
    }
    assert!(unseen.is_empty(), "edits that nobody finds: {unseen:?}");
    for (what, gone) in [("a whole life", "life"), ("what was before", "earlier")] {
        let mut changed: Map<String, Value> = record.as_object().unwrap().clone();
        changed.insert(gone.to_owned(), if gone == "life" { "Standing".into() } else { Value::Array(Vec::new()) });
        let changed = Value::Object(changed).to_string();
        behind(&house, tables::CERTIFICATES, &key, &[&[1], changed.as_bytes()].concat());
        assert!(!verify_log::verify(world).unwrap().faults.is_empty(), "{what}");
    }
    behind(&house, tables::CERTIFICATES, &key, &stored);
    fits(&house);

    // What lies beside the record: its statement, its file, the log itself, the counters.
    let last = last_leaf(&house).0;
    for (table, key, what) in [
        (tables::STATEMENTS, key.clone(), "the statement"),
        (tables::FILES, key.clone(), "the file"),
        (tables::TLOG_LEAVES, first.leaf.to_be_bytes().to_vec(), "a leaf"),
        (tables::CHECKPOINTS, (first.leaf + 1).to_be_bytes().to_vec(), "a checkpoint"),
        (tables::MANIFESTS, 0u64.to_be_bytes().to_vec(), "the key manifest"),
        (tables::COUNTERS, "serial/示律证/2026".as_bytes().to_vec(), "the counter of serials"),
        (tables::TLOG_LEAVES, last.to_be_bytes().to_vec(), "the last leaf"),
    ] {
        let kept = world.store.read().unwrap().bytes(table, &key).unwrap().unwrap_or_else(|| panic!("{what}"));
        for at in [0, kept.len() / 2, kept.len() - 1] {
            let mut changed = kept.clone();
            changed[at] ^= 1;
            behind(&house, table, &key, &changed);
            assert!(!verify_log::verify(world).unwrap().faults.is_empty(), "{what}, byte {at}");
        }
        behind(&house, table, &key, &kept);
    }
    fits(&house);
    // A certificate that was deleted leaves its leaves behind.
    world
        .store
        .write(|writing| writing.remove::<Certificate>(&key).map(|_| ()))
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    let faults = verify_log::verify(world).unwrap().faults;
    assert!(faults.iter().any(|fault| fault.contains("does not hold")), "{faults:?}");
}
