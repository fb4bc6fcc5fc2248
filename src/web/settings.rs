//! 设置: what the association says of itself.

use axum::http::StatusCode;
use axum::response::Response;

use crate::app::change_settings::{self, Typed};
use crate::domain::settings::Settings;
use crate::paths;
use crate::views::form::Form;
use crate::views::settings::SettingsPage;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::notice::Done;
use crate::web::visit::Visit;

fn stored(settings: &Settings) -> Form {
    let mut form = Form::new();
    let hotline = &settings.hotline;
    for (name, value) in [
        ("association", &settings.association),
        ("short", &settings.short),
        ("latin", &settings.latin),
        ("uscc", &settings.uscc),
        ("hotline_phone", &hotline.phone),
        ("hotline_hours", &hotline.hours),
        ("hotline_email", &hotline.email),
        ("mail_from", &settings.mail_from),
        ("collect_at", &settings.collect_at),
    ] {
        form.set(name, value.as_str());
    }
    if settings.consent {
        form.set("consent", "yes");
    }
    for (n, entry) in (1..).zip(&settings.faq) {
        form.set(&format!("question_{n}"), entry.question.as_str());
        form.set(&format!("answer_{n}"), entry.answer.as_str());
    }
    form
}

/// How many pairs of 常见问题 a form holds, empty ones at the end left out.
fn questions(form: &Form) -> usize {
    let filled = |n: usize| ["question", "answer"].iter().any(|name| !form.value(&format!("{name}_{n}")).is_empty());
    (1..=200).rev().find(|n| filled(*n)).unwrap_or(0)
}

fn page(visit: &Visit, status: StatusCode, form: Form) -> Response {
    let base_url = visit.seen().settings.base_url.clone();
    visit.page_with(status, &SettingsPage { questions: questions(&form), form, base_url })
}

pub async fn show(visit: Visit) -> Result<Response, Fail> {
    let settings = visit.act(change_settings::read).await?;
    Ok(page(&visit, StatusCode::OK, stored(&settings)))
}

fn typed(posted: &Posted, form: &Form) -> Typed {
    let pair = |n: usize| (posted.text(&format!("question_{n}")), posted.text(&format!("answer_{n}")));
    Typed {
        association: posted.text("association"),
        short: posted.text("short"),
        latin: posted.text("latin"),
        uscc: posted.text("uscc"),
        consent: posted.one("consent") == "yes",
        hotline_phone: posted.text("hotline_phone"),
        hotline_hours: posted.text("hotline_hours"),
        hotline_email: posted.text("hotline_email"),
        mail_from: posted.text("mail_from"),
        collect_at: posted.text("collect_at"),
        faq: (1..=questions(form)).map(pair).collect(),
    }
}

pub async fn change(visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let form = posted.form();
    let typed = typed(&posted, &form);
    match visit.act(move |world, person| change_settings::change(world, person, &typed)).await {
        Ok(_) => Ok(visit.done(&paths::settings(), Done::Saved)),
        Err(fail) => {
            let (form, status) = fail.into_form(form)?;
            Ok(page(&visit, status, form))
        }
    }
}
