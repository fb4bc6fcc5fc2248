//! Bad input everywhere: every row of the route table, every field of every form that the pages hold, every query and
//! every piece of a path. Whatever is typed, the answer is a page with a sentence and never a fault of ours; what was
//! refused has changed nothing; and what no field may hold is never found in the store. The forms are read from the
//! pages, so a new page is covered as soon as its route is in the table.

mod guest;
mod hostile;

use std::collections::{BTreeSet, HashSet};

use axum::http::Method;
use goodstanding::domain::permission::{Right, Role};
use goodstanding::paths::route;
use goodstanding::web::routes::table;
use goodstanding::web::row::Row;

use crate::bad_input::guest::{Came, Guest, Sent, Stored};
use crate::bad_input::hostile::{BODIES, Sort, VALUES, Value};
use crate::browserless::Sheet;
use crate::roles::{Stage, stage};

/// What is typed here is kept as a draft also where it cannot stand: refused is only the going on.
const DRAFTS: &[&str] = &[route::APPLY_FORM, route::KIND_EDIT];

fn fitting(stage: &Stage, row: &Row) -> Option<Role> {
    Role::ALL
        .into_iter()
        .find(|role| row.right != Right::Public && role.has(row.right) && stage.people.contains_key(role))
}

/// What is wrong with an answer, if anything.
fn fault(came: &Came, changed: bool) -> Option<String> {
    match came.status {
        500.. => Some("a fault of ours".to_owned()),
        400..500 if changed => Some("refused, and yet something is stored".to_owned()),
        400..500 if !came.has_sentence() => Some(format!("no sentence: {}", came.text)),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_typed_into_any_form_is_taken_or_refused_with_a_sentence() {
    let stage = stage();
    let mut wrong = BTreeSet::new();
    let (mut forms, mut sent) = (0, 0);
    let mut without = BTreeSet::new();
    for row in table().iter().filter(|row| row.method == Method::POST) {
        let guest = Guest::new(&stage, fitting(&stage, row));
        let found = guest.form(row).await;
        if found.is_none() {
            // Its page needs another state than the stage has, or it is a script's: whole bodies must do.
            without.insert(row.path);
        }
        let bare = || Sheet { action: guest.path(row.path), fields: Vec::new(), offered: Vec::new() };
        forms += usize::from(found.is_some());
        let mut form = found.unwrap_or_else(bare);
        let draft = DRAFTS.contains(&row.path);
        let names: BTreeSet<String> = form.fields.iter().map(|(name, _)| name.clone()).collect();
        for name in &names {
            for value in VALUES {
                let before = guest.store();
                let came = guest.post(&form, &Sent::Field(name, value)).await;
                sent += 1;
                let after = guest.store();
                if let Some(fault) = fault(&came, before != after && !draft) {
                    wrong.insert(format!("{} field {name} {}: {} {fault}", row.path, value.name, came.status));
                }
                if let Some(found) = kept_what_none_may(&before, &after, value) {
                    wrong.insert(format!("{} field {name} {}: stored in {found}", row.path, value.name));
                }
                if before != after {
                    match guest.form(row).await {
                        Some(next) => form = next,
                        None => break,
                    }
                }
            }
        }
        for body in BODIES {
            let before = guest.store();
            let came = guest.post(&form, &Sent::Body(body)).await;
            sent += 1;
            let changed = before != guest.store();
            let taken = came.status < 400 && body.broken && changed;
            if let Some(fault) =
                fault(&came, changed && !draft).or_else(|| taken.then(|| "a broken form was taken".to_owned()))
            {
                wrong.insert(format!("{} {}: {} {fault}", row.path, body.name, came.status));
            }
            if changed && let Some(next) = guest.form(row).await {
                form = next;
            }
        }
    }
    println!("{forms} forms, {sent} posts; without a form: {without:?}");
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.into_iter().collect::<Vec<_>>().join("\n"));
    assert!(forms > 25 && sent > 3000, "{forms} {sent}");
}

/// The name of a table that now holds what no field of ours may hold.
fn kept_what_none_may(before: &[Stored], after: &[Stored], value: &Value) -> Option<&'static str> {
    let inside = |bytes: &[u8]| bytes.windows(value.mark.len()).any(|part| part == value.mark);
    let old: HashSet<&Stored> = before.iter().collect();
    let mut new = after.iter().filter(|row| value.sort == Sort::Never && !old.contains(row));
    new.find(|(_, key, bytes)| inside(key) || inside(bytes)).map(|(table, _, _)| *table)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_stands_in_a_query_or_a_path_is_answered_and_changes_nothing() {
    let stage = stage();
    let mut wrong = BTreeSet::new();
    let mut asked = 0;
    for row in &table() {
        let guest = Guest::new(&stage, fitting(&stage, row));
        let mut addresses: Vec<String> = Vec::new();
        if row.method == Method::GET {
            let plain = guest.path(row.path);
            let names = guest.query_names(&plain).await;
            for name in names.iter().map(String::as_str).chain(["lang", "page", "next", "format", "nonsense"]) {
                addresses.extend(hostile::QUERIES.iter().map(|query| format!("{plain}?{name}={query}")));
            }
            addresses.push(format!("{plain}?{}", "a=1&".repeat(3000)));
            addresses.push(format!("{plain}?=%&&&;%zz=%"));
        }
        for piece in row.path.split('/').filter(|piece| piece.starts_with('{')) {
            addresses.extend(hostile::PIECES.iter().map(|bad| guest.path(&row.path.replace(piece, bad))));
        }
        for address in addresses {
            let before = guest.store();
            let came = guest.ask(&row.method, &address).await;
            asked += 1;
            if let Some(fault) = fault(&came, row.method == Method::GET && before != guest.store()) {
                let shown: String = address.chars().take(120).collect();
                wrong.insert(format!("{} {shown}: {} {fault}", row.method, came.status));
            }
        }
    }
    println!("{asked} addresses");
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.into_iter().collect::<Vec<_>>().join("\n"));
    assert!(asked > 1000, "{asked}");
}

/// Posted twice with the same token, as by a second click or a browser that tries again: the second answer leads where
/// the first did, and nothing more is stored, not even a line of the audit. A server that was started again in between
/// does nothing more either.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_posted_twice_does_its_act_once() {
    let stage = stage();
    let (mut wrong, mut done, mut refused) = (BTreeSet::new(), Vec::new(), Vec::new());
    for row in table().iter().filter(|row| row.method == Method::POST) {
        let guest = Guest::new(&stage, fitting(&stage, row));
        let Some(form) = guest.form(row).await else { continue };
        let body = guest.body(&form.filled());
        let first = guest.send(&form.action, &body).await;
        if first.status >= 400 {
            refused.push(row.path);
            continue;
        }
        done.push(row.path);
        // Who signs in twice has signed in twice; who has signed out is a stranger.
        if [route::SIGN_IN, route::SIGN_OUT].contains(&row.path) {
            continue;
        }
        let once = guest.everything();
        let second = guest.send(&form.action, &body).await;
        if once != guest.everything() {
            wrong.insert(format!("{}: done twice ({} then {})", row.path, first.status, second.status));
        }
        if (first.status, &first.to) != (second.status, &second.to) {
            wrong.insert(format!("{}: {} {}, then {} {}", row.path, first.status, first.to, second.status, second.to));
        }
        // After a new start no answer is remembered but in the store: then it may also be said that it was done.
        let later = stage.restarted();
        let restarted = Guest { stage: &later, ..guest };
        let third = restarted.send(&form.action, &body).await;
        if once != restarted.everything() {
            wrong.insert(format!("{}: done again after a restart ({})", row.path, third.status));
        }
        if (first.status, &first.to) != (third.status, &third.to) && third.status != 409 {
            wrong.insert(format!(
                "{}: {} {}, after a restart {} {}",
                row.path, first.status, first.to, third.status, third.to
            ));
        }
    }
    println!("done: {done:?}\nrefused as they stand: {refused:?}");
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.into_iter().collect::<Vec<_>>().join("\n"));
    assert!(done.len() > 12, "{done:?}");
}
