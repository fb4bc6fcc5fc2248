//! `cargo bench`: certificates made, sealed and checked, beside typst printing the same pages alone: the same words, fonts,
//! seal, QR code and attachment, each turn another certificate. Prints milliseconds, bytes, memory and ratios; asserts
//! nothing about time.
//!
//! The peer comes from `PyPI`: `python3 -m venv target/tools/bench && target/tools/bench/bin/pip install -r
//! tests/bench/requirements.txt`.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints, and stops where it cannot go on")]
#![expect(clippy::disallowed_methods, reason = "a bench asks the clock; no test does")]

#[path = "../suite/house.rs"]
mod house;
mod page;
mod parts;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use goodstanding::app::{draft, issue, open_file, submit, verify};
use goodstanding::domain::application::{Application, Form};
use goodstanding::domain::certificate::Certificate;
use goodstanding::domain::id::Id;
use goodstanding::domain::name::PersonName;
use goodstanding::domain::permission::Role;
use goodstanding::domain::register::{Firm, Lawyer, LawyerState, Table};
use goodstanding::store::Look;
use goodstanding::store::records::id_key;
use goodstanding::store::register::RegisterLook;
use serde_json::{Value, json};

use crate::house::{House, house, load, person};

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Certificates of each sort; the first of them warm what is kept.
const TURNS: u32 = 40;
const COLD: usize = 5;
/// Certificates of the batch, on two threads.
const BATCH: usize = 1000;

fn main() {
    let house = house();
    for table in Table::ALL {
        load(&house.world, table);
    }
    let pages: Vec<Certificate> = (0..TURNS).map(|turn| certificate(&house, "firm-membership", 0, turn)).collect();
    let tables: Vec<Certificate> = (0..TURNS).map(|turn| certificate(&house, "lawyer-membership", 30, turn)).collect();
    let before = peak();
    let page = made(&house, &pages);
    let table = made(&house, &tables);
    let batch = batch(&house, &pages);
    let after = peak();
    let root = house.world.fingerprint().unwrap();
    let offline = warm(|| drop(open_file::check_file(&page.last, Some(&root), None)));
    let answered = warm(|| drop(verify::by_code(&house.world, &pages[0].code).unwrap()));
    let told = typst(&house, &pages, &tables, &page.last, &table.last);
    let peer =
        |keys: &[&str]| told.as_ref().ok().map(|told| keys.iter().fold(told, |at, key| &at[*key]).as_f64().unwrap());
    println!("| | Goodstanding: page, seal, own check | typst: the page alone | ratio |");
    println!("|---|---|---|---|");
    for (what, key, sort) in [("one page", "page", &page), ("30 lawyers", "table", &table)] {
        let what = format!("{what} ({})", sort.pages);
        row(&format!("{what}, ms"), sort.ms, peer(&[key, "ms"]));
        row(
            &format!("{what}, kB before sealing"),
            sort.printed / 1024.0,
            peer(&[key, "bytes"]).map(|bytes| bytes / 1024.0),
        );
        row(&format!("{what}, kB sealed"), sort.sealed / 1024.0, None);
    }
    row(&format!("{BATCH} certificates on two threads, s"), batch, None);
    row("memory at the peak, MB", after / 1024.0, peer(&["peak_kb"]).map(|kb| kb / 1024.0));
    println!(
        "\nBefore the first page {:.0} MB. Checked offline {offline:.2} ms, answered by code {answered:.3} ms.",
        before / 1024.0
    );
    println!("\n| stage, ms | one page | 30 lawyers |\n|---|---|---|");
    let stages = [&pages, &tables].map(|certificates| parts::parts(&house, certificates));
    for ((name, one), (_, many)) in stages[0].iter().zip(&stages[1]) {
        println!("| {name} | {one:.2} | {many:.2} |");
    }
    if let Err(why) = told {
        println!("typst: {why}; see the head of tests/bench/certificate.rs");
    }
}

fn row(what: &str, ours: f64, peer: Option<f64>) {
    match peer {
        Some(peer) => println!("| {what} | {ours:.2} | {peer:.2} | {:.2} |", ours / peer),
        None => println!("| {what} | {ours:.2} | | |"),
    }
}

/// Decided by rules, ready to be made; each for another firm and other lawyers.
fn certificate(house: &House, kind: &str, lawyers: usize, turn: u32) -> Certificate {
    let firm: Id<Firm> = Id::new(1);
    let strange = |step: u32| char::from_u32(0x5200 + (turn * 61 + step * 7) % 0x2000).unwrap();
    let of_firm = house.world.store.read().unwrap().lawyers_of(firm).unwrap();
    let practising: Vec<Lawyer> =
        of_firm.into_iter().filter(|lawyer| lawyer.state == LawyerState::Practising).collect();
    house
        .world
        .store
        .write(|writing| {
            let mut record: Firm = writing.get(&id_key(firm))?.unwrap();
            record.name = format!("示例{}{}律师事务所", strange(0), strange(1));
            writing.put(&record)?;
            for (lawyer, step) in practising.iter().take(lawyers).zip(2..) {
                let name = format!("{}{}", lawyer.name.as_str().chars().next().unwrap(), strange(step));
                writing.put(&Lawyer { name: PersonName::parse(&name).unwrap(), ..lawyer.clone() })?;
            }
            Ok::<_, goodstanding::store::StoreError>(())
        })
        .unwrap();
    let clerk = person(&house.world, &format!("{kind}{turn}"), &[Role::FirmClerk], Some(firm));
    let lawyers: Vec<Id<Lawyer>> = practising.iter().take(lawyers).map(|lawyer| lawyer.id).collect();
    let id = draft::begin(&house.world, &clerk, &format!("{kind}{turn}")).unwrap();
    draft::choose_kind(&house.world, &clerk, id, kind).unwrap();
    let form = Form { email: "clerk@example.org".into(), lawyers, ..Form::default() };
    draft::save_form(&house.world, &clerk, id, form).unwrap();
    submit::submit(&house.world, &clerk, id).unwrap();
    let look = house.world.store.read().unwrap();
    let application: Application = look.get(&id_key(id)).unwrap().unwrap();
    look.get(&id_key(application.certificate().unwrap())).unwrap().unwrap()
}

struct Sort {
    ms: f64,
    printed: f64,
    sealed: f64,
    pages: usize,
    last: Vec<u8>,
}

/// Makes each certificate once: page, seal, own check.
fn made(house: &House, certificates: &[Certificate]) -> Sort {
    let look = house.world.store.read().unwrap();
    let (mut times, mut printed, mut sealed, mut last) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for certificate in certificates {
        let begun = Instant::now();
        let pdf = issue::draw(&house.world, &look, certificate).unwrap();
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
        let end = pdf.windows(5).position(|window| window == b"%%EOF").unwrap();
        printed.push(as_number(end + 5));
        sealed.push(as_number(pdf.len()));
        last = pdf;
    }
    let pages = goodstanding::pdf::picture::page_count(&last).unwrap();
    Sort { ms: median(times.split_off(COLD)), printed: median(printed), sealed: median(sealed), pages, last }
}

/// Seconds for the batch.
fn batch(house: &House, certificates: &[Certificate]) -> f64 {
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for half in 0..2 {
            scope.spawn(move || {
                let look = house.world.store.read().unwrap();
                for at in (half..BATCH).step_by(2) {
                    issue::draw(&house.world, &look, &certificates[at % certificates.len()]).unwrap();
                }
            });
        }
    });
    begun.elapsed().as_secs_f64()
}

/// Has typst print the same pages.
fn typst(
    house: &House,
    pages: &[Certificate],
    tables: &[Certificate],
    pdf: &[u8],
    table: &[u8],
) -> Result<Value, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tmp/bench");
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let each = |certificates: &[Certificate]| -> Vec<Value> {
        certificates.iter().map(|certificate| page::of(house, certificate)).collect()
    };
    let given = json!({ "seal": page::seal(pdf), "page": each(pages), "table": each(tables) });
    let path = folder.join("pages.json");
    std::fs::write(&path, given.to_string()).map_err(|error| error.to_string())?;
    std::fs::write(folder.join("ours-0.pdf"), pdf).map_err(|error| error.to_string())?;
    std::fs::write(folder.join("ours-30.pdf"), table).map_err(|error| error.to_string())?;
    let peer = Command::new("target/tools/bench/bin/python").arg("tests/bench/typst_page.py").arg(&path).output();
    let peer = peer.map_err(|error| format!("not installed ({error})"))?;
    if !peer.status.success() {
        return Err(String::from_utf8_lossy(&peer.stderr).into_owned());
    }
    serde_json::from_slice(&peer.stdout).map_err(|error| error.to_string())
}

fn as_number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Milliseconds of one turn, the median of many.
fn warm(mut turn: impl FnMut()) -> f64 {
    let times = (0..TURNS).map(|_| {
        let begun = Instant::now();
        turn();
        begun.elapsed().as_secs_f64() * 1000.0
    });
    median(times.collect())
}

/// The most memory that this process has held, kB.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
