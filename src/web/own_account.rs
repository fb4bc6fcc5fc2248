//! 我的账号.

use axum::response::Response;

use crate::app::change_password::{self, Typed};
use crate::app::person::Person;
use crate::paths;
use crate::text::role::role;
use crate::views::form::Form;
use crate::views::own_account::OwnAccount;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::notice::Done;
use crate::web::visit::Visit;

fn page(person: &Person, form: Form) -> OwnAccount {
    let account = &person.account;
    let roles: Vec<&str> = account.roles.iter().map(|held| role(*held)).collect();
    OwnAccount {
        login: account.login.clone(),
        mail: account.email.clone(),
        roles: roles.join("、"),
        last_seen: account.last_sign_in,
        form,
    }
}

pub async fn show(visit: Visit) -> Result<Response, Fail> {
    Ok(visit.page(&page(visit.person()?, Form::new())))
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
            Ok(visit.page_with(status, &page(visit.person()?, form)))
        }
    }
}
