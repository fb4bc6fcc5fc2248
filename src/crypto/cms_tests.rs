use std::path::Path;
use std::process::Command;

use crate::crypto::cms::{CmsFault, sign, verify, verify_pinned, without_padding};
use crate::crypto::document::{DocumentKey, X509Root};
use crate::crypto::hash::sha256;
use crate::crypto::samples;
use crate::domain::time::Moment;

const CONTENT: &[u8] = b"%PDF-1.7 the signed bytes of a file";

fn chain() -> Vec<Vec<u8>> {
    let (certificate, root) = samples::chain();
    vec![certificate, root]
}

fn made(at: Moment) -> Vec<u8> {
    sign(&samples::document(), &chain(), &sha256(CONTENT), at).unwrap()
}

#[test]
fn a_signature_is_good_for_its_bytes_and_root_only() {
    let cms = made(samples::NOW);
    assert_eq!(cms, made(samples::NOW), "the same input makes the same bytes");
    let roots = [samples::chain().1];
    let signer = verify(&cms, CONTENT, &roots).unwrap();
    assert_eq!(signer.signing_time, Moment(samples::NOW.0 / 1000 * 1000));
    assert!(signer.subject.contains(samples::ASSOCIATION), "{}", signer.subject);
    assert_eq!(signer.root, roots[0]);
    assert_eq!(signer.key_id, samples::document().id());
    assert_eq!(verify_pinned(&cms, CONTENT, &sha256(&roots[0])), Ok(signer));
    assert!(verify_pinned(&cms, CONTENT, &[0; 32]).is_err());
    assert_eq!(verify(&cms, b"other bytes", &roots), Err(CmsFault::Digest));
    assert!(matches!(verify(&cms, CONTENT, &[]), Err(CmsFault::Certificate(_))));
    let stranger = crate::crypto::keys::RootKey::from_seed(&[9; 32]);
    let stranger = X509Root::of(&stranger, samples::ASSOCIATION, samples::BEGIN).unwrap().certificate().unwrap();
    assert!(matches!(verify(&cms, CONTENT, &[stranger]), Err(CmsFault::Certificate(_))));
}

#[test]
fn no_flipped_bit_is_accepted() {
    let cms = made(samples::NOW);
    let roots = [samples::chain().1];
    for at in 0..cms.len() {
        let mut changed = cms.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(verify(&changed, CONTENT, &roots).is_err(), "byte {at} of {}", cms.len());
    }
}

/// Anybody can turn an ECDSA signature (r, s) into (r, −s), which is as good to most readers: one of them is ours.
#[test]
fn the_mirrored_signature_is_refused() {
    let cms = made(samples::NOW);
    let roots = [samples::chain().1];
    let at = (0..cms.len()).rev().find(|at| p256::ecdsa::Signature::from_der(&cms[*at..]).is_ok()).unwrap();
    let signature = p256::ecdsa::Signature::from_der(&cms[at..]).unwrap();
    let (r, s) = signature.split_scalars();
    let mirrored = p256::ecdsa::Signature::from_scalars(r.to_bytes(), (-*s).to_bytes()).unwrap().to_der();
    // The mirrored s is longer by a byte or two, so the lengths around it change: patch the one-signature structure.
    let mut changed = cms[..at].to_vec();
    changed.extend_from_slice(mirrored.as_bytes());
    let grown = mirrored.as_bytes().len() - (cms.len() - at);
    let grown = u8::try_from(grown).unwrap();
    let (found, _) = lengths_around(&cms, at);
    for position in found {
        changed[position] += grown;
    }
    let fault = verify(&changed, CONTENT, &roots).unwrap_err();
    assert!(matches!(&fault, CmsFault::Structure(why) if why.contains("other form")), "{fault}");
}

/// The positions of the last length byte of every DER element that ends at the end of the file and begins before `at`.
fn lengths_around(cms: &[u8], at: usize) -> (Vec<usize>, usize) {
    let mut found = Vec::new();
    let mut position = 0;
    while position < at {
        let (head, length) = match cms[position + 1] {
            short @ 0..=0x7f => (2, usize::from(short)),
            0x81 => (3, usize::from(cms[position + 2])),
            _ => (4, usize::from(cms[position + 2]) << 8 | usize::from(cms[position + 3])),
        };
        if position + head + length == cms.len() {
            found.push(position + head - 1);
            position += head;
        } else {
            position += head + length;
        }
    }
    (found, position)
}

#[test]
fn a_signature_outside_the_certificate_s_life_is_refused() {
    let roots = [samples::chain().1];
    for at in [Moment(samples::BEGIN.0 - 86_400_000), samples::BEGIN.plus_seconds(21 * 366 * 86_400)] {
        let fault = verify(&made(at), CONTENT, &roots).unwrap_err();
        assert_eq!(fault, CmsFault::Certificate("it was not valid at that time"));
    }
}

#[test]
fn a_certificate_of_another_key_is_refused() {
    let other = DocumentKey::generate(&mut samples::random(77));
    assert!(matches!(sign(&other, &chain(), &[0; 32], samples::NOW), Err(CmsFault::Certificate(_))));
}

#[test]
fn padding_is_zeros_and_nothing_else() {
    let cms = made(samples::NOW);
    let padded = [&cms[..], &[0; 500]].concat();
    assert_eq!(without_padding(&padded), Ok(&cms[..]));
    let smuggled = [&cms[..], &[0, 0, 1]].concat();
    assert!(without_padding(&smuggled).is_err());
}

/// OpenSSL and `GnuTLS` share no code with us; both must accept the signature, and refuse it over other bytes.
#[test]
fn openssl_and_gnutls_agree() {
    let folder = samples::folder("cms");
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).unwrap();
    let pem = |der: &[u8]| {
        let body = data_encoding::BASE64_MIME.encode(der).replace('\r', "");
        format!("-----BEGIN CERTIFICATE-----\n{body}-----END CERTIFICATE-----\n")
    };
    write("sig.der", &made(samples::NOW));
    write("content", CONTENT);
    write("other", b"other bytes");
    write("root.pem", pem(&samples::chain().1).as_bytes());
    let run = |tool: &str, arguments: &[&str]| {
        let output = Command::new(tool).args(arguments).current_dir(&folder).output();
        output.unwrap_or_else(|error| panic!("{tool} is needed for this test: {error}"))
    };
    let openssl = |content: &str| {
        let fixed = ["cms", "-verify", "-binary", "-inform", "DER", "-in", "sig.der", "-CAfile", "root.pem"];
        let time = (samples::NOW.seconds() + 60).to_string();
        let more = ["-purpose", "any", "-cades", "-attime", &time, "-out", "out", "-content", content];
        run("openssl", &[&fixed[..], &more[..]].concat())
    };
    let good = openssl("content");
    assert!(good.status.success(), "{}", String::from_utf8_lossy(&good.stderr));
    assert_eq!(std::fs::read(folder.join("out")).unwrap(), CONTENT);
    assert!(!openssl("other").status.success());

    let certtool = |content: &str| {
        let fixed = ["--p7-verify", "--inder", "--infile", "sig.der", "--load-ca-certificate", "root.pem"];
        run("certtool", &[&fixed[..], &["--load-data", content]].concat())
    };
    let good = certtool("content");
    assert!(good.status.success(), "{}", String::from_utf8_lossy(&good.stderr));
    assert!(!certtool("other").status.success());
    remove(&folder);
}

fn remove(folder: &Path) {
    std::fs::remove_dir_all(folder).unwrap();
}
