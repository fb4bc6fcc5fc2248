//! The signature's place as the independent reader sees it.

use crate::domain::time::Moment;
use crate::pdf::agreement::text_agrees;
use crate::pdf::inspect::inspect;
use crate::pdf::press_tests::{PRESS, keep};
use crate::pdf::sample;
use crate::pdf::signature_field::{CMS_ROOM, FieldError, FieldFacts, Format, prepare};

fn facts() -> FieldFacts {
    FieldFacts {
        signer: sample::ASSOCIATION.into(),
        reason: "出具证明".into(),
        signed_at: Moment(1_795_400_000_000),
        format: Format::Pkcs7Detached,
        cms_room: CMS_ROOM,
    }
}

/// A DER sequence of `size` bytes that is no signature: the field does not look inside.
fn der(size: u16) -> Vec<u8> {
    let mut der = vec![0x30, 0x82];
    der.extend((size - 4).to_be_bytes());
    der.resize(size.into(), 0xA5);
    der
}

#[test]
fn a_sealed_file_is_covered_whole_and_says_the_same() {
    for sheet in [sample::firm(), sample::lawyers(30)] {
        let printed = PRESS.print(&sheet, &sample::meta(), &sample::attachments()).unwrap();
        let prepared = prepare(&printed, &facts()).unwrap();
        let signed = prepared.signed_bytes().map(<[u8]>::to_vec);
        let sealed = prepared.clone().seal(&der(1500)).unwrap();
        keep("sealed.pdf", &sealed);
        assert!(sealed.starts_with(&printed));
        let found = inspect(&sealed).unwrap();
        assert!(found.covers_whole_file);
        assert_eq!(found.revisions, 2);
        assert_eq!(found.doc_mdp, Some(1));
        assert_eq!(found.sub_filter.as_deref(), Some("adbe.pkcs7.detached"));
        assert_eq!(found.cms.as_deref(), Some(&*der(1500)));
        assert_eq!(found.signed_bytes(&sealed).unwrap().map(<[u8]>::to_vec), signed);
        assert_eq!(text_agrees(&found, &sheet), Ok(()));
        assert_eq!(found.attachments.len(), 2);
    }
}

#[test]
fn what_was_done_to_a_sealed_file_is_seen() {
    let printed = PRESS.print(&sample::firm(), &sample::meta(), &[]).unwrap();
    let sealed = prepare(&printed, &facts()).unwrap().seal(&der(900)).unwrap();
    let mut appended = sealed.clone();
    appended.extend_from_slice(b"% harmless?\n");
    assert!(!inspect(&appended).unwrap().covers_whole_file);
    let mut updated = sealed.clone();
    updated.extend_from_slice(b"1 0 obj\n<<>>\nendobj\nxref\n0 0\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n");
    assert!(inspect(&updated).map_or(true, |found| !found.covers_whole_file && found.revisions == 3));
    let cut = &sealed[..sealed.len() - 10];
    assert!(inspect(cut).map_or(true, |found| !found.covers_whole_file));
    // A second range, hidden in an object that nothing refers to.
    let mut second = b"%PDF-1.7\n%/ByteRange[0 1 2 3]\n".to_vec();
    second.extend_from_slice(&sealed);
    assert!(inspect(&second).map_or(true, |found| found.byte_range.is_none() && !found.covers_whole_file));
}

#[test]
fn only_our_own_fresh_output_gets_a_field() {
    let printed = PRESS.print(&sample::firm(), &sample::meta(), &[]).unwrap();
    let prepared = prepare(&printed, &facts()).unwrap();
    assert!(matches!(prepared.clone().seal(&der(4097)), Err(FieldError::TooLong { size: 4097, room: 4096 })));
    assert!(matches!(prepared.clone().seal(b"text"), Err(FieldError::NotDer)));
    let sealed = prepared.seal(&der(4096)).unwrap();
    for foreign in [&sealed[..], b"", b"%PDF-1.7\n%%EOF", &printed[..printed.len() - 30]] {
        assert!(matches!(prepare(foreign, &facts()), Err(FieldError::NotOurs(_))));
    }
}

#[test]
fn the_reader_survives_damage_anywhere() {
    let printed = PRESS.print(&sample::lawyers(3), &sample::meta(), &sample::attachments()).unwrap();
    let sealed = prepare(&printed, &facts()).unwrap().seal(&der(900)).unwrap();
    let sheet = sample::lawyers(3);
    for step in 0..160 {
        let at = step * sealed.len() / 160;
        let mut flipped = sealed.clone();
        flipped[at] ^= 0x55;
        for damaged in [&flipped[..], &sealed[..at], &sealed[at..]] {
            if let Ok(found) = inspect(damaged) {
                let _ = text_agrees(&found, &sheet);
                let _ = found.signed_bytes(damaged);
            }
        }
    }
}
