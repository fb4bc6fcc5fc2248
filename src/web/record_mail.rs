//! 发送邮箱: to the stored mailbox or to another one.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use crate::app::own_record::{self, Found};
use crate::app::refused::Refused;
use crate::app::{download, mail_certificate};
use crate::domain::application::Application;
use crate::domain::id::Id;
use crate::paths;
use crate::views::form::Form;
use crate::views::record_mail::RecordMail;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::notice::Done;
use crate::web::onward::application;
use crate::web::told::mail;
use crate::web::visit::Visit;

async fn page(visit: &Visit, id: Id<Application>, status: StatusCode, form: Form) -> Result<Response, Fail> {
    let (found, certificate) = visit
        .act(move |world, person| {
            let certificate = download::sendable(world, person, id)?;
            Ok((own_record::read(world, person, id)?, certificate))
        })
        .await?;
    let Found::Record(record) = found else { return Err(Refused::NotFound.into()) };
    Ok(visit.page_with(
        status,
        &RecordMail {
            id: id.to_string(),
            kind: record.version.name.clone(),
            number: certificate.serial.show(),
            stored: record.submission.email.clone(),
            mails: record.letters.iter().map(mail).collect(),
            form,
        },
    ))
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Fail> {
    page(&visit, application(&id)?, StatusCode::OK, Form::new().with("to", "stored")).await
}

pub async fn send(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let id = application(&id)?;
    let other = (posted.one("to") == "other").then(|| posted.text("mail"));
    let once = posted.once.clone();
    let sent = visit.act(move |world, person| mail_certificate::mail(world, person, id, other.as_deref(), &once)).await;
    match sent {
        Ok(()) => Ok(visit.done(&paths::record(id), Done::Mailed)),
        Err(fail) => {
            let (form, status) = fail.into_form(posted.form())?;
            page(&visit, id, status, form).await
        }
    }
}
