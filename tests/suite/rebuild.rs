//! A certificate's file made again from its statement: the same bytes, whatever has changed around it; and a stored file
//! that was changed is found out.

use goodstanding::app::rebuild::rebuild;
use goodstanding::app::refused::Refused;
use goodstanding::app::{fonts, issue, submit};
use goodstanding::crypto::keys::Role;
use goodstanding::domain::application::{Application, Form};
use goodstanding::domain::certificate::Certificate;
use goodstanding::domain::id::Id;
use goodstanding::domain::settings::Settings;
use goodstanding::pdf::press::Press;
use goodstanding::store::blobs::Blobs;
use goodstanding::store::{Look, StoreError};

use crate::core_trip::{drafted, lawyers, loaded, read};
use crate::house::House;
use crate::keys::rotate;

fn issued(house: &House, kind: &str, count: usize) -> Certificate {
    let form = Form { lawyers: lawyers(house, count), ..Form::default() };
    let (clerk, id) = drafted(house, kind, form);
    submit::submit(&house.world, &clerk, id).unwrap();
    let id: Id<Certificate> = read::<Application>(house, id).certificate().unwrap();
    issue::make(&house.world, id).unwrap();
    read(house, id)
}

/// Leaves a real file for the stage `standards`.
fn keep(house: &House, certificate: &Certificate, kind: &str) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tmp/pdf");
    std::fs::create_dir_all(&folder).unwrap();
    let file = house.world.store.read().unwrap().file(certificate.id).unwrap().unwrap();
    std::fs::write(folder.join(format!("issued-{kind}.pdf")), file).unwrap();
}

#[test]
fn the_same_bytes_are_made_again_after_name_and_address_have_changed() {
    let house = loaded();
    for (kind, count) in [("firm-membership", 0), ("lawyer-membership", 30)] {
        let certificate = issued(&house, kind, count);
        keep(&house, &certificate, kind);
        let number = certificate.serial.show();
        for _ in 0..2 {
            let rebuilt = rebuild(&house.world, &number).unwrap();
            assert_eq!((rebuilt.differs_at, rebuilt.earlier_key), (None, false), "{number}");
            assert!(rebuilt.stored == rebuilt.made && rebuilt.made > 30_000);
            // The second time under other settings.
            house
                .world
                .store
                .write(|writing| {
                    let settings = writing.settings()?;
                    writing.put_settings(&Settings {
                        association: "示例省律师协会".into(),
                        base_url: "https://other.example.org".into(),
                        ..settings
                    })?;
                    Ok::<_, StoreError>(())
                })
                .unwrap();
        }
    }
}

#[test]
fn a_changed_file_is_found_out() {
    let house = loaded();
    let certificate = issued(&house, "firm-membership", 0);
    let number = certificate.serial.show();
    let file = house.world.store.read().unwrap().file(certificate.id).unwrap().unwrap();
    let put = |bytes: &[u8]| {
        house.world.store.write(|writing| writing.put_file(certificate.id, bytes)).unwrap();
    };
    let at = file.windows(9).position(|window| window == b"/MediaBox").unwrap() + 20;
    let mut changed = file.clone();
    changed[at] = if changed[at] == b'1' { b'2' } else { b'1' };
    put(&changed);
    assert_eq!(rebuild(&house.world, &number).unwrap().differs_at, Some(at));
    // The QR seal of another certificate.
    let at = file.windows(3).position(|window| window == b"/V/").unwrap() + 5;
    let mut changed = file.clone();
    changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
    put(&changed);
    assert!(matches!(rebuild(&house.world, &number), Err(Refused::Broken(_))));
    put(&file);
    assert_eq!(rebuild(&house.world, &number).unwrap().differs_at, None);
    assert!(matches!(rebuild(&house.world, "示律证〔2026〕第009999号"), Err(Refused::NotFound)));
}

#[test]
fn files_from_before_and_after_the_keys_were_rotated_are_made_again() {
    let house = loaded();
    let mut numbers: Vec<(String, bool)> = Vec::new();
    for role in [None, Some(Role::Issuer), Some(Role::Document), Some(Role::Issuer)] {
        if let Some(role) = role {
            rotate(&house, role);
        }
        for number in &mut numbers {
            number.1 |= role == Some(Role::Issuer);
        }
        let certificate = issued(&house, "lawyer-membership", 3);
        numbers.push((certificate.serial.show(), false));
        for (number, earlier) in &numbers {
            let rebuilt = rebuild(&house.world, number).unwrap();
            assert_eq!(rebuilt.differs_at, None, "{number} after {role:?}");
            assert_eq!(rebuilt.earlier_key, *earlier, "{number} after {role:?}");
            assert!(rebuilt.stored == rebuilt.made && rebuilt.made > 30_000);
        }
    }
    assert_eq!(numbers.iter().filter(|(_, earlier)| *earlier).count(), 3);
}

#[test]
fn other_fonts_than_those_of_issue_are_said() {
    let mut house = loaded();
    let kai = std::path::Path::new("/usr/share/fonts/truetype/arphic-gkai00mp/gkai00mp.ttf");
    let put = |house: &mut House, press: Press| {
        std::sync::Arc::get_mut(&mut house.world).unwrap().press = std::sync::Arc::new(press);
    };
    let own = || Press::with(fonts::read(Some(kai), Some(kai)).unwrap());
    let before = issued(&house, "firm-membership", 0).serial.show();
    put(&mut house, own());
    let certificate = issued(&house, "firm-membership", 0);
    keep(&house, &certificate, "own-fonts");
    let after = certificate.serial.show();
    for (number, same) in [(&before, false), (&after, true)] {
        let rebuilt = rebuild(&house.world, number).unwrap();
        assert_eq!((rebuilt.differs_at.is_none(), rebuilt.other_fonts()), (same, !same), "{number}");
    }
    // Brought back, the first is the same again; and what was issued before fonts were noted is not accused.
    put(&mut house, Press::new());
    let rebuilt = rebuild(&house.world, &before).unwrap();
    assert_eq!((rebuilt.differs_at, rebuilt.other_fonts()), (None, false));
    house
        .world
        .store
        .write(|writing| {
            let certificate: Certificate = writing.the("certificate-number", after.as_str())?.unwrap();
            writing.put(&Certificate { fonts: None, ..certificate })
        })
        .unwrap();
    let rebuilt = rebuild(&house.world, &after).unwrap();
    assert!(rebuilt.differs_at.is_some() && !rebuilt.other_fonts() && rebuilt.fonts_then.is_none());
}
