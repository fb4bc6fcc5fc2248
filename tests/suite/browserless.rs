//! A browser without script and without windows: keeps cookies, follows what it is told to, and sends forms as a real
//! one would send them: every field of the page's form with what stands in it, changed only where a person types.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use goodstanding::app::person::Person;
use goodstanding::app::secret;
use goodstanding::store::sessions::Session;
use goodstanding::web::Web;
use goodstanding::web::router::router;
use goodstanding::web::site::Site;
use goodstanding::web::urlencoded;
use tower::ServiceExt;

use crate::house::House;

pub const HOST: &str = "cert.example.org";

/// The server of a house, for any number of browsers.
pub fn server(house: &House) -> Router {
    router(&Web::new(std::sync::Arc::clone(&house.world), Site::parse("https://cert.example.org", None).unwrap()))
}

/// One person's browser.
pub struct Browser {
    server: Router,
    cookies: BTreeMap<String, String>,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Bytes,
}

impl Browser {
    pub fn stranger(server: &Router) -> Self {
        Self { server: server.clone(), cookies: BTreeMap::new() }
    }

    /// With a session of this person, as after signing in.
    pub fn of(server: &Router, house: &House, person: &Person) -> Self {
        let token = secret::token(&house.world);
        let now = house.world.now();
        let session = Session {
            token: secret::kept_as(&token).unwrap(),
            account: person.account.id,
            begun: now,
            seen: now,
            previous: None,
        };
        house.world.store.write(|writing| writing.put(&session)).unwrap();
        let mut browser = Self::stranger(server);
        browser.cookies.insert("__Host-goodstanding".to_owned(), token);
        browser
    }

    pub async fn ask(&mut self, method: Method, path: &str, body: Option<String>) -> Answer {
        let body = body.map(|body| ("application/x-www-form-urlencoded", body.into_bytes()));
        self.ask_with(method, path, body).await
    }

    /// The same with a body of any type.
    pub async fn ask_with(&mut self, method: Method, path: &str, body: Option<(&str, Vec<u8>)>) -> Answer {
        self.ask_headed(method, path, body, &[]).await
    }

    /// A page or a file, asked for with headers of its own.
    pub async fn get_with(&mut self, path: &str, headers: &[(&'static str, &str)]) -> Answer {
        self.ask_headed(Method::GET, path, None, headers).await
    }

    async fn ask_headed(
        &mut self,
        method: Method,
        path: &str,
        body: Option<(&str, Vec<u8>)>,
        headers: &[(&'static str, &str)],
    ) -> Answer {
        let path = path.split('#').next().unwrap();
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, HOST);
        request = request.header(header::COOKIE, cookies.join("; "));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some((kind, _)) = body {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let request = request.body(body.map_or_else(Body::empty, |(_, bytes)| Body::from(bytes))).unwrap();
        let response = self.server.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let (pair, rest) = cookie.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Answer { status: parts.status, headers: parts.headers, bytes: to_bytes(body, usize::MAX).await.unwrap() }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.ask(Method::GET, path, None).await
    }

    /// A page that must be there.
    pub async fn page(&mut self, path: &str) -> Answer {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        answer
    }

    /// Sends a form to where it says.
    pub async fn send(&mut self, form: &Sheet) -> Answer {
        let pairs: Vec<(&str, &str)> = form.fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        self.ask(Method::POST, &form.action, Some(urlencoded::write(&pairs))).await
    }

    /// Follows a redirection to a page that must be there.
    pub async fn follow(&mut self, answer: &Answer) -> Answer {
        self.page(&answer.to()).await
    }
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Where a redirection after a form leads.
    pub fn to(&self) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text());
        self.headers[header::LOCATION].to_str().unwrap().to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// What a person reads: the text without its markup, white space as one space.
    pub fn words(&self) -> String {
        let text = self.text();
        let main = text.split_once("<main").map_or(text.as_str(), |(_, main)| main);
        let mut words = String::new();
        for part in main.split('<').skip(1) {
            words.push_str(part.split_once('>').map_or("", |(_, words)| words));
            words.push(' ');
        }
        unescaped(&words).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub fn says(&self, words: &str) -> bool {
        self.words().contains(words)
    }

    /// The page's post form with this action (a query may follow it).
    pub fn form(&self, action: &str) -> Sheet {
        let text = self.text();
        let found = post_forms(&text).into_iter().find(|form| form.action.split('?').next() == Some(action));
        found.unwrap_or_else(|| panic!("no form to {action} in\n{text}"))
    }

    /// Sources of the pictures of a certificate.
    pub fn pictures(&self) -> Vec<String> {
        let text = self.text();
        let pictures = text.split("<img ").skip(1).map(|rest| attributes(rest.split('>').next().unwrap()));
        pictures.filter_map(|image| image.get("src").cloned()).filter(|src| !src.starts_with("/assets/")).collect()
    }
}

/// One form as it would be sent.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub action: String,
    pub fields: Vec<(String, String)>,
    /// The first choice of each choice and button, for who must choose something.
    pub offered: Vec<(String, String)>,
}

/// The post forms of a page.
pub fn post_forms(text: &str) -> Vec<Sheet> {
    let forms = text.split("<form ").skip(1).filter_map(|rest| {
        let (head, body) = rest.split_once('>')?;
        let head = attributes(head);
        let body = body.split("</form>").next().unwrap();
        let sheet = |to: &String| Sheet { action: to.clone(), fields: fields(body), offered: offered(body) };
        head.get("action").filter(|_| head.get("method").is_some_and(|m| m == "post")).map(sheet)
    });
    forms.collect()
}

/// Names of what the other forms of a page send in the address.
pub fn query_fields(text: &str) -> std::collections::BTreeSet<String> {
    let mut names = std::collections::BTreeSet::new();
    for rest in text.split("<form ").skip(1) {
        let Some((head, body)) = rest.split_once('>') else { continue };
        if attributes(head).get("method").is_none_or(|m| m != "post") {
            names.extend(fields(body.split("</form>").next().unwrap()).into_iter().map(|(name, _)| name));
        }
    }
    names
}

impl Sheet {
    /// Types into a field, chooses a value, or presses the button of that name.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Ticks one more box.
    pub fn ticked(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With something in every field that must hold something, as far as its name or its choices say what.
    pub fn filled(&self) -> Self {
        let mut form = self.clone();
        for (name, value) in &self.offered {
            if !form.fields.iter().any(|(known, value)| known == name && !value.is_empty()) {
                form = form.with(name, value);
            }
        }
        for (name, value) in form.fields.iter_mut().filter(|(_, value)| value.is_empty()) {
            let plain = ["mail", "date", "day", "from", "to"].into_iter().find(|part| name.contains(part));
            *value = match plain {
                Some("mail") => "somebody@example.org",
                Some(_) => "2026-01-05",
                None => "示例文字",
            }
            .to_owned();
        }
        form
    }

    pub fn values(&self, name: &str) -> Vec<&str> {
        self.fields.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    pub fn value(&self, name: &str) -> &str {
        self.values(name).first().copied().unwrap_or_default()
    }
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Attributes as our pages write them: `name="value"`, or a bare name.
fn attributes(head: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut rest = head.trim();
    while !rest.is_empty() {
        let end = rest.find([' ', '=']).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let close = quoted.find('"').unwrap();
            value = unescaped(&quoted[..close]);
            rest = &quoted[close + 1..];
        }
        found.insert(name, value);
        rest = rest.trim_start();
    }
    found
}

/// The first choice of each group of choices and the first button of each name.
fn offered(body: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut select = None;
    for part in body.split('<').skip(1) {
        let (tag, head) = part.split('>').next().unwrap().split_once(' ').unwrap_or_default();
        let head = attributes(head);
        let value = |name: &str| head.get(name).cloned().unwrap_or_default();
        let name = match tag {
            "input" if ["checkbox", "radio"].contains(&&*value("type")) && !head.contains_key("disabled") => {
                value("name")
            }
            "button" => value("name"),
            "select" => {
                select = Some(value("name"));
                continue;
            }
            "option" if !value("value").is_empty() => select.clone().unwrap_or_default(),
            _ => continue,
        };
        if !name.is_empty() && !found.iter().any(|(known, _)| *known == name) {
            found.push((name, value("value")));
        }
    }
    found
}

/// The successful controls of a form, in order, without its buttons.
fn fields(body: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for part in body.split('<').skip(1) {
        let (head, text) = part.split_once('>').unwrap_or((part, ""));
        let (tag, head) = head.split_once(' ').unwrap_or((head, ""));
        let head = attributes(head);
        let value = |name: &str| head.get(name).cloned().unwrap_or_default();
        match tag {
            "input" if head.contains_key("disabled") => {}
            "input" if ["checkbox", "radio"].contains(&&*value("type")) && !head.contains_key("checked") => {}
            "input" => found.push((value("name"), value("value"))),
            "textarea" => found.push((value("name"), unescaped(text.strip_prefix('\n').unwrap_or(text)))),
            "select" => found.push((value("name"), String::new())),
            "option" if head.contains_key("selected") => {
                if let Some(last) = found.last_mut() {
                    last.1 = value("value");
                }
            }
            _ => {}
        }
    }
    found
}
