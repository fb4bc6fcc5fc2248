//! Style, script and icons; and the sign of life.

use axum::extract::{Path, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app::refused::Refused;
use crate::app::{health, ready};
use crate::assets;
use crate::web::Shared;
use crate::web::error::Fail;

/// A file with the version that its page named may be kept for ever; asked for in another way it may not.
pub async fn show(Path(file): Path<String>, RawQuery(query): RawQuery) -> Result<Response, Fail> {
    let (mime, bytes) = assets::get(&file).ok_or(Refused::NotFound)?;
    let asked = query.unwrap_or_default();
    let kept = if asked.strip_prefix("v=") == Some(&assets::version(&file)) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    Ok(([(header::CONTENT_TYPE, mime), (header::CACHE_CONTROL, kept)], bytes.into_owned()).into_response())
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
