//! Each rule is shown what it must catch and what it must let pass: a checker that sees nothing passes everything.

use std::collections::BTreeSet;

use crate::tidy::rooms::refusal;
use crate::tidy::rules::{RULES, check};
use crate::tidy::source::Source;

/// Path, text, and the line that must be found.
fn bad() -> Vec<(&'static str, String, usize)> {
    let plain: &[(&str, &str, usize)] = &[
        ("src/domain/a.rs", "//! a\nuse crate::store::Store;\n", 2),
        ("src/store/a.rs", "use crate::crypto::sign;\n", 1),
        ("src/pdf/a.rs", "fn f() { crate::app::submit() }\n", 1),
        ("src/text.rs", "//! a\nuse crate::paths::home;\n", 2),
        ("src/web/a.rs", "use crate::store::Store;\n", 1),
        ("src/web/a.rs", "use crate::cli::run;\n", 1),
        ("src/app/a.rs", "use crate::{domain::Id, store::Store};\n", 1),
        ("src/app/a.rs", "use crate::cellar::Wine;\n", 1),
        ("src/app/a.rs", "use redb::Database;\n", 1),
        ("src/app/a.rs", "fn f(db: &redb::Database) {}\n", 1),
        ("src/store/a.rs", "#[cfg(test)]\nmod tests {\n    use ed25519_dalek::SigningKey;\n}\n", 3),
        ("src/web/a.rs", "use maud::html;\n", 1),
        ("src/pdf/a.rs", "use crate::pdf::page;\nfn f() { csv::Reader::new() }\n", 2),
        ("src/app/a.rs", "use super::*;\n", 1),
        ("src/pdf/a.rs", "use krilla::prelude::*;\n", 1),
        ("src/app/a.rs", "#[allow(dead_code)]\nfn f() {}\n", 1),
        ("src/app/utils.rs", "fn f() {}\n", 1),
        ("src/app/service/a.rs", "fn f() {}\n", 1),
        ("src/store/mod.rs", "pub mod a;\n", 1),
        ("src/cellar/mod.rs", "//! Wine.\n", 1),
        ("src/app/a.rs", "fn f() { g().unwrap(); }\n#[cfg(test)]\nmod tests { fn g() { h().unwrap() } }\n", 1),
        ("src/app/a.rs", "#[cfg(test)]\nfn t() {}\nfn f() { g().unwrap(); }\n", 3),
        ("src/app/a.rs", "fn f() { todo!() }\n", 1),
        ("src/app/a.rs", "fn f() { unimplemented!(\"later\") }\n", 1),
        ("tests/suite/a.rs", "#[test]\n#[ignore]\nfn f() {}\n", 2),
        ("tests/suite/a.rs", "fn f() { std::thread::sleep(d) }\n", 1),
        ("src/app/a.rs", "fn f() { println!(\"x\") }\n", 1),
        ("src/web/a.rs", "fn f() { eprintln!(\"x\") }\n", 1),
        ("src/views/a.rs", "use maud::PreEscaped;\n", 1),
        ("src/views/a.rs", "fn f() {\n    html! { input type=\"text\" name=(n); }\n}\n", 2),
        ("src/views/a.rs", "fn f() {\n    input.wide #a type=\"hidden\";\n}\n", 2),
        ("src/web/a.rs", "const A: &str = \"<input name=a>\";\n", 1),
        ("src/domain/a.rs", "fn f() { SystemTime::now() }\n", 1),
        ("src/app/a.rs", "fn f() { std::time::Instant::now() }\n", 1),
        ("src/app/a.rs", "fn f() { getrandom::fill(&mut b) }\n", 1),
        ("README.md", concat!("Look in `/wo", "rk/main`.\n"), 1),
        ("tests/a.sh", concat!("cd /ro", "ot/x\n"), 1),
        ("Dockerfile", concat!("RUN pip install -i https://pypi", ".org/simple x\n"), 1),
    ];
    let mut all: Vec<_> = plain.iter().map(|(path, text, line)| (*path, (*text).to_owned(), *line)).collect();
    all.push(("src/app/a.rs", "// line\n".repeat(501), 501));
    all.push(("tests/journey/a.mjs", "1;\n".repeat(600), 501));
    all.push(("src/store/mod.rs", "//! line\n".repeat(16), 16));
    all
}

const GOOD: &[(&str, &str)] = &[
    ("src/app/a.rs", "use crate::store::Store;\nuse crate::domain::id::Id;\nuse crate::crypto::sign;\n"),
    ("src/web/a.rs", "use crate::views::layout;\nuse crate::app::submit;\nuse axum::Router;\n"),
    ("src/text.rs", "//! Sentences.\nuse crate::domain::time::Day;\n"),
    ("src/store/a.rs", "// use crate::crypto and redb, .unwrap() and todo!()\nconst A: &str = \"crate::crypto::x\";\n"),
    ("src/store/a.rs", "/* outer /* crate::app::x */ todo!() */ const A: &str = r#\"\"crate::app\"#;\n"),
    ("src/store/a.rs", "fn f<'a>(x: &'a str) -> char { let _ = x; '\"' }\n// crate::app\nconst B: char = '\\'';\n"),
    ("src/store/a.rs", "#[cfg(test)]\nmod tests {\n    use super::*;\n    fn f() { g().unwrap() }\n}\n"),
    ("src/app/a.rs", "use crate::crypto::signature;\nfn f() { signature::check() }\n"),
    ("src/app/a.rs", "fn f() { crate::crypto::der::read() }\n"),
    ("src/app/world.rs", "fn now() { SystemTime::now(); getrandom::fill(b) }\n"),
    ("src/cli/a.rs", "use clap::Parser;\nfn f() { println!(\"x\") }\n"),
    ("src/main.rs", "fn main() { eprintln!(\"x\") }\n"),
    ("src/views/parts.rs", "fn f() { html! { input type=\"text\" name=(n); } }\n"),
    ("src/views/a.rs", "fn f(input: &str) { let name = input.trim(); g(input, name == input) }\n"),
    ("src/views/layout.rs", "use maud::PreEscaped;\n"),
    ("README.md", "The path /sign-in/home/work is a page; crates.io is a place; a/work/b too.\n"),
    ("Cargo.toml", "# SystemTime::now, todo!, println!\n"),
];

#[test]
fn every_rule_catches_what_it_is_for() {
    let mut awake = BTreeSet::new();
    for (path, text, line) in bad() {
        let source = Source::new(path, &text);
        let caught = RULES.iter().filter(|(_, rule)| rule(&source).iter().any(|(n, _)| *n == line));
        let names: Vec<_> = caught.map(|(name, _)| *name).collect();
        assert!(!names.is_empty(), "nothing found in line {line} of {path}:\n{text}");
        awake.extend(names);
    }
    let all: BTreeSet<_> = RULES.iter().map(|(name, _)| *name).collect();
    assert_eq!(awake, all, "a rule that has caught nothing may be asleep");
}

#[test]
fn a_bad_line_is_found_once_and_only_there() {
    let text = "//! Head.\nuse crate::domain::id::Id;\nuse crate::app::submit;\n\nfn f() {}\n";
    let findings = check(&Source::new("src/store/a.rs", text));
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!((findings[0].path.as_str(), findings[0].line), ("src/store/a.rs", 3));
    assert!(findings[0].why.contains("downward"), "{}", findings[0].why);
}

#[test]
fn good_code_passes() {
    for (path, text) in GOOD {
        let findings = check(&Source::new(path, text));
        assert!(findings.is_empty(), "{path}:\n{text}\n{findings:?}");
    }
}

#[test]
fn modules_that_tests_declare_are_tests() {
    let module =
        "//! Head.\nmod plain;\n#[cfg(test)]\nmod sample;\n#[cfg(test)]\n#[path = \"x_tests.rs\"]\nmod tests;\n";
    let of = |path: &str| Source::new(path, module).test_modules();
    assert_eq!(of("src/pdf/mod.rs"), ["src/pdf/sample", "src/pdf/x_tests", "src/pdf/tests"]);
    assert_eq!(of("src/pdf/x.rs"), ["src/pdf/x/sample", "src/pdf/x_tests", "src/pdf/x/tests"]);
    let mut source = Source::new("src/pdf/sample.rs", "fn f() { g().unwrap() }\n");
    assert_eq!(check(&source).len(), 1);
    source.is_for_tests();
    assert!(check(&source).is_empty());
}

#[test]
fn tools_are_strangers_and_floors_go_one_way() {
    for tool in ["store", "crypto", "pdf", "mail", "views", "tabular", "reading"] {
        assert!(refusal("app", tool).is_none() && refusal(tool, "domain").is_none());
        assert!(refusal(tool, "app").is_some() && refusal("domain", tool).is_some());
        assert!(refusal("store", tool).is_some() == (tool != "store"));
    }
    assert!(refusal("cli", "web").is_none() && refusal("web", "cli").is_some());
    assert!(refusal("jobs", "web").is_some() && refusal("web", "config").is_some());
}
