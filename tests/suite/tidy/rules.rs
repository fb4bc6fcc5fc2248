//! The rules. Each looks at one file and returns what breaks it; its sentence says what to do instead.

use super::rooms::{HOMES, WORLD, floor, refusal};
use super::source::{Source, words};

/// One broken rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub path: String,
    pub line: usize,
    pub why: String,
}

pub type Rule = fn(&Source) -> Vec<(usize, String)>;

/// Every rule with a name, so that the self-test can ask that each has caught something.
pub const RULES: &[(&str, Rule)] = &[
    ("floors", floors),
    ("homes", homes),
    ("length", length),
    ("imports", imports),
    ("names", names),
    ("heads", heads),
    ("panics", panics),
    ("unfinished", unfinished),
    ("printing", printing),
    ("markup", markup),
    ("world", world),
    ("machine paths", machine_paths),
];

pub fn check(source: &Source) -> Vec<Finding> {
    let finding = |(line, why)| Finding { path: source.path.clone(), line, why };
    RULES.iter().flat_map(|(_, rule)| rule(source)).map(finding).collect()
}

/// Lines of code (`tests` says whether test code counts) for which `broken` has a sentence.
fn each_line(source: &Source, tests: bool, broken: impl Fn(&str) -> Option<String>) -> Vec<(usize, String)> {
    let lines = source.lines().filter(|(_, _, test)| tests || !test);
    lines.filter_map(|(n, line, _)| broken(line).map(|why| (n, why))).collect()
}

fn in_src(source: &Source) -> bool {
    source.is_rust() && source.path.starts_with("src/")
}

fn floors(source: &Source) -> Vec<(usize, String)> {
    let Some(room) = source.room().filter(|_| source.is_rust()) else { return Vec::new() };
    each_line(source, true, |line| {
        words(line, "crate").find_map(|at| {
            let rest = line[at..].strip_prefix("crate::")?;
            let other = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()?;
            if other.is_empty() {
                return Some("name each room in a line of its own: `use crate::room::Thing`".to_owned());
            }
            refusal(room, other)
        })
    })
}

fn homes(source: &Source) -> Vec<(usize, String)> {
    if !in_src(source) {
        return Vec::new();
    }
    let room = source.room().unwrap_or("");
    let mut found = Vec::new();
    for (library, homes) in HOMES.iter().filter(|(_, homes)| !homes.contains(&room)) {
        // A module of our own may bear a library's name where the file says so.
        let ours = |line: &String| {
            words(line, library).next().is_some()
                && ["use crate::", "mod ", "pub mod "].iter().any(|head| line.trim_start().starts_with(head))
        };
        if source.code.iter().any(ours) {
            continue;
        }
        found.extend(each_line(source, true, |line| {
            words(line, library).find_map(|at| {
                let path = line[at + library.len()..].starts_with("::") && !line[..at].ends_with([':', '.']);
                let whole = line[..at].ends_with("use ");
                (path || whole).then(|| format!("`{library}` is at home in {} only", homes.join(", ")))
            })
        }));
    }
    found
}

fn length(source: &Source) -> Vec<(usize, String)> {
    let code = [".rs", ".mjs", ".js", ".py", ".sh", ".go"].iter().any(|end| source.path.ends_with(end));
    if code && source.raw.len() > 500 {
        return vec![(501, format!("{} lines; a file has 500 at most, and one idea", source.raw.len()))];
    }
    Vec::new()
}

fn imports(source: &Source) -> Vec<(usize, String)> {
    each_line(source, false, |line| {
        if line.contains("super::*") {
            Some("`super::*` only in tests: `use crate::room::Thing` in full".to_owned())
        } else if line.contains("prelude::*") {
            Some("no prelude: name what is used".to_owned())
        } else if line.contains("#[allow(") || line.contains("#![allow(") {
            Some("`#[expect(lint, reason = \"…\")]`, not `#[allow]`".to_owned())
        } else {
            None
        }
    })
}

fn names(source: &Source) -> Vec<(usize, String)> {
    const EMPTY: [&str; 9] = ["util", "utils", "helper", "helpers", "common", "manager", "service", "misc", "data"];
    let parts = source.path.strip_prefix("src/").into_iter().flat_map(|inside| inside.split('/'));
    let mut hit = parts.map(|part| part.strip_suffix(".rs").unwrap_or(part)).filter(|part| EMPTY.contains(part));
    hit.next().map(|part| (1, format!("`{part}` says nothing: name the file after its idea"))).into_iter().collect()
}

fn heads(source: &Source) -> Vec<(usize, String)> {
    let Some(room) = source.room() else { return Vec::new() };
    if source.path != format!("src/{room}/mod.rs") && source.path != format!("src/{room}.rs") {
        return Vec::new();
    }
    if floor(room).is_none() {
        return vec![(1, format!("the room `{room}` stands on no floor (tests/suite/tidy/rooms.rs, ARCHITECTURE.md)"))];
    }
    let head = source.raw.iter().take_while(|line| line.starts_with("//!")).count();
    match head {
        1..=15 => Vec::new(),
        0 => vec![(1, "a room's head says its idea in a few lines of `//!`".to_owned())],
        _ => vec![(16, "a room's head is 15 lines at most".to_owned())],
    }
}

fn panics(source: &Source) -> Vec<(usize, String)> {
    each_line(source, false, |line| {
        line.contains(".unwrap()").then(|| "no `unwrap` outside tests: return the error, or prove it away".to_owned())
    })
}

fn unfinished(source: &Source) -> Vec<(usize, String)> {
    const WORDS: [(&str, &str); 5] = [
        ("todo!", "unfinished code does not land"),
        ("unimplemented!", "unfinished code does not land"),
        ("#[ignore", "a test that does not run is no test"),
        ("thread::sleep", "wait for a condition, never for a while"),
        ("dbg!", "a line for debugging does not land"),
    ];
    if !source.is_rust() {
        return Vec::new();
    }
    each_line(source, true, |line| WORDS.iter().find(|(word, _)| line.contains(word)).map(|(_, why)| (*why).to_owned()))
}

fn printing(source: &Source) -> Vec<(usize, String)> {
    if !in_src(source) || source.room() == Some("cli") || source.path == "src/main.rs" {
        return Vec::new();
    }
    each_line(source, false, |line| {
        ["println", "print", "eprintln", "eprint"].iter().find_map(|word| {
            let called = words(line, word).any(|at| line[at + word.len()..].starts_with('!'));
            called.then(|| format!("`{word}!` only in `cli`: elsewhere return it, or trace it"))
        })
    })
}

fn markup(source: &Source) -> Vec<(usize, String)> {
    if !in_src(source) {
        return Vec::new();
    }
    let mut found = Vec::new();
    if source.path != "src/views/layout.rs" {
        found.extend(each_line(source, true, |line| {
            let used = words(line, "PreEscaped").next().is_some();
            used.then(|| "`PreEscaped` only in views/layout.rs: what is written there is not escaped".to_owned())
        }));
    }
    if source.room() == Some("views") && source.path != "src/views/parts.rs" {
        let why = || "`input` only in views/parts.rs, where label, hint and error are together".to_owned();
        found.extend(each_line(source, true, |line| {
            words(line, "input").any(|at| is_element(&line[at + "input".len()..])).then(why)
        }));
    }
    if source.path != "src/views/parts.rs" {
        let raw = source.raw.iter().zip(&source.test).enumerate();
        let literal = raw.filter(|(_, (line, test))| !**test && line.contains("<input"));
        found.extend(literal.map(|(n, _)| (n + 1, "`<input` only by views/parts.rs".to_owned())));
    }
    found
}

/// Whether what follows a name in maud is an element: attributes with `=`, a class or an id, then `;` or a block.
fn is_element(rest: &str) -> bool {
    let attribute = ["type", "name", "value", "id", "checked", "required"]
        .iter()
        .any(|name| words(rest, name).any(|at| rest[at + name.len()..].trim_start().starts_with(['=', '['])));
    (rest.starts_with(' ') || rest.starts_with('.') || rest.starts_with('#')) && attribute && !rest.contains("==")
}

fn world(source: &Source) -> Vec<(usize, String)> {
    const ASKED: [&str; 8] = [
        "SystemTime::now",
        "Instant::now",
        "Timestamp::now",
        "Zoned::now",
        "getrandom::",
        "OsRng",
        "thread_rng",
        "RandomState",
    ];
    if !in_src(source) || source.path == WORLD {
        return Vec::new();
    }
    each_line(source, false, |line| {
        let hit = ASKED.iter().find(|word| line.contains(*word));
        hit.map(|word| format!("`{word}` only in {WORLD}: time and chance are arguments"))
    })
}

fn machine_paths(source: &Source) -> Vec<(usize, String)> {
    if source.path == "Cargo.lock" {
        return Vec::new();
    }
    // Written apart so that this file does not break its own rule.
    let folders = [concat!("/wo", "rk"), concat!("/ro", "ot"), concat!("/ho", "me")];
    let hosts = [
        concat!("registry.npm", "js.org"),
        concat!("pypi", ".org"),
        concat!("files.python", "hosted"),
        concat!("deb.deb", "ian.org"),
        concat!("index.crates", ".io"),
    ];
    let starts_path = |line: &str, at: usize, folder: &str| {
        let before = line[..at].chars().next_back();
        let after = line[at + folder.len()..].chars().next();
        !before.is_some_and(|c| c.is_alphanumeric() || ".-_/}*)".contains(c)) && after == Some('/')
    };
    let broken = |line: &str| {
        folders.iter().any(|folder| line.match_indices(folder).any(|(at, _)| starts_path(line, at, folder)))
            || hosts.iter().any(|host| line.contains(host))
    };
    let lines = source.raw.iter().enumerate().filter(|(_, line)| broken(line));
    lines.map(|(n, _)| (n + 1, "no path or registry host of one machine in the tree".to_owned())).collect()
}
