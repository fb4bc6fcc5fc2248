//! Step 3, 信息填写. What was typed is saved whatever it is; on to the preview goes only what is complete.

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::app::address_book;
use crate::app::fill_in;
use crate::app::submit::{self, SelfCheck};
use crate::domain::application::Application;
use crate::domain::id::Id;
use crate::paths;
use crate::web::error::Fail;
use crate::web::form_page;
use crate::web::forms::Posted;
use crate::web::notice::Done;
use crate::web::onward::{application, onward};
use crate::web::visit::Visit;

async fn check(visit: &Visit, id: Id<Application>) -> Result<SelfCheck, Fail> {
    visit.act(move |world, person| submit::self_check(world, person, id)).await
}

/// With `?check=yes` the page says at once what is missing.
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Fail> {
    let id = application(&id)?;
    match check(&visit, id).await {
        Ok(check) => Ok(visit.page(&form_page::page(&check, visit.query("check") == "yes"))),
        Err(fail) => onward(&visit, id, fail).await,
    }
}

pub async fn save(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let id = application(&id)?;
    let typed = form_page::typed(&posted);
    let saved = match visit.act(move |world, person| fill_in::save(world, person, id, typed)).await {
        Ok(saved) => saved,
        Err(fail) => return onward(&visit, id, fail).await,
    };
    let form = paths::apply_form(id);
    match posted.one("go") {
        _ if !saved.same_kind => Ok(visit.done(&form, Done::KindChanged)),
        "save" => Ok(visit.done(&form, Done::DraftSaved)),
        "back" => Ok(visit.to(&paths::apply_kind(id))),
        "lawyers" => Ok(visit.to(&paths::apply_lawyers(id))),
        go if go.starts_with("remove:") => Ok(visit.to(&format!("{form}#lawyers"))),
        "region" => Ok(visit.to(&format!("{form}#paper.region"))),
        go if go.starts_with("address:") || go.starts_with("forget:") => remembered(&visit, id, go).await,
        _ => next(&visit, id).await,
    }
}

/// 常用收件地址: fills one in, or erases it.
async fn remembered(visit: &Visit, id: Id<Application>, go: &str) -> Result<Response, Fail> {
    let form = paths::apply_form(id);
    let Some((verb, Ok(number))) = go.split_once(':').map(|(verb, number)| (verb, number.parse())) else {
        return Ok(visit.to(&form));
    };
    if verb == "forget" {
        visit.act(move |world, person| address_book::forget(world, person, number)).await?;
        return Ok(visit.done(&form, Done::AddressForgotten));
    }
    visit.act(move |world, person| address_book::fill(world, person, id, number)).await?;
    Ok(visit.to(&format!("{form}#paper.recipient")))
}

async fn next(visit: &Visit, id: Id<Application>) -> Result<Response, Fail> {
    let check = check(visit, id).await?;
    if check.is_ready() {
        return Ok(visit.to(&paths::apply_preview(id)));
    }
    Ok(visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, &form_page::page(&check, true)))
}

/// Script saves while the person types.
pub async fn autosave(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let id = application(&id)?;
    let typed = form_page::typed(&posted);
    let saved = visit.act(move |world, person| fill_in::save(world, person, id, typed)).await?;
    Ok(Json(serde_json::json!({ "saved": saved.at.clock() })).into_response())
}
