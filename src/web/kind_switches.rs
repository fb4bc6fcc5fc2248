//! 证明种类: which kinds are offered, and how they are reviewed.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use crate::app::edit_kind;
use crate::app::refused::Refused;
use crate::app::switch_kind::{self, Offered, Typed};
use crate::domain::kind::KindId;
use crate::domain::kind_form::KindDraft;
use crate::domain::time::Day;
use crate::paths;
use crate::views::form::Form;
use crate::views::kinds::{KindRow, Kinds};
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::notice::Done;
use crate::web::visit::Visit;

fn row(offered: Offered, drafts: &[KindDraft], today: Day) -> KindRow {
    let Offered { kind, version, blocked } = offered;
    let draft = drafts.iter().find(|draft| draft.id == kind.id);
    KindRow {
        draft: draft.map(|draft| format!("{}，{}", draft.changed.zh(), draft.by)),
        next: kind.scheduled(today).first().map(|next| (next.number, next.effective)),
        retired: kind.retired,
        slug: kind.id.to_string(),
        name: version.name,
        proves: version.proves,
        version: version.number,
        effective: version.effective,
        offered: kind.offered && blocked.is_none(),
        answers_today: kind.answers_today,
        review: version.review,
        paper: version.paper,
        blocked: blocked.map(str::to_owned),
    }
}

async fn page(visit: &Visit, status: StatusCode, refused: Option<(String, Form)>) -> Result<Response, Fail> {
    let drafts = visit.act(edit_kind::drafts).await?;
    let offered = visit.act(switch_kind::list).await?;
    let today = visit.web.world.today();
    let published = |draft: &KindDraft| offered.iter().any(|one| one.kind.id == draft.id);
    let unpublished = drafts.iter().filter(|draft| !published(draft));
    let unpublished = unpublished.map(|draft| (draft.id.to_string(), draft.form.name.clone())).collect();
    let kinds = offered.into_iter().map(|one| row(one, &drafts, today)).collect();
    Ok(visit.page_with(status, &Kinds { kinds, refused, unpublished }))
}

pub async fn list(visit: Visit) -> Result<Response, Fail> {
    page(&visit, StatusCode::OK, None).await
}

/// Back to the kind where it stands now.
pub async fn shift(visit: Visit, Path(kind): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let id = KindId::parse(&kind).ok_or(Refused::NotFound)?;
    let up = match posted.one("to") {
        "up" => true,
        "down" => false,
        _ => return Err(Refused::NotFound.into()),
    };
    let from = posted.one("from").parse().map_err(|_| Refused::NotFound)?;
    visit.act(move |world, person| switch_kind::shift(world, person, &id, from, up)).await?;
    Ok(visit.done(&format!("{}#row-{kind}", paths::kinds()), Done::KindMoved))
}

pub async fn switch(visit: Visit, Path(kind): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let id = KindId::parse(&kind).ok_or(Refused::NotFound)?;
    let typed = Typed {
        offered: posted.one("offered") == "yes",
        answers_today: posted.one("answers_today") == "yes",
        review: posted.text("review"),
        working_days: posted.text("working_days"),
        paper: posted.one("paper") == "yes",
    };
    match visit.act(move |world, person| switch_kind::switch(world, person, &id, &typed)).await {
        Ok(_) => Ok(visit.done(&paths::kinds(), Done::Saved)),
        Err(fail) => {
            let (form, status) = fail.into_form(posted.form())?;
            page(&visit, status, Some((kind, form))).await
        }
    }
}
