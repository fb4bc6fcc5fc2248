//! A browser's part without a browser: requests through the whole router, over an association in memory. It keeps
//! cookies, takes the form token out of the page that it posts from, and posts no field that the page's form lacks.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use goodstanding::app::person::Person;
use goodstanding::app::secret;
use goodstanding::app::world::World;
use goodstanding::domain::id::Id;
use goodstanding::domain::permission::Role;
use goodstanding::domain::register::Firm;
use goodstanding::store::sessions::Session;
use goodstanding::web::Web;
use goodstanding::web::router::router;
use goodstanding::web::site::Site;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tower::ServiceExt;

use crate::house::{House, person};

const HOST: &str = "cert.example.org";

/// Somebody at a browser.
pub struct Browser {
    router: Router,
    cookies: RefCell<BTreeMap<String, String>>,
    runtime: tokio::runtime::Runtime,
}

/// What the server answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

/// A form of a page: where it posts to, its token, and the names of its fields.
pub struct PageForm {
    action: String,
    token: String,
    names: Vec<String>,
}

/// A new account with these roles, signed in.
pub fn signed_in(house: &House, login: &str, roles: &[Role], firm: Option<Id<Firm>>) -> (Browser, Person) {
    let mut person = person(&house.world, login, roles, firm);
    let browser = open(house);
    person.session = sign_in(&house.world, &person, &browser);
    (browser, person)
}

/// A browser in which nobody has signed in.
pub fn open(house: &House) -> Browser {
    let web = Web::new(Arc::clone(&house.world), Site::parse(&format!("https://{HOST}"), None).unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    Browser { router: router(&web), cookies: RefCell::default(), runtime }
}

/// Opens a session for an account and leaves its cookie in the browser; the session's name in the store.
pub fn sign_in(world: &World, person: &Person, browser: &Browser) -> String {
    let token = secret::token(world);
    let kept = secret::kept_as(&token).unwrap();
    let now = world.now();
    let session = Session { token: kept.clone(), account: person.account.id, begun: now, seen: now };
    world.store.write(|writing| writing.put(&session)).unwrap();
    browser.cookies.borrow_mut().insert("__Host-goodstanding".into(), token);
    kept
}

impl Browser {
    pub fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None, Vec::new())
    }

    /// A page that must be there.
    pub fn page(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status, StatusCode::OK, "GET {path}: {}", answer.text());
        answer.text()
    }

    /// Fills in a form of the page at `from` and sends it.
    pub fn fill(&self, from: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(&form(&self.page(from), action), fields)
    }

    /// Sends a form; every field must be one of it.
    pub fn send(&self, form: &PageForm, fields: &[(&str, &str)]) -> Answer {
        for (name, _) in fields {
            assert!(form.names.iter().any(|own| own == name), "the form at {} has no field {name}", form.action);
        }
        let coded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let token = ("form_token", form.token.as_str());
        let pairs = std::iter::once(&token).chain(fields);
        let body: Vec<String> = pairs.map(|(name, value)| format!("{}={}", coded(name), coded(value))).collect();
        self.ask(
            Method::POST,
            &form.action,
            Some("application/x-www-form-urlencoded".into()),
            body.join("&").into_bytes(),
        )
    }

    /// The same with a file, as `multipart/form-data`.
    pub fn send_file(&self, form: &PageForm, fields: &[(&str, &str)], name: &str, file: (&str, &[u8])) -> Answer {
        const EDGE: &str = "----edge7k3m";
        assert!(form.names.iter().any(|own| own == name), "the form at {} has no field {name}", form.action);
        let mut body = Vec::new();
        for (name, value) in std::iter::once(&("form_token", form.token.as_str())).chain(fields) {
            let part = format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{}\"\r\nContent-Type: application/octet-stream\r\n\r\n",
            file.0
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file.1);
        body.extend_from_slice(format!("\r\n--{EDGE}--\r\n").as_bytes());
        self.ask(Method::POST, &form.action, Some(format!("multipart/form-data; boundary={EDGE}")), body)
    }

    /// A post without a form, as somebody sends it who never saw the page.
    pub fn post_bare(&self, path: &str) -> Answer {
        self.ask(Method::POST, path, Some("application/x-www-form-urlencoded".into()), Vec::new())
    }

    /// The page that a redirection leads to; notices are shown on it.
    pub fn follow(&self, answer: &Answer) -> String {
        self.page(&answer.leads_to())
    }

    fn ask(&self, method: Method, path: &str, kind: Option<String>, body: Vec<u8>) -> Answer {
        let cookies: Vec<String> =
            self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, HOST);
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let request = request.body(Body::from(body)).unwrap();
        let (parts, bytes) = self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            (parts, to_bytes(body, 64 << 20).await.unwrap().to_vec())
        });
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if cookie.contains("Max-Age=0") {
                self.cookies.borrow_mut().remove(name);
            } else {
                self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
            }
        }
        Answer { status: parts.status, headers: parts.headers, bytes }
    }
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    /// Where a 303 leads.
    pub fn leads_to(&self) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "no redirection: {}", String::from_utf8_lossy(&self.bytes));
        self.headers[header::LOCATION].to_str().unwrap().to_owned()
    }
}

/// The form of a page that posts to `action`.
pub fn form(html: &str, action: &str) -> PageForm {
    let head = format!("action=\"{action}\"");
    let part = html
        .split("<form ")
        .skip(1)
        .find(|part| part.split('>').next().is_some_and(|tag| tag.contains(&head)))
        .unwrap_or_else(|| panic!("no form that posts to {action} in: {html}"));
    let part = part.split("</form>").next().unwrap();
    let names = attributes(part, "name");
    let token = part.split("name=\"form_token\" value=\"").nth(1).expect("a post form has a token");
    let token = token.split('"').next().unwrap().to_owned();
    PageForm { action: action.to_owned(), token, names }
}

fn attributes(html: &str, name: &str) -> Vec<String> {
    let head = format!(" {name}=\"");
    html.split(&head).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}
