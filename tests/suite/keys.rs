//! The whole life of the keys: rotated, retired, stolen. Old certificates verify afterwards; what a thief makes does not,
//! even with a checkpoint of his own. And receipts, which stand under one reference only.

use goodstanding::app::open_file::{Beside, check_file, check_file_beside};
use goodstanding::app::receipt::{self, Form as Wanted};
use goodstanding::app::refused::Refused;
use goodstanding::app::verify::by_code;
use goodstanding::app::world::fill_random;
use goodstanding::app::{keys, log_files, standing, submit, verify_log};
use goodstanding::crypto::bundle::Bundle;
use goodstanding::crypto::checkpoint::Checkpoint;
use goodstanding::crypto::hash::sha256;
use goodstanding::crypto::keyring::{Keyring, read_root};
use goodstanding::crypto::keys::{IssuerKey, KeyId, LogKey, Role, RootKey};
use goodstanding::crypto::leaf::{Event, Leaf};
use goodstanding::crypto::manifest::{KeyState, Manifest};
use goodstanding::crypto::proof::LogProof;
use goodstanding::crypto::receipt::{Expected, judge_receipt};
use goodstanding::crypto::statement::{EncodedStatement, SignedStatement};
use goodstanding::crypto::succession::{Successor, Under};
use goodstanding::crypto::tlog;
use goodstanding::crypto::verify::{Evidence, judge};
use goodstanding::domain::application::Form;
use goodstanding::domain::audit::Actor;
use goodstanding::domain::certificate::Certificate;
use goodstanding::domain::verdict::Answer;
use goodstanding::store::blobs::Blobs;

use crate::core_trip::{drafted, loaded, read, run_jobs};
use crate::house::House;

fn issued(house: &House) -> (Certificate, Vec<u8>) {
    let (clerk, id) = drafted(house, "firm-membership", Form::default());
    submit::submit(&house.world, &clerk, id).unwrap();
    run_jobs(house);
    let certificate: Certificate = read(house, read(house, id).certificate().unwrap());
    let pdf = house.world.store.read().unwrap().file(certificate.id).unwrap().unwrap();
    (certificate, pdf)
}

fn root(house: &House) -> RootKey {
    read_root(&house.folder.join("root.pem"), None).unwrap()
}

/// Changes the manifest as a command does with the root key; with a new key of a role, where one is wanted.
fn change(
    house: &House,
    fresh: Option<Role>,
    plan: impl FnOnce(&keys::Stand, &mut Manifest),
) -> Result<Vec<String>, Refused> {
    let (world, root) = (&house.world, root(house));
    let stand = keys::stand(world).unwrap();
    let made = world.now();
    let old = Manifest::open(&stand.manifest, &root.public()).unwrap();
    let mut next = old.next(&stand.manifest, made);
    plan(&stand, &mut next);
    let mut random = |bytes: &mut [u8]| fill_random(bytes);
    let under = Under { root: &root, x509_root: &stand.x509_root, association: &stand.association, now: made };
    let successor = fresh.map(|role| Successor::generate(role, &under, &mut random).unwrap());
    if let Some(successor) = &successor {
        next.add(successor.entry(made));
        successor.write(&house.folder.join("keys"), None, &mut random).unwrap();
    }
    let note = root.sign_manifest(&next).unwrap();
    let handed: Vec<Successor> = successor.into_iter().collect();
    keys::install(world, Actor::Operator { uid: 0 }, &note, &handed)
}

/// A new key of this role signs from now on; the old one is retired.
pub fn rotate(house: &House, role: Role) {
    let signing = house.world.keys().unwrap().manifest.signing(role).unwrap().id();
    change(house, Some(role), |stand, next| {
        assert!(next.close(role, signing, KeyState::Retired { size: stand.size, root: stand.root }));
    })
    .unwrap();
}

fn fits(house: &House) {
    let held = verify_log::verify(&house.world).unwrap();
    assert!(held.faults.is_empty(), "{:?}", held.faults);
}

#[test]
fn after_each_rotation_old_and_new_certificates_verify_and_the_folder_loads_again() {
    let house = loaded();
    let world = &house.world;
    let fingerprint = world.fingerprint().unwrap();
    let mut files = vec![issued(&house)];
    let reviewer = crate::house::person(world, "balance", &[goodstanding::domain::permission::Role::Reviewer], None);
    for role in [Role::Issuer, Role::Document, Role::Log] {
        rotate(&house, role);
        files.push(issued(&house));
        let note = world.keys().unwrap().manifest_note.clone();
        let ids = |keyring: &Keyring| (keyring.issuer.id(), keyring.log.id(), keyring.document.id());
        let again = keys::load(&world.store, &house.folder.join("keys"), None).unwrap();
        assert_eq!(ids(&again), ids(&world.keys().unwrap()), "a restart signs with the same keys");
        for (certificate, pdf) in &files {
            assert_eq!(check_file(pdf, Some(&fingerprint), None).exit_code, 0, "by its own manifest");
            let beside = Beside { manifest: Some(&note), ..Beside::default() };
            assert_eq!(check_file_beside(pdf, Some(&fingerprint), &beside).exit_code, 0, "by the newest manifest");
            assert_eq!(by_code(world, &certificate.code).unwrap().unwrap().answer, Answer::Valid);
        }
        fits(&house);
    }
    assert_eq!(world.keys().unwrap().manifest.version, 4);
    let lines = goodstanding::app::balance::lines(world, &reviewer).unwrap();
    assert_eq!(lines.len(), 2, "a year and a month");
    assert!(lines.iter().all(|line| line.sums.balance() && line.sums.leaves == 4), "{lines:?}");
}

#[test]
fn a_manifest_that_does_not_fit_the_log_or_the_keys_is_refused_and_changes_nothing() {
    let house = loaded();
    let world = &house.world;
    issued(&house);
    let before = world.keys().unwrap().manifest_note.clone();
    let issuer = world.keys().unwrap().issuer.id();
    let old = change(&house, Some(Role::Issuer), |stand, next| {
        next.close(Role::Issuer, issuer, KeyState::Retired { size: stand.size - 1, root: stand.root });
    });
    assert!(matches!(old, Err(Refused::Conflict(_))), "the log has grown since");
    let other = change(&house, Some(Role::Issuer), |_, next| {
        next.close(Role::Issuer, issuer, KeyState::Compromised { size: 1, root: [7; 32], before: None });
    });
    assert!(matches!(other, Err(Refused::Conflict(_))), "no checkpoint of this log");
    let none = change(&house, None, |stand, next| {
        next.close(Role::Issuer, issuer, KeyState::Retired { size: stand.size, root: stand.root });
    });
    assert!(matches!(none, Err(Refused::Conflict(_))), "nothing would sign");
    let again = change(&house, None, |_, next| next.version += 1);
    assert!(matches!(again, Err(Refused::Conflict(_))), "a version is left out");
    assert_eq!(world.keys().unwrap().manifest_note, before);
    assert_eq!(world.keys().unwrap().issuer.id(), issuer);
    issued(&house);
    fits(&house);
}

/// What a thief with the issuer's and the log's private keys makes: a statement of his own, a leaf with a time before the
/// theft, and a checkpoint of a small tree of his own, signed by the log's key.
fn forged(genuine: &Bundle, issuer: &IssuerKey, log: &LogKey, origin: &str, size: u64) -> Vec<u8> {
    let mut statement = EncodedStatement::from_bytes(&genuine.statement.bytes).unwrap().statement().clone();
    statement.title = "律师事务所无行业处分证明".into();
    let encoded = EncodedStatement::new(statement).unwrap();
    let statement = SignedStatement::sign(issuer, &encoded, [9; 32]);
    let leaf = Leaf { at: genuine.leaf.at, event: Event::Issued { statement: statement.commitment() } };
    let mut tree = std::collections::BTreeMap::new();
    for index in 0..size {
        let hash = if index == 0 { leaf.hash() } else { sha256(&index.to_be_bytes()) };
        let read = |level, index| tree.get(&(level, index)).copied().ok_or(());
        for node in tlog::append(index, hash, read).unwrap() {
            tree.insert((node.level, node.index), node.hash);
        }
    }
    let read = |level, index| tree.get(&(level, index)).copied().ok_or(());
    let root = tlog::root(size, read).unwrap();
    let checkpoint = Checkpoint { origin: origin.to_owned(), size, root };
    let proof = LogProof {
        index: 0,
        hashes: tlog::inclusion(0, size, read).unwrap().unwrap(),
        checkpoint: log.sign_checkpoint(&checkpoint).unwrap(),
    };
    Bundle { statement, leaf, proof, ..genuine.clone() }.encode().unwrap()
}

#[test]
fn a_stolen_keys_forgeries_do_not_verify_even_with_an_old_checkpoint_and_old_certificates_do_with_a_fresh_proof() {
    let house = loaded();
    let world = &house.world;
    let fingerprint = world.fingerprint().unwrap();
    let (before, pdf) = issued(&house);
    // Another one, so that the last good checkpoint is not the one that the first carries.
    issued(&house);
    let kept = log_files::newest(world).unwrap();
    let origin = world.origin().unwrap();
    let stolen = Keyring::load(&house.folder.join("keys"), None).unwrap();
    let checkpoint = Checkpoint::open(&String::from_utf8(kept).unwrap(), &origin, &stolen.log.public()).unwrap();
    let (after, late) = issued(&house);
    let genuine = Bundle::decode(&goodstanding::app::open_file::read(&pdf).bundle.unwrap()).unwrap();
    let forgery = forged(&genuine, &stolen.issuer, &stolen.log, &origin, checkpoint.size);
    let evidence = Evidence { bundle: &forgery, root: Some(&fingerprint), ..Evidence::default() };
    assert_eq!(judge(&evidence).exit_code(), 0, "nobody knows of the theft yet: the forgery is perfect");

    let state = KeyState::Compromised { size: checkpoint.size, root: checkpoint.root, before: None };
    let issuer: KeyId = stolen.issuer.id();
    let doubtful =
        change(&house, Some(Role::Issuer), |_, next| assert!(next.close(Role::Issuer, issuer, state))).unwrap();
    assert_eq!(doubtful, [after.serial.show()], "what it signed afterwards is named");
    let log: KeyId = stolen.log.id();
    change(&house, Some(Role::Log), |_, next| assert!(next.close(Role::Log, log, state))).unwrap();
    let note = world.keys().unwrap().manifest_note.clone();

    let manifest = Some(note.as_str());
    assert_ne!(judge(&Evidence { manifest, ..evidence }).exit_code(), 0, "the forgery with its own old checkpoint");
    let look = world.store.read().unwrap();
    let fresh = standing::proof(&look, before.leaf, checkpoint.size).unwrap().unwrap().encode();
    assert_ne!(judge(&Evidence { manifest, proof: Some(&fresh), ..evidence }).exit_code(), 0, "nor with a true one");
    let beside = Beside { manifest, ..Beside::default() };
    assert_eq!(check_file_beside(&pdf, Some(&fingerprint), &beside).exit_code, 2, "an old one alone: nobody can tell");
    let beside = Beside { proof: Some(&fresh), ..beside };
    assert_eq!(check_file_beside(&pdf, Some(&fingerprint), &beside).exit_code, 0, "an old one with a fresh proof");
    assert_ne!(check_file_beside(&late, Some(&fingerprint), &beside).exit_code, 0, "one after the checkpoint");

    assert_eq!(by_code(world, &before.code).unwrap().unwrap().answer, Answer::Valid);
    assert_eq!(by_code(world, &after.code).unwrap().unwrap().answer, Answer::Unavailable);
    let (new, file) = issued(&house);
    assert_eq!(by_code(world, &new.code).unwrap().unwrap().answer, Answer::Valid);
    assert_eq!(check_file(&file, Some(&fingerprint), None).exit_code, 0);
}

#[test]
fn a_receipt_is_good_for_its_own_reference_in_both_forms() {
    let house = loaded();
    let world = &house.world;
    let (certificate, _) = issued(&house);
    let fingerprint = world.fingerprint().unwrap();
    assert!(receipt::make(world, "0000-0000", "招标 2026-17", Wanted::Pdf).unwrap().is_none());
    for bad in ["", " ", &"长".repeat(61), "换\u{1}行"] {
        assert!(
            matches!(receipt::make(world, &certificate.code, bad, Wanted::Json), Err(Refused::Invalid(_))),
            "{bad:?}"
        );
    }
    for form in [Wanted::Json, Wanted::Pdf] {
        let made = receipt::make(world, &certificate.code, "招标 2026-17", form).unwrap().unwrap();
        let read = receipt::read(&made.bytes).unwrap();
        let expected = Expected { root: Some(&fingerprint), reference: Some("招标 2026-17"), ..Expected::default() };
        let verdict = judge_receipt(&read, &expected);
        assert_eq!(verdict.exit_code(), 0, "{:?}", verdict.steps);
        let replay = Expected { reference: Some("招标 2026-18"), ..expected };
        assert_eq!(judge_receipt(&read, &replay).exit_code(), 1, "a replay under another reference");
    }
    rotate(&house, Role::Issuer);
    let made = receipt::make(world, &certificate.code, "x", Wanted::Json).unwrap().unwrap();
    let verdict = judge_receipt(
        &receipt::read(&made.bytes).unwrap(),
        &Expected { root: Some(&fingerprint), ..Expected::default() },
    );
    assert_eq!(verdict.exit_code(), 0, "{:?}", verdict.steps);
}

#[test]
fn the_log_continues_every_checkpoint_that_it_ever_gave() {
    let house = loaded();
    let world = &house.world;
    let mut kept = Vec::new();
    for _ in 0..3 {
        issued(&house);
        kept.push(String::from_utf8(log_files::newest(world).unwrap()).unwrap());
    }
    for note in &kept {
        assert!(log_files::continues(world, note).is_ok());
    }
    let stranger = crate::house::house();
    let foreign = String::from_utf8(log_files::newest(&stranger.world).unwrap()).unwrap();
    assert!(matches!(log_files::continues(world, &foreign), Err(Refused::Conflict(_))));
    let size = world.store.read().unwrap().tlog_size().unwrap();
    let keys = world.keys().unwrap();
    for (size, root) in [(size - 1, [3; 32]), (size + 5, [4; 32])] {
        let rewritten = Checkpoint { origin: world.origin().unwrap(), size, root };
        let note = keys.log.sign_checkpoint(&rewritten).unwrap();
        assert!(matches!(log_files::continues(world, &note), Err(Refused::Conflict(_))), "{size}");
    }
    let all = log_files::export(world).unwrap();
    for (path, bytes) in all.iter().filter(|(path, _)| path.starts_with("tile/")) {
        assert_eq!(log_files::tile(world, path).unwrap(), *bytes, "{path}");
    }
    for wrong in ["tile/0/001", "tile/9/000", "tile/0/000.p/0", "tile/entries/000.p/255", "tile/../x"] {
        assert!(matches!(log_files::tile(world, wrong), Err(Refused::NotFound)), "{wrong}");
    }
}
