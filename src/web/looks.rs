//! The association's logo and colour, for every page; and pictures on their way into the settings.

use axum::extract::{Path, State};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};

use crate::app::change_looks;
use crate::app::refused::Refused;
use crate::domain::accent::Accent;
use crate::views::accent::sheet;
use crate::web::error::Fail;
use crate::web::visit::Visit;
use crate::web::{Shared, picture};

/// Its address has its content's hash: it never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Opened by itself a picture is a document: nothing in it may run or load.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

fn answer(bytes: Vec<u8>, mime: &'static str, kept: &'static str) -> Response {
    let headers: [(HeaderName, &str); 3] =
        [(header::CONTENT_TYPE, mime), (header::CONTENT_SECURITY_POLICY, POLICY), (header::CACHE_CONTROL, kept)];
    (headers, bytes).into_response()
}

pub async fn logo(State(web): State<Shared>, Path(hash): Path<String>) -> Result<Response, Fail> {
    let (bytes, mime) = web.deed(move |world| change_looks::logo(world, &hash)).await?;
    Ok(answer(bytes, mime, FOR_EVER))
}

/// Any colour that passes has a sheet: a preview asks for one that is not saved yet.
pub async fn accent(Path(colour): Path<String>) -> Result<Response, Fail> {
    let accent = Accent::parse(&colour).ok().filter(|accent| accent.hex() == format!("#{colour}"));
    let sheet = sheet(accent.ok_or(Refused::NotFound)?);
    Ok(([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, FOR_EVER)], sheet).into_response())
}

pub async fn artwork(visit: Visit, Path(hash): Path<String>) -> Result<Response, Fail> {
    let (bytes, mime) = visit.act(move |world, person| change_looks::artwork(world, person, &hash)).await?;
    Ok(answer(bytes, mime, "private, max-age=600"))
}

pub async fn specimen(visit: Visit, Path(hash): Path<String>) -> Result<Response, Fail> {
    let svg = visit.act(move |world, person| change_looks::specimen(world, person, &hash)).await?;
    Ok(picture::show(&svg))
}
