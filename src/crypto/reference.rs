//! Our log and bundles, judged by programs that share no code with ours: the Go project's `sumdb/note` and `sumdb/tlog`
//! (Debian: `golang-go`, `golang-golang-x-mod-dev`) through `tests/go/folders/main.go`, and a Python program of 150 lines,
//! `tests/independent/verify_bundle.py`, written from STATEMENT.md alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use data_encoding::{BASE64, HEXLOWER};

use crate::crypto::checkpoint::Checkpoint;
use crate::crypto::fingerprint::Fingerprint;
use crate::crypto::hash::Hash;
use crate::crypto::leaf::Leaf;
use crate::crypto::note::verifier_key;
use crate::crypto::proof::LogProof;
use crate::crypto::samples;
use crate::crypto::tlog;

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

struct Cases {
    folder: PathBuf,
    stored: BTreeMap<(u8, u64), Hash>,
    leaves: Vec<Leaf>,
}

impl Cases {
    fn checkpoint(&self, size: u64) -> String {
        let root = tlog::root(size, |l, i| self.stored.get(&(l, i)).copied().ok_or(())).unwrap();
        samples::log().sign_checkpoint(&Checkpoint { origin: samples::ORIGIN.into(), size, root }).unwrap()
    }

    fn proof(&self, index: u64, size: u64) -> LogProof {
        let hashes = tlog::inclusion(index, size, |l, i| self.stored.get(&(l, i)).copied().ok_or(()));
        LogProof { index, hashes: hashes.unwrap().unwrap(), checkpoint: self.checkpoint(size) }
    }

    fn case(&self, name: &str, size: u64, more: &[(&str, Vec<u8>)]) {
        let folder = self.folder.join(name);
        fs::create_dir(&folder).unwrap();
        let vkey = verifier_key(samples::ORIGIN, &samples::log().public().to_bytes());
        fs::write(folder.join("vkey"), vkey).unwrap();
        fs::write(folder.join("checkpoint"), self.checkpoint(size)).unwrap();
        for (name, bytes) in more {
            fs::write(folder.join(name), bytes).unwrap();
        }
    }

    fn inclusion(&self, name: &str, index: u64, size: u64, change: impl Fn(&mut LogProof)) {
        let mut proof = self.proof(index, size);
        change(&mut proof);
        let leaf = self.leaves[usize::try_from(index).unwrap()].encode();
        self.case(name, size, &[("leaf", leaf), ("proof", proof.encode().into_bytes())]);
    }

    fn consistency(&self, name: &str, old: u64, size: u64, change: impl Fn(&mut Vec<Hash>)) {
        let path = tlog::consistency(old, size, |l, i| self.stored.get(&(l, i)).copied().ok_or(()));
        let mut path = path.unwrap().unwrap();
        change(&mut path);
        let lines: String = path.iter().map(|hash| BASE64.encode(hash) + "\n").collect();
        let old = self.checkpoint(old).into_bytes();
        self.case(name, size, &[("old", old), ("consistency", lines.into_bytes())]);
    }
}

#[test]
fn go_s_sumdb_agrees_about_checkpoints_proofs_and_trees() {
    let (stored, leaves) = samples::tree(300, None);
    let cases = Cases { folder: samples::folder("go-cases"), stored, leaves };
    for size in [1, 2, 3, 7, 8, 9, 33, 64, 100, 255, 256, 257, 300] {
        for index in [0, size / 3, size / 2, size - 1].into_iter().collect::<std::collections::BTreeSet<_>>() {
            cases.inclusion(&format!("good-inclusion-{index}-{size}"), index, size, |_| {});
            if size > 1 {
                cases.inclusion(&format!("bad-index-{index}-{size}"), index, size, |proof| proof.index ^= 1);
                cases.inclusion(&format!("bad-hash-{index}-{size}"), index, size, |proof| proof.hashes[0][31] ^= 1);
            }
        }
        for old in
            [1, size / 2, size - 1, size].into_iter().filter(|old| *old > 0).collect::<std::collections::BTreeSet<_>>()
        {
            cases.consistency(&format!("good-consistency-{old}-{size}"), old, size, |_| {});
            if old < size {
                cases.consistency(&format!("bad-consistency-{old}-{size}"), old, size, |path| path[0][0] ^= 1);
            }
        }
        let upto = usize::try_from(size).unwrap();
        let lines =
            |leaves: &[Leaf]| leaves.iter().map(|leaf| HEXLOWER.encode(&leaf.encode()) + "\n").collect::<String>();
        cases.case(&format!("good-tree-{size}"), size, &[("leaves", lines(&cases.leaves[..upto]).into_bytes())]);
        let mut changed = cases.leaves[..upto].to_vec();
        changed[upto / 2].at.0 += 1;
        cases.case(&format!("bad-tree-{size}"), size, &[("leaves", lines(&changed).into_bytes())]);
    }
    let name = samples::manifest().root_name();
    let root = |root: crate::crypto::keys::RootKey| verifier_key(&name, &root.public().to_bytes()).into_bytes();
    let manifest = samples::manifest_note().into_bytes();
    cases.case("good-manifest", 1, &[("manifest", manifest.clone()), ("root-vkey", root(samples::root()))]);
    let stranger = crate::crypto::keys::RootKey::from_seed(&[9; 32]);
    cases.case("bad-manifest", 1, &[("manifest", manifest), ("root-vkey", root(stranger))]);
    let forged = cases.checkpoint(9).replace("\n9\n", "\n8\n").into_bytes();
    cases.case("bad-checkpoint", 9, &[("checkpoint", forged)]);

    let checker = build_go_checker(&cases.folder);
    let folders: Vec<PathBuf> = fs::read_dir(&cases.folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let folders: Vec<&PathBuf> = folders.iter().filter(|path| path.is_dir()).collect();
    let output = Command::new(checker).args(&folders).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), folders.len());
    let (mut good, mut bad) = (0, 0);
    for line in text.lines() {
        if line.starts_with("good-") {
            good += 1;
            assert!(line.ends_with(" OK"), "{line}");
        } else {
            bad += 1;
            assert!(line.contains(" FAIL "), "{line}");
        }
    }
    assert!(good > 80 && bad > 80, "{good} good and {bad} bad cases");
    fs::remove_dir_all(&cases.folder).unwrap();
}

fn build_go_checker(folder: &Path) -> PathBuf {
    let binary = folder.join("checker");
    let output = Command::new("go")
        .args(["build", "-o"])
        .arg(&binary)
        .arg(repository().join("tests/go/folders/main.go"))
        .env("GO111MODULE", "off")
        .env("GOPATH", "/usr/share/gocode")
        .env("GOFLAGS", "")
        .env("GOCACHE", std::env::temp_dir().join("goodstanding-go-cache"))
        .output()
        .unwrap_or_else(|error| panic!("golang-go and golang-golang-x-mod-dev are needed for this test: {error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    binary
}

#[test]
fn a_verifier_written_from_the_specification_alone_agrees() {
    let folder = samples::folder("python-cases");
    let script = repository().join("tests/independent/verify_bundle.py");
    let root = Fingerprint::of(&samples::root().public()).to_string();
    let run = |name: &str, bytes: &[u8], fingerprint: &str| {
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        let output = Command::new("python3").arg(&script).arg(&path).arg(fingerprint).output().unwrap();
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr),
        )
    };
    let mut copy = samples::firm_statement();
    copy.copy.index = 1;
    for (name, statement, index) in [
        ("bare", samples::bare_statement(), 0),
        ("firm", samples::firm_statement(), 5),
        ("lawyers", samples::lawyers_statement(60), 200),
    ] {
        let bytes = samples::bundle_of(statement.clone(), index).encode().unwrap();
        let (code, text) = run(name, &bytes, &root);
        assert_eq!(code, Some(0), "{name}: {text}");
        assert!(text.contains(&statement.number), "{text}");
        let other = Fingerprint::of(&crate::crypto::keys::RootKey::from_seed(&[9; 32]).public()).to_string();
        assert_eq!(run(name, &bytes, &other).0, Some(1));
        for at in (0..bytes.len()).step_by(bytes.len() / 9) {
            let mut changed = bytes.clone();
            changed[at] ^= 4;
            let (code, text) = run("changed", &changed, &root);
            assert_eq!(code, Some(1), "{name} byte {at}: {text}");
        }
    }
    // A paper copy's statement under the leaf of an original proves nothing.
    let bytes = samples::bundle_of(copy, 3).encode().unwrap();
    assert_eq!(run("copy", &bytes, &root).0, Some(1));
    fs::remove_dir_all(&folder).unwrap();
}
