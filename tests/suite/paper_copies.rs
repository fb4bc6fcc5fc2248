//! Numbered paper copies: statements of their own, answered by their own codes, cancelled alone, held against the log.

use goodstanding::app::paper_step::{self, Typed};
use goodstanding::app::reader::HERE;
use goodstanding::app::refused::Refused;
use goodstanding::app::verify::by_code;
use goodstanding::app::verify_file::{FileAnswer, by_file};
use goodstanding::app::{copies, issue, open_file, revoke, submit, verify_log};
use goodstanding::domain::application::{Application, Form, PaperForm};
use goodstanding::domain::certificate::Certificate;
use goodstanding::domain::id::Id;
use goodstanding::domain::letter::Letter;
use goodstanding::domain::paper::{PaperCopy, PaperState};
use goodstanding::domain::permission::Role;
use goodstanding::domain::verdict::{Answer, How};
use goodstanding::store::Look;
use goodstanding::store::blobs::Blobs;
use goodstanding::store::records::id_key;

use crate::core_trip::{drafted, loaded, read, run_jobs};
use crate::house::{House, person};

/// An application that asked for this many copies, to be fetched; approved, and its files made.
fn issued(house: &House, copies: u16) -> Id<Application> {
    let paper =
        PaperForm { wanted: true, copies: copies.to_string(), delivery: "collect".into(), ..PaperForm::default() };
    let (clerk, id) = drafted(house, "firm-membership", Form { paper, ..Form::default() });
    submit::submit(&house.world, &clerk, id).unwrap();
    run_jobs(house);
    id
}

fn copies_of(house: &House, id: Id<Application>) -> Vec<PaperCopy> {
    house.world.store.read().unwrap().marked("paper-application", id_key(id)).unwrap()
}

fn code(copy: &PaperCopy) -> String {
    copy.issue.as_ref().unwrap().code.clone()
}

fn cancelled(reason: &str) -> Typed {
    Typed { reason: reason.into(), remark: "律所来电".into(), ..Typed::default() }
}

#[test]
fn each_copy_is_a_statement_of_its_own() {
    let house = loaded();
    let world = &house.world;
    let id = issued(&house, 3);
    let certificate: Certificate = read(&house, read(&house, id).certificate().unwrap());
    let own = copies_of(&house, id);
    assert_eq!(own.len(), 3);
    let root = world.fingerprint().unwrap();
    let original = by_code(world, &certificate.code).unwrap().unwrap();
    assert_eq!((original.statement.copy.index, original.statement.copy.of), (0, 3));
    let look = world.store.read().unwrap();
    let mut files = vec![look.file(certificate.id).unwrap().unwrap()];
    for copy in &own {
        let found = by_code(world, &code(copy)).unwrap().unwrap();
        assert_eq!((found.answer, found.end), (Answer::Valid, None));
        assert_eq!((found.statement.copy.index, found.statement.copy.of), (copy.index, 3));
        assert_eq!(found.statement.number, original.statement.number, "a copy has its original's number");
        assert_ne!(found.code, original.code);
        let pdf = look.copy_file(copy.id).unwrap().unwrap();
        assert_eq!(open_file::check_file(&pdf, Some(&root), None).exit_code, 0, "it stands on its own, offline");
        match by_file(world, &pdf, &HERE).unwrap() {
            FileAnswer::Identical(found) => assert_eq!(found.code, code(copy)),
            other => panic!("{other:?}"),
        }
        match by_file(world, &[&pdf[..], b"\n"].concat(), &HERE).unwrap() {
            FileAnswer::Resaved(found) => assert_eq!(found.code, code(copy)),
            other => panic!("{other:?}"),
        }
        let again = goodstanding::app::issued::Issued::copy(&look, copy.clone()).unwrap().unwrap();
        assert_eq!(issue::draw_issued(world, &look, &again).unwrap(), pdf, "every retry makes the same bytes");
        files.push(pdf);
    }
    files.sort();
    files.dedup();
    assert_eq!(files.len(), 4, "no two files are the same");
    let held = verify_log::verify(world).unwrap();
    assert_eq!((held.faults, held.copies, held.certificates), (Vec::new(), 3, 1));
}

#[test]
fn a_lost_copy_is_cancelled_alone_and_replaced_once() {
    let house = loaded();
    let world = &house.world;
    let id = issued(&house, 2);
    let certificate: Certificate = read(&house, read(&house, id).certificate().unwrap());
    let clerk = person(world, "gu", &[Role::PaperClerk], None);
    let [first, second] = copies_of(&house, id).try_into().unwrap();
    let step = |copy: &PaperCopy, to, typed: &Typed| paper_step::step(world, &clerk, &[copy.id], to, typed);
    step(&first, PaperState::Ready, &Typed::default()).unwrap();
    step(&first, PaperState::Collected, &Typed { collector: "何田".into(), ..Typed::default() }).unwrap();
    step(&first, PaperState::Cancelled, &cancelled("遗失")).unwrap();
    step(&first, PaperState::Cancelled, &cancelled("遗失")).unwrap();
    assert!(matches!(step(&first, PaperState::Ready, &Typed::default()), Err(Refused::Conflict(_))));

    let lost = by_code(world, &code(&first)).unwrap().unwrap();
    let lost_end = lost.end.unwrap();
    assert_eq!((lost.answer, lost_end.reason.as_str(), lost_end.how), (Answer::Revoked, "遗失", How::CopyCancelled));
    for other in [&certificate.code, &code(&second)] {
        assert_eq!(by_code(world, other).unwrap().unwrap().answer, Answer::Valid);
    }
    let subjects = |house: &House| -> Vec<String> {
        let letters: Vec<Letter> = house.world.store.read().unwrap().all().unwrap();
        letters.into_iter().map(|letter| letter.subject).filter(|subject| subject.contains("纸质")).collect()
    };
    assert_eq!(subjects(&house), ["【示例市律协】纸质证明可以领取", "【示例市律协】纸质证明已作废"]);

    assert!(matches!(paper_step::reissue(world, &clerk, second.id), Err(Refused::Conflict(_))));
    paper_step::reissue(world, &clerk, first.id).unwrap();
    paper_step::reissue(world, &clerk, first.id).unwrap();
    run_jobs(&house);
    let all = copies_of(&house, id);
    assert_eq!(all.len(), 3, "asked twice, made once");
    assert_eq!((all[2].index, all[2].of, all[2].state), (3, 3, PaperState::Waiting));
    let new = by_code(world, &code(&all[2])).unwrap().unwrap();
    assert_eq!((new.answer, new.statement.issue_date), (Answer::Valid, certificate.issue_date));
    assert_eq!(verify_log::verify(world).unwrap().faults, Vec::<String>::new());

    let reviewer = person(world, "lin", &[Role::Reviewer], None);
    revoke::revoke(world, &reviewer, certificate.id, "材料不实").unwrap();
    for copy in &all {
        let found = by_code(world, &code(copy)).unwrap().unwrap();
        assert_eq!((found.answer, found.end.map(|end| end.reason).as_deref()), (Answer::Revoked, Some("材料不实")));
    }
    assert!(matches!(paper_step::reissue(world, &clerk, first.id), Ok(())), "it was done before");
}

#[test]
fn what_is_done_together_is_done_wholly_or_not_at_all() {
    let house = loaded();
    let world = &house.world;
    let clerk = person(world, "gu", &[Role::PaperClerk], None);
    let ids: Vec<Id<PaperCopy>> = [issued(&house, 2), issued(&house, 1)]
        .into_iter()
        .flat_map(|id| copies_of(&house, id))
        .map(|copy| copy.id)
        .collect();
    let states = || ids.iter().map(|id| read(&house, *id).state).collect::<Vec<PaperState>>();
    let typed = Typed::default();
    paper_step::step(world, &clerk, &ids[..1], PaperState::Ready, &typed).unwrap();
    let collected = Typed { collector: "何田".into(), ..Typed::default() };
    let refused = paper_step::step(world, &clerk, &ids, PaperState::Collected, &collected);
    assert!(matches!(&refused, Err(Refused::Conflict(why)) if why.contains("第 2 份")), "{refused:?}");
    assert_eq!(states(), [PaperState::Ready, PaperState::Waiting, PaperState::Waiting]);
    paper_step::step(world, &clerk, &ids, PaperState::Ready, &typed).unwrap();
    assert_eq!(states(), [PaperState::Ready; 3]);
    let letters: Vec<Letter> = world.store.read().unwrap().all().unwrap();
    let ready: Vec<_> = letters.iter().filter(|letter| letter.subject.contains("可以领取")).collect();
    assert_eq!(ready.len(), 3, "one for what was done first, then one for each application");
    assert!(matches!(paper_step::step(world, &clerk, &[], PaperState::Ready, &typed), Err(Refused::Invalid(_))));
}

#[test]
fn a_file_that_cannot_be_made_is_tried_again_and_says_why() {
    let house = loaded();
    let world = &house.world;
    let paper = PaperForm { wanted: true, copies: "1".into(), delivery: "collect".into(), ..PaperForm::default() };
    let (clerk, id) = drafted(&house, "firm-membership", Form { paper, ..Form::default() });
    submit::submit(world, &clerk, id).unwrap();
    let copy = copies_of(&house, id).remove(0);
    let kept = world.store.read().unwrap().copy_statement(copy.id).unwrap().unwrap();
    let spoilt = [&kept[..kept.len() - 1], &[kept[kept.len() - 1] ^ 1]].concat();
    world.store.write(|writing| writing.put_copy_statement(copy.id, &spoilt)).unwrap();
    assert!(copies::make(world, copy.id).is_err());
    assert!(copies::make(world, copy.id).is_err());
    let issue = read(&house, copy.id).issue.unwrap();
    assert!(issue.failures == 2 && issue.last_failure.is_some() && issue.file_hash.is_none());
    world.store.write(|writing| writing.put_copy_statement(copy.id, &kept)).unwrap();
    run_jobs(&house);
    let issue = read(&house, copy.id).issue.unwrap();
    assert!(issue.file_hash.is_some() && issue.last_failure.is_none());
}

/// A change behind the program's back.
type Touch = fn(&mut PaperCopy);

#[test]
fn a_copy_that_was_touched_behind_the_programs_back_is_named() {
    let house = loaded();
    let world = &house.world;
    let id = issued(&house, 2);
    let clerk = person(world, "gu", &[Role::PaperClerk], None);
    let [first, second] = copies_of(&house, id).try_into().unwrap();
    paper_step::step(world, &clerk, &[second.id], PaperState::Cancelled, &cancelled("毁损")).unwrap();
    let second = read(&house, second.id);
    assert_eq!(verify_log::verify(world).unwrap().faults, Vec::<String>::new());
    let touches: [(&PaperCopy, Touch); 9] = [
        (&first, |copy| copy.index = 2),
        (&first, |copy| copy.of = 9),
        (&first, |copy| copy.issue.as_mut().unwrap().code = "0".repeat(20)),
        (&first, |copy| copy.issue.as_mut().unwrap().leaf += 1),
        (&first, |copy| copy.issue.as_mut().unwrap().at.0 += 1),
        (&first, |copy| copy.issue.as_mut().unwrap().file_hash = Some("0".repeat(64))),
        (&first, |copy| copy.issue = None),
        (&second, |copy| copy.cancelled.as_mut().unwrap().reason = "遗失".into()),
        (&second, |copy| {
            copy.cancelled = None;
            copy.state = PaperState::Delivered;
        }),
    ];
    for (at, (copy, touch)) in touches.into_iter().enumerate() {
        let mut touched = copy.clone();
        touch(&mut touched);
        world.store.write(|writing| writing.put(&touched)).unwrap();
        assert!(!verify_log::verify(world).unwrap().faults.is_empty(), "touch {at} was not found");
        world.store.write(|writing| writing.put(copy)).unwrap();
    }
    assert_eq!(verify_log::verify(world).unwrap().faults, Vec::<String>::new());
}
