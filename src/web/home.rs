//! Where a signed-in person begins.

use axum::response::Response;

use crate::domain::permission::Right;
use crate::paths;
use crate::web::error::Fail;
use crate::web::visit::Visit;

pub async fn show(visit: Visit) -> Result<Response, Fail> {
    let account = &visit.person()?.account;
    let places = [
        (Right::Apply, paths::apply()),
        (Right::Review, paths::review()),
        (Right::MakePaper, paths::paper()),
        (Right::KeepRegister, paths::register()),
        (Right::ChangeSettings, paths::settings()),
        (Right::ManageAccounts, paths::accounts()),
        (Right::ReadAudit, paths::audit()),
    ];
    let place =
        places.into_iter().find(|(right, _)| account.has(*right)).map_or_else(paths::own_account, |(_, path)| path);
    Ok(visit.to(&place))
}
