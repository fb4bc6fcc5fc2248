//! A page as a picture. Opened by itself it is a document of its own, so it gets a policy that lets nothing run or load.

use std::sync::Arc;

use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};

const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";

/// Templates show nobody's content; they change when staff edit a kind.
const KEPT: &str = "private, max-age=600";

/// A picture that is not to be kept: it shows an applicant's content.
pub fn show(svg: &Arc<str>) -> Response {
    answer(svg, "no-store")
}

/// A template's picture, which the browser may keep for ten minutes.
pub fn show_template(svg: &Arc<str>) -> Response {
    answer(svg, KEPT)
}

/// A template's small picture, which the browser may keep as long.
pub fn show_thumb(png: &Arc<[u8]>) -> Response {
    ([(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, KEPT)], png.to_vec()).into_response()
}

fn answer(svg: &Arc<str>, kept: &'static str) -> Response {
    let headers: [(HeaderName, &str); 3] = [
        (header::CONTENT_TYPE, "image/svg+xml; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, kept),
    ];
    (headers, svg.to_string()).into_response()
}
