//! 审核台: approving several at once. Each goes through the same deed as one alone; what that deed refuses is left, and the
//! page says why.

use axum::http::StatusCode;
use axum::response::Response;

use crate::app::refused::Refused;
use crate::app::review;
use crate::domain::application::Application;
use crate::domain::id::Id;
use crate::paths;
use crate::views::review_queue::{Left, Outcome};
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::notice::Done;
use crate::web::review::queue_page;
use crate::web::visit::Visit;

/// Most that are approved by one press: a page of the queue.
const MOST: usize = 50;

pub async fn approve(visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let mut chosen: Vec<Id<Application>> = Vec::new();
    for id in posted.all("application").filter_map(Id::parse) {
        if !chosen.contains(&id) {
            chosen.push(id);
        }
    }
    if chosen.is_empty() || chosen.len() > MOST {
        let sentence = format!("请选择要通过的申请，一次最多 {MOST} 份。");
        return Err(Refused::Conflict(sentence).into());
    }
    let mut outcome = Outcome::default();
    for id in chosen {
        match visit.act(move |world, person| review::approve(world, person, id, "")).await {
            Ok(()) => outcome.approved += 1,
            Err(fail) => outcome.left.push(left(id, fail)?),
        }
    }
    if outcome.left.is_empty() {
        return Ok(visit.done(&paths::review(), Done::ApprovedMany));
    }
    queue_page(&visit, StatusCode::CONFLICT, outcome).await
}

/// Why one was not approved. A fault of ours is no such reason: it ends the whole act, and what was approved stays so.
fn left(id: Id<Application>, fail: Fail) -> Result<Left, Fail> {
    let sentence = match fail {
        Fail::Refused(Refused::Conflict(sentence)) => sentence,
        Fail::Refused(Refused::Invalid(problems)) => problems.into_iter().map(|problem| problem.sentence).collect(),
        Fail::Refused(Refused::NotFound) => "没有这份申请。".to_owned(),
        other => return Err(other),
    };
    Ok(Left { id: id.to_string(), number: format!("SQ{:06}", id.number()), sentence })
}
