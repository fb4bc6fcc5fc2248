//! 公开原因清单.

use axum::http::StatusCode;
use axum::response::Response;

use crate::app::change_reasons::{self, LISTS};
use crate::paths;
use crate::views::form::Form;
use crate::views::reasons::ReasonsPage;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::notice::Done;
use crate::web::visit::Visit;

pub async fn show(visit: Visit) -> Result<Response, Fail> {
    let reasons = visit.act(change_reasons::read).await?;
    let lists = [reasons.revoke, reasons.reinstate, reasons.replace];
    let form = Form::typed(LISTS.into_iter().zip(lists).map(|((name, _), list)| (name, list.join("\n"))));
    Ok(visit.page(&ReasonsPage { form }))
}

pub async fn change(visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let typed = LISTS.map(|(name, _)| posted.text(name));
    let done =
        visit.act(move |world, person| change_reasons::change(world, person, [&typed[0], &typed[1], &typed[2]])).await;
    match done {
        Ok(()) => Ok(visit.done(&paths::reasons(), Done::Saved)),
        Err(fail) => {
            let (form, status): (_, StatusCode) = fail.into_form(posted.form())?;
            Ok(visit.page_with(status, &ReasonsPage { form }))
        }
    }
}
