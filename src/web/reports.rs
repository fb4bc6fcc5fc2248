//! 报错处理: what members say is wrong in the register.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use crate::app::refused::Refused;
use crate::app::report;
use crate::app::reports::{self, Received};
use crate::domain::id::Id;
use crate::paths;
use crate::views::form::Form;
use crate::views::register_reports::{RegisterReports, ReportLine};
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::list::pager;
use crate::web::notice::Done;
use crate::web::visit::Visit;

fn line(received: Received) -> ReportLine {
    let report = received.report;
    ReportLine {
        id: report.id.to_string(),
        firm: received.firm,
        firm_id: report.firm.to_string(),
        who: received.who,
        at: report.at,
        text: report.text,
        closed: report.closed.map(|closed| (closed.at, received.by, closed.answer)),
    }
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    refused: Option<(String, Form)>,
    conflict: Option<String>,
) -> Result<Response, Fail> {
    let closed = visit.query("closed") == "yes";
    let slice = visit.slice();
    let (received, total) = visit.act(move |world, person| reports::list(world, person, closed, slice)).await?;
    let page = RegisterReports {
        reports: received.into_iter().map(line).collect(),
        pager: pager(visit, &paths::register_reports(), &["closed"], total),
        closed,
        refused,
        conflict,
    };
    Ok(visit.page_with(status, &page))
}

pub async fn list(visit: Visit) -> Result<Response, Fail> {
    page(&visit, StatusCode::OK, None, None).await
}

pub async fn close(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let report = Id::parse(&id).ok_or(Refused::NotFound)?;
    let answer = posted.text("answer");
    let Err(fail) = visit.act(move |world, person| report::close(world, person, report, &answer)).await else {
        return Ok(visit.done(&paths::register_reports(), Done::ReportClosed));
    };
    match fail.into_conflict() {
        Ok(sentence) => page(&visit, StatusCode::CONFLICT, None, Some(sentence)).await,
        Err(fail) => {
            let (form, status) = fail.into_form(posted.form())?;
            page(&visit, status, Some((id, form)), None).await
        }
    }
}
