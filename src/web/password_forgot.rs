//! 忘记密码.

use axum::response::Response;

use crate::app::reset;
use crate::views::form::Form;
use crate::views::password_forgot::PasswordForgot;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::visit::Visit;

pub async fn show(visit: Visit) -> Response {
    visit.page(&PasswordForgot { form: Form::new(), asked: visit.query("asked") == "yes" })
}

pub async fn forgot(visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let (mail, address, once) = (posted.text("mail"), visit.address, posted.once.clone());
    match visit.deed(move |world| reset::forgot(world, &mail, address, &once)).await {
        Ok(()) => Ok(visit.to(&format!("{}?asked=yes", visit.path))),
        Err(fail) => {
            let (form, status) = fail.into_form(posted.form())?;
            Ok(visit.page_with(status, &PasswordForgot { form, asked: false }))
        }
    }
}
