//! Style, script and icons; and the sign of life.

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app::refused::Refused;
use crate::app::{health, ready};
use crate::assets;
use crate::web::Shared;
use crate::web::error::Fail;

/// A file with the version that its page named may be kept for ever; asked for in another way it may not.
pub async fn show(Path(file): Path<String>, RawQuery(query): RawQuery, headers: HeaderMap) -> Result<Response, Fail> {
    let (mime, bytes) = assets::get(&file).ok_or(Refused::NotFound)?;
    let asked = query.unwrap_or_default();
    let kept = if asked.strip_prefix("v=") == Some(&assets::version(&file)) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let head = [(header::CONTENT_TYPE, mime), (header::CACHE_CONTROL, kept), (header::VARY, "accept-encoding")];
    // Files are the same for everybody, so that compressing them tells nobody anything; pages are not compressed.
    let packed = assets::gzipped(&file).filter(|_| takes_gzip(&headers));
    Ok(match packed {
        Some(packed) => (head, [(header::CONTENT_ENCODING, "gzip")], packed).into_response(),
        None => (head, bytes.into_owned()).into_response(),
    })
}

/// Whether a browser names gzip among what it can unpack, and does not refuse it.
pub fn takes_gzip(headers: &HeaderMap) -> bool {
    let all = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(',')).any(|one| {
        let mut words = one.split(';').map(str::trim);
        let zero = |word: &str| word.strip_prefix("q=").is_some_and(|q| q.trim_matches(['0', '.']).is_empty());
        words.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip")) && !words.any(zero)
    })
}

/// The description of the verification API.
pub async fn openapi() -> Result<Response, Fail> {
    let text = assets::openapi().ok_or(Refused::NotFound)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

/// Ready means: applications can be taken and decided. Which of it fails is in the trace, not in the answer.
pub async fn ready(State(web): State<Shared>) -> Response {
    match web.deed(ready::check).await {
        Ok(()) => "ready\n".into_response(),
        Err(fail) => {
            tracing::warn!("not ready: {fail:?}");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response()
        }
    }
}

/// Alive means: the store answers.
pub async fn health(State(web): State<Shared>) -> Result<Response, Fail> {
    web.deed(health::check).await?;
    Ok("ok\n".into_response())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        let takes = |value: &'static str| {
            takes_gzip(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))]))
        };
        for value in ["gzip", "gzip, deflate, br", "br;q=1.0, GZIP;q=0.8"] {
            assert!(takes(value), "{value}");
        }
        for value in ["", "br", "identity", "gzip;q=0", "gzip; q=0.000", "x-gzip"] {
            assert!(!takes(value), "{value}");
        }
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
