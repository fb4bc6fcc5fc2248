//! Somebody of a role who finds the forms of the pages, and sends them changed.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::{Body as Sending, to_bytes};
use axum::http::{Method, Request, header};
use goodstanding::app::person::Person;
use goodstanding::app::{draft, form_token, secret, withdraw};
use goodstanding::domain::application::Application;
use goodstanding::domain::id::Id;
use goodstanding::domain::permission::{Right, Role};
use goodstanding::paths::{self, route};
use goodstanding::store::{Look, tables};
use goodstanding::web::routes::table;
use goodstanding::web::row::Row;
use goodstanding::web::urlencoded;
use tower::ServiceExt;

use crate::bad_input::hostile::{Body, Value};
use crate::browserless::{Sheet, post_forms, query_fields};
use crate::roles::{HOST, Stage};

/// Not compared: what a request changes whatever it asks for.
const ALWAYS: [&str; 5] = ["audit", "audit-particulars", "locks", "sessions", "form-tokens"];

pub struct Guest<'a> {
    pub stage: &'a Stage,
    pub role: Option<Role>,
    pub cookie: String,
    /// To what this guest's form tokens are bound.
    pub bound: String,
}

/// Table, key and value.
pub type Stored = (&'static str, Vec<u8>, Vec<u8>);

/// What came back.
pub struct Came {
    pub status: u16,
    pub to: String,
    pub text: String,
}

impl Came {
    /// A person can read why: Chinese words in a page, or in JSON.
    pub fn has_sentence(&self) -> bool {
        let body = self.text.split_once("<main").map_or(self.text.as_str(), |(_, main)| main);
        body.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count() >= 5
    }
}

/// One change to a form, or a body in its place.
pub enum Sent<'a> {
    Field(&'a str, &'a Value),
    Body(&'a Body),
}

impl<'a> Guest<'a> {
    pub fn new(stage: &'a Stage, role: Option<Role>) -> Self {
        let person: Option<&Person> = role.map(|role| &stage.people[&role]);
        let (cookie, _) = stage.entry(person);
        let token = cookie.split_once('=').unwrap().1;
        let bound = match role {
            Some(_) => secret::kept_as(token).unwrap(),
            None => secret::digest(&["visitor", token]),
        };
        Self { stage, role, cookie, bound }
    }

    pub fn path(&self, template: &str) -> String {
        self.stage.path(template)
    }

    /// The path of a row, with what it stands for in a state in which its page has the form.
    fn ready(&self, template: &str) -> String {
        let (world, person) = (self.stage.world(), self.role.map(|role| &self.stage.people[&role]));
        let id = |path: &str| Id::<Application>::parse(path.split('/').nth(2).unwrap()).unwrap();
        match (template, person) {
            (route::APPLY_LAWYERS, Some(person)) => {
                let path = self.path(template);
                draft::choose_kind(world, person, id(&path), "lawyer-membership").unwrap();
                path
            }
            (route::RECORD_AGAIN, Some(person)) => {
                let pending = id(&self.path(route::RECORD_WITHDRAW));
                withdraw::withdraw(world, person, pending).unwrap();
                paths::record_again(pending)
            }
            _ => self.path(template),
        }
    }

    /// The form of this row as its page shows it, on things made anew.
    pub async fn form(&self, row: &Row) -> Option<Sheet> {
        let action = self.ready(row.path);
        let given: BTreeMap<&str, &str> =
            row.path.split('/').zip(action.split('/')).filter(|(t, _)| t.starts_with('{')).collect();
        let near = row.path.split('/').nth(1).unwrap_or_default();
        let may = |right: Right| right == Right::Public || self.role.is_some_and(|role| role.has(right));
        let mut pages: Vec<&'static str> = table()
            .iter()
            .filter(|page| page.method == Method::GET && may(page.right))
            .map(|page| page.path)
            .filter(|page| page.split('/').all(|piece| !piece.starts_with('{') || given.contains_key(piece)))
            .collect();
        // The form's own page first, then its neighbours, then every other.
        pages.sort_by_key(|page| (*page != row.path, page.split('/').nth(1) != Some(near), page.len()));
        for page in pages {
            let mut address = page.to_owned();
            for (piece, value) in &given {
                address = address.replace(piece, value);
            }
            let came = self.ask(&Method::GET, &address).await;
            let found = post_forms(&came.text).into_iter().find(|form| form.action.split('?').next() == Some(&action));
            if let Some(form) = found {
                return Some(form);
            }
        }
        None
    }

    /// Names of what the forms of a page ask for by its address.
    pub async fn query_names(&self, path: &str) -> BTreeSet<String> {
        query_fields(&self.ask(&Method::GET, path).await.text)
    }

    pub async fn ask(&self, method: &Method, path: &str) -> Came {
        if *method == Method::POST {
            return self
                .send(
                    path,
                    &("application/x-www-form-urlencoded".into(), format!("form_token={}", self.token()).into()),
                )
                .await;
        }
        let request =
            Request::builder().method(method).uri(path).header(header::HOST, HOST).header(header::COOKIE, &self.cookie);
        // What cannot even be an address never reaches a server.
        let Ok(request) = request.body(Sending::empty()) else {
            return Came { status: 400, to: String::new(), text: "这不是一个网址".to_owned() };
        };
        self.answer(request).await
    }

    pub async fn post(&self, form: &Sheet, sent: &Sent<'_>) -> Came {
        let whole = || String::from_utf8(self.body(form).1).unwrap();
        match sent {
            Sent::Field(name, value) => {
                let rest: Vec<(&str, &str)> = form
                    .fields
                    .iter()
                    .filter(|(known, _)| known != name && known != "form_token")
                    .map(|(n, v)| (&**n, &**v))
                    .collect();
                let name = if *name == "form_token" { "other" } else { name };
                let changed = format!(
                    "{}&form_token={}&{}={}",
                    urlencoded::write(&rest),
                    self.token(),
                    urlencoded::write(&[(name, "")]).trim_end_matches('='),
                    value.encoded()
                );
                self.send(&form.action, &("application/x-www-form-urlencoded".into(), changed.into())).await
            }
            Sent::Body(body) => {
                let text = body.sent.replace("FORM", &whole()).replace("TOKEN", &self.token());
                self.send(&form.action, &(body.kind.into(), text.into())).await
            }
        }
    }

    /// The form with a new token, as a browser sends it.
    pub fn body(&self, form: &Sheet) -> (String, Vec<u8>) {
        let mut pairs: Vec<(&str, &str)> =
            form.fields.iter().filter(|(name, _)| name != "form_token").map(|(n, v)| (&**n, &**v)).collect();
        let token = self.token();
        pairs.push(("form_token", &token));
        ("application/x-www-form-urlencoded".into(), urlencoded::write(&pairs).into())
    }

    pub async fn send(&self, path: &str, (kind, body): &(String, Vec<u8>)) -> Came {
        let mut request = Request::post(path).header(header::HOST, HOST).header(header::COOKIE, &self.cookie);
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let Ok(request) = request.body(Sending::from(body.clone())) else {
            return Came { status: 400, to: String::new(), text: "这不是一个网址".to_owned() };
        };
        self.answer(request).await
    }

    async fn answer(&self, request: Request<Sending>) -> Came {
        let response = self.stage.router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let to = response.headers().get(header::LOCATION).map_or("", |to| to.to_str().unwrap()).to_owned();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Came { status, to, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    fn token(&self) -> String {
        form_token::make(self.stage.world(), &self.bound)
    }

    /// Everything stored, but for what any request may change.
    pub fn store(&self) -> Vec<Stored> {
        let mut rows = self.tables(|table| !ALWAYS.contains(&table));
        rows.retain(|(_, key, _)| key != b"audit-head");
        rows
    }

    /// The audit and the form tokens too.
    pub fn everything(&self) -> Vec<Stored> {
        self.tables(|table| table != "sessions" && table != "locks")
    }

    fn tables(&self, wanted: impl Fn(&str) -> bool) -> Vec<Stored> {
        let look = self.stage.world().store.read().unwrap();
        let mut rows = Vec::new();
        for (name, table) in tables::ALL.iter().filter(|(name, _)| wanted(name)) {
            rows.extend(
                look.scan(*table, b"", false, usize::MAX).unwrap().into_iter().map(|(key, value)| (*name, key, value)),
            );
        }
        rows
    }
}
