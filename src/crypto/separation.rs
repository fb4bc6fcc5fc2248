//! No signature passes for another: every signed type is tried as every other, even with one seed in every role.

use crate::crypto::answer::SignedAnswer;
use crate::crypto::checkpoint::Checkpoint;
use crate::crypto::keys::{IssuerKey, LogKey, RootKey, Signature};
use crate::crypto::lifeboat::{Cover, SHARDS};
use crate::crypto::manifest::Manifest;
use crate::crypto::note::SignedNote;
use crate::crypto::qr_seal::{QrSeal, SignedSeal};
use crate::crypto::samples;
use crate::crypto::statement::{EncodedStatement, SignedStatement};
use crate::domain::time::Moment;

const SEED: [u8; 32] = [0x77; 32];

struct All {
    statement: EncodedStatement,
    seal: QrSeal,
    answer: crate::crypto::answer::Answer,
    cover: Cover,
    checkpoint: Checkpoint,
    manifest: Manifest,
}

fn all() -> All {
    let issuer = IssuerKey::from_seed(&SEED);
    let statement = EncodedStatement::new(samples::firm_statement()).unwrap();
    All {
        seal: QrSeal::of(&statement, &samples::code(), issuer.id()).unwrap(),
        statement,
        answer: crate::crypto::answer::Answer { key_id: issuer.id(), ..samples::answer() },
        cover: Cover {
            key_id: issuer.id(),
            at: Moment(1),
            tree_size: 3,
            root: [1; 32],
            manifest: [2; 32],
            shards: vec![[3; 32]; SHARDS],
        },
        checkpoint: Checkpoint { origin: samples::ORIGIN.into(), size: 3, root: [1; 32] },
        manifest: samples::manifest(),
    }
}

fn signatures(all: &All) -> Vec<(&'static str, Signature)> {
    let (issuer, log, root) = (IssuerKey::from_seed(&SEED), LogKey::from_seed(&SEED), RootKey::from_seed(&SEED));
    let of_note = |note: String| -> Signature {
        SignedNote::parse(&note).unwrap().signatures()[0].signature.as_slice().try_into().unwrap()
    };
    vec![
        ("statement", issuer.sign_statement(&all.statement)),
        ("seal", issuer.sign_seal(&all.seal).unwrap()),
        ("answer", issuer.sign_answer(&all.answer).unwrap()),
        ("cover", issuer.sign_cover(&all.cover).unwrap()),
        ("checkpoint", of_note(log.sign_checkpoint(&all.checkpoint).unwrap())),
        ("manifest", of_note(root.sign_manifest(&all.manifest).unwrap())),
    ]
}

/// Which types a signature is good for.
fn good_for(all: &All, signature: &Signature) -> Vec<&'static str> {
    let (issuer, log, root) =
        (IssuerKey::from_seed(&SEED).public(), LogKey::from_seed(&SEED).public(), RootKey::from_seed(&SEED).public());
    let note = |text: String, name: &str| SignedNote::new(text, name, &issuer.to_bytes(), signature).unwrap();
    let mut good = Vec::new();
    if issuer.verify_statement(&all.statement, signature) {
        good.push("statement");
    }
    if issuer.verify_seal(&all.seal, signature) {
        good.push("seal");
    }
    if issuer.verify_answer(&all.answer, signature) {
        good.push("answer");
    }
    if issuer.verify_cover(&all.cover, signature) {
        good.push("cover");
    }
    if log.signed_checkpoint(&note(all.checkpoint.text(), samples::ORIGIN), samples::ORIGIN) {
        good.push("checkpoint");
    }
    let name = all.manifest.root_name();
    if root.signed_manifest(&note(all.manifest.text(), &name), &name) {
        good.push("manifest");
    }
    good
}

#[test]
fn every_signature_is_good_for_its_own_type_only() {
    let all = all();
    for (own, signature) in signatures(&all) {
        assert_eq!(good_for(&all, &signature), [own]);
    }
}

#[test]
fn every_signed_message_is_refused_by_every_other_parser() {
    let all = all();
    let issuer = IssuerKey::from_seed(&SEED);
    let statement = all.statement.bytes().to_vec();
    let seal = all.seal.signed_bytes().unwrap();
    let answer = all.answer.clone().sign(&issuer).unwrap().encode().unwrap();
    let leaf = samples::one_leaf_of_each_event()[0].encode();
    let bundle = samples::bundle().encode().unwrap();
    let (checkpoint, manifest) = (all.checkpoint.text().into_bytes(), all.manifest.text().into_bytes());
    let messages = [&statement, &seal, &answer, &leaf, &bundle, &checkpoint, &manifest];
    let accepted = |bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        [
            EncodedStatement::from_bytes(bytes).is_ok(),
            SignedSeal::parse(&data_encoding::BASE32_NOPAD.encode(bytes)).is_ok(),
            SignedAnswer::decode(bytes).is_ok(),
            crate::crypto::leaf::Leaf::decode(bytes).is_ok(),
            crate::crypto::bundle::Bundle::decode(bytes).is_ok(),
            Checkpoint::parse_text(text).is_ok(),
            Manifest::parse_text(text).is_ok(),
        ]
    };
    for (own, message) in messages.iter().enumerate() {
        // The seal's signed bytes carry a label that its payload leaves out, so that no parser takes them.
        let expected: Vec<bool> = (0..7).map(|parser| parser == own && own != 1).collect();
        assert_eq!(accepted(message), expected[..], "message {own}");
    }
    // Binary types begin with the zero byte of their label's length; notes cannot hold it.
    assert!([&statement, &seal, &answer, &leaf, &bundle].iter().all(|message| message[0] == 0));
    assert!([&checkpoint, &manifest].iter().all(|message| !message.contains(&0)));
}

#[test]
fn a_statement_signed_by_the_log_s_seed_under_another_role_has_another_key_id() {
    let (issuer, log, root) = (IssuerKey::from_seed(&SEED), LogKey::from_seed(&SEED), RootKey::from_seed(&SEED));
    assert!(issuer.id() != log.id() && log.id() != root.id() && root.id() != issuer.id());
    let signed = SignedStatement::sign(&issuer, &all().statement, samples::SALT);
    assert!(SignedStatement { key_id: log.id(), ..signed }.verify(&issuer.public()).is_err());
}
