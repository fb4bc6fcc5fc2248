//! Lists in the settings without script: entries are moved, added and removed by the server, in what was typed; nothing
//! is saved by that.

use crate::app::change_faq;
use crate::app::revise::Typed;
use crate::domain::revision::Area;
use crate::views::form::Form;

/// Names of an entry's fields, without their numbers.
pub const FAQ: &[&str] = &["question", "answer"];
pub const NOTICES: &[&str] = &["notice", "from", "until"];

/// How many entries a form shows: up to the last with a field in it.
pub fn count(form: &Form, stems: &[&str]) -> usize {
    (1..=200).rev().find(|n| stems.iter().any(|stem| form.has(&format!("{stem}_{n}")))).unwrap_or(0)
}

/// Does what `go` asks of a list; false where it asks nothing of one.
pub fn rearrange(area: &Area, go: &str, typed: &mut Typed) -> bool {
    let stems = match area {
        Area::Faq => FAQ,
        Area::Notices => NOTICES,
        _ => return false,
    };
    let count = change_faq::count(typed, stems);
    let mut entries: Vec<Vec<String>> =
        (1..=count).map(|n| stems.iter().map(|stem| take(typed, stem, n)).collect()).collect();
    let asked = match go.split_once(':') {
        Some((act, n)) => (act, n.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|at| *at < count)),
        None => (go, None),
    };
    let done = match asked {
        ("add", None) if count < 200 => {
            entries.push(vec![String::new(); stems.len()]);
            true
        }
        ("up", Some(at)) if at > 0 => {
            entries.swap(at, at - 1);
            true
        }
        ("down", Some(at)) if at + 1 < count => {
            entries.swap(at, at + 1);
            true
        }
        ("remove", Some(at)) => {
            entries.remove(at);
            true
        }
        _ => false,
    };
    for (n, entry) in (1..).zip(entries) {
        for (stem, value) in stems.iter().zip(entry) {
            typed.insert(format!("{stem}_{n}"), value);
        }
    }
    done
}

fn take(typed: &mut Typed, stem: &str, n: usize) -> String {
    typed.remove(&format!("{stem}_{n}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(questions: &[&str]) -> Typed {
        let pair = |(n, question): (usize, &&str)| {
            [(format!("question_{n}"), (*question).to_owned()), (format!("answer_{n}"), format!("答{question}"))]
        };
        (1..).zip(questions).flat_map(pair).collect()
    }

    #[test]
    fn entries_move_whole_and_nothing_else_is_done() {
        for (go, wanted) in
            [("up:2", vec!["乙", "甲", "丙"]), ("down:1", vec!["乙", "甲", "丙"]), ("remove:2", vec!["甲", "丙"])]
        {
            let mut typed = list(&["甲", "乙", "丙"]);
            assert!(rearrange(&Area::Faq, go, &mut typed), "{go}");
            assert_eq!(typed, list(&wanted), "{go}");
        }
        let mut typed = list(&["甲"]);
        assert!(rearrange(&Area::Faq, "add", &mut typed));
        assert_eq!(typed.get("question_2").map(String::as_str), Some(""));
        for nothing in ["save", "preview", "", "up:1", "down:3", "up:0", "up:x", "remove:9", "up", "add:1"] {
            let mut typed = list(&["甲", "乙", "丙"]);
            assert!(!rearrange(&Area::Faq, nothing, &mut typed), "{nothing}");
            assert_eq!(typed, list(&["甲", "乙", "丙"]), "{nothing}");
            assert!(!rearrange(&Area::Hotline, "add", &mut typed));
        }
    }
}
