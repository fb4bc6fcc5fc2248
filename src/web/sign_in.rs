//! The door: sign in, sign out.

use axum::response::Response;

use crate::app::{sign_in, sign_out};
use crate::paths;
use crate::views::sign_in::SignIn;
use crate::web::cookies::Cookie;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::notice::Done;
use crate::web::visit::{Visit, append, local};

pub async fn show(visit: Visit) -> Response {
    let next = local(visit.query("next")).to_owned();
    if visit.person().is_ok() {
        return visit.to(&next);
    }
    visit.page(&SignIn { next, ..SignIn::default() })
}

pub async fn sign_in(visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let (login, password, address) = (posted.text("login"), posted.text("password"), visit.address);
    let opened = visit
        .deed(move |world| sign_in::sign_in(world, sign_in::Typed { login: &login, password: &password, address }))
        .await;
    let next = local(posted.one("next"));
    match opened {
        Ok(opened) => {
            let mut response = visit.to(next);
            append(&mut response, Cookie::Session.set(&opened.token, &visit.web.site));
            Ok(response)
        }
        Err(fail) => {
            let (form, status) = fail.into_form(posted.form())?;
            Ok(visit.page_with(status, &SignIn { form, next: next.to_owned() }))
        }
    }
}

pub async fn sign_out(visit: Visit, _posted: Posted) -> Result<Response, Fail> {
    visit.act(sign_out::sign_out).await?;
    let mut response = visit.done(&paths::sign_in(), Done::SignedOut);
    append(&mut response, Cookie::Session.clear(&visit.web.site));
    Ok(response)
}
