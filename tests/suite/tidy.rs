//! The house rules that clippy cannot see, over every file that git knows or would add. The rules are in `tidy/rules.rs`,
//! the floors in `tidy/rooms.rs`; `tidy/selftest.rs` shows each rule something that it must catch.

mod rooms;
mod rules;
mod selftest;
mod source;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use crate::tidy::rooms::FLOORS;
use crate::tidy::rules::check;
use crate::tidy::source::Source;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Paths of all files in the tree: tracked, or new and not ignored.
fn files() -> Vec<String> {
    let output = Command::new("git")
        .args(["-c", "safe.directory=*", "-c", "core.quotepath=off"])
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "git ls-files: {}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout).unwrap();
    names.split('\0').filter(|name| !name.is_empty() && root().join(name).is_file()).map(str::to_owned).collect()
}

fn sources() -> Vec<Source> {
    let text = |path: &String| std::fs::read_to_string(root().join(path)).ok();
    let read = files().into_iter().filter_map(|path| text(&path).map(|text| Source::new(&path, &text)));
    let mut sources: Vec<Source> = read.collect();
    let mut for_tests: BTreeSet<String> = sources.iter().flat_map(Source::test_modules).collect();
    // A test's own modules are tests too.
    loop {
        let before = for_tests.len();
        for source in &mut sources {
            let stem = source.path.trim_end_matches(".rs").trim_end_matches("/mod");
            if source.is_rust() && for_tests.contains(stem) {
                source.is_for_tests();
                for_tests.extend(source.test_modules());
            }
        }
        if for_tests.len() == before {
            return sources;
        }
    }
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_tree_keeps_the_house_rules() {
    let sources = sources();
    let rust = sources.iter().filter(|source| source.is_rust() && source.path.starts_with("src/")).count();
    assert!(rust > 5, "only {rust} source files found: the check looked in the wrong place");
    let mut findings: Vec<_> = sources.iter().flat_map(check).collect();
    findings.sort();
    let mut list = String::new();
    for finding in &findings {
        writeln!(list, "{}:{}: {}", finding.path, finding.line, finding.why).unwrap();
    }
    assert!(findings.is_empty(), "{} house rules broken\n{list}", findings.len());
}

#[test]
fn there_is_one_write_path() {
    // The store opens a transaction to migrate and to write; a backup writes another file.
    const OPEN: &str = "src/store/open.rs";
    const COPIES: [&str; 2] = ["src/store/backup.rs", "src/store/restore.rs"];
    let mut places = Vec::new();
    for source in sources().iter().filter(|s| s.path.starts_with("src/") && !COPIES.contains(&s.path.as_str())) {
        let calls = source.lines().filter(|(_, line, test)| !test && line.contains("begin_write("));
        places.extend(calls.map(|(n, _, _)| format!("{}:{n}", source.path)));
    }
    let one = places.len() <= 2 && places.iter().all(|place| place.starts_with(OPEN));
    assert!(one, "decision, audit line and job go through one write path, `Store::write`, not {places:?}");
}

/// Rooms as they lie below `src/`.
fn rooms_on_disk() -> BTreeSet<String> {
    sources().iter().filter_map(|source| source.room().map(str::to_owned)).collect()
}

/// Rooms as the table in ARCHITECTURE.md names them: in back quotes in the first column.
fn rooms_in_table() -> BTreeSet<String> {
    let text = read("ARCHITECTURE.md");
    let table = text.lines().skip_while(|line| !line.starts_with("| room")).take_while(|line| line.starts_with('|'));
    let firsts = table.filter_map(|line| line.split('|').nth(1));
    firsts
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .map(|room| room.trim_end_matches('/').to_owned())
        .collect()
}

#[test]
fn architecture_names_exactly_the_rooms_that_there_are() {
    assert_eq!(rooms_in_table(), rooms_on_disk(), "left: the table in ARCHITECTURE.md; right: the folders of src/");
    let floors: BTreeSet<String> = FLOORS.iter().flat_map(|(_, rooms)| rooms.iter()).map(|r| (*r).to_owned()).collect();
    let homeless: Vec<_> = rooms_on_disk().difference(&floors).cloned().collect();
    assert!(homeless.is_empty(), "rooms that stand on no floor: {homeless:?}");
}

#[test]
fn the_readme_says_how_to_begin() {
    let readme = read("README.md");
    for command in ["cargo run --release -- demo", "tests/run"] {
        assert!(readme.lines().any(|line| line.trim() == command), "README.md lacks a line that is just: {command}");
    }
    // What it links to in the tree is there.
    for link in readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        if !link.contains("://") && !link.starts_with('#') {
            assert!(root().join(link).exists(), "README.md links to {link}, which is not there");
        }
    }
}

#[test]
fn the_changelog_knows_this_version() {
    let heading = format!("## {}", env!("CARGO_PKG_VERSION"));
    assert!(read("CHANGELOG.md").lines().any(|line| line.starts_with(&heading)), "CHANGELOG.md lacks `{heading}`");
}

#[test]
fn the_lock_file_names_no_registry_host() {
    assert!(!read("tests/package-lock.json").contains("\"resolved\""), "made without omit-lockfile-registry-resolved");
}
