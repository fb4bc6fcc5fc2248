//! The one route table. What is not here does not exist; who may come is said here and nowhere else.

use crate::domain::permission::Right;
use crate::paths::route;
use crate::web::row::{Row, act, show, upload};
use crate::web::{
    accounts, assets, audit, clerks, help, home, large_type, own_account, password_forgot, password_set, sign_in,
    verify,
};

/// Every row.
pub fn table() -> Vec<Row> {
    [public(), people()].into_iter().flatten().collect()
}

fn public() -> Vec<Row> {
    vec![
        show(route::HEALTH, Right::Public, assets::health),
        show(route::ASSET, Right::Public, assets::show),
        show(route::SIGN_IN, Right::Public, sign_in::show),
        act(route::SIGN_IN, Right::Public, sign_in::sign_in),
        show(route::PASSWORD_FORGOT, Right::Public, password_forgot::show),
        act(route::PASSWORD_FORGOT, Right::Public, password_forgot::forgot),
        show(route::PASSWORD_SET, Right::Public, password_set::show),
        act(route::PASSWORD_SET, Right::Public, password_set::set),
        act(route::LARGE_TYPE, Right::Public, large_type::switch),
        show(route::FAQ, Right::Public, help::faq),
        show(route::HOTLINE, Right::Public, help::hotline),
        show(route::VERIFY, Right::Public, verify::show),
        upload(route::VERIFY_FILE, Right::Public, verify::file),
        show(route::VERDICT, Right::Public, verify::verdict),
        act(route::VERDICT, Right::Public, verify::compare),
        show(route::ROOT_KEY, Right::Public, verify::root_key),
    ]
}

fn people() -> Vec<Row> {
    vec![
        show(route::HOME, Right::SignedIn, home::show),
        act(route::SIGN_OUT, Right::SignedIn, sign_in::sign_out),
        show(route::OWN_ACCOUNT, Right::SignedIn, own_account::show),
        act(route::OWN_ACCOUNT, Right::SignedIn, own_account::change),
        show(route::CLERKS, Right::ManageClerks, clerks::list),
        act(route::CLERKS, Right::ManageClerks, clerks::invite),
        act(route::CLERK_SWITCH, Right::ManageClerks, clerks::switch),
        show(route::ACCOUNTS, Right::ManageAccounts, accounts::list),
        act(route::ACCOUNTS, Right::ManageAccounts, accounts::invite),
        act(route::ACCOUNT_SWITCH, Right::ManageAccounts, accounts::switch),
        show(route::AUDIT, Right::ReadAudit, audit::show),
    ]
}
