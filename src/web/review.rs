//! 审核台: the queue, one application, and its decision.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use crate::app::refused::Refused;
use crate::app::review::{self, Opened};
use crate::app::review_queue::{self, Filter, Line};
use crate::app::staff_picture;
use crate::domain::application::Application;
use crate::domain::id::Id;
use crate::domain::kind::KindId;
use crate::domain::stage::{Stage, StageName};
use crate::domain::statement::Subject;
use crate::paths;
use crate::views::checklist::Checklist;
use crate::views::facts::Fact;
use crate::views::form::Form;
use crate::views::review_one::ReviewOne;
use crate::views::review_queue::{Outcome, QueueLine, ReviewQueue};
use crate::views::sheets::Sheets;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::list::pager;
use crate::web::notice::Done;
use crate::web::picture::Wants;
use crate::web::told;
use crate::web::visit::Visit;

const FILTERS: [&str; 3] = ["q", "kind", "state"];

fn line(line: Line) -> QueueLine {
    let warning = match (line.failed, line.unknown) {
        (0, 0) => String::new(),
        (0, unknown) => format!("{unknown} 项无法判断"),
        (failed, 0) => format!("{failed} 项不通过"),
        (failed, unknown) => format!("{failed} 项不通过，{unknown} 项无法判断"),
    };
    QueueLine {
        id: line.id.to_string(),
        number: line.number,
        kind: line.kind,
        applicant: line.firm,
        lawyers: line.lawyers,
        since: line.since,
        warning,
        late: line.late,
    }
}

pub async fn queue(visit: Visit) -> Result<Response, Fail> {
    queue_page(&visit, StatusCode::OK, Outcome::default()).await
}

/// The queue, with what became of an act on several.
pub async fn queue_page(visit: &Visit, status: StatusCode, outcome: Outcome) -> Result<Response, Fail> {
    let stage = StageName::parse(visit.query("state")).filter(|stage| *stage != StageName::Draft);
    let filter = Filter { stage, kind: KindId::parse(visit.query("kind")), search: visit.query("q").to_owned() };
    let slice = visit.slice();
    let queue = visit.act(move |world, person| review_queue::list(world, person, &filter, slice)).await?;
    let page = ReviewQueue {
        lines: queue.lines.into_iter().map(line).collect(),
        stage: stage.unwrap_or(StageName::Pending),
        form: visit.asked(&FILTERS),
        kinds: queue.kinds.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        pager: pager(visit, &paths::review(), &FILTERS, queue.total),
        outcome,
    };
    Ok(visit.page_with(status, &page))
}

fn facts(opened: &Opened) -> Vec<Fact> {
    let case = &opened.case;
    let mut facts = vec![
        Fact::new("申请律所", case.firm.name.as_str()),
        Fact::new("统一社会信用代码", case.firm.uscc.as_str()),
        Fact::new("申请人", opened.applicant.as_str()),
    ];
    if let Some(old) = &opened.replaces {
        facts.push(Fact::new("换发", format!("通过后，原证明{}即显示已换发。", old.serial.show())));
    }
    let lawyers = opened.facts.lawyers.iter();
    let lawyers = lawyers.map(|lawyer| Subject { name: lawyer.name.clone(), licence: lawyer.licence.clone() });
    facts.extend(told::lawyers(&lawyers.collect::<Vec<_>>()));
    facts.extend(told::asked(&case.version, &opened.submission));
    facts.push(Fact::new("登记数据日期", opened.facts.data_date.zh()));
    if let Stage::Refused { reason, .. } = &case.application.stage {
        facts.push(Fact::new("不通过的原因", reason.as_str()));
    }
    let note = case.application.decision.as_ref().map(|decision| decision.note.as_str()).unwrap_or_default();
    if !note.is_empty() {
        facts.push(Fact::new("人工核实说明", note));
    }
    facts
}

/// The page of one application, with a form and a sentence from an act that was not done.
async fn page(
    visit: &Visit,
    status: StatusCode,
    id: Id<Application>,
    form: Form,
    conflict: Option<String>,
) -> Result<Response, Fail> {
    let opened = visit.act(move |world, person| review::open(world, person, id)).await?;
    let (queue, waiting) = visit.act(move |world, person| review_queue::beside(world, person, id)).await?;
    let kind = opened.case.version.name.clone();
    let application = &opened.case.application;
    let page = ReviewOne {
        id: id.to_string(),
        number: application.number(),
        stage: application.stage.name(),
        queue: queue.into_iter().map(line).collect(),
        waiting: waiting as u64,
        facts: facts(&opened),
        checks: Checklist::of(&opened.findings, &opened.facts, false),
        events: told::history(application),
        sheets: Sheets {
            pages: (1..=opened.pages).map(|page| paths::review_page(id, page)).collect(),
            alt: format!("{kind}，{}", application.number()),
        },
        kind,
        conflict,
        form,
    };
    Ok(visit.page_with(status, &page))
}

pub async fn one(visit: Visit, Path(id): Path<String>) -> Result<Response, Fail> {
    let id = Id::parse(&id).ok_or(Refused::NotFound)?;
    page(&visit, StatusCode::OK, id, Form::new(), None).await
}

pub async fn show_page(visit: Visit, wants: Wants, Path((id, page)): Path<(String, String)>) -> Result<Response, Fail> {
    let id = Id::parse(&id).ok_or(Refused::NotFound)?;
    let page = page.parse().map_err(|_| Refused::NotFound)?;
    let drawn = visit.act(move |world, person| staff_picture::of_application(world, person, id, page)).await?;
    Ok(wants.show(&drawn))
}

pub async fn approve(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let id = Id::parse(&id).ok_or(Refused::NotFound)?;
    let note = posted.text("note");
    let done = visit.act(move |world, person| review::approve(world, person, id, &note)).await;
    after(&visit, id, done, Done::Approved, posted.form()).await
}

pub async fn refuse(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let id = Id::parse(&id).ok_or(Refused::NotFound)?;
    let reason = posted.text("reason");
    let done = visit.act(move |world, person| review::refuse(world, person, id, &reason)).await;
    after(&visit, id, done, Done::Refused, posted.form()).await
}

/// On to the next that waits; or the same page again, with why it was not done.
async fn after(
    visit: &Visit,
    id: Id<Application>,
    done: Result<(), Fail>,
    said: Done,
    form: Form,
) -> Result<Response, Fail> {
    let Err(fail) = done else {
        let next = visit.act(move |world, person| review_queue::next(world, person, id)).await?;
        return Ok(visit.done(&next.map_or_else(paths::review, paths::review_one), said));
    };
    match fail.into_conflict() {
        Ok(sentence) => page(visit, StatusCode::CONFLICT, id, Form::new(), Some(sentence)).await,
        Err(fail) => {
            let (form, status) = fail.into_form(form)?;
            page(visit, status, id, form, None).await
        }
    }
}
