//! The vectors of STATEMENT.md, section 12, run as tests.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;

use crate::crypto::fingerprint::Fingerprint;
use crate::crypto::hash::{act_record, audit_commitment, record_commitment};
use crate::crypto::leaf::{Event, Leaf};
use crate::crypto::qr_seal::QrSeal;
use crate::crypto::samples;
use crate::crypto::statement::{EncodedStatement, SignedStatement};

const SPECIFICATION: &str = include_str!("STATEMENT.md");

/// What the code makes, by the vectors' names.
fn made() -> BTreeMap<&'static str, String> {
    let hex = |bytes: &[u8]| HEXLOWER.encode(bytes);
    let encoded = EncodedStatement::new(samples::firm_statement()).unwrap();
    let signed = SignedStatement::sign(&samples::issuer(), &encoded, samples::SALT);
    let seal = QrSeal::of(&encoded, &samples::code(), samples::issuer().id()).unwrap();
    let seal = seal.sign(&samples::issuer()).unwrap();
    let bundle = samples::bundle_of(samples::firm_statement(), 2);
    let answer = samples::answer().sign(&samples::issuer()).unwrap();
    let audit_leaf = Leaf { at: bundle.leaf.at, event: Event::AuditHead { head: audit_commitment(3, &[0xaa; 32]) } };
    BTreeMap::from([
        ("root public", hex(&samples::root().public().to_bytes())),
        ("issuer public", hex(&samples::issuer().public().to_bytes())),
        ("log public", hex(&samples::log().public().to_bytes())),
        ("issuer key id", samples::issuer().id().to_string()),
        ("log key id", samples::log().id().to_string()),
        ("fingerprint", Fingerprint::of(&samples::root().public()).to_string()),
        ("code bits", hex(&samples::code().bits())),
        ("code", samples::code().to_string()),
        ("code commitment", hex(&samples::code().commitment())),
        ("record commitment of the two bytes 6f6b", hex(&record_commitment(&samples::SALT, b"ok"))),
        ("record of an act with the reason \"ok\" and no note", hex(&act_record("ok", ""))),
        ("record commitment of that act", hex(&record_commitment(&samples::SALT, &act_record("ok", "")))),
        ("statement", hex(encoded.bytes())),
        ("statement hash", hex(&encoded.hash())),
        ("statement signature", hex(&signed.signature)),
        ("statement commitment", hex(&signed.commitment())),
        ("leaf", hex(&bundle.leaf.encode())),
        ("leaf hash", hex(&bundle.leaf.hash())),
        ("audit head of 3 lines, the last with the hash aa…aa", hex(&audit_commitment(3, &[0xaa; 32]))),
        ("leaf of that head", hex(&audit_leaf.encode())),
        ("qr payload", seal.payload().unwrap()),
        ("answer", hex(&answer.encode().unwrap())),
        ("bundle", hex(&bundle.encode().unwrap())),
    ])
}

fn specified() -> BTreeMap<String, String> {
    let block = SPECIFICATION.split("```vectors\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let mut vectors: BTreeMap<String, String> = BTreeMap::new();
    let mut last = String::new();
    for line in block.lines() {
        match line.split_once(" = ") {
            Some((name, value)) => {
                last = name.to_owned();
                assert!(vectors.insert(last.clone(), value.trim().to_owned()).is_none(), "{name} stands twice");
            }
            None => vectors.get_mut(&last).unwrap().push_str(line.trim()),
        }
    }
    vectors
}

#[test]
fn the_code_makes_the_vectors_of_the_specification() {
    let (made, specified) = (made(), specified());
    let differing: Vec<String> = made
        .iter()
        .filter(|(name, value)| specified.get(**name) != Some(value))
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    assert!(differing.is_empty(), "the code makes:\n{}", differing.join("\n"));
    assert_eq!(made.len(), specified.len());
}

#[test]
fn a_checker_of_ours_accepts_the_specified_bundle() {
    let bytes = HEXLOWER.decode(specified()["bundle"].as_bytes()).unwrap();
    let root = Fingerprint::parse(&specified()["fingerprint"]).unwrap();
    let evidence = crate::crypto::verify::Evidence {
        bundle: &bytes,
        root: Some(&root),
        ..crate::crypto::verify::Evidence::default()
    };
    assert_eq!(crate::crypto::verify::judge(&evidence).exit_code(), 0);
}
