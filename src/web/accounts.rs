//! 账号: the security administrator's page.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use crate::app::accounts::{self, Known};
use crate::app::asker::Asker;
use crate::app::invite::{self, Typed};
use crate::app::refused::Refused;
use crate::app::switch_account::{self, Switch};
use crate::domain::account::Account;
use crate::domain::id::Id;
use crate::domain::permission::Role;
use crate::paths;
use crate::views::accounts::{AccountRow, Accounts};
use crate::views::form::Form;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::list::Part;
use crate::web::notice::Done;
use crate::web::visit::Visit;

fn row(known: Known, own: Id<Account>) -> AccountRow {
    let account = known.account;
    AccountRow {
        id: account.id.to_string(),
        name: account.name,
        login: account.login,
        email: account.email,
        firm: known.firm.unwrap_or_default(),
        roles: account.roles,
        on: account.active,
        invited: account.password.is_none(),
        locked: known.locked,
        last_seen: account.last_sign_in,
        own: account.id == own,
    }
}

fn is_wanted(known: &Known, search: &str, role: Option<Role>) -> bool {
    let account = &known.account;
    let texts = [&account.name, &account.login, &account.email, known.firm.as_ref().unwrap_or(&account.name)];
    role.is_none_or(|role| account.roles.contains(&role))
        && (search.is_empty() || texts.iter().any(|text| text.to_lowercase().contains(search)))
}

async fn page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Fail> {
    let own = visit.person()?.account.id;
    let (search, role) = (visit.query("q").trim().to_lowercase(), Role::parse(visit.query("role")));
    let list = visit.act(|world, person| accounts::list(world, &Asker::from(person))).await?;
    let wanted = list.into_iter().filter(|known| is_wanted(known, &search, role)).collect();
    let Part { rows, pager } = Part::of(wanted, visit, &paths::accounts(), &["q", "role"]);
    let rows = rows.into_iter().map(|known| row(known, own)).collect();
    Ok(visit.page_with(status, &Accounts { rows, filter: visit.asked(&["q", "role"]), pager, form }))
}

pub async fn list(visit: Visit) -> Result<Response, Fail> {
    page(&visit, StatusCode::OK, Form::new()).await
}

pub async fn invite(visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let typed = Typed {
        login: posted.text("login"),
        name: posted.text("name"),
        email: posted.text("email"),
        roles: posted.all("roles").map(str::to_owned).collect(),
        firm: posted.text("firm"),
        lawyer: posted.text("lawyer"),
    };
    let once = posted.once.clone();
    let invited =
        visit.act(move |world, person| invite::invite(world, &Asker::from(person), &typed, Some(&once))).await;
    match invited {
        Ok(_) => Ok(visit.done(&paths::accounts(), Done::Invited)),
        Err(fail) => {
            let (form, status) = fail.into_form(posted.form())?;
            page(&visit, status, form).await
        }
    }
}

pub async fn switch(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let id = Id::parse(&id).ok_or(Refused::NotFound)?;
    let to = Switch::parse(posted.one("act"));
    let done =
        visit.act(move |world, person| switch_account::switch_or_flip(world, &Asker::from(person), id, to)).await?;
    Ok(visit.done(&paths::accounts(), said(done)))
}

/// What the next page says.
pub fn said(done: Switch) -> Done {
    match done {
        Switch::On => Done::SwitchedOn,
        Switch::Off => Done::SwitchedOff,
        Switch::Unlock => Done::Unlocked,
    }
}
