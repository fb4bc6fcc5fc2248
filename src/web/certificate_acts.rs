//! 撤销, 恢复 and 换发 of an issued certificate.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use crate::app::certificate::Detail;
use crate::app::refused::Refused;
use crate::app::replace::may_replace;
use crate::app::why::{self, Typed, Why};
use crate::app::{replace as replacing, revoke as revoking};
use crate::domain::certificate::{Certificate, Deed, Life};
use crate::domain::id::Id;
use crate::domain::permission::Right;
use crate::paths;
use crate::text::reasons::phrases;
use crate::views::certificate_acts::{Acts, Offer};
use crate::views::form::Form;
use crate::web::certificates::page;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::notice::Done;
use crate::web::visit::Visit;

/// For the page: replacing, by which certificate is not known yet.
const REPLACE: Deed = Deed::Replace { by: Id::new(0) };

/// What this person may do with a certificate now; `acting` is an act that was not done.
pub fn offered(visit: &Visit, detail: &Detail, acting: Option<&(Deed, Form)>) -> Result<Acts, Fail> {
    if !visit.person()?.account.has(Right::Review) {
        return Ok(Acts::default());
    }
    let today = visit.web.world.today();
    let deeds = match detail.certificate.life {
        Life::Standing if may_replace(&detail.certificate, today) => vec![REPLACE, Deed::Revoke],
        Life::Standing => vec![Deed::Revoke],
        Life::Revoked { .. } => vec![Deed::Reinstate],
        Life::Replaced { .. } => Vec::new(),
    };
    let reasons = &visit.seen().settings.reasons;
    let offer = |deed| Offer {
        deed,
        phrases: phrases(reasons, deed),
        tried: acting.filter(|(tried, _)| *tried == deed).map(|(_, form)| form.clone()),
    };
    Ok(Acts { offers: deeds.into_iter().map(offer).collect() })
}

pub async fn revoke(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fail> {
    act(visit, id, posted, Deed::Revoke).await
}

pub async fn reinstate(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fail> {
    act(visit, id, posted, Deed::Reinstate).await
}

pub async fn replace(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fail> {
    act(visit, id, posted, REPLACE).await
}

async fn act(visit: Visit, id: String, posted: Posted, deed: Deed) -> Result<Response, Fail> {
    let id: Id<Certificate> = Id::parse(&id).ok_or(Refused::NotFound)?;
    let mut form = posted.form();
    if posted.one("sure") != "yes" {
        form.refuse("sure", "请核对编号后勾选确认。");
        return page(&visit, StatusCode::UNPROCESSABLE_ENTITY, id, Some((deed, form)), None).await;
    }
    let typed = Typed { phrase: posted.text("reason"), other: posted.text("other"), note: posted.text("note") };
    let done = visit
        .act(move |world, person| {
            let why: Why = why::read(world, deed, &typed)?;
            match deed {
                Deed::Revoke => revoking::revoke(world, person, id, why).map(|()| None),
                Deed::Reinstate => revoking::reinstate(world, person, id, why).map(|()| None),
                Deed::Replace { .. } => replacing::begin(world, person, id, why).map(Some),
            }
        })
        .await;
    match (done, deed) {
        (Ok(Some(application)), _) => Ok(visit.done(&paths::review_one(application), Done::Replacing)),
        (Ok(None), Deed::Reinstate) => Ok(visit.done(&paths::certificate(id), Done::Reinstated)),
        (Ok(None), _) => Ok(visit.done(&paths::certificate(id), Done::Revoked)),
        (Err(fail), _) => match fail.into_conflict() {
            Ok(sentence) => page(&visit, StatusCode::CONFLICT, id, None, Some(sentence)).await,
            Err(fail) => {
                let (form, status) = fail.into_form(form)?;
                page(&visit, status, id, Some((deed, form)), None).await
            }
        },
    }
}
