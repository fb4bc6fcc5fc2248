//! Setting a password from a letter's link.

use axum::extract::Path;
use axum::response::Response;

use crate::app::set_password::{self, Holder};
use crate::paths;
use crate::views::form::Form;
use crate::views::password_set::PasswordSet;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::notice::Done;
use crate::web::visit::Visit;

fn page(token: String, holder: Holder, form: Form) -> PasswordSet {
    PasswordSet { token, login: holder.login, invited: holder.invitation, form }
}

async fn holder(visit: &Visit, token: &str) -> Result<Holder, Fail> {
    let token = token.to_owned();
    visit.deed(move |world| set_password::look(world, &token)).await
}

pub async fn show(visit: Visit, Path(token): Path<String>) -> Result<Response, Fail> {
    let holder = holder(&visit, &token).await?;
    Ok(visit.page(&page(token, holder, Form::new())))
}

pub async fn set(visit: Visit, Path(token): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let (ticket, password, again) = (token.clone(), posted.text("password"), posted.text("again"));
    match visit.deed(move |world| set_password::set(world, &ticket, &password, &again)).await {
        Ok(()) => Ok(visit.done(&paths::sign_in(), Done::PasswordSet)),
        Err(fail) => {
            let (form, status) = fail.into_form(posted.form())?;
            let holder = holder(&visit, &token).await?;
            Ok(visit.page_with(status, &page(token, holder, form)))
        }
    }
}
