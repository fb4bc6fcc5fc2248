//! A page as a picture. Opened by itself it is a document of its own, so it gets a policy that lets nothing run or load.
//! Each has a strong tag of its content; whoever brings that tag is told that nothing has changed. A browser may keep
//! pictures for its own user only, and for this session only: what it keeps is bound to its cookies.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app::picture::Drawn;
use crate::paths;
use crate::web::Shared;
use crate::web::assets::takes_gzip;

const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";

/// Templates show nobody's content; they change when staff edit a kind.
const KEPT: &str = "private, max-age=600";

/// What shows an applicant's content and may change is asked for again each time, and sent where it did change.
const ASKED: &str = "private, no-cache";

/// The page of an issued file, addressed with that file's hash, never changes.
const FIXED: &str = "private, max-age=604800, immutable";

/// What a browser says about the picture that it asks for.
#[derive(Clone, Debug, Default)]
pub struct Wants {
    headers: HeaderMap,
    query: String,
}

impl FromRequestParts<Shared> for Wants {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Self, Infallible> {
        Ok(Self { headers: parts.headers.clone(), query: parts.uri.query().unwrap_or_default().to_owned() })
    }
}

impl Wants {
    /// A picture of an applicant's certificate or preview.
    pub fn show(&self, drawn: &Drawn) -> Response {
        let fixed = self.query.split('&').any(|pair| pair == paths::fixed_by(&drawn.hash));
        self.answer(drawn, if fixed { FIXED } else { ASKED })
    }

    /// A template's picture, which the browser may keep for ten minutes.
    pub fn show_template(&self, drawn: &Drawn) -> Response {
        self.answer(drawn, KEPT)
    }

    fn answer(&self, drawn: &Drawn, kept: &'static str) -> Response {
        let gzip = takes_gzip(&self.headers);
        let tag = format!("\"{}-{}{}\"", drawn.hash, drawn.page, if gzip { "-gzip" } else { "" });
        let head = [
            (header::ETAG, tag.as_str()),
            (header::CACHE_CONTROL, kept),
            (header::VARY, "accept-encoding, cookie"),
            (header::CONTENT_SECURITY_POLICY, POLICY),
        ];
        if self.knows(&tag) {
            return (StatusCode::NOT_MODIFIED, head).into_response();
        }
        let svg = [(header::CONTENT_TYPE, "image/svg+xml; charset=utf-8")];
        if gzip {
            (head, svg, [(header::CONTENT_ENCODING, "gzip")], drawn.packed.to_vec()).into_response()
        } else {
            (head, svg, drawn.svg()).into_response()
        }
    }

    fn knows(&self, tag: &str) -> bool {
        let named = self.headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        named.flat_map(|value| value.split(',')).map(str::trim).any(|known| known == "*" || known == tag)
    }
}

/// A picture that is not to be kept: one that is only tried.
pub fn show(svg: &Arc<str>) -> Response {
    let headers: [(HeaderName, &str); 3] = [
        (header::CONTENT_TYPE, "image/svg+xml; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, svg.to_string()).into_response()
}

/// A template's small picture, which the browser may keep as long as the large one.
pub fn show_thumb(png: &Arc<[u8]>) -> Response {
    ([(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, KEPT)], png.to_vec()).into_response()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;
    fn ask(query: &str, pairs: &[(HeaderName, &str)]) -> Response {
        let headers = pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap())).collect();
        Wants { headers, query: query.into() }.show(&Drawn::of("0123456789abcdef0123", 2, "<svg></svg>"))
    }

    fn head(response: &Response, name: HeaderName) -> &str {
        response.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }

    #[test]
    fn what_is_known_is_not_sent_again_and_what_is_fixed_is_kept() {
        let gzip = (header::ACCEPT_ENCODING, "gzip, br");
        let first = ask("", std::slice::from_ref(&gzip));
        assert_eq!(head(&first, header::ETAG), "\"0123456789abcdef0123-2-gzip\"");
        assert_eq!(head(&first, header::CACHE_CONTROL), ASKED);
        assert_eq!(head(&first, header::CONTENT_ENCODING), "gzip");
        let again = ask("", &[gzip.clone(), (header::IF_NONE_MATCH, "\"x\", \"0123456789abcdef0123-2-gzip\"")]);
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(head(&again, header::ETAG), head(&first, header::ETAG));
        // The tag of one form is not that of the other.
        let plain = ask("", &[(header::IF_NONE_MATCH, "\"0123456789abcdef0123-2-gzip\"")]);
        assert_eq!((plain.status(), head(&plain, header::CONTENT_ENCODING)), (StatusCode::OK, ""));
        assert_eq!(head(&ask("v=0123456789abcdef", &[]), header::CACHE_CONTROL), FIXED);
        assert_eq!(head(&ask("v=1123456789abcdef", &[]), header::CACHE_CONTROL), ASKED);
        assert!(head(&first, header::VARY).contains("cookie"));
    }
}
