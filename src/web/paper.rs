//! 制证: the paper desk. Postal addresses are shown here and nowhere else.

use axum::extract::Path;
use axum::http::{Method, StatusCode};
use axum::response::Response;

use crate::app::paper::{self, Asked, Filter};
use crate::app::paper_print;
use crate::app::paper_step::{self, Typed};
use crate::app::refused::Refused;
use crate::domain::id::Id;
use crate::domain::paper::{Delivery, PaperState};
use crate::paths;
use crate::text::state::{self, ADDRESS_ERASED};
use crate::views::paper_desk::{DeskCopy, PaperDesk, Refusal};
use crate::web::attachment;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::list::pager;
use crate::web::notice::Done;
use crate::web::visit::Visit;

const FILTERS: [&str; 3] = ["q", "state", "delivery"];

fn address(delivery: &Delivery) -> Vec<String> {
    let address = match delivery {
        Delivery::Collect => return Vec::new(),
        Delivery::PostErased => return vec![format!("收件信息{ADDRESS_ERASED}")],
        Delivery::Post(address) => address,
    };
    let postcode = address.postcode.as_deref().unwrap_or_default();
    vec![
        format!("{} {}", address.recipient, address.phone),
        address.region.clone(),
        format!("{} {postcode}", address.street).trim_end().to_owned(),
    ]
}

fn copy(asked: Asked) -> DeskCopy {
    let next = asked.next();
    let copy = asked.copy;
    DeskCopy {
        id: copy.id.to_string(),
        certificate: asked.certificate.id.to_string(),
        number: asked.certificate.serial.show(),
        kind: asked.certificate.title,
        firm: asked.firm,
        index: copy.index,
        of: copy.of,
        delivery: (&copy.delivery).into(),
        address: address(&copy.delivery),
        state: copy.state,
        hindered: asked.hindered.filter(|_| !next.is_empty()).map(str::to_owned),
        next,
        changed: copy.changed,
        note: copy.note,
        has_file: asked.hindered.is_none() && copy.cancelled.is_none(),
        reissue: copy.issue.is_some() && copy.cancelled.is_some_and(|cancelled| cancelled.replacement.is_none()),
    }
}

/// The desk, with what was refused.
pub async fn page(
    visit: &Visit,
    status: StatusCode,
    refused: Option<Refusal>,
    conflict: Option<String>,
) -> Result<Response, Fail> {
    let way = visit.query("delivery");
    let filter = Filter {
        state: PaperState::parse(visit.query("state")),
        post: [state::Delivery::Collect, state::Delivery::Post]
            .into_iter()
            .find(|delivery| delivery.slug() == way)
            .map(|delivery| delivery == state::Delivery::Post),
        search: visit.query("q").to_owned(),
    };
    let slice = visit.slice();
    let (copies, total) = visit.act(move |world, person| paper::list(world, person, &filter, slice)).await?;
    let page = PaperDesk {
        copies: copies.into_iter().map(copy).collect(),
        filter: visit.asked(&FILTERS),
        pager: pager(visit, &paths::paper(), &FILTERS, total),
        refused,
        conflict,
    };
    Ok(visit.page_with(status, &page))
}

pub async fn desk(visit: Visit) -> Result<Response, Fail> {
    page(&visit, StatusCode::OK, None, None).await
}

pub async fn step(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let copy = Id::parse(&id).ok_or(Refused::NotFound)?;
    let to = PaperState::parse(posted.one("to")).ok_or(Refused::NotFound)?;
    let typed = typed(&posted);
    let Err(fail) = visit.act(move |world, person| paper_step::step(world, person, &[copy], to, &typed)).await else {
        return Ok(visit.done(&paths::paper(), Done::PaperMoved));
    };
    match fail.into_conflict() {
        Ok(sentence) => page(&visit, StatusCode::CONFLICT, None, Some(sentence)).await,
        Err(fail) => {
            let (form, status) = fail.into_form(posted.form())?;
            page(&visit, status, Some(Refusal::One(id, form)), None).await
        }
    }
}

/// What was typed for a step.
pub fn typed(posted: &Posted) -> Typed {
    Typed {
        collector: posted.text("collector"),
        courier: posted.text("courier"),
        tracking: posted.text("tracking"),
        reason: posted.text("reason"),
        other: posted.text("other"),
        remark: posted.text("remark"),
    }
}

/// 补制.
pub async fn reissue(visit: Visit, Path(id): Path<String>, _posted: Posted) -> Result<Response, Fail> {
    let copy = Id::parse(&id).ok_or(Refused::NotFound)?;
    match visit.act(move |world, person| paper_step::reissue(world, person, copy)).await {
        Ok(()) => Ok(visit.done(&paths::paper(), Done::PaperReissued)),
        Err(fail) => page(&visit, StatusCode::CONFLICT, None, Some(fail.into_conflict()?)).await,
    }
}

/// One copy's own signed file.
pub async fn file(visit: Visit, Path(id): Path<String>, method: Method) -> Result<Response, Fail> {
    let copy = Id::parse(&id).ok_or(Refused::NotFound)?;
    let notes = method != Method::HEAD;
    let file = visit.act(move |world, person| paper_print::one(world, person, copy, notes)).await?;
    Ok(attachment::pdf(&file.name, &file.ascii_name, file.pdf))
}
