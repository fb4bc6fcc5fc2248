//! 选择律师 as a page of its own. Searching, 全选 and 清空 keep what is chosen in the page; only 确定 saves it.

use axum::extract::Path;
use axum::response::Response;

use crate::app::pick_lawyers::{Choosable, Choosing};
use crate::app::{fill_in, pick_lawyers};
use crate::domain::application::Application;
use crate::domain::id::Id;
use crate::domain::register::Lawyer;
use crate::paths;
use crate::text::register::lawyer_state;
use crate::views::apply_lawyers::{ApplyLawyers, LawyerOption};
use crate::views::form::Form;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::onward::{application, onward};
use crate::web::visit::Visit;

/// The part of step 3 from which the page is opened.
fn place(id: Id<Application>) -> String {
    format!("{}#lawyers", paths::apply_form(id))
}

fn option(one: Choosable) -> LawyerOption {
    LawyerOption {
        id: one.lawyer.id.to_string(),
        name: one.lawyer.name.as_str().to_owned(),
        initials: one.initials,
        licence: one.lawyer.licence.as_str().to_owned(),
        state: lawyer_state(one.lawyer.state).to_owned(),
        chosen: one.chosen,
        refused: one.refused,
    }
}

fn page(id: Id<Application>, list: Choosing, query: &str) -> ApplyLawyers {
    ApplyLawyers {
        id: id.to_string(),
        many: list.many,
        kept: list.kept.iter().map(ToString::to_string).collect(),
        shown: list.found.into_iter().map(option).collect(),
        total: list.total,
        form: Form::new().with("q", query),
    }
}

async fn list(
    visit: &Visit,
    id: Id<Application>,
    query: &str,
    chosen: Option<Vec<Id<Lawyer>>>,
) -> Result<Option<Choosing>, Fail> {
    let query = query.to_owned();
    visit.act(move |world, person| pick_lawyers::list(world, person, id, &query, chosen.as_deref())).await
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Fail> {
    let id = application(&id)?;
    let query = visit.query("q");
    match list(&visit, id, query, None).await {
        Ok(Some(list)) => Ok(visit.page(&page(id, list, query))),
        Ok(None) => Ok(visit.to(&place(id))),
        Err(fail) => onward(&visit, id, fail).await,
    }
}

pub async fn choose(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let id = application(&id)?;
    let chosen: Vec<Id<Lawyer>> = posted.all("lawyers").filter_map(Id::parse).collect();
    let query = posted.one("q");
    let now = match list(&visit, id, query, Some(chosen.clone())).await {
        Ok(Some(now)) => now,
        Ok(None) => return Ok(visit.to(&place(id))),
        Err(fail) => return onward(&visit, id, fail).await,
    };
    // Of one that was kept and another that was picked now, the one picked now is meant; it stands last.
    let chosen = if now.many { chosen } else { chosen.last().copied().into_iter().collect() };
    let found = || now.found.iter().filter(|one| one.refused.is_none()).map(|one| one.lawyer.id);
    let chosen = match posted.one("go") {
        "back" => return Ok(visit.to(&place(id))),
        "search" => chosen,
        "all" if now.many => chosen.iter().copied().chain(found().filter(|id| !chosen.contains(id))).collect(),
        "none" => chosen.into_iter().filter(|id| now.found.iter().all(|one| one.lawyer.id != *id)).collect(),
        _ => {
            visit.act(move |world, person| fill_in::set_lawyers(world, person, id, chosen)).await?;
            return Ok(visit.to(&place(id)));
        }
    };
    match list(&visit, id, query, Some(chosen)).await? {
        Some(list) => Ok(visit.page(&page(id, list, query))),
        None => Ok(visit.to(&place(id))),
    }
}
