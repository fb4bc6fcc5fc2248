//! Style, script and icons; and the sign of life.

use axum::extract::{Path, RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::app::health;
use crate::app::refused::Refused;
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

/// Alive means: the store answers.
pub async fn health(State(web): State<Shared>) -> Result<Response, Fail> {
    web.deed(health::check).await?;
    Ok("ok\n".into_response())
}
