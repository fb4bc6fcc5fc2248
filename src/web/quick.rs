//! The short way: an answer that is kept needs no session, no thread of its own and none of the layers' work but what is
//! done here too: the host is checked, the headers of every answer are set, the request is traced and counted. Everything
//! else takes the long way through the router, and gets the same.

use std::sync::OnceLock;

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::response::Response;

use crate::app::metrics::Line;
use crate::paths::route;
use crate::text::Lang;
use crate::web::Web;
use crate::web::answers::{Form, Key};
use crate::web::cookies::Cookie;
use crate::web::layers;
use crate::web::visit::wants_json;

/// What stands before the code in the address of an answer.
const BEFORE: &str = "/V/";

/// Where answers of the short way are counted: sent whole, and not modified.
#[derive(Default)]
pub struct Counted(OnceLock<[Line; 2]>);

/// The answer, where it is kept.
pub fn answer(web: &Web, asked: &Parts) -> Option<Response> {
    let code = asked.uri.path().strip_prefix(BEFORE)?;
    if asked.method != Method::GET || !layers::named_once(&web.site, &asked.headers, &asked.uri) {
        return None;
    }
    let (code, form) = match code.strip_suffix(".json") {
        Some(code) => (code, Form::Json),
        None if wants_json(&asked.headers) => (code, Form::Json),
        None => (code, page(web, &asked.headers, asked.uri.query())?),
    };
    let now = web.world.now();
    let ready = web.answers.get(&web.world, &Key::of(code, form)?, now)?;
    let mut response = ready.answer(&asked.headers);
    layers::complete(&web.site, response.headers_mut());
    let (status, ms) = (response.status().as_u16(), web.world.now().0.saturating_sub(now.0));
    layers::note(&web.request_id(), &asked.method, route::VERDICT, status, ms);
    let lines =
        web.counted.0.get_or_init(|| [200, 304].map(|status| web.world.metrics.line("GET", route::VERDICT, status)));
    lines[usize::from(status == 304)].note(ms);
    Some(response)
}

/// The page that is wanted, where it is one for anybody.
fn page(web: &Web, headers: &HeaderMap, query: Option<&str>) -> Option<Form> {
    let lang = match query {
        None | Some("" | "lang=zh") => Lang::Zh,
        Some("lang=en") => Lang::En,
        Some(_) => return None,
    };
    let mut large = false;
    if headers.contains_key(header::COOKIE) {
        if [Cookie::Session, Cookie::Notice].iter().any(|cookie| cookie.read(headers, &web.site).is_some()) {
            return None;
        }
        large = Cookie::LargeType.read(headers, &web.site).is_some();
    }
    Some(Form::Page { lang, large })
}
