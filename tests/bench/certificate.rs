//! `cargo bench`: one certificate made, sealed and checked, warm, beside typst printing the same words with the same
//! font in the same run. Prints milliseconds, sizes and ratios; asserts nothing about time.
//!
//! The peer comes from `PyPI`: `python3 -m venv target/tools/bench && target/tools/bench/bin/pip install -r
//! tests/bench/requirements.txt`.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints, and stops where it cannot go on")]

#[path = "../suite/house.rs"]
mod house;

use std::process::Command;
use std::time::Instant;

use goodstanding::app::{draft, issue, open_file, submit, verify};
use goodstanding::domain::application::{Application, Form};
use goodstanding::domain::certificate::Certificate;
use goodstanding::domain::id::Id;
use goodstanding::domain::permission::Role;
use goodstanding::domain::register::{Firm, Lawyer, LawyerState, Table};
use goodstanding::store::Look;
use goodstanding::store::records::id_key;
use goodstanding::store::register::RegisterLook;

use crate::house::{House, house, load, person};

const TURNS: u32 = 40;

fn main() {
    let house = house();
    for table in Table::ALL {
        load(&house.world, table);
    }
    let page = certificate(&house, "firm-membership", 0);
    let table = certificate(&house, "lawyer-membership", 30);
    let (made_page, page_pdf) = made(&house, &page);
    let (made_table, table_pdf) = made(&house, &table);
    let root = house.world.fingerprint().unwrap();
    let offline = warm(|| drop(open_file::check_file(&page_pdf, Some(&root), None)));
    let answered = warm(|| drop(verify::by_code(&house.world, &page.code).unwrap()));
    println!("made, sealed and checked: firm {made_page:.2} ms, {} kB", page_pdf.len() / 1024);
    println!("made, sealed and checked: 30 lawyers {made_table:.2} ms, {} kB", table_pdf.len() / 1024);
    println!("checked offline: {offline:.2} ms; answered by code: {answered:.3} ms");
    let peer = Command::new("target/tools/bench/bin/python").args(["tests/bench/typst_page.py", "40"]).output();
    match peer {
        Ok(peer) if peer.status.success() => {
            let told = String::from_utf8_lossy(&peer.stdout).into_owned();
            let times: Vec<f64> = told.split_whitespace().filter_map(|word| word.parse().ok()).collect();
            println!("typst prints the page alone: firm {:.2} ms, 30 lawyers {:.2} ms", times[0], times[1]);
            println!("ratio to typst: firm {:.2}, 30 lawyers {:.2}", made_page / times[0], made_table / times[1]);
        }
        Ok(peer) => println!("typst failed: {}", String::from_utf8_lossy(&peer.stderr)),
        Err(error) => println!("typst is not installed ({error}); see the head of tests/bench/certificate.rs"),
    }
}

/// Decided by rules, ready to be made.
fn certificate(house: &House, kind: &str, lawyers: usize) -> Certificate {
    let firm: Id<Firm> = Id::new(1);
    let clerk = person(&house.world, kind, &[Role::FirmClerk], Some(firm));
    let of_firm = house.world.store.read().unwrap().lawyers_of(firm).unwrap();
    let practising = of_firm.iter().filter(|lawyer| lawyer.state == LawyerState::Practising);
    let lawyers: Vec<Id<Lawyer>> = practising.take(lawyers).map(|lawyer| lawyer.id).collect();
    let id = draft::begin(&house.world, &clerk, kind).unwrap();
    draft::choose_kind(&house.world, &clerk, id, kind).unwrap();
    let form = Form { email: "clerk@example.org".into(), lawyers, ..Form::default() };
    draft::save_form(&house.world, &clerk, id, form).unwrap();
    submit::submit(&house.world, &clerk, id).unwrap();
    let look = house.world.store.read().unwrap();
    let application: Application = look.get(&id_key(id)).unwrap().unwrap();
    look.get(&id_key(application.certificate().unwrap())).unwrap().unwrap()
}

fn made(house: &House, certificate: &Certificate) -> (f64, Vec<u8>) {
    let look = house.world.store.read().unwrap();
    let pdf = issue::draw(&house.world, &look, certificate).unwrap();
    (warm(|| drop(issue::draw(&house.world, &look, certificate).unwrap())), pdf)
}

/// Milliseconds of one turn, the median of many.
#[expect(clippy::disallowed_methods, reason = "a bench asks the clock; no test does")]
fn warm(mut turn: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..TURNS)
        .map(|_| {
            let begun = Instant::now();
            turn();
            begun.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
