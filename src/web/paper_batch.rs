//! 制证: several copies at once, printed in one file or moved on together.

use axum::http::StatusCode;
use axum::response::Response;

use crate::app::paper_print;
use crate::app::paper_step;
use crate::app::refused::Refused;
use crate::domain::id::Id;
use crate::domain::paper::{PaperCopy, PaperState};
use crate::paths;
use crate::views::paper_desk::Refusal;
use crate::web::attachment;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::notice::Done;
use crate::web::paper::{page, typed};
use crate::web::visit::Visit;

/// The copies that were ticked.
fn ticked(posted: &Posted) -> Vec<Id<PaperCopy>> {
    posted.all("copy").filter_map(Id::parse).collect()
}

/// The desk again, with the sentence on top or beside the fields of the bar.
async fn again(visit: &Visit, posted: &Posted, fail: Fail) -> Result<Response, Fail> {
    match fail.into_conflict() {
        Ok(sentence) => page(visit, StatusCode::CONFLICT, None, Some(sentence)).await,
        Err(fail) => {
            let (form, status) = fail.into_form(posted.form())?;
            page(visit, status, Some(Refusal::Batch(form)), None).await
        }
    }
}

pub async fn steps(visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let to = PaperState::parse(posted.one("to")).filter(|to| *to != PaperState::Cancelled).ok_or(Refused::NotFound)?;
    let (ids, told) = (ticked(&posted), typed(&posted));
    match visit.act(move |world, person| paper_step::step(world, person, &ids, to, &told)).await {
        Ok(()) => Ok(visit.done(&paths::paper(), Done::PaperMoved)),
        Err(fail) => again(&visit, &posted, fail).await,
    }
}

pub async fn print(visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let (ids, duplex) = (ticked(&posted), posted.one("duplex") == "yes");
    match visit.act(move |world, person| paper_print::print(world, person, &ids, duplex)).await {
        Ok(pdf) => Ok(attachment::pdf_inline(pdf)),
        Err(fail) => again(&visit, &posted, fail).await,
    }
}
