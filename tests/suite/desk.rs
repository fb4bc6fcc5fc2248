//! Somebody of the association at a browser: forms are taken from the page, filled in and sent, files with them.

use std::cell::RefCell;

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode};
use goodstanding::app::person::Person;
use goodstanding::domain::id::Id;
use goodstanding::domain::permission::Role;
use goodstanding::domain::register::Firm;
use tokio::runtime::{Builder, Runtime};

use crate::browserless::{Answer, Browser, Sheet, server};
use crate::house::{House, person};

/// A browser that waits for each answer.
pub struct Desk {
    browser: RefCell<Browser>,
    runtime: Runtime,
}

/// A new account with these roles, signed in.
pub fn signed_in(house: &House, login: &str, roles: &[Role], firm: Option<Id<Firm>>) -> (Desk, Person) {
    let person = person(&house.world, login, roles, firm);
    let browser = Browser::of(&server(house), house, &person);
    (Desk::at(browser), person)
}

/// A known person in a new session.
pub fn again(house: &House, person: &Person) -> Desk {
    Desk::at(Browser::of(&server(house), house, person))
}

/// Nobody has signed in.
pub fn stranger(house: &House) -> Desk {
    Desk::at(Browser::stranger(&server(house)))
}

/// The form of a page that posts to `action`.
pub fn form(html: &str, action: &str) -> Sheet {
    let bytes = Bytes::copy_from_slice(html.as_bytes());
    let sheet = Answer { status: StatusCode::OK, headers: HeaderMap::new(), bytes }.form(action);
    assert!(!sheet.value("form_token").is_empty(), "a form that changes something has a token");
    sheet
}

/// Fills in a form. Every name must be a field of it, or one of its buttons.
fn filled(sheet: &Sheet, fields: &[(&str, &str)], buttons: &[&str]) -> Sheet {
    fields.iter().fold(sheet.clone(), |sheet, (name, value)| {
        let known = buttons.contains(name) || sheet.fields.iter().any(|(own, _)| own == name);
        assert!(known, "the form at {} has no field {name}: {:?}", sheet.action, sheet.fields);
        sheet.with(name, value)
    })
}

impl Desk {
    fn at(browser: Browser) -> Self {
        Self { browser: RefCell::new(browser), runtime: Builder::new_current_thread().enable_all().build().unwrap() }
    }

    fn ask(&self, method: Method, path: &str, body: Option<(&str, Vec<u8>)>) -> Answer {
        self.runtime.block_on(self.browser.borrow_mut().ask_with(method, path, body))
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None)
    }

    /// The same with headers of its own.
    pub fn get_with(&self, path: &str, headers: &[(&'static str, &str)]) -> Answer {
        self.runtime.block_on(self.browser.borrow_mut().get_with(path, headers))
    }

    /// A page that must be there.
    pub fn page(&self, path: &str) -> String {
        self.runtime.block_on(self.browser.borrow_mut().page(path)).text()
    }

    /// Fills in a form of the page at `from` and sends it.
    pub fn fill(&self, from: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(&form(&self.page(from), action), fields)
    }

    /// Sends a form. Boxes that are not ticked, and buttons, are not among a form's fields: `sure` and `to` here.
    pub fn send(&self, sheet: &Sheet, fields: &[(&str, &str)]) -> Answer {
        let sheet = filled(sheet, fields, &["sure", "to", "consent", "go", "built_in", "logo_none", "seal_none"]);
        self.runtime.block_on(self.browser.borrow_mut().send(&sheet))
    }

    /// Sends a form with a file, as `multipart/form-data`.
    pub fn send_file(&self, sheet: &Sheet, fields: &[(&str, &str)], field: &str, file: (&str, &[u8])) -> Answer {
        const EDGE: &str = "----edge7k3m";
        let mut body = Vec::new();
        // Of the radios none is chosen on a fresh page.
        let sheet = filled(sheet, fields, &["table", "go"]);
        for (name, value) in sheet.fields.iter().filter(|(name, _)| name != field) {
            let part = format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{}\"\r\nContent-Type: application/octet-stream\r\n\r\n",
            file.0
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file.1);
        body.extend_from_slice(format!("\r\n--{EDGE}--\r\n").as_bytes());
        self.ask(Method::POST, &sheet.action, Some((&format!("multipart/form-data; boundary={EDGE}"), body)))
    }

    /// A post without a form, as somebody sends it who never saw the page.
    pub fn post_bare(&self, path: &str) -> Answer {
        self.ask(Method::POST, path, Some(("application/x-www-form-urlencoded", Vec::new())))
    }

    /// The page that a redirection leads to; notices are shown on it.
    pub fn follow(&self, answer: &Answer) -> String {
        self.page(&answer.to())
    }
}
