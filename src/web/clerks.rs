//! 经办人管理: a firm's admin and the firm's clerks.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use crate::app::accounts::{self, Known};
use crate::app::asker::Asker;
use crate::app::invite::{self, Typed};
use crate::app::refused::Refused;
use crate::app::switch_account::{self, Switch};
use crate::domain::id::Id;
use crate::domain::permission::Role;
use crate::paths;
use crate::text::role::role;
use crate::views::clerks::{Clerk, Clerks};
use crate::views::form::Form;
use crate::web::accounts::said;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::notice::Done;
use crate::web::visit::Visit;

fn clerk(known: Known) -> Clerk {
    let account = known.account;
    let roles: Vec<&str> = account.roles.iter().map(|held| role(*held)).collect();
    Clerk {
        id: account.id.to_string(),
        name: account.name,
        mail: account.login,
        role: roles.join("、"),
        on: account.active,
        invited: account.password.is_none(),
        last_seen: account.last_sign_in,
        fixed: account.roles != [Role::FirmClerk],
    }
}

async fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Fail> {
    let clerks = visit.act(accounts::clerks).await?.into_iter().map(clerk).collect();
    Ok(visit.page_with(status, &Clerks { clerks, form }))
}

pub async fn list(visit: Visit) -> Result<Response, Fail> {
    page(&visit, StatusCode::OK, Form::new()).await
}

pub async fn invite(visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let typed = Typed { name: posted.text("name"), email: posted.text("mail"), ..Typed::default() };
    let once = posted.once.clone();
    let invited =
        visit.act(move |world, person| invite::invite(world, &Asker::from(person), &typed, Some(&once))).await;
    match invited {
        Ok(_) => Ok(visit.done(&paths::clerks(), Done::Invited)),
        Err(fail) => {
            let (form, status) = fail.renamed("email", "mail").into_form(posted.form())?;
            page(&visit, status, form).await
        }
    }
}

/// Off where it is on, and the other way round, unless the form says which.
pub async fn switch(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let id = Id::parse(&id).ok_or(Refused::NotFound)?;
    let wanted = Switch::parse(posted.one("act"));
    let on =
        visit.act(move |world, person| switch_account::switch_or_flip(world, &Asker::from(person), id, wanted)).await?;
    Ok(visit.done(&paths::clerks(), said(on)))
}
