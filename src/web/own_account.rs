//! 我的账号.

use axum::http::StatusCode;
use axum::response::Response;

use crate::app::change_password::{self, Typed};
use crate::app::session;
use crate::paths;
use crate::text::role::role;
use crate::views::form::Form;
use crate::views::own_account::OwnAccount;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::notice::Done;
use crate::web::visit::Visit;

async fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Fail> {
    let account = &visit.person()?.account;
    let roles: Vec<&str> = account.roles.iter().map(|held| role(*held)).collect();
    let page = OwnAccount {
        login: account.login.clone(),
        mail: account.email.clone(),
        roles: roles.join("、"),
        last_seen: visit.act(session::previous).await?,
        form,
    };
    Ok(visit.page_with(status, &page))
}

pub async fn show(visit: Visit) -> Result<Response, Fail> {
    page(&visit, StatusCode::OK, Form::new()).await
}

pub async fn change(visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let (current, password, again) = (posted.text("current"), posted.text("password"), posted.text("again"));
    let address = visit.address;
    let changed = visit
        .act(move |world, person| {
            let typed = Typed { current: &current, password: &password, again: &again };
            change_password::change(world, person, typed, address)
        })
        .await;
    match changed {
        Ok(()) => Ok(visit.done(&paths::own_account(), Done::PasswordChanged)),
        Err(fail) => {
            let (form, status) = fail.into_form(posted.form())?;
            page(&visit, status, form).await
        }
    }
}
