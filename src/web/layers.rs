//! What stands around every answer, from the outside in: trace, security headers, host, panics, error pages, time,
//! origin. Nothing that could open anything is traced: of the path only the route's template is, of the query nothing.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;

use crate::app::refused::Refused;
use crate::web::Shared;
use crate::web::error::{Fail, dress};
use crate::web::site::Site;

/// Longest time that a request may take, its body included.
const TIME: Duration = Duration::from_mins(1);

/// Names one request in the trace, and on the page of a fault.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Puts the layers around the routes. Must come after all routes.
pub fn around(router: Router<Shared>, web: &Shared) -> Router<Shared> {
    let with = || Arc::clone(web);
    router
        .layer(from_fn_with_state(with(), origin))
        .layer(from_fn(in_time))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(with(), dress))
        .layer(from_fn_with_state(with(), host))
        .layer(from_fn_with_state(with(), headers))
        .layer(from_fn_with_state(with(), trace))
}

async fn trace(State(web): State<Shared>, mut request: Request, next: Next) -> Response {
    let began = web.world.now();
    let id = web.request_id();
    let method = request.method().clone();
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned());
    request.extensions_mut().insert(RequestId(id.clone()));
    let response = next.run(request).await;
    let ms = web.world.now().0.saturating_sub(began.0);
    note(&id, &method, &route, response.status().as_u16(), ms);
    web.world.metrics.line(method.as_str(), &route, response.status().as_u16()).note(ms);
    if method != Method::GET && method != Method::HEAD {
        // An act may have left a job; whether it did is for the worker to see.
        web.world.bell.notify_one();
    }
    response
}

/// One line of the trace for each answered request.
pub fn note(id: &str, method: &Method, route: &str, status: u16, ms: u64) {
    tracing::info!(request = %id, %method, route, status, ms, "answered");
}

async fn headers(State(web): State<Shared>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    complete(&web.site, response.headers_mut());
    response
}

/// Headers of every answer. What a handler set itself stays.
pub fn complete(site: &Site, headers: &mut HeaderMap) {
    const ALWAYS: [(HeaderName, &str); 9] = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    ];
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if site.is_https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000"));
    }
}

/// Answers only to our own name, given once: a foreign one comes from a confused proxy or from an attack.
async fn host(State(web): State<Shared>, request: Request, next: Next) -> Response {
    if named_once(&web.site, request.headers(), request.uri()) {
        next.run(request).await
    } else {
        let sentence = format!("这个服务器只以 {} 提供服务，请核对网址。\n", web.site.host());
        (StatusCode::MISDIRECTED_REQUEST, sentence).into_response()
    }
}

/// Whether a request names this server, and nothing else.
pub fn named_once(site: &Site, headers: &HeaderMap, uri: &Uri) -> bool {
    let mut named = headers.get_all(header::HOST).iter();
    let given = named.next().map(|value| value.to_str().unwrap_or_default());
    let authority = uri.authority().map(axum::http::uri::Authority::as_str);
    named.next().is_none()
        && (given.is_some() || authority.is_some())
        && given.into_iter().chain(authority).all(|host| site.is_ours(host))
}

/// A page of another site cannot post to us. Browsers say `null` where our own policy keeps the referrer back, old ones
/// say nothing: there the form's token decides.
async fn origin(State(web): State<Shared>, request: Request, next: Next) -> Response {
    let reading = matches!(*request.method(), Method::GET | Method::HEAD);
    if reading || is_own(&web.site, request.headers()) { next.run(request).await } else { Fail::Stale.into_response() }
}

fn is_own(site: &Site, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let fetch = text("sec-fetch-site").is_none_or(|site| site == "same-origin" || site == "none");
    let origin = text("origin").is_none_or(|origin| origin == "null" || site.is_own_origin(origin));
    fetch && origin
}

async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(TIME, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Fail::TooSlow.into_response(),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the signature is the layer's")]
fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let said = panic.downcast_ref::<&str>().map(|said| (*said).to_owned());
    let said = said.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    Fail::from(Refused::broken(format!("a handler panicked: {said}"))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(*name, HeaderValue::from_static(value));
        }
        map
    }

    #[test]
    fn a_missing_double_or_foreign_host_is_not_ours() {
        let site = Site::parse("https://cert.example.org", None).unwrap();
        let ask = |pairs: &[(&'static str, &'static str)], uri: &str| {
            named_once(&site, &headers(pairs), &uri.parse().unwrap())
        };
        assert!(ask(&[("host", "cert.example.org")], "/"));
        assert!(ask(&[], "https://cert.example.org/"));
        assert!(ask(&[("host", "cert.example.org")], "https://cert.example.org/"));
        assert!(!ask(&[], "/"));
        assert!(!ask(&[("host", "evil.example")], "/"));
        assert!(!ask(&[("host", "cert.example.org")], "https://evil.example/"));
        assert!(!ask(&[("host", "cert.example.org"), ("host", "evil.example")], "/"));
        assert!(!ask(&[("host", "cert.example.org"), ("host", "cert.example.org")], "/"));
    }

    #[test]
    fn posts_of_other_sites_are_seen() {
        let site = Site::parse("https://cert.example.org", None).unwrap();
        let own = |pairs: &[(&'static str, &'static str)]| is_own(&site, &headers(pairs));
        assert!(own(&[]));
        assert!(own(&[("origin", "https://cert.example.org"), ("sec-fetch-site", "same-origin")]));
        assert!(own(&[("origin", "null"), ("sec-fetch-site", "same-origin")]));
        assert!(!own(&[("origin", "null"), ("sec-fetch-site", "cross-site")]));
        assert!(!own(&[("origin", "https://evil.example")]));
        assert!(!own(&[("origin", "http://cert.example.org")]));
        assert!(!own(&[("sec-fetch-site", "same-site")]));
    }
}
