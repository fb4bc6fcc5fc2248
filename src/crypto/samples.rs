//! Invented keys, statements and logs that this room's tests share. Seeds are 32 equal bytes, as in STATEMENT.md.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::crypto::answer::{Answer, AnswerState};
use crate::crypto::bundle::Bundle;
use crate::crypto::checkpoint::Checkpoint;
use crate::crypto::code::VerifyCode;
use crate::crypto::document::{DocumentKey, X509Root};
use crate::crypto::hash::{Hash, Salt, sha256};
use crate::crypto::keys::{IssuerKey, LogKey, Role, RootKey};
use crate::crypto::leaf::{Event, Leaf};
use crate::crypto::manifest::{KeyState, Manifest, ManifestKey};
use crate::crypto::proof::LogProof;
use crate::crypto::statement::{EncodedStatement, SignedStatement};
use crate::crypto::tlog;
use crate::domain::statement::{Copy, Field, Party, Period, Statement, Subject};
use crate::domain::time::{Day, Moment};

pub const HOST: &str = "verify.example.org";
pub const ORIGIN: &str = "verify.example.org/log";
pub const ASSOCIATION: &str = "示例市律师协会";
/// 2026-01-01 in Shanghai: when the sample keys came into service.
pub const BEGIN: Moment = Moment(1_767_196_800_000);
/// 2026-11-23 11:26:40 in Shanghai.
pub const NOW: Moment = Moment(1_795_404_400_000);
pub const SALT: Salt = [5; 32];

pub fn root() -> RootKey {
    RootKey::from_seed(&[1; 32])
}

pub fn issuer() -> IssuerKey {
    IssuerKey::from_seed(&[2; 32])
}

pub fn log() -> LogKey {
    LogKey::from_seed(&[3; 32])
}

pub fn document() -> DocumentKey {
    DocumentKey::generate(&mut |bytes| bytes.fill(4))
}

/// The document certificate and the X.509 root.
pub fn chain() -> (Vec<u8>, Vec<u8>) {
    let x509 = X509Root::of(&root(), ASSOCIATION, BEGIN).unwrap();
    (x509.issue(&document(), ASSOCIATION, BEGIN, [6; 16]).unwrap(), x509.certificate().unwrap())
}

/// A stream of bytes that is the same in every run.
pub fn random(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut counter: u64 = 0;
    move |out: &mut [u8]| {
        for chunk in out.chunks_mut(32) {
            counter += 1;
            let block = sha256(&[seed.to_be_bytes(), counter.to_be_bytes()].concat());
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
    }
}

pub fn code() -> VerifyCode {
    VerifyCode::generate(&mut |bytes| bytes.fill(0x5a))
}

/// A new empty folder for one test.
pub fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("goodstanding-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn day(year: i16, month: i8, day: i8) -> Day {
    Day::new(year, month, day).unwrap()
}

/// The shortest statement that says anything.
pub fn bare_statement() -> Statement {
    Statement {
        issuer: Party { name: ASSOCIATION.into(), uscc: "51440100MJK0000001".into() },
        number: "示律证〔2026〕第000001号".into(),
        kind: "firm-membership".into(),
        kind_version: 1,
        title: "律师事务所会员证明".into(),
        firm: None,
        subjects: Vec::new(),
        fields: Vec::new(),
        period: None,
        data_date: day(2026, 11, 22),
        issue_date: day(2026, 11, 23),
        expiry: None,
        purpose: None,
        addressee: None,
        paragraphs: Vec::new(),
        columns: Vec::new(),
        rows: Vec::new(),
        closing: String::new(),
        date_line: "2026年11月23日".into(),
        copy: Copy { index: 0, of: 0 },
        code_commitment: code().commitment(),
    }
}

/// A statement with every optional part.
pub fn firm_statement() -> Statement {
    Statement {
        number: "示律证〔2026〕第000002号".into(),
        kind: "firm-no-discipline".into(),
        kind_version: 3,
        title: "律师事务所无行业处分证明".into(),
        firm: Some(Party { name: "广东青衡律师事务所".into(), uscc: "31440000MD0000000X".into() }),
        subjects: vec![Subject { name: "买买提·吐尔逊".into(), licence: "14401202010000001".into() }],
        fields: vec![Field {
            key: "tender".into(), label: "项目名称".into(), value: "城市更新法律顾问".into()
        }],
        period: Some(Period { from: day(2023, 11, 23), to: day(2026, 11, 22) }),
        expiry: Some(day(2027, 2, 22)),
        purpose: Some("投标".into()),
        addressee: Some("示例市公共资源交易中心".into()),
        paragraphs: vec!["经查，该所在上述期间未受本会行业处分。".into()],
        columns: vec!["姓名".into(), "执业证号".into()],
        rows: vec![vec!["买买提·吐尔逊".into(), "14401202010000001".into()]],
        closing: "特此证明。".into(),
        copy: Copy { index: 0, of: 2 },
        ..bare_statement()
    }
}

/// A statement about so many lawyers of one firm.
pub fn lawyers_statement(count: usize) -> Statement {
    let subject = |n: usize| Subject { name: format!("欧阳{n}"), licence: format!("144012020100{n:05}") };
    Statement {
        number: "示律证〔2026〕第000003号".into(),
        kind: "lawyer-membership".into(),
        title: "律师会员证明".into(),
        subjects: (1..=count).map(subject).collect(),
        rows: (1..=count).map(subject).map(|s| vec![s.name, s.licence]).collect(),
        ..firm_statement()
    }
}

pub fn manifest() -> Manifest {
    let key = |role, public| ManifestKey { role, public, not_before: BEGIN, state: KeyState::Active };
    Manifest {
        host: HOST.into(),
        version: 1,
        made: BEGIN,
        previous: None,
        x509_root: sha256(&chain().1),
        keys: vec![
            key(Role::Issuer, issuer().public().to_bytes().to_vec()),
            key(Role::Log, log().public().to_bytes().to_vec()),
            key(Role::Document, document().public()),
        ],
    }
}

pub fn manifest_note() -> String {
    root().sign_manifest(&manifest()).unwrap()
}

pub fn answer() -> Answer {
    Answer {
        key_id: issuer().id(),
        about: [7; 32],
        state: AnswerState::InForce,
        at: NOW,
        tree_size: 12,
        root: [8; 32],
        reference: None,
    }
}

pub fn one_leaf_of_each_event() -> Vec<Leaf> {
    let (a, b) = ([0xaa; 32], [0xbb; 32]);
    [
        Event::Issued { statement: a },
        Event::CopyIssued { statement: a, original: b },
        Event::Revoked { statement: a, reason: b },
        Event::Reinstated { statement: a, reason: b },
        Event::Replaced { old: a, new: b, reason: b },
        Event::CopyCancelled { statement: a, reason: b },
        Event::KeyManifest { manifest: a },
        Event::AuditHead { head: a },
    ]
    .map(|event| Leaf { at: NOW, event })
    .to_vec()
}

/// A log of so many leaves, each of the bare statement at another time; one of them may be put in by the caller.
pub fn tree(size: u64, given: Option<(u64, Leaf)>) -> (BTreeMap<(u8, u64), Hash>, Vec<Leaf>) {
    let hash = EncodedStatement::new(bare_statement()).unwrap().hash();
    let statement = crate::crypto::hash::statement_commitment(&SALT, &hash);
    let (mut stored, mut leaves) = (BTreeMap::new(), Vec::new());
    for index in 0..size {
        let leaf = match given {
            Some((at, leaf)) if at == index => leaf,
            _ => Leaf { at: Moment(NOW.0 - 1_000_000 + index), event: Event::Issued { statement } },
        };
        let new = tlog::append(index, leaf.hash(), |l, i| stored.get(&(l, i)).copied().ok_or(())).unwrap();
        stored.extend(new.into_iter().map(|node| ((node.level, node.index), node.hash)));
        leaves.push(leaf);
    }
    (stored, leaves)
}

/// The bundle with this leaf, logged as the last of a tree.
pub fn logged(bundle: Bundle, leaf: Leaf, index: u64) -> Bundle {
    let size = index + 1;
    let (stored, _) = tree(size, Some((index, leaf)));
    let read = |l, i| stored.get(&(l, i)).copied().ok_or(());
    let checkpoint = Checkpoint { origin: ORIGIN.into(), size, root: tlog::root(size, read).unwrap() };
    let proof = LogProof {
        index,
        hashes: tlog::inclusion(index, size, read).unwrap().unwrap(),
        checkpoint: log().sign_checkpoint(&checkpoint).unwrap(),
    };
    Bundle { leaf, proof, ..bundle }
}

/// The bundle of a statement that was logged at an index.
pub fn bundle_of(statement: Statement, index: u64) -> Bundle {
    let encoded = EncodedStatement::new(statement).unwrap();
    let statement = SignedStatement::sign(&issuer(), &encoded, SALT);
    let leaf = Leaf { at: NOW, event: Event::Issued { statement: statement.commitment() } };
    let proof = LogProof { index: 0, hashes: Vec::new(), checkpoint: String::new() };
    let bundle = Bundle { statement, leaf, proof, manifest: manifest_note(), root: root().public().to_bytes() };
    logged(bundle, leaf, index)
}

/// A small bundle with one hash in its proof.
pub fn bundle() -> Bundle {
    bundle_of(bare_statement(), 1)
}
