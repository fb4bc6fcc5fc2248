//! Where the time of one certificate goes, by stage.

use std::time::Instant;

use goodstanding::app::issue;
use goodstanding::app::issued::Issued;
use goodstanding::crypto::cms;
use goodstanding::crypto::hash::sha256;
use goodstanding::crypto::verify::{Evidence, judge};
use goodstanding::domain::certificate::Certificate;
use goodstanding::pdf::agreement::text_agrees;
use goodstanding::pdf::inspect::inspect;

use crate::house::House;

/// Milliseconds of each stage, the median over the certificates.
pub fn parts(house: &House, certificates: &[Certificate]) -> Vec<(&'static str, f64)> {
    let world = &house.world;
    let look = world.store.read().unwrap();
    let keys = world.keys().unwrap();
    let root = keys.chain.last().cloned().unwrap();
    let fingerprint = world.fingerprint().unwrap();
    let mut rows: Vec<(&'static str, Vec<f64>)> = Vec::new();
    for certificate in certificates {
        let issued = Issued::original(certificate.clone());
        let mut clock = Instant::now();
        let mut at = 0;
        let mut note = |name: &'static str| {
            let ms = clock.elapsed().as_secs_f64() * 1000.0;
            if at == rows.len() {
                rows.push((name, Vec::new()));
            }
            rows[at].1.push(ms);
            at += 1;
            clock = Instant::now();
        };
        let made = issue::assemble(world, &look, &issued, None).unwrap();
        note("page, bundle, field");
        let digest = sha256(&made.prepared.signed_bytes().concat());
        let seal = cms::sign(&keys.document, &keys.chain, &digest, issued.at()).unwrap();
        note("seal");
        let pdf = made.prepared.seal(&seal).unwrap();
        note("put in");
        let found = inspect(&pdf).unwrap();
        note("check: read");
        text_agrees(&found, &made.drawn).unwrap();
        note("check: words");
        let covered = found.signed_bytes(&pdf).unwrap().concat();
        cms::verify(&seal, &covered, std::slice::from_ref(&root)).unwrap();
        note("check: seal");
        let _ = judge(&Evidence { bundle: &made.bundle, root: Some(&fingerprint), ..Evidence::default() });
        note("check: bundle");
    }
    rows.into_iter().map(|(name, times)| (name, crate::median(times))).collect()
}
