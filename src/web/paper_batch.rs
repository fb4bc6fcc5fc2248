//! 制证: several copies at once, printed in one file or moved on together.

use axum::http::StatusCode;
use axum::response::Response;

use crate::app::refused::Refused;
use crate::app::{paper_labels, paper_print, paper_step};
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

/// A sheet with some labels gone, or one label to a page.
pub async fn labels(visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let ids = ticked(&posted);
    // The page of a label printer is the exception, and said so by a word.
    let used = (posted.one("layout") != "single").then(|| posted.one("used").parse().unwrap_or(0));
    match visit.act(move |world, person| paper_labels::print(world, person, &ids, used)).await {
        Ok(pdf) => Ok(attachment::pdf_inline(pdf)),
        Err(fail) => again(&visit, &posted, fail).await,
    }
}
