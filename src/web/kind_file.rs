//! A kind as a file: exported, looked at, imported.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app::carry_kind::{self, Looked};
use crate::app::refused::Refused;
use crate::paths;
use crate::views::form::Form;
use crate::views::kind_import::{KindImport, KindImportLook};
use crate::web::attachment::disposition;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::kind_edit::kind_id;
use crate::web::notice::Done;
use crate::web::visit::Visit;

/// With `?version=` that version, else what the editor shows.
pub async fn export(visit: Visit, Path(kind): Path<String>) -> Result<Response, Fail> {
    let id = kind_id(&kind)?;
    let number = match visit.query("version") {
        "" => None,
        number => Some(number.parse().map_err(|_| Refused::NotFound)?),
    };
    let name = format!("{id}.json");
    let text = visit.act(move |world, person| carry_kind::export(world, &person.into(), &id, number)).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, disposition(&name, &name)),
    ];
    Ok((headers, text).into_response())
}

pub async fn show(visit: Visit) -> Response {
    visit.page(&KindImport::default())
}

fn looked(visit: &Visit, status: StatusCode, looked: Looked, content: String, form: Form) -> Response {
    visit.page_with(
        status,
        &KindImportLook {
            kind: looked.form,
            content,
            problems: looked.problems.into_iter().map(|problem| problem.sentence).collect(),
            differs: looked.differs,
            other_prefix: looked.other_prefix,
            form,
        },
    )
}

pub async fn upload(visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let mut form = Form::new();
    let Some(file) = posted.file("file") else {
        form.refuse("file", "请选择文件。");
        return Ok(visit.again(&KindImport { form }));
    };
    let Ok(content) = String::from_utf8(file.bytes.clone()) else {
        form.refuse("file", "这不是证明种类的文件：内容不是 UTF-8 文字。");
        return Ok(visit.again(&KindImport { form }));
    };
    let text = content.clone();
    match visit.act(move |world, person| carry_kind::look(world, &person.into(), &text)).await {
        Ok(found) => {
            let form = Form::new().with("id", found.id.as_str());
            let status = if found.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            Ok(looked(&visit, status, found, content, form))
        }
        Err(fail) => {
            let (form, status) = fail.into_form(form)?;
            Ok(visit.page_with(status, &KindImport { form }))
        }
    }
}

pub async fn take(visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let (content, id) = (posted.text("content"), posted.text("id"));
    let (text, again) = (content.clone(), content.clone());
    match visit.act(move |world, person| carry_kind::take(world, &person.into(), &text, &id)).await {
        Ok(id) => Ok(visit.done(&paths::kind_edit(id), Done::KindImported)),
        Err(fail) => {
            let (form, status) = fail.into_form(Form::new().with("id", posted.one("id")))?;
            match visit.act(move |world, person| carry_kind::look(world, &person.into(), &again)).await {
                Ok(found) => Ok(looked(&visit, status, found, content, form)),
                // The hidden text is no file of ours any more: begin again.
                Err(fail) => {
                    let (form, status) = fail.into_form(Form::new())?;
                    Ok(visit.page_with(status, &KindImport { form }))
                }
            }
        }
    }
}
