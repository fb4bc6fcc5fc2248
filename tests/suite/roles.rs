//! Role × route, asked for real: every row of the route table, by a visitor, by every role and by another firm. What
//! came of it is `tests/golden/roles.txt`, which a reader without Rust can judge. `UPDATE_GOLDEN=1` writes it anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, header};
use goodstanding::app::change_looks::{self, Use};
use goodstanding::app::person::Person;
use goodstanding::app::revise::{self, Typed};
use goodstanding::app::world::World;
use goodstanding::app::{draft, form_token, issue, secret, submit};
use goodstanding::domain::application::{Application, Form, PaperForm};
use goodstanding::domain::id::Id;
use goodstanding::domain::permission::{Right, Role};
use goodstanding::domain::register::{Firm, Lawyer, Table};
use goodstanding::domain::revision::Area;
use goodstanding::paths::route;
use goodstanding::store::records::id_key;
use goodstanding::store::sessions::Session;
use goodstanding::store::{Look, StoreError, Writing};
use goodstanding::web::router::router;
use goodstanding::web::routes::table;
use goodstanding::web::site::Site;
use goodstanding::web::{Shared, Web};
use tower::ServiceExt;

use crate::house::{self, House};

pub const HOST: &str = "cert.example.org";

/// An association with people of every role and things for each of them to act on.
pub struct Stage {
    pub web: Shared,
    pub router: Router,
    pub people: BTreeMap<Role, Person>,
    /// The admin of a firm that owns nothing of what is asked for.
    other: Person,
    owned: Owned,
    /// Hash of the logo in use.
    artwork: String,
    house: Arc<House>,
}

/// A logo in use, and an area that was changed once.
fn texts(world: &World, admin: &Person) -> String {
    let logo =
        br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9H0z" fill="#164a8a"/></svg>"##;
    let hash = change_looks::take(world, admin, logo, Use::Logo, "logo_file").unwrap();
    let save = |area: Area, field: &str, value: &str| {
        let typed = Typed::from([(field.to_owned(), value.to_owned())]);
        revise::save(world, admin, &area, 0, &typed).unwrap();
    };
    save(Area::Looks, "logo", &hash);
    save(Area::Hotline, "hotline_phone", "000-80000000");
    hash
}

/// Applications of the first firm, one of each sort.
#[derive(Clone)]
struct Owned {
    draft: Id<Application>,
    pending: Id<Application>,
    /// With its file, and a paper copy asked for.
    issued: Id<Application>,
}

fn owned(world: &World, admin: &Person) -> Owned {
    let drafted = |kind: &str, form: Form| {
        let id = draft::begin(world, admin, kind).unwrap();
        draft::choose_kind(world, admin, id, kind).unwrap();
        draft::save_form(world, admin, id, Form { email: "clerk@example.org".into(), ..form }).unwrap();
        id
    };
    let mut period = Form::default();
    period.values.insert("period.from".into(), "2025-01-01".into());
    period.values.insert("period.to".into(), "2026-11-20".into());
    let paper = PaperForm { wanted: true, copies: "1".into(), delivery: "collect".into(), ..PaperForm::default() };
    let pending = drafted("firm-no-discipline", period);
    submit::submit(world, admin, pending).unwrap();
    let issued = drafted("firm-membership", Form { paper, ..Form::default() });
    submit::submit(world, admin, issued).unwrap();
    issue::make(world, Id::new(1)).unwrap();
    Owned { draft: drafted("lawyer-count", Form::default()), pending, issued }
}

pub fn stage() -> Stage {
    let house = house::house();
    for table in Table::ALL {
        house::load(&house.world, table);
    }
    let look = house.world.store.read().unwrap();
    let firms: Vec<Firm> = look.all().unwrap();
    let lawyer = look.all::<Lawyer>().unwrap().into_iter().find(|lawyer| lawyer.firm == firms[0].id).unwrap();
    drop(look);
    let mut people = BTreeMap::new();
    for role in Role::ALL {
        let firm = role.is_member().then_some(firms[0].id);
        let mut person = house::person(&house.world, role.slug(), &[role], firm);
        if role == Role::Lawyer {
            person.account.lawyer = Some(lawyer.id);
            house.world.store.write(|writing| writing.put(&person.account)).unwrap();
        }
        people.insert(role, person);
    }
    let other = house::person(&house.world, "other-firm", &[Role::FirmAdmin], Some(firms[1].id));
    let owned = owned(&house.world, &people[&Role::FirmAdmin]);
    let artwork = texts(&house.world, &people[&Role::SystemAdmin]);
    let web = Web::new(Arc::clone(&house.world), Site::parse(&format!("https://{HOST}"), None).unwrap());
    Stage { router: router(&web), web, people, other, owned, artwork, house: Arc::new(house) }
}

impl Stage {
    /// The same association behind a server that has just been started.
    pub fn restarted(&self) -> Self {
        let web = Web::new(Arc::clone(&self.web.world), Site::parse(&format!("https://{HOST}"), None).unwrap());
        Self {
            router: router(&web),
            web,
            people: self.people.clone(),
            other: self.other.clone(),
            owned: self.owned.clone(),
            artwork: self.artwork.clone(),
            house: Arc::clone(&self.house),
        }
    }

    pub fn world(&self) -> &World {
        &self.web.world
    }

    /// A cookie header and a form token, for this person or for a visitor.
    pub fn entry(&self, person: Option<&Person>) -> (String, String) {
        let token = secret::token(self.world());
        let kept = secret::kept_as(&token).unwrap();
        match person {
            Some(person) => {
                let now = self.world().now();
                let session =
                    Session { token: kept.clone(), account: person.account.id, begun: now, seen: now, previous: None };
                self.world().store.write(|writing| writing.put(&session)).unwrap();
                (format!("__Host-goodstanding={token}"), form_token::make(self.world(), &kept))
            }
            None => {
                let bound = secret::digest(&["visitor", &token]);
                (format!("__Host-goodstanding-visitor={token}"), form_token::make(self.world(), &bound))
            }
        }
    }

    /// Asks, and says in one word what came of it: `door` is the sign-in page.
    async fn ask(&self, method: &Method, path: &str, person: Option<&Person>) -> String {
        let (cookie, token) = self.entry(person);
        let request =
            Request::builder().method(method).uri(path).header(header::HOST, HOST).header(header::COOKIE, cookie);
        let request = if method == Method::POST {
            let form = "application/x-www-form-urlencoded";
            request.header(header::CONTENT_TYPE, form).body(Body::from(format!("form_token={token}")))
        } else {
            request.body(Body::empty())
        };
        let response = self.router.clone().oneshot(request.unwrap()).await.unwrap();
        let leads_to = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
        match leads_to {
            // Signing out leads there too, and says so by a cookie.
            Some(to) if to.starts_with(route::SIGN_IN) && !response.headers().contains_key(header::SET_COOKIE) => {
                "door".to_owned()
            }
            _ => response.status().as_u16().to_string(),
        }
    }

    /// A new copy of one of the first firm's applications.
    fn copy(&self, of: Id<Application>) -> String {
        let write = |writing: &Writing| {
            let application: Application = writing.get(&id_key(of))?.unwrap();
            let id = writing.next_id::<Application>()?;
            writing.put(&Application { id, ..application })?;
            Ok::<_, StoreError>(id)
        };
        self.world().store.write(write).unwrap().to_string()
    }

    /// The path of a row with things in it that the first firm owns, made anew for each row.
    pub fn path(&self, template: &str) -> String {
        let clerk = || {
            let login = format!("clerk-{}", secret::token(self.world()).to_lowercase());
            house::person(self.world(), &login, &[Role::FirmClerk], self.people[&Role::FirmAdmin].account.firm)
                .account
                .id
        };
        let id = match template.split('/').nth(1).unwrap_or_default() {
            "clerks" | "accounts" => clerk().to_string(),
            "apply" if template == route::APPLY_DONE => self.copy(self.owned.issued),
            "apply" => self.copy(self.owned.draft),
            "mine" if template == route::RECORD_WITHDRAW => self.copy(self.owned.pending),
            "mine" => self.copy(self.owned.issued),
            "review" => self.copy(self.owned.pending),
            // The first of its table: a certificate, a paper copy, a firm.
            _ => "1".to_owned(),
        };
        template
            .replace("{id}", &id)
            .replace("{kind}", "firm-membership")
            .replace("{page}", "1")
            .replace("{file}", "style.css")
            .replace("{area}", "hotline")
            .replace("{version}", "0")
            .replace("{colour}", "164a8a")
            .replace("{hash}", &self.artwork)
            .replace("{code}", "00000000000000000000")
            .replace("{*tile}", "0/000.p/1")
            .replace("{size}", "1")
            .replace("{old}", "1")
            .replace("{index}", "0")
            .replace("{token}", &secret::token(self.world()))
    }
}

/// What only one firm's people may reach.
fn belongs_to_a_firm(template: &str, right: Right) -> bool {
    template.contains("{id}") && matches!(right, Right::Apply | Right::ManageClerks)
}

#[tokio::test]
async fn who_may_come_where() {
    let stage = stage();
    let mut list =
        "Every route by every role, asked for real. 200: the page; 303: done, and led on; door: sent to sign in;\n\
                    404: as if it were not there; 409, 422: let in, but the empty form was refused.\n\n"
            .to_owned();
    let names: Vec<&str> = Role::ALL.iter().map(|role| role.slug()).collect();
    writeln!(list, "{:<5}{:<34} {:<8} {} other-firm", "", "", "visitor", names.join(" ")).unwrap();
    let mut wrong = Vec::new();
    for row in table() {
        let mut line = format!("{:<5}{:<34}", row.method.as_str(), row.path);
        let path = stage.path(row.path);
        let came = stage.ask(&row.method, &path, None).await;
        write!(line, " {came:<8}").unwrap();
        if (came == "door") != (row.right != Right::Public) {
            wrong.push(format!("{} {} by a visitor: {came}", row.method, row.path));
        }
        for role in Role::ALL {
            let path = stage.path(row.path);
            let came = stage.ask(&row.method, &path, Some(&stage.people[&role])).await;
            write!(line, " {came:<width$}", width = role.slug().len()).unwrap();
            if came == "door" || (!role.has(row.right) && came != "404") {
                wrong.push(format!("{} {} by {}: {came}", row.method, row.path, role.slug()));
            }
        }
        let path = stage.path(row.path);
        let came = stage.ask(&row.method, &path, Some(&stage.other)).await;
        write!(line, " {came}").unwrap();
        if belongs_to_a_firm(row.path, row.right) && came != "404" {
            wrong.push(format!("{} {} by another firm: {came}", row.method, row.path));
        }
        if belongs_to_a_firm(row.path, row.right)
            && stage.ask(&row.method, &stage.path(row.path), Some(&stage.people[&Role::FirmAdmin])).await == "404"
        {
            wrong.push(format!("{} {} is not there for its own firm: the row shows nothing", row.method, row.path));
        }
        writeln!(list, "{}", line.trim_end()).unwrap();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/roles.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(golden.parent().unwrap()).unwrap();
        std::fs::write(&golden, &list).unwrap();
    }
    let known = std::fs::read_to_string(&golden).unwrap_or_default();
    assert!(known == list, "tests/golden/roles.txt says otherwise; what came of it now:\n{list}");
}

async fn answer(stage: &Stage, request: axum::http::request::Builder, body: String) -> axum::response::Response {
    stage.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap()
}

#[tokio::test]
async fn a_form_must_come_from_our_own_page_for_this_session() {
    let stage = stage();
    let admin = &stage.people[&Role::SecurityAdmin];
    let (cookie, token) = stage.entry(Some(admin));
    let (_, foreign) = stage.entry(Some(&stage.people[&Role::Auditor]));
    let post = |extra: &[(&str, &str)]| {
        let mut request = Request::post(route::OWN_ACCOUNT)
            .header(header::HOST, HOST)
            .header(header::COOKIE, &cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in extra {
            request = request.header(*name, *value);
        }
        request
    };
    let own = format!("form_token={token}");
    assert_eq!(answer(&stage, post(&[]), own.clone()).await.status(), 422);
    let browser = [("origin", "null"), ("sec-fetch-site", "same-origin")];
    assert_eq!(answer(&stage, post(&browser), own.clone()).await.status(), 422);
    for (extra, body) in [
        (vec![], String::new()),
        (vec![], format!("form_token={foreign}")),
        (vec![("origin", "https://evil.example")], own.clone()),
        (vec![("sec-fetch-site", "cross-site")], own.clone()),
    ] {
        assert_eq!(answer(&stage, post(&extra), body.clone()).await.status(), 403, "{extra:?} {body}");
    }
    let large = format!("{own}&x={}", "x".repeat(300 << 10));
    assert_eq!(answer(&stage, post(&[]), large).await.status(), 413);
    assert_eq!(answer(&stage, post(&[]), format!("{own}&x=%ff")).await.status(), 422);
}

#[tokio::test]
async fn every_answer_carries_the_headers_and_only_our_host_is_answered() {
    let stage = stage();
    for (path, cached) in [("/sign-in", "no-store"), ("/nowhere", "no-store"), ("/assets/style.css", "no-cache")] {
        let response = answer(&stage, Request::get(path).header(header::HOST, HOST), String::new()).await;
        let head = |name: &str| response.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        assert!(head("content-security-policy").starts_with("default-src 'self';"), "{path}");
        assert!(!head("content-security-policy").contains("unsafe"), "{path}");
        assert_eq!(head("x-content-type-options"), "nosniff");
        assert_eq!(head("referrer-policy"), "no-referrer");
        assert!(head("strict-transport-security").starts_with("max-age="));
        assert_eq!(head("cache-control"), cached, "{path}");
        assert!(!head("set-cookie").contains("__Host-") || head("set-cookie").contains("; Secure"), "{path}");
    }
    let version = goodstanding::assets::version("style.css");
    let kept = answer(
        &stage,
        Request::get(format!("/assets/style.css?v={version}")).header(header::HOST, HOST),
        String::new(),
    )
    .await;
    assert!(kept.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    let foreign = answer(&stage, Request::get("/sign-in").header(header::HOST, "evil.example"), String::new()).await;
    assert_eq!(foreign.status(), 421);
    let nameless = answer(&stage, Request::get("/sign-in"), String::new()).await;
    assert_eq!(nameless.status(), 421);
    let method = answer(&stage, Request::delete("/sign-in").header(header::HOST, HOST), String::new()).await;
    assert_eq!((method.status().as_u16(), method.headers().contains_key(header::ALLOW)), (405, true));
}

#[tokio::test]
async fn whoever_comes_without_a_session_is_led_back_after_signing_in() {
    let stage = stage();
    let response =
        answer(&stage, Request::get("/audit?q=a%26b&page=2").header(header::HOST, HOST), String::new()).await;
    assert_eq!(response.headers()[header::LOCATION], "/sign-in?next=%2Faudit%3Fq%3Da%2526b%26page%3D2");
}
