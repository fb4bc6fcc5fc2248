//! Logo, colour and seal: uploaded, seen before they are saved, and then where they belong and nowhere else.

use axum::http::StatusCode;
use goodstanding::app::verify_log;
use goodstanding::app::{issue, submit};
use goodstanding::domain::application::Form;
use goodstanding::domain::certificate::Certificate;
use goodstanding::domain::id::Id;
use goodstanding::store::blobs::Blobs;

use crate::core_trip::{drafted, loaded, run_jobs};
use crate::desk::{Desk, form, stranger};
use crate::settings::{admin, settings};
use crate::web_trip::{all, read};

const LOGO: &[u8] = br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><title>secret words</title>
<circle cx="32" cy="32" r="30" fill="#0b5c63"/><path d="M20 34l8 8 16-20" fill="none" stroke="#fff" stroke-width="5"/></svg>"##;

/// A ring and a star, as a registered seal would be; `ring` tells two of them apart.
fn seal(ring: u8) -> Vec<u8> {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 200\"><circle cx=\"100\" cy=\"100\" r=\"95\" fill=\"none\" stroke=\"#c8102e\" stroke-width=\"{ring}\"/>\
         <path d=\"M100 60l10 30h30l-24 18 9 30-25-18-25 18 9-30-24-18h30z\" fill=\"#c8102e\"/></svg>"
    )
    .into_bytes()
}

/// Uploads a picture; the preview.
fn upload(desk: &Desk, area: &str, field: &str, file: (&str, &[u8])) -> crate::browserless::Answer {
    let path = format!("/settings/{area}");
    let sheet = form(&desk.page(&path), &path);
    desk.send_file(&sheet, &[("go", "preview")], field, file)
}

fn save(desk: &Desk, area: &str, preview: &crate::browserless::Answer) {
    let path = format!("/settings/{area}");
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.text());
    desk.send(&form(&preview.text(), &path), &[("go", "save")]).to();
}

#[test]
fn a_logo_is_cleaned_previewed_and_then_everybody_s() {
    let house = loaded();
    let (desk, nobody) = (admin(&house, "system"), stranger(&house));
    for (bytes, words) in [
        (&b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"[..], "脚本"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><image href='http://evil.example/x.png'/></svg>", "位图"),
        (b"plain words", "SVG 或 PNG"),
    ] {
        let refused = upload(&desk, "looks", "logo_file", ("logo.svg", bytes));
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says(words), "{}", refused.words());
    }
    let preview = upload(&desk, "looks", "logo_file", ("logo.svg", LOGO));
    let hash = form(&preview.text(), "/settings/looks").value("logo").to_owned();
    assert_eq!(hash.len(), 64);
    assert!(preview.text().contains(&format!("/settings/artwork/{hash}")), "the preview bears it");
    let public = format!("/logo/{hash}");
    assert_eq!(nobody.get(&public).status, StatusCode::NOT_FOUND, "not before it is saved");
    assert!(nobody.page("/verify").contains("/assets/mark.svg"));
    save(&desk, "looks", &preview);
    let served = nobody.get(&public);
    assert_eq!((served.status, served.header("content-type")), (StatusCode::OK, "image/svg+xml; charset=utf-8"));
    assert!(served.header("content-security-policy").starts_with("default-src 'none'"));
    assert!(served.header("cache-control").contains("immutable"));
    assert!(!served.text().contains("secret words") && !served.text().contains("circle"), "only paths are left");
    for page in ["/verify", "/sign-in"] {
        assert!(nobody.page(page).contains(&format!("src=\"{public}\"")), "{page}");
    }
    assert!(desk.page("/settings").contains(&public));
    let none = desk.fill("/settings/looks", "/settings/looks", &[("logo_none", "yes"), ("go", "preview")]);
    save(&desk, "looks", &none);
    assert_eq!(nobody.get(&public).status, StatusCode::NOT_FOUND, "an old logo is not public");
    assert!(desk.get(&format!("/settings/artwork/{hash}")).status.is_success(), "but kept, for its version");
}

#[test]
fn a_colour_is_worn_by_its_preview_and_then_by_every_page() {
    let house = loaded();
    let (desk, nobody) = (admin(&house, "system"), stranger(&house));
    let path = "/settings/looks";
    let preview = desk.fill(path, path, &[("accent", "7A1F2B"), ("go", "preview")]);
    assert!(
        preview.text().contains("href=\"/accent/7a1f2b\"") && preview.says("与白色的对比度"),
        "{}",
        preview.words()
    );
    assert!(!nobody.page("/verify").contains("/accent/"));
    save(&desk, "looks", &preview);
    assert!(nobody.page("/verify").contains("<link rel=\"stylesheet\" href=\"/accent/7a1f2b\">"));
    let sheet = nobody.get("/accent/7a1f2b");
    assert!(sheet.header("content-type").starts_with("text/css") && sheet.text().contains("--accent:#7a1f2b"));
    for bad in ["/accent/4096ff", "/accent/x", "/accent/7A1F2B", "/accent/%23a1f2b"] {
        assert_eq!(nobody.get(bad).status, StatusCode::NOT_FOUND, "{bad}");
    }
}

#[test]
fn a_certificate_bears_the_seal_of_its_decision_however_late_it_is_made() {
    let house = loaded();
    let world = &house.world;
    let (desk, nobody) = (admin(&house, "system"), stranger(&house));
    assert!(desk.page("/settings").contains("带“样章”字样"));
    let (clerk, drawn) = drafted(&house, "firm-membership", Form::default());
    submit::submit(world, &clerk, drawn).unwrap();

    let preview = upload(&desk, "seal", "seal_file", ("章.svg", &seal(6)));
    let first = form(&preview.text(), "/settings/seal").value("seal").to_owned();
    assert!(preview.text().contains(&format!("/settings/artwork/{first}/specimen")));
    let specimen = desk.get(&format!("/settings/artwork/{first}/specimen"));
    assert!(specimen.status.is_success() && specimen.text().contains("<svg"));
    save(&desk, "seal", &preview);
    for secret in [format!("/settings/artwork/{first}"), format!("/logo/{first}")] {
        assert!(!nobody.get(&secret).status.is_success(), "{secret} is nobody's");
    }
    let (clerk, id) = drafted(&house, "firm-membership", Form::default());
    submit::submit(world, &clerk, id).unwrap();

    let preview = upload(&desk, "seal", "seal_file", ("章.svg", &seal(9)));
    save(&desk, "seal", &preview);
    let second = settings(&house).seal.unwrap();
    assert_ne!(first, second);
    let seals: Vec<Option<String>> = all::<Certificate>(&house).into_iter().map(|one| one.seal).collect();
    assert_eq!(seals, [None, Some(first)], "frozen by the decision");

    let look = world.store.read().unwrap();
    let waiting: Certificate = read(&house, Id::new(2));
    let early = issue::draw(world, &look, &waiting).unwrap();
    let others = issue::draw(world, &look, &Certificate { seal: Some(second), ..waiting.clone() }).unwrap();
    assert_ne!(early, others);
    run_jobs(&house);
    let file = world.store.read().unwrap().file(waiting.id).unwrap().unwrap();
    assert_eq!(file, early, "every retry makes the same bytes");
    let held = verify_log::verify(world).unwrap();
    assert!(held.faults.is_empty(), "{:?}", held.faults);
}
