//! 征求同意: a lawyer's own answers.

use axum::extract::Path;
use axum::response::Response;

use crate::app::consent::{self, Asked};
use crate::app::refused::Refused;
use crate::paths;
use crate::views::consents::{AskedCard, Consents};
use crate::views::facts::Fact;
use crate::views::sheets::Sheets;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::notice::Done;
use crate::web::onward::{application, page_number};
use crate::web::picture::Wants;
use crate::web::visit::Visit;

fn card(asked: Asked) -> AskedCard {
    let id = asked.application;
    let period = asked.period.map(|period| format!("{}至{}", period.from.zh(), period.to.zh()));
    let entries = [
        ("证明期间", period),
        ("出具对象", asked.addressee),
        ("用途", asked.purpose),
        ("申请编号", Some(asked.number)),
    ];
    AskedCard {
        id: id.to_string(),
        firm: asked.firm,
        facts: entries.into_iter().filter_map(|(term, value)| value.map(|value| Fact::new(term, value))).collect(),
        answer: asked.answer.map(|answer| (answer.given, answer.at)),
        open: asked.open,
        sheets: Sheets {
            pages: (1..=asked.pages).map(|page| paths::consent_page(id, page)).collect(),
            alt: format!("{}预览", asked.kind),
        },
        kind: asked.kind,
    }
}

pub async fn list(visit: Visit) -> Result<Response, Fail> {
    let asked = visit.act(consent::asked).await?;
    Ok(visit.page(&Consents { asked: asked.into_iter().map(card).collect() }))
}

pub async fn answer(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let id = application(&id)?;
    let given = match posted.one("answer") {
        "given" => true,
        "declined" => false,
        _ => return Err(Refused::NotFound.into()),
    };
    visit.act(move |world, person| consent::answer(world, person, id, given)).await?;
    Ok(visit.done(&paths::consents(), if given { Done::Consented } else { Done::Declined }))
}

pub async fn show_page(visit: Visit, wants: Wants, Path((id, page)): Path<(String, String)>) -> Result<Response, Fail> {
    let (id, page) = (application(&id)?, page_number(&page)?);
    let drawn = visit.act(move |world, person| consent::page(world, person, id, page)).await?;
    Ok(wants.show(&drawn))
}
