//! Steps 4 and 5: 证明预览, the submission, and 提交成功.

use axum::extract::Path;
use axum::response::Response;

use crate::app::fill_in::chooses_lawyers;
use crate::app::own_record;
use crate::app::own_record::{Found, OwnRecord};
use crate::app::preview::{self, Preview};
use crate::app::refused::Refused;
use crate::app::submit::{self, Seen, SelfCheck};
use crate::domain::application::Application;
use crate::domain::calendar::Calendar;
use crate::domain::id::Id;
use crate::domain::kind::Review;
use crate::domain::rule::{Outcome, overall};
use crate::domain::stage::StageName;
use crate::domain::time::Moment;
use crate::paths;
use crate::text::state::{Delivery, promised_by};
use crate::views::apply_done::{ApplyDone, Next, Promise};
use crate::views::apply_preview::{ApplyPreview, Change, CheckItem};
use crate::views::checklist::Checklist;
use crate::views::facts::Fact;
use crate::views::form::Form;
use crate::views::sheets::Sheets;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::notice::Done;
use crate::web::onward::{application, onward, page_number};
use crate::web::picture::Wants;
use crate::web::record::soon_again;
use crate::web::visit::Visit;
use crate::web::{entries, form_page};

fn items(check: &SelfCheck) -> Vec<CheckItem> {
    let case = &check.case;
    let names: Vec<String> = check.facts.lawyers.iter().map(|lawyer| lawyer.name.clone()).collect();
    let chosen = chooses_lawyers(&case.version, &case.application).is_some();
    let item = |fact, change| CheckItem { fact, change };
    let mut items = vec![
        item(Fact::new("申请人", &*case.firm.name), Change::No),
        item(Fact::new("证明类型", &*case.version.name), Change::Kind),
    ];
    if let Some(number) = &check.replaces {
        items.push(item(Fact::new("换发", format!("审核通过后，原证明{number}即失效。")), Change::No));
    }
    for (name, fact) in entries::fields(&case.version, &check.submission) {
        items.push(item(fact, Change::Field(name)));
    }
    if let Some(fact) = entries::lawyers(&names) {
        items.push(item(fact, if chosen { Change::Lawyers } else { Change::No }));
    }
    items.push(item(Fact::new("联系邮箱", &*check.submission.email), Change::Field("email".to_owned())));
    if case.version.paper {
        let field = || Change::Field("paper.wanted".to_owned());
        items.extend(entries::paper(&check.submission).into_iter().map(|fact| item(fact, field())));
    }
    items
}

fn page(check: &SelfCheck, pages: usize) -> ApplyPreview {
    let case = &check.case;
    let id = case.application.id;
    let seen = check.seen();
    ApplyPreview {
        id: id.to_string(),
        sheets: Sheets {
            pages: (1..=pages).map(|page| paths::apply_preview_page(id, page)).collect(),
            alt: format!("{}预览", case.version.name),
        },
        items: items(check),
        checks: Checklist::of(&check.findings, &check.facts, true),
        review: case.version.review,
        by: match case.version.review {
            Review::Manual { working_days } => Some(promised_by(&case.settings.calendar, case.today, working_days)),
            Review::Automatic => None,
        },
        unsure: overall(&check.findings) == Outcome::Unknown,
        seen: (seen.changed.0, seen.version),
        news: form_page::news(check),
        blocked: None,
        form: Form::new(),
    }
}

/// Step 3 again, saying what is missing.
fn unfinished(visit: &Visit, id: Id<Application>) -> Response {
    visit.done(&format!("{}?check=yes", paths::apply_form(id)), Done::Unfinished)
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Fail> {
    let id = application(&id)?;
    match visit.act(move |world, person| preview::preview(world, person, id)).await {
        Ok(Preview::Ready { check, pages }) => Ok(visit.page(&page(&check, pages))),
        Ok(Preview::NotYet) => Ok(unfinished(&visit, id)),
        Err(fail) => onward(&visit, id, fail).await,
    }
}

pub async fn show_page(visit: Visit, wants: Wants, Path((id, page)): Path<(String, String)>) -> Result<Response, Fail> {
    let (id, page) = (application(&id)?, page_number(&page)?);
    match visit.act(move |world, person| preview::page(world, person, id, page)).await {
        Ok(drawn) => Ok(wants.show(&drawn)),
        // The picture of a preview that is none any more.
        Err(Fail::Refused(Refused::Conflict(_))) => Err(Refused::NotFound.into()),
        Err(fail) => Err(fail),
    }
}

/// Posted again, from another tab or by a double click, it leads to the same place.
pub async fn submit(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let id = application(&id)?;
    let seen = match (posted.one("seen").parse(), posted.one("version").parse()) {
        (Ok(changed), Ok(version)) => Some(Seen { changed: Moment(changed), version }),
        _ => None,
    };
    match visit.act(move |world, person| submit::submit_seen(world, person, id, seen)).await {
        Ok(_) => Ok(visit.to(&paths::apply_done(id))),
        Err(Fail::Refused(Refused::Invalid(_))) => Ok(unfinished(&visit, id)),
        Err(fail) => match onward(&visit, id, fail).await {
            Err(Fail::Refused(Refused::Conflict(_))) => Ok(visit.done(&paths::apply_preview(id), Done::Edited)),
            other => other,
        },
    }
}

fn next(record: &OwnRecord, calendar: &Calendar) -> Option<Next> {
    let number = record.certificate.as_ref().map(|certificate| certificate.serial.show());
    match (record.application.stage.name(), number) {
        (StageName::Pending, _) => Some(Next::Pending {
            promise: match (record.version.review, record.application.submitted()) {
                (Review::Manual { working_days }, Some(at)) => {
                    Some(Promise { working_days, by: promised_by(calendar, at.day(), working_days) })
                }
                _ => None,
            },
        }),
        (StageName::Issuing, _) => Some(Next::Issuing),
        (StageName::Approved, Some(number)) => Some(Next::Issued { number }),
        _ => None,
    }
}

/// Step 5; what is refused or withdrawn by now shows its record instead.
pub async fn done(visit: Visit, Path(id): Path<String>) -> Result<Response, Fail> {
    let id = application(&id)?;
    let record = match visit.act(move |world, person| own_record::read(world, person, id)).await? {
        Found::Draft { kind: true } => return Ok(visit.to(&paths::apply_form(id))),
        Found::Draft { kind: false } => return Ok(visit.to(&paths::apply_kind(id))),
        Found::Record(record) => record,
    };
    let Some(next) = next(&record, &visit.seen().settings.calendar) else { return Ok(visit.to(&paths::record(id))) };
    let wish = record.submission.paper.as_ref();
    let response = visit.page(&ApplyDone {
        id: id.to_string(),
        number: record.application.number(),
        kind: record.version.name.clone(),
        next,
        paper: wish.map(|wish| (wish.copies, Delivery::from(&wish.delivery))),
    });
    Ok(if record.is_being_made() { soon_again(response) } else { response })
}
