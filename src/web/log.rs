//! The public log under stable addresses: the newest checkpoint, C2SP tlog-tiles, checkpoints and proofs of any size. What
//! can never change may be cached for ever; the newest checkpoint for a moment.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::app::log_files;
use crate::app::refused::Refused;
use crate::web::error::Fail;
use crate::web::visit::Visit;

const TEXT: &str = "text/plain; charset=utf-8";
const BYTES: &str = "application/octet-stream";

/// For what never changes once it is there.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// For the newest checkpoint.
const A_MOMENT: &str = "public, max-age=5";

/// For what changes only with the configuration.
const A_WHILE: &str = "public, max-age=300";

fn public(kind: &'static str, cache: &'static str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, cache),
        // Monitors of other origins read the log.
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    let mut response = (headers, bytes).into_response();
    let anywhere = HeaderValue::from_static("cross-origin");
    response.headers_mut().insert("cross-origin-resource-policy", anywhere);
    response
}

fn number(text: &str) -> Result<u64, Refused> {
    let plain = text.len() <= 19 && text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|_| plain).ok_or(Refused::NotFound)
}

pub async fn checkpoint(visit: Visit) -> Result<Response, Fail> {
    Ok(public(TEXT, A_MOMENT, visit.deed(log_files::newest).await?))
}

pub async fn tile(visit: Visit, Path(tile): Path<String>) -> Result<Response, Fail> {
    let bytes = visit.deed(move |world| log_files::tile(world, &format!("tile/{tile}"))).await?;
    Ok(public(BYTES, FOR_EVER, bytes))
}

pub async fn of_size(visit: Visit, Path(size): Path<String>) -> Result<Response, Fail> {
    let size = number(&size)?;
    Ok(public(TEXT, FOR_EVER, visit.deed(move |world| log_files::of_size(world, size)).await?))
}

pub async fn proof(visit: Visit, Path((size, index)): Path<(String, String)>) -> Result<Response, Fail> {
    let (size, index) = (number(&size)?, number(&index)?);
    Ok(public(TEXT, FOR_EVER, visit.deed(move |world| log_files::proof(world, index, size)).await?))
}

pub async fn witnessed(visit: Visit, Path(index): Path<String>) -> Result<Response, Fail> {
    let index = number(&index)?;
    Ok(public(TEXT, A_WHILE, visit.deed(move |world| log_files::witnessed(world, index)).await?))
}

pub async fn consistency(visit: Visit, Path((old, size)): Path<(String, String)>) -> Result<Response, Fail> {
    let (old, size) = (number(&old)?, number(&size)?);
    Ok(public(TEXT, FOR_EVER, visit.deed(move |world| log_files::consistency(world, old, size)).await?))
}
