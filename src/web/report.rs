//! 报错: what is wrong in the register reaches the member administrator.

use axum::http::StatusCode;
use axum::response::Response;

use crate::app::{own_facts, report};
use crate::paths;
use crate::views::form::Form;
use crate::views::report::{PastReport, Report};
use crate::web::apply_facts::facts;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::help;
use crate::web::notice::Done;
use crate::web::visit::Visit;

async fn terms(visit: &Visit) -> Result<Vec<String>, Fail> {
    let own = visit.act(own_facts::read).await?;
    Ok(facts(&own).into_iter().map(|fact| fact.term).collect())
}

async fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Fail> {
    let past = visit.act(report::own).await?.into_iter().map(|one| PastReport {
        at: one.at,
        text: one.text,
        answer: one.closed.map(|closed| closed.answer),
    });
    let note = help::report_note(&visit.seen().settings).to_owned();
    Ok(visit.page_with(status, &Report { terms: terms(visit).await?, past: past.collect(), note, form }))
}

pub async fn show(visit: Visit) -> Result<Response, Fail> {
    page(&visit, StatusCode::OK, Form::new()).await
}

pub async fn leave(visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let terms = terms(&visit).await?;
    let about: Vec<&str> = posted.all("about").filter(|term| terms.iter().any(|known| known == term)).collect();
    let text = match (about.is_empty(), posted.one("text").trim()) {
        (false, text) if !text.is_empty() => format!("{}：{text}", about.join("、")),
        (_, text) => text.to_owned(),
    };
    let once = posted.once.clone();
    match visit.act(move |world, person| report::leave(world, person, &text, &once)).await {
        Ok(()) => Ok(visit.done(&paths::apply(), Done::Reported)),
        Err(fail) => {
            let (form, status) = fail.into_form(posted.form())?;
            page(&visit, status, form).await
        }
    }
}
