//! Publishing a kind's draft, taking back a version that is not in force yet, 停用 and 恢复, and the record of all versions.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use crate::app::edit_kind::{self, Opened};
use crate::app::publish_kind::{self, Typed};
use crate::app::refused::Refused;
use crate::domain::kind::{Kind, KindVersion};
use crate::domain::kind_change::changes;
use crate::domain::kind_form::KindForm;
use crate::domain::specimen::Sample;
use crate::paths;
use crate::views::form::Form;
use crate::views::kind_history::{KindHistory, VersionRow};
use crate::views::kind_publish::KindPublish;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::kind_edit::{kind_id, seen, sheets};
use crate::web::notice::Done;
use crate::web::visit::Visit;

async fn page(visit: &Visit, status: StatusCode, opened: Opened, form: Form) -> Result<Response, Fail> {
    let today = visit.web.world.today();
    let mut pages = Vec::new();
    for sample in Sample::ALL {
        pages.push((sample.zh().to_owned(), sheets(visit, &opened.id, None, sample).await?));
    }
    let in_force = opened.in_force(today);
    let scheduled = opened.kind.as_ref().map(|kind| kind.scheduled(today)).unwrap_or_default();
    Ok(visit.page_with(
        status,
        &KindPublish {
            slug: opened.id.to_string(),
            name: opened.form.name.clone(),
            number: opened.checked.version.number,
            changes: in_force.map(|version| changes(&KindForm::of(version), &opened.form)),
            scheduled: scheduled.iter().map(|version| (version.number, version.effective)).collect(),
            seen: opened.seen().0.to_string(),
            samples: pages,
            form,
        },
    ))
}

async fn open(visit: &Visit, kind: &str) -> Result<Opened, Fail> {
    let id = kind_id(kind)?;
    visit.act(move |world, person| edit_kind::open(world, person, &id)).await
}

/// A draft with faults goes back to its editor; without a draft there is nothing to publish.
pub async fn show(visit: Visit, Path(kind): Path<String>) -> Result<Response, Fail> {
    let opened = open(&visit, &kind).await?;
    let edit = paths::kind_edit(&opened.id);
    if opened.draft.is_none() {
        return Ok(visit.done(&edit, Done::KindUnchanged));
    }
    if !opened.checked.problems.is_empty() {
        return Ok(visit.to(&format!("{edit}?check=yes")));
    }
    let form = Form::new().with("effective", visit.web.world.today().to_string());
    page(&visit, StatusCode::OK, opened, form).await
}

pub async fn publish(visit: Visit, Path(kind): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let id = kind_id(&kind)?;
    let typed = Typed { seen: seen(&posted), effective: posted.text("effective"), note: posted.text("note") };
    match visit.act(move |world, person| publish_kind::publish(world, person, &id, &typed)).await {
        Ok(_) => Ok(visit.done(&paths::kinds(), Done::KindPublished)),
        Err(fail @ Fail::Refused(Refused::Invalid(_))) => {
            let (form, status) = fail.into_form(posted.form())?;
            page(&visit, status, open(&visit, &kind).await?, form).await
        }
        Err(fail) => {
            let mut form = posted.form();
            form.note(fail.into_conflict()?);
            page(&visit, StatusCode::CONFLICT, open(&visit, &kind).await?, form).await
        }
    }
}

pub async fn unschedule(visit: Visit, Path(kind): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let id = kind_id(&kind)?;
    let number = posted.one("version").parse().map_err(|_| Refused::NotFound)?;
    visit.act(move |world, person| publish_kind::unschedule(world, person, &id, number)).await?;
    Ok(visit.done(&paths::kinds(), Done::KindUnscheduled))
}

pub async fn retire(visit: Visit, Path(kind): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let id = kind_id(&kind)?;
    let retired = match posted.one("to") {
        "retired" => true,
        "restored" => false,
        _ => return Err(Refused::NotFound.into()),
    };
    visit.act(move |world, person| publish_kind::retire(world, person, &id, retired)).await?;
    Ok(visit.done(&paths::kinds(), if retired { Done::KindRetired } else { Done::KindRestored }))
}

fn rows(kind: &Kind, today: crate::domain::time::Day) -> Vec<VersionRow> {
    let mut versions: Vec<&KindVersion> = kind.versions.iter().collect();
    versions.sort_by_key(|version| version.number);
    let now = kind.on(today).map(|version| version.number);
    let row = |at: usize| {
        let version = versions[at];
        let before = at.checked_sub(1).map(|before| KindForm::of(versions[before]));
        VersionRow {
            number: version.number,
            effective: version.effective,
            in_force: now == Some(version.number) && version.effective <= today,
            to_come: version.effective > today,
            published: version.published.as_ref().map(|done| (done.at, done.by.clone(), done.note.clone())),
            changes: before.map(|before| changes(&before, &KindForm::of(version))).unwrap_or_default(),
        }
    };
    (0..versions.len()).rev().map(row).collect()
}

/// All versions, the newest first, each with what it changed; `?version=` shows the samples of one.
pub async fn history(visit: Visit, Path(kind): Path<String>) -> Result<Response, Fail> {
    let opened = open(&visit, &kind).await?;
    let today = visit.web.world.today();
    let kind = opened.kind.as_ref().ok_or(Refused::NotFound)?;
    let shown = visit.query("version").parse().ok().filter(|number| kind.version(*number).is_some());
    let shown = match shown {
        Some(number) => {
            let sample = Sample::parse(visit.query("sample")).unwrap_or_default();
            Some((number, sheets(&visit, &opened.id, Some(number), sample).await?))
        }
        None => None,
    };
    let name = kind.on(today).map(|version| version.name.clone()).unwrap_or_default();
    Ok(visit.page(&KindHistory { slug: opened.id.to_string(), name, versions: rows(kind, today), shown }))
}
