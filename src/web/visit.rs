//! One request: who is asking, and how to answer them.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};

use crate::app::form_token;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::secret;
use crate::app::verify::{self, Mark};
use crate::app::visit::{self, Seen};
use crate::app::world::World;
use crate::paths;
use crate::text::Lang;
use crate::views::frame::{Association, Frame, Page, Place, Who};
use crate::web::cookies::Cookie;
use crate::web::error::Fail;
use crate::web::notice::Done;
use crate::web::{Shared, urlencoded};

/// The address of the caller, put into the request by the socket's owner or by a test.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// A request, once it is known who asks. Cheap to clone.
#[derive(Clone)]
pub struct Visit {
    pub web: Shared,
    seen: Arc<Seen>,
    /// From before anything was read for this request.
    pub since: Mark,
    /// Where from: for locks.
    pub address: IpAddr,
    /// Path without query.
    pub path: String,
    query: Arc<Vec<(String, String)>>,
    here: String,
    large_type: bool,
    notice: Option<String>,
    /// The visitor's word: from the cookie, or new and to be set.
    visitor: String,
    new_visitor: bool,
    json: bool,
}

impl Visit {
    /// Reads it once; later calls for the same request get the same.
    pub async fn of(web: &Shared, parts: &mut Parts) -> Result<Self, Fail> {
        if let Some(visit) = parts.extensions.get::<Self>() {
            return Ok(visit.clone());
        }
        let since = verify::mark(&web.world);
        let token = Cookie::Session.read(&parts.headers, &web.site);
        let seen = match token {
            None => web.glance(|world| visit::look(world, None))?,
            // May note that the session is in use.
            Some(token) => web.deed(move |world| visit::look(world, Some(&token))).await?,
        };
        let visit = Self::with(web, parts, seen, since);
        parts.extensions.insert(visit.clone());
        Ok(visit)
    }

    fn with(web: &Shared, parts: &Parts, seen: Seen, since: Mark) -> Self {
        let visitor = Cookie::Visitor.read(&parts.headers, &web.site).filter(|word| secret::kept_as(word).is_some());
        let query = parts.uri.query().unwrap_or_default();
        Self {
            seen: Arc::new(seen),
            since,
            address: address(web, parts),
            path: parts.uri.path().to_owned(),
            query: Arc::new(urlencoded::parse(query).unwrap_or_default()),
            here: parts.uri.path_and_query().map_or("/", |here| here.as_str()).to_owned(),
            large_type: Cookie::LargeType.read(&parts.headers, &web.site).is_some(),
            notice: Cookie::Notice.read(&parts.headers, &web.site),
            new_visitor: visitor.is_none(),
            visitor: visitor.unwrap_or_else(|| secret::token(&web.world)),
            json: wants_json(&parts.headers),
            web: Arc::clone(web),
        }
    }

    /// Does a deed on the blocking pool.
    pub async fn deed<T: Send + 'static>(
        &self,
        act: impl FnOnce(&World) -> Result<T, Refused> + Send + 'static,
    ) -> Result<T, Fail> {
        self.web.deed(act).await
    }

    /// Does a deed as the signed-in person.
    pub async fn act<T: Send + 'static>(
        &self,
        act: impl FnOnce(&World, &Person) -> Result<T, Refused> + Send + 'static,
    ) -> Result<T, Fail> {
        let person = self.person()?.clone();
        self.web.deed(move |world| act(world, &person)).await
    }

    /// Who has signed in. On every route that is not public, somebody has.
    pub fn person(&self) -> Result<&Person, Fail> {
        self.seen.person.as_ref().ok_or_else(|| Fail::from(Refused::NotFound))
    }

    pub fn seen(&self) -> &Seen {
        &self.seen
    }

    /// The first value of a name in the query, or an empty text.
    pub fn query(&self, name: &str) -> &str {
        self.query.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The page asked for in a list, from 1.
    pub fn page_number(&self) -> u64 {
        self.query("page").parse().unwrap_or(1).clamp(1, 1_000_000)
    }

    /// Whether the caller is a script that wants data instead of a page.
    pub fn wants_json(&self) -> bool {
        self.json
    }

    /// Whether anybody else, asking the same, would get the same: nobody has signed in, nothing is to be told once, and the
    /// query says at most the language.
    pub fn is_anybodys(&self) -> bool {
        self.seen.person.is_none() && self.notice.is_none() && self.query.iter().all(|(name, _)| name == "lang")
    }

    pub fn wants_large_type(&self) -> bool {
        self.large_type
    }

    /// To what form tokens of this visit are bound: the session, or the browser of somebody who has not signed in.
    pub fn bound_to(&self) -> String {
        match &self.seen.person {
            Some(person) => person.session.clone(),
            None => secret::digest(&["visitor", &self.visitor]),
        }
    }

    pub fn frame(&self) -> Frame {
        let settings = &self.seen.settings;
        Frame {
            association: Association {
                name: settings.association.clone(),
                short: settings.short.clone(),
                latin: settings.latin.clone(),
                domain: settings.host().to_owned(),
                logo: settings.logo.as_ref().map(paths::logo),
                accent: settings.accent.as_deref().map(paths::accent),
            },
            who: self.seen.person.as_ref().map(|person| Who {
                name: person.account.name.clone(),
                of: self.seen.of.clone(),
                roles: person.account.roles.clone(),
            }),
            form_token: form_token::make(&self.web.world, &self.bound_to()),
            large_type: self.large_type,
            lang: Lang::parse(self.query("lang")),
            notice: self.notice.as_deref().and_then(Done::sentence),
            banners: self.banners(),
            here: self.here.clone(),
        }
    }

    /// Notices of the association, for its members.
    fn banners(&self) -> Vec<String> {
        let today = self.web.world.today();
        let member =
            self.seen.person.as_ref().is_some_and(|person| person.account.roles.iter().any(|role| role.is_member()));
        let notices = self.seen.settings.notices.iter().filter(|notice| member && notice.stands_on(today));
        notices.map(|notice| notice.text.clone()).collect()
    }

    /// A page.
    pub fn page(&self, page: &impl Page) -> Response {
        self.page_with(StatusCode::OK, page)
    }

    /// The page again with what was typed and why it cannot stand.
    pub fn again(&self, page: &impl Page) -> Response {
        self.page_with(StatusCode::UNPROCESSABLE_ENTITY, page)
    }

    /// A page with a status.
    pub fn page_with(&self, status: StatusCode, page: &impl Page) -> Response {
        if page.place() == Place::Public {
            // Their forms change nothing here: they need no token, and so no cookie to bind it to.
            return self.page_in(status, page, &Frame { form_token: String::new(), ..self.frame() });
        }
        self.page_in(status, page, &self.frame())
    }

    /// A page in a frame that is not as it is kept: to show how another one would look.
    pub fn page_in(&self, status: StatusCode, page: &impl Page, frame: &Frame) -> Response {
        let html = page.render(frame).into_string();
        let mut response = (status, Html(html)).into_response();
        if self.new_visitor && self.seen.person.is_none() && !frame.form_token.is_empty() {
            append(&mut response, Cookie::Visitor.set(&self.visitor, &self.web.site));
        }
        if self.notice.is_some() {
            append(&mut response, Cookie::Notice.clear(&self.web.site));
        }
        response
    }

    /// On to another page: 303.
    pub fn to(&self, path: &str) -> Response {
        Redirect::to(path).into_response()
    }

    /// On to another page, which says once what was done.
    pub fn done(&self, path: &str, done: Done) -> Response {
        let mut response = self.to(path);
        append(&mut response, Cookie::Notice.set(done.word(), &self.web.site));
        response
    }
}

/// Adds a cookie to an answer.
pub fn append(response: &mut Response, cookie: HeaderValue) {
    response.headers_mut().append(header::SET_COOKIE, cookie);
}

fn address(web: &Shared, parts: &Parts) -> IpAddr {
    let peer = parts.extensions.get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0);
    let forwarded = parts.headers.get_all("x-forwarded-for").iter().next_back();
    web.site.client(peer, forwarded.and_then(|value| value.to_str().ok()))
}

/// A script that asks for JSON and not for a page.
pub fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accept.contains("application/json") && !accept.contains("text/html")
}

/// A path of this server to which a form may lead on; anything else becomes the home page.
pub fn local(path: &str) -> &str {
    let fine = path.starts_with('/')
        && !path.starts_with("//")
        && path.len() <= 500
        && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if fine { path } else { "/" }
}

impl FromRequestParts<Shared> for Visit {
    type Rejection = Fail;

    async fn from_request_parts(parts: &mut Parts, web: &Shared) -> Result<Self, Fail> {
        Self::of(web, parts).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_lead_on_within_this_server_only() {
        for fine in ["/", "/mine?page=2", "/apply/1/form#x"] {
            assert_eq!(local(fine), fine);
        }
        for foreign in
            ["", "//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nSet-Cookie: x", "javascript:x"]
        {
            assert_eq!(local(foreign), "/", "{foreign}");
        }
    }
}
