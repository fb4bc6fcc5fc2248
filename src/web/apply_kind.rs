//! Step 2, 选择电子证明类型; and a kind's template, large.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use crate::app::draft::{self, Stands};
use crate::app::kinds::{self, Offer};
use crate::app::picture::Density;
use crate::app::refused::Refused;
use crate::domain::application::Application;
use crate::domain::id::Id;
use crate::domain::kind::{KindVersion, Scope};
use crate::domain::permission::Right;
use crate::paths;
use crate::text::state::review_sentence;
use crate::views::apply_kind::{ApplyKind, KindCard};
use crate::views::facts::Fact;
use crate::views::form::Form;
use crate::views::sheets::Sheets;
use crate::views::template::Template;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::notice::Done;
use crate::web::onward::{application, onward, page_number};
use crate::web::picture::{self, Wants};
use crate::web::visit::Visit;

fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Firm => "本所",
        Scope::SomeLawyers => "部分律师",
        Scope::OneLawyer => "一名律师",
        Scope::FirmAndAllLawyers => "本所及全体律师",
        Scope::FirmOrOneLawyer => "本所或一名律师",
    }
}

fn card(offer: Offer) -> KindCard {
    KindCard {
        slug: offer.kind.to_string(),
        scope: scope(offer.version.scope).to_owned(),
        review: offer.version.review,
        paper: offer.version.paper,
        refused: offer.refused.map(str::to_owned),
        name: offer.version.name,
        proves: offer.version.proves,
    }
}

async fn page(
    visit: &Visit,
    id: Id<Application>,
    status: StatusCode,
    form: Form,
    from_preview: bool,
) -> Result<Response, Fail> {
    let offers = visit.act(kinds::offers).await?;
    let kinds = offers.into_iter().map(card).collect();
    Ok(visit.page_with(status, &ApplyKind { id: id.to_string(), kinds, form, from_preview }))
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Fail> {
    let id = application(&id)?;
    let chosen = visit
        .act(move |world, person| match draft::stands(world, person, id)? {
            Stands::Submitted => Ok(None),
            _ => draft::kind(world, person, id).map(Some),
        })
        .await?;
    let Some(kind) = chosen else { return Ok(visit.done(&paths::record(id), Done::AlreadySubmitted)) };
    let form = kind.map_or_else(Form::new, |kind| Form::new().with("kind", kind.as_str()));
    page(&visit, id, StatusCode::OK, form, visit.query("back") == "preview").await
}

/// On to step 3, or back to the preview where the person came from there.
pub async fn choose(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let id = application(&id)?;
    let kind = posted.text("kind");
    let from_preview = posted.one("back") == "preview";
    match visit.act(move |world, person| draft::choose_kind(world, person, id, &kind)).await {
        Ok(()) if from_preview => Ok(visit.to(&paths::apply_preview(id))),
        Ok(()) => Ok(visit.to(&paths::apply_form(id))),
        Err(fail @ Fail::Refused(Refused::Invalid(_))) => {
            let (form, status) = fail.into_form(posted.form())?;
            page(&visit, id, status, form, from_preview).await
        }
        Err(fail) => onward(&visit, id, fail).await,
    }
}

fn about(version: &KindVersion) -> Vec<Fact> {
    let validity = version.validity_days.map_or_else(|| "不设期限".to_owned(), |days| format!("{days} 天"));
    vec![
        Fact::new("适用范围", scope(version.scope)),
        Fact::new("审核方式", review_sentence(version.review)),
        Fact::new("有效期", validity),
        Fact::new("纸质证明", if version.paper { "可以申请" } else { "仅电子证明" }),
    ]
}

pub async fn template(visit: Visit, Path(kind): Path<String>) -> Result<Response, Fail> {
    let slug = kind.clone();
    let (offer, pages) = visit.act(move |world, person| kinds::template(world, person, &slug)).await?;
    let mut facts = about(&offer.version);
    let member = visit.person()?.account.has(Right::Apply);
    facts.extend(offer.refused.filter(|_| member).map(|why| Fact::new("暂不可申请", why)));
    let pages = (1..=pages).map(|page| paths::template_page(&kind, page)).collect();
    Ok(visit.page(&Template {
        sheets: Sheets { pages, alt: format!("{}模板", offer.version.name) },
        name: offer.version.name,
        proves: offer.version.proves,
        may_apply: member,
        facts,
    }))
}

/// With `?size=small` or `?size=small3` the first page as a small PNG, for two or three pixels to a point.
pub async fn template_page(
    visit: Visit,
    wants: Wants,
    Path((kind, page)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let page = page_number(&page)?;
    let density = match visit.query("size") {
        "small" => Some(Density::Two),
        "small3" => Some(Density::Three),
        _ => None,
    };
    if let Some(density) = density.filter(|_| page == 1) {
        let png = visit.act(move |world, person| kinds::template_thumb(world, person, &kind, density)).await?;
        return Ok(picture::show_thumb(&png));
    }
    let drawn = visit.act(move |world, person| kinds::template_page(world, person, &kind, page)).await?;
    Ok(wants.show_template(&drawn))
}
