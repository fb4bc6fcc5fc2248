use crate::crypto::answer::{Answer, AnswerState};
use crate::crypto::bundle::Bundle;
use crate::crypto::checkpoint::Checkpoint;
use crate::crypto::fingerprint::Fingerprint;
use crate::crypto::keys::{IssuerKey, LogKey, Role, RootKey};
use crate::crypto::leaf::{Event, Leaf};
use crate::crypto::manifest::{KeyState, Manifest};
use crate::crypto::proof::LogProof;
use crate::crypto::samples;
use crate::crypto::statement::{EncodedStatement, SignedStatement};
use crate::crypto::tlog;
use crate::crypto::verify::{Evidence, Outcome, Subject, Verdict, judge};
use crate::domain::time::Moment;

fn trusted() -> Fingerprint {
    Fingerprint::of(&samples::root().public())
}

fn judged(bundle: &Bundle) -> Verdict {
    judge(&Evidence { bundle: &bundle.encode().unwrap(), root: Some(&trusted()), ..Evidence::default() })
}

fn failed(verdict: &Verdict) -> Vec<Subject> {
    verdict.steps.iter().filter(|step| step.outcome != Outcome::Genuine).map(|step| step.subject).collect()
}

#[test]
fn a_good_bundle_is_genuine_and_without_a_root_nobody_can_tell() {
    let bundle = samples::bundle();
    let verdict = judged(&bundle);
    assert_eq!((verdict.outcome, verdict.exit_code()), (Outcome::Genuine, 0), "{:#?}", verdict.steps);
    assert_eq!(verdict.statement.unwrap().statement(), &samples::bare_statement());
    assert_eq!(verdict.issued_at, Some(samples::NOW));
    let verdict = judge(&Evidence { bundle: &bundle.encode().unwrap(), ..Evidence::default() });
    assert_eq!((verdict.outcome, verdict.exit_code()), (Outcome::CannotTell, 2));
}

#[test]
fn no_flipped_bit_anywhere_in_a_bundle_is_accepted() {
    let bytes = samples::bundle().encode().unwrap();
    let root = trusted();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            let verdict = judge(&Evidence { bundle: &changed, root: Some(&root), ..Evidence::default() });
            assert_ne!(verdict.outcome, Outcome::Genuine, "byte {at} bit {bit}");
        }
    }
}

#[test]
fn a_perfect_forgery_under_its_own_root_is_not_genuine() {
    let root = RootKey::from_seed(&[66; 32]);
    let manifest = samples::manifest();
    let forged = Bundle {
        manifest: root.sign_manifest(&manifest).unwrap(),
        root: root.public().to_bytes(),
        ..samples::bundle()
    };
    let verdict = judged(&forged);
    assert_eq!((verdict.outcome, failed(&verdict)), (Outcome::NotGenuine, vec![Subject::Root]));
    assert_eq!(verdict.exit_code(), 1);
    // The true root's public key beside the forger's manifest does not help.
    let verdict = judged(&Bundle { root: samples::root().public().to_bytes(), ..forged });
    assert_eq!(failed(&verdict), [Subject::Manifest]);
}

#[test]
fn each_part_of_another_certificate_is_noticed() {
    let good = samples::bundle();
    let other = samples::bundle_of(samples::firm_statement(), 3);
    for (bundle, subject) in [
        (Bundle { leaf: other.leaf, ..good.clone() }, Subject::Leaf),
        (Bundle { proof: other.proof.clone(), ..good.clone() }, Subject::Inclusion),
        (Bundle { statement: other.statement.clone(), ..good.clone() }, Subject::Leaf),
        (
            Bundle {
                statement: SignedStatement { signature: other.statement.signature, ..good.statement.clone() },
                ..good.clone()
            },
            Subject::Statement,
        ),
        (
            Bundle { statement: SignedStatement { salt: [6; 32], ..good.statement.clone() }, ..good.clone() },
            Subject::Leaf,
        ),
    ] {
        let verdict = judged(&bundle);
        assert_eq!(verdict.outcome, Outcome::NotGenuine);
        assert!(failed(&verdict).contains(&subject), "{subject:?}: {:?}", failed(&verdict));
    }
}

#[test]
fn a_stranger_s_issuer_or_log_key_is_refused() {
    let stranger = IssuerKey::from_seed(&[44; 32]);
    let encoded = EncodedStatement::new(samples::bare_statement()).unwrap();
    let statement = SignedStatement::sign(&stranger, &encoded, samples::SALT);
    let verdict = judged(&Bundle { statement, ..samples::bundle() });
    assert!(failed(&verdict).contains(&Subject::Statement));

    let mut bundle = samples::bundle();
    let (_, checkpoint) = bundle.proof.checkpoint().unwrap();
    bundle.proof.checkpoint = LogKey::from_seed(&[44; 32]).sign_checkpoint(&checkpoint).unwrap();
    assert_eq!(failed(&judged(&bundle)), [Subject::Checkpoint]);
    let elsewhere = Checkpoint { origin: "other.example/log".into(), ..checkpoint };
    bundle.proof.checkpoint = samples::log().sign_checkpoint(&elsewhere).unwrap();
    assert_eq!(failed(&judged(&bundle)), [Subject::Checkpoint]);
}

#[test]
fn a_paper_copy_has_its_own_leaf_and_no_original_s() {
    let mut copy = samples::firm_statement();
    copy.copy.index = 1;
    let as_original = samples::bundle_of(copy, 2);
    assert_eq!(failed(&judged(&as_original)), [Subject::Leaf]);
    let event = Event::CopyIssued { statement: as_original.statement.commitment(), original: [3; 32] };
    let leaf = Leaf { event, ..as_original.leaf };
    assert_eq!(judged(&samples::logged(as_original, leaf, 2)).outcome, Outcome::Genuine);
    let original = samples::bundle();
    let event = Event::CopyIssued { statement: original.statement.commitment(), original: [3; 32] };
    let leaf = Leaf { event, ..original.leaf };
    assert_eq!(failed(&judged(&samples::logged(original, leaf, 2))), [Subject::Leaf]);
}

#[test]
fn a_revocation_s_leaf_proves_no_issue() {
    let good = samples::bundle();
    let event = Event::Revoked { statement: good.statement.commitment(), reason: [0; 32] };
    let leaf = Leaf { event, ..good.leaf };
    let bundle = samples::logged(good, leaf, 0);
    assert_eq!(failed(&judged(&bundle)), [Subject::Leaf]);
}

fn closed(role: Role, state: KeyState) -> String {
    let first = samples::manifest();
    let mut second = first.next(&samples::manifest_note(), Moment(samples::NOW.0 + 1));
    let id = first.keys.iter().find(|key| key.role == role).unwrap().id();
    assert!(second.close(role, id, state));
    samples::root().sign_manifest(&second).unwrap()
}

fn judged_with(bundle: &Bundle, manifest: &str, proof: Option<&str>) -> Verdict {
    let bytes = bundle.encode().unwrap();
    let root = trusted();
    judge(&Evidence { bundle: &bytes, root: Some(&root), manifest: Some(manifest), proof, ..Evidence::default() })
}

#[test]
fn after_rotation_old_certificates_hold_and_new_ones_of_the_old_key_do_not() {
    let bundle = samples::bundle_of(samples::bare_statement(), 4);
    for role in [Role::Issuer, Role::Log] {
        let retired = |size| closed(role, KeyState::Retired { size, root: [1; 32] });
        assert_eq!(judged_with(&bundle, &retired(5), None).outcome, Outcome::Genuine, "{role:?}");
        let verdict = judged_with(&bundle, &retired(4), None);
        assert_eq!((verdict.outcome, failed(&verdict)), (Outcome::NotGenuine, vec![Subject::Keys]));
    }
    // A manifest of a stranger is no reason to believe or to disbelieve.
    let stranger = RootKey::from_seed(&[66; 32]).sign_manifest(&samples::manifest()).unwrap();
    assert_eq!(judged_with(&bundle, &stranger, None).outcome, Outcome::CannotTell);
}

#[test]
fn with_a_stolen_key_even_a_forged_old_checkpoint_proves_nothing() {
    let (stored, leaves) = samples::tree(8, None);
    let frozen_root = tlog::root(8, |level, index| stored.get(&(level, index)).copied().ok_or(())).unwrap();
    for role in [Role::Issuer, Role::Log] {
        let manifest = closed(role, KeyState::Compromised { size: 8, root: frozen_root, before: None });
        // The thief writes a leaf into a log of his own, below the closing index, and signs its checkpoint.
        let forged = samples::bundle_of(samples::firm_statement(), 2);
        let verdict = judged_with(&forged, &manifest, None);
        assert_eq!((verdict.outcome, verdict.exit_code()), (Outcome::CannotTell, 2), "{role:?}");
        assert!(failed(&verdict).iter().all(|subject| *subject == Subject::Keys));
    }
    // A true certificate gets a fresh proof to the frozen checkpoint and is believed again.
    let manifest = closed(Role::Issuer, KeyState::Compromised { size: 8, root: frozen_root, before: None });
    let genuine = Bundle { leaf: leaves[3], ..samples::bundle() };
    let genuine = samples::logged(genuine, leaves[3], 3);
    assert_eq!(judged_with(&genuine, &manifest, None).outcome, Outcome::CannotTell);
    let read = |level, index| stored.get(&(level, index)).copied().ok_or(());
    let checkpoint = Checkpoint { origin: samples::ORIGIN.into(), size: 8, root: frozen_root };
    let fresh = LogProof {
        index: 3,
        hashes: tlog::inclusion(3, 8, read).unwrap().unwrap(),
        checkpoint: samples::log().sign_checkpoint(&checkpoint).unwrap(),
    };
    let verdict = judged_with(&genuine, &manifest, Some(&fresh.encode()));
    assert_eq!(verdict.outcome, Outcome::Genuine, "{:#?}", verdict.steps);
}

#[test]
fn an_answer_tells_a_revoked_certificate_from_a_good_one() {
    let bundle = samples::bundle();
    let about = EncodedStatement::from_bytes(&bundle.statement.bytes).unwrap().hash();
    let code = |answer: Answer, key: &IssuerKey| {
        let answer = answer.sign(key).unwrap().encode().unwrap();
        let (bytes, root) = (bundle.encode().unwrap(), trusted());
        judge(&Evidence { bundle: &bytes, root: Some(&root), answer: Some(&answer), ..Evidence::default() }).exit_code()
    };
    let key = samples::issuer();
    let answer = |state| Answer { about, state, ..samples::answer() };
    assert_eq!(code(answer(AnswerState::InForce), &key), 0);
    assert_eq!(code(answer(AnswerState::Revoked), &key), 3);
    assert_eq!(code(answer(AnswerState::Expired), &key), 3);
    assert_eq!(code(answer(AnswerState::Revoked), &IssuerKey::from_seed(&[44; 32])), 2);
    assert_eq!(code(Answer { about: [0; 32], ..answer(AnswerState::Revoked) }, &key), 2);
}

#[test]
fn the_newer_manifest_must_be_newer_and_of_this_host() {
    let bundle = samples::bundle();
    let elsewhere = Manifest { host: "other.example".into(), ..samples::manifest() };
    let note = samples::root().sign_manifest(&elsewhere).unwrap();
    assert_eq!(judged_with(&bundle, &note, None).outcome, Outcome::CannotTell);
    assert_eq!(judged_with(&bundle, &samples::manifest_note(), None).outcome, Outcome::Genuine);
}
