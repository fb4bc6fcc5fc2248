//! Signing in has two halves. Proving says whose account it is: here by login and password; single sign-on of a portal
//! attaches as another function that returns a `Proven`. Opening a session is the same for every proof. Only this file
//! can make a `Proven`.

use std::net::IpAddr;

use crate::app::lock;
use crate::app::password_rules::matches;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::secret::{kept_as, token};
use crate::app::world::World;
use crate::domain::account::Account;
use crate::domain::audit::{Actor, Change};
use crate::domain::id::Id;
use crate::store::Look;
use crate::store::records::id_key;
use crate::store::sessions::Session;

/// Longest login that is looked up, in bytes.
const LONGEST_LOGIN: usize = 120;

/// The same for an unknown login, a wrong password, an account without one and one that is switched off.
const WRONG: &str = "账号或密码不正确。连续 5 次不正确，将锁定 15 分钟。";

/// Login and password as typed, and where from.
#[derive(Clone, Copy)]
pub struct Typed<'a> {
    pub login: &'a str,
    pub password: &'a str,
    pub address: IpAddr,
}

/// Somebody has shown that this account is theirs.
#[derive(Clone, Debug)]
pub struct Proven {
    account: Id<Account>,
    /// The word in the audit: by what it was shown.
    by: &'static str,
    /// The count of failures that ends with this success.
    lock: String,
    address: IpAddr,
}

/// A session just opened.
pub struct Opened {
    /// For the cookie; kept nowhere else.
    pub token: String,
    pub person: Person,
}

/// Login and password, together.
pub fn sign_in(world: &World, typed: Typed) -> Result<Opened, Refused> {
    let proven = prove_by_password(world, typed)?;
    open_session(world, &proven)
}

/// Proves by password. Refuses as `Invalid` without saying what was wrong, and as `TooMany` where it is locked; both
/// are the same, and take the same time, for a login that does not exist.
pub fn prove_by_password(world: &World, typed: Typed) -> Result<Proven, Refused> {
    let login = normal(typed.login);
    if login.is_empty() {
        return Err(Refused::field("login", "请填写账号。"));
    }
    if typed.password.is_empty() {
        return Err(Refused::field("password", "请填写密码。"));
    }
    let lock = lock::name(&login, typed.address);
    let now = world.now();
    let look = world.store.read()?;
    lock::check_door(&look, &lock, now)?;
    let account: Option<Account> = look.the("account-login", &login)?;
    drop(look);
    let account = account.filter(|account| account.active);
    let kept = account.as_ref().and_then(|account| account.password.as_deref());
    let fits = matches(world, typed.password, kept)?;
    if let (true, Some(account)) = (fits, &account) {
        return Ok(Proven { account: account.id, by: "password", lock, address: typed.address });
    }
    let object = account.map_or_else(|| "account/unknown".to_owned(), |account| format!("account/{}", account.id));
    world.store.write(|writing| {
        let failures = lock::count_door(writing, &lock, now)?;
        let detail = format!("failure {failures} of {}", lock::MOST);
        let act = if failures == lock::MOST { "account.lock" } else { "account.sign-in-refused" };
        let from = world.beside(vec![Change::new("来源地址", "", &typed.address.to_string())]);
        writing.audit_with(now, Actor::Visitor, act, &object, &detail, from)?;
        Ok::<_, Refused>(())
    })?;
    Err(Refused::Invalid(vec![crate::domain::complete::Problem::new("", WRONG)]))
}

/// Opens a session. Many guesses at once may all have passed the first look at the lock: whoever was locked out
/// meanwhile stays out, whatever was shown.
pub fn open_session(world: &World, proven: &Proven) -> Result<Opened, Refused> {
    let now = world.now();
    let token = token(world);
    let kept = kept_as(&token).ok_or_else(|| Refused::broken("a new token that is no token"))?;
    let account = world.store.write(|writing| {
        lock::check(writing, &proven.lock, now)?;
        let account: Option<Account> = writing.get(&id_key(proven.account))?;
        let Some(before) = account.filter(|account| account.active) else { return Err(Refused::NotFound) };
        lock::succeed(writing, &proven.lock, now)?;
        writing.put(&Session {
            token: kept.clone(),
            account: before.id,
            begun: now,
            seen: now,
            previous: before.last_sign_in,
        })?;
        writing.put(&Account { last_sign_in: Some(now), ..before.clone() })?;
        let actor = Actor::Account { id: before.id, login: before.login.clone() };
        let from = world.beside(vec![Change::new("来源地址", "", &proven.address.to_string())]);
        writing.audit_with(now, actor, "account.sign-in", &format!("account/{}", before.id), proven.by, from)?;
        Ok(before)
    })?;
    Ok(Opened { token, person: Person { account, session: kept } })
}

/// A login as the store has it; empty where it cannot be one. The bar is left to names of locks.
pub fn normal(login: &str) -> String {
    let login = login.trim().to_lowercase();
    if login.len() > LONGEST_LOGIN || login.contains(['|', '\0']) { "?".to_owned() } else { login }
}
