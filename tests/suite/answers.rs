//! Answers that are given again: never one that is no longer right, whatever it was made of has changed; and the short way
//! gives what the long way gives.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::Response;
use goodstanding::app::paper_step::{self, Typed};
use goodstanding::app::world::World;
use goodstanding::app::{replace, review, revoke, submit};
use goodstanding::domain::application::{Form, PaperForm};
use goodstanding::domain::certificate::Certificate;
use goodstanding::domain::kind::Kind;
use goodstanding::domain::paper::{PaperCopy, PaperState};
use goodstanding::domain::permission::Role;
use goodstanding::domain::register::{Lawyer, LawyerState, Table};
use goodstanding::domain::settings::Settings;
use goodstanding::domain::time::Moment;
use goodstanding::store::blobs::Blobs;
use goodstanding::store::records::id_key;
use goodstanding::store::{Look, Store};
use goodstanding::web::router::router;
use goodstanding::web::site::Site;
use goodstanding::web::{Shared, Web, quick};
use tower::ServiceExt;

use crate::browserless::HOST;
use crate::core_trip::{drafted, lawyers, read, run_jobs};
use crate::house::{self, House, START, person};

/// A house whose clock stands still unless it is moved.
fn still_house() -> (House, Arc<AtomicU64>) {
    let now = Arc::new(AtomicU64::new(START));
    let hand = Arc::clone(&now);
    let clock = Box::new(move || Moment(hand.load(Ordering::SeqCst)));
    let house = house::house_on_clock(Store::in_memory().unwrap(), clock);
    for table in Table::ALL {
        house::load(&house.world, table);
    }
    (house, now)
}

fn web(house: &House) -> Shared {
    Web::new(Arc::clone(&house.world), Site::parse("https://cert.example.org", None).unwrap())
}

/// What came, and whether by the short way.
struct Came {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
    short: bool,
}

async fn came(response: Response, short: bool) -> Came {
    let (mut parts, body) = response.into_parts();
    // On the short way that is left to whoever writes it to the socket.
    parts.headers.remove(header::CONTENT_LENGTH);
    let text = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
    Came { status: parts.status, headers: parts.headers, text, short }
}

/// Asks as a socket's owner does: the short way first.
async fn ask_with(web: &Shared, path: &str, headers: &[(&str, &str)]) -> Came {
    let mut request = Request::get(path).header(header::HOST, HOST);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let (parts, ()) = request.body(()).unwrap().into_parts();
    match quick::answer(web, &parts) {
        Some(response) => came(response, true).await,
        None => {
            let response = router(web).oneshot(Request::from_parts(parts, Body::empty())).await.unwrap();
            came(response, false).await
        }
    }
}

async fn ask(web: &Shared, path: &str) -> Came {
    ask_with(web, path, &[]).await
}

/// Every form in which an answer is kept.
fn forms(code: &str) -> Vec<(String, Vec<(&'static str, &'static str)>)> {
    let large = vec![("cookie", "__Host-goodstanding-large=yes")];
    vec![
        (format!("/V/{code}"), vec![]),
        (format!("/V/{code}?lang=en"), vec![]),
        (format!("/V/{code}"), large.clone()),
        (format!("/V/{code}?lang=en"), large),
        (format!("/V/{code}.json"), vec![]),
        (format!("/V/{code}"), vec![("accept", "application/json")]),
    ]
}

/// Asks in every form, twice; each answer must be that of a server which has kept nothing. All of them in one text.
async fn right(house: &House, warm: &Shared, code: &str, when: &str) -> String {
    let mut all = String::new();
    for (path, headers) in forms(code) {
        let fresh = ask_with(&web(house), &path, &headers).await;
        let first = ask_with(warm, &path, &headers).await;
        let again = ask_with(warm, &path, &headers).await;
        assert!(again.short && !fresh.short, "{when}: {path} is kept after it was asked for");
        for (came, which) in [(&first, "first"), (&again, "again")] {
            assert_eq!(came.text, fresh.text, "{when}: {path}, {which}");
            assert_eq!(came.headers, fresh.headers, "{when}: {path}, {which}");
            assert_eq!(came.status, fresh.status, "{when}: {path}, {which}");
        }
        all.push_str(&again.text);
    }
    all
}

/// A certificate about three lawyers with two paper copies, and its copies.
fn issued(house: &House) -> (Certificate, Vec<PaperCopy>) {
    let paper = PaperForm { wanted: true, copies: "2".into(), delivery: "collect".into(), ..PaperForm::default() };
    let form = Form { lawyers: lawyers(house, 3), paper, ..Form::default() };
    let (clerk, id) = drafted(house, "lawyer-membership", form);
    submit::submit(&house.world, &clerk, id).unwrap();
    run_jobs(house);
    let certificate: Certificate = read(house, read(house, id).certificate().unwrap());
    (certificate, house.world.store.read().unwrap().marked("paper-application", id_key(id)).unwrap())
}

fn settings(world: &World, change: impl FnOnce(&mut Settings)) {
    let mut settings = world.store.read().unwrap().settings().unwrap();
    change(&mut settings);
    world.store.write(|writing| writing.put_settings(&settings)).unwrap();
}

/// What is done, and doing it.
type Change<'a> = (&'a str, Box<dyn FnOnce() + 'a>);

#[tokio::test]
async fn whatever_an_answer_is_made_of_changes_the_next_one_is_right() {
    let (house, now) = still_house();
    let (world, warm) = (&house.world, web(&house));
    let (certificate, copies) = issued(&house);
    let reviewer = person(world, "reviewer", &[Role::Reviewer], None);
    let clerk = person(world, "gu", &[Role::PaperClerk], None);
    let own = certificate.code.clone();
    let copy = copies[0].issue.as_ref().unwrap().code.clone();

    let mut before = right(&house, &warm, &own, "issued").await;
    assert!(before.contains("有效") && before.contains("截至今日仍成立"), "{before}");
    let of_copy = right(&house, &warm, &copy, "copy issued").await;
    let cancel = Typed { reason: "遗失".into(), remark: "来电".into(), ..Typed::default() };
    paper_step::step(world, &clerk, &[copies[0].id], PaperState::Cancelled, &cancel).unwrap();
    let cancelled = right(&house, &warm, &copy, "copy cancelled").await;
    assert!(cancelled.contains("遗失") && !of_copy.contains("遗失"));

    let lawyer: Lawyer = read(&house, certificate.lawyers[0]);
    let mut kind: Kind = world.store.read().unwrap().get(certificate.kind.as_str().as_bytes()).unwrap().unwrap();
    let changes: Vec<Change<'_>> = vec![
        ("revoked", Box::new(|| revoke::revoke(world, &reviewer, certificate.id, "证明所载内容有误。").unwrap())),
        ("reinstated", Box::new(|| revoke::reinstate(world, &reviewer, certificate.id, "撤销有误。").unwrap())),
        ("a lawyer left", {
            let left = Lawyer { state: LawyerState::Suspended, ..lawyer };
            Box::new(move || world.store.write(|writing| writing.put(&left)).unwrap())
        }),
        ("the kind no longer answers", {
            kind.answers_today = false;
            Box::new(move || world.store.write(|writing| writing.put(&kind)).unwrap())
        }),
        ("another name", Box::new(|| settings(world, |s| s.association = "示例省律师协会".into()))),
        ("another English name", Box::new(|| settings(world, |s| s.latin = "Sample Bar".into()))),
        ("another colour", Box::new(|| settings(world, |s| s.accent = Some("#7a1f1f".into())))),
        ("a logo", Box::new(|| settings(world, |s| s.logo = Some("ab".repeat(32))))),
        ("another domain", Box::new(|| settings(world, |s| s.base_url = "https://other.example.org".into()))),
        (
            "expired",
            Box::new(|| {
                now.fetch_add(400 * 24 * 3600 * 1000, Ordering::SeqCst);
            }),
        ),
    ];
    for (when, change) in changes {
        change();
        let after = right(&house, &warm, &own, when).await;
        assert_ne!(after, before, "{when} changes the answer");
        before = after;
    }
    assert!(before.contains("已过期"));
}

#[tokio::test]
async fn a_replaced_certificate_and_one_of_a_stolen_key_are_answered_anew() {
    let (house, now) = still_house();
    let (world, warm) = (&house.world, web(&house));
    let (certificate, _) = issued(&house);
    let reviewer = person(world, "reviewer", &[Role::Reviewer], None);
    right(&house, &warm, &certificate.code, "issued").await;
    now.fetch_add(60_000, Ordering::SeqCst);
    let next = replace::begin(world, &reviewer, certificate.id, "登记信息更正。").unwrap();
    assert!(ask(&warm, &format!("/V/{}", certificate.code)).await.short, "an application replaces nothing yet");
    review::approve(world, &reviewer, next, "").unwrap();
    run_jobs(&house);
    let text = right(&house, &warm, &certificate.code, "replaced").await;
    assert!(text.contains("已换发"));
    // The process takes other keys: the answer is made with them, though the store was not written.
    let code = read::<Certificate>(&house, read(&house, next).certificate().unwrap()).code;
    assert!(right(&house, &warm, &code, "the new one").await.contains("有效，验证于"));
    let foreign = house::scratch("foreign");
    world.put_keys(Arc::new(house::keys_in(&foreign)));
    let text = right(&house, &warm, &code, "keys that did not sign it").await;
    assert!(text.contains("暂时无法核验") && text.contains("unavailable"));
}

#[tokio::test]
async fn what_is_kept_is_for_anybody_and_says_when_it_was_asked_for_and_made() {
    let (house, now) = still_house();
    let (world, warm) = (&house.world, web(&house));
    let (certificate, _) = issued(&house);
    let path = format!("/V/{}", certificate.code);
    let first = ask(&warm, &path).await;
    assert!(!first.text.contains("form_token") && !first.headers.contains_key(header::SET_COOKIE));
    assert_eq!(first.headers[header::CACHE_CONTROL], "no-store");
    let etag = first.headers[header::ETAG].to_str().unwrap().to_owned();
    // Others sign in, drafts are saved, certificates are issued: this one's answer stands.
    now.fetch_add(90 * 60_000, Ordering::SeqCst);
    issued(&house);
    let later = ask(&warm, &path).await;
    assert!(later.short);
    let clock = world.now().clock();
    assert!(later.text.contains(&format!("<time class=\"asked\">{clock}</time>")), "asked now");
    let made = format!("验证于 <span class=\"whole\">2026年11月23日 {}</span>", Moment(START).clock());
    assert!(later.text.contains(&made), "made then");
    assert_eq!(later.headers[header::ETAG], etag.as_str(), "the time of asking is no other answer");
    for (sent, status) in [(etag.as_str(), 304), ("W/\"x\", *", 304), ("\"x\"", 200)] {
        let came = ask_with(&warm, &path, &[("if-none-match", sent)]).await;
        assert_eq!((came.status.as_u16(), came.text.is_empty()), (status, status == 304), "{sent}");
    }
    let json = ask(&warm, &format!("{path}.json")).await;
    assert!(json.text.contains(&format!("\"at\":\"{}\"", world.now().rfc3339())), "{}", json.text);
    // Any way of writing the code leads to the same; the short way reads only what addresses have.
    let grouped: Vec<&str> = (0..5).map(|at| &certificate.code[at * 4..at * 4 + 4]).collect();
    assert!(ask(&warm, &format!("/V/{}", grouped.join("-"))).await.short);
    let lower = ask(&warm, &path.to_lowercase().replace("/v/", "/V/")).await;
    assert_eq!((lower.short, lower.text), (false, later.text));
    // What is for one visitor only goes the long way, and so does what is none of ours.
    for (path, headers) in [
        (path.clone(), vec![("cookie", "__Host-goodstanding-notice=saved")]),
        (path.clone(), vec![("cookie", "__Host-goodstanding=x")]),
        (format!("{path}?seal=AAAA"), vec![]),
        (format!("/V/{}", "0".repeat(20)), vec![]),
    ] {
        assert!(!ask_with(&warm, &path, &headers).await.short, "{path} {headers:?}");
    }
    let (parts, ()) = Request::get(&path).header(header::HOST, "evil.example").body(()).unwrap().into_parts();
    assert!(quick::answer(&warm, &parts).is_none(), "another host");
    let (parts, ()) = Request::head(&path).header(header::HOST, HOST).body(()).unwrap().into_parts();
    assert!(quick::answer(&warm, &parts).is_none());
}

#[tokio::test]
async fn a_public_form_needs_neither_token_nor_cookie_and_another_site_cannot_post_it() {
    let (house, _) = still_house();
    let (certificate, _) = issued(&house);
    let server = router(&web(&house));
    let licence = read::<Lawyer>(&house, certificate.lawyers[1]).licence.as_str().to_owned();
    let post = |extra: Option<(&'static str, &'static str)>| {
        let mut request = Request::post(format!("/V/{}", certificate.code))
            .header(header::HOST, HOST)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some((name, value)) = extra {
            request = request.header(name, value);
        }
        server.clone().oneshot(request.body(Body::from(format!("licence={licence}"))).unwrap())
    };
    let came = came(post(None).await.unwrap(), false).await;
    assert!(came.status == StatusCode::OK && came.text.contains("一致：这是本证明所载律师的执业证号"), "{}", came.text);
    for foreign in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
        assert_eq!(post(Some(foreign)).await.unwrap().status(), 403, "{foreign:?}");
    }
}
