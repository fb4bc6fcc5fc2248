//! New accounts: invited by letter, with a link by which their holder sets the password. Staff create accounts of every
//! role, a firm's admin the clerks of that firm; the operator by command.

use crate::app::asker::Asker;
use crate::app::outbox::{self, Words};
use crate::app::refused::Refused;
use crate::app::ticket;
use crate::app::world::World;
use crate::domain::account::Account;
use crate::domain::audit::Change;
use crate::domain::complete::Problem;
use crate::domain::id::Id;
use crate::domain::letter::{About, parse_address};
use crate::domain::permission::{Right, Role, may_be_held_together};
use crate::domain::register::{Firm, Lawyer};
use crate::domain::settings::Settings;
use crate::store::blobs::Blobs;
use crate::store::records::id_key;
use crate::store::{Look, StoreError, Writing};
use crate::text::letters::{self, LetterKind};

/// Longest name of an account, in characters.
const LONGEST_NAME: usize = 25;

/// An account as typed. The field names of problems are those of this struct.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// Empty: the mailbox is the login.
    pub login: String,
    pub name: String,
    pub email: String,
    /// Slugs.
    pub roles: Vec<String>,
    /// 统一社会信用代码, or the full name. Not read where a firm's admin invites.
    pub firm: String,
    /// 执业证号.
    pub lawyer: String,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Invited {
    pub id: Id<Account>,
    pub login: String,
    /// The link that the letter carries. Not shown in the browser; the command line may hand it on.
    pub link: String,
}

/// Creates the account and writes the letter. `once` is the form's name for this post; posted again, nothing happens
/// and `None` is answered.
pub fn invite(world: &World, asker: &Asker, typed: &Typed, once: Option<&str>) -> Result<Option<Invited>, Refused> {
    let now = world.now();
    world.store.write(|writing| {
        if let Some(once) = once
            && writing.take_form_token(once, "")?.is_some()
        {
            return Ok(None);
        }
        let account = Account { created: now, ..check(writing, asker, typed)? };
        let settings = writing.settings()?;
        writing.put(&account)?;
        let link = ticket::make(writing, world, &settings, account.id, true)?;
        outbox::put(writing, world, &settings, letter(&settings, &account, &link))?;
        let roles: Vec<&str> = account.roles.iter().map(|role| role.slug()).collect();
        let object = format!("account/{}", account.id);
        let values = [("姓名", &account.name), ("账号", &account.login), ("邮箱", &account.email)];
        let values = world.beside(values.map(|(what, value)| Change::new(what, "", value)).into());
        writing.audit_with(now, asker.actor(), "account.invite", &object, &roles.join(" "), values)?;
        Ok(Some(Invited { id: account.id, login: account.login, link }))
    })
}

/// Writes the invitation once more, to an account that has no password yet.
pub fn invite_again(world: &World, asker: &Asker, id: Id<Account>) -> Result<(), Refused> {
    let now = world.now();
    world.store.write(|writing| {
        let account: Account = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        crate::app::switch_account::may_manage(asker, &account)?;
        if account.password.is_some() || !account.active {
            return Err(Refused::Conflict("该账号已设置密码或已停用，不需要再次邀请。".to_owned()));
        }
        let settings = writing.settings()?;
        let link = ticket::make(writing, world, &settings, id, true)?;
        outbox::put(writing, world, &settings, letter(&settings, &account, &link))?;
        writing.audit(now, asker.actor(), "account.invite", &format!("account/{id}"), "again")?;
        Ok(())
    })
}

/// Checks every entry; all problems at once.
fn check(writing: &Writing, asker: &Asker, typed: &Typed) -> Result<Account, Refused> {
    let mut problems = Vec::new();
    let mut refuse = |field: &str, sentence: &str| problems.push(Problem::new(field, sentence));
    let name = typed.name.trim();
    if name.is_empty() {
        refuse("name", "请填写姓名。");
    } else if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        refuse("name", "姓名最多 25 个字，不能有控制字符。");
    }
    let email = parse_address(&typed.email).map_err(|sentence| refuse("email", sentence)).unwrap_or_default();
    let (login_field, login) = match typed.login.trim() {
        "" => ("email", email.to_lowercase()),
        login => ("login", login.to_lowercase()),
    };
    if login_field == "login" && !is_login(&login) {
        refuse("login", "账号名须为 2 至 60 个小写字母、数字或 . _ - @，以字母或数字开头。");
    } else if !login.is_empty() && writing.the::<Account>("account-login", &login)?.is_some() {
        refuse(login_field, "这个账号名已经存在。已停用的账号可以直接启用。");
    }
    let wanted = if asker.has(Right::ManageAccounts) { staff(writing, typed)? } else { clerk(asker)? };
    let Wanted { roles, firm, lawyer, problems: more } = wanted;
    problems.extend(more);
    if !problems.is_empty() {
        return Err(Refused::Invalid(problems));
    }
    Ok(Account {
        id: writing.next_id::<Account>()?,
        login,
        name: name.to_owned(),
        email,
        roles,
        firm,
        lawyer,
        password: None,
        active: true,
        created: crate::domain::time::Moment(0),
        last_sign_in: None,
    })
}

fn is_login(login: &str) -> bool {
    (2..=60).contains(&login.len())
        && login.starts_with(|c: char| c.is_ascii_alphanumeric())
        && login.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-@".contains(&b))
}

/// What the account is to be.
struct Wanted {
    roles: Vec<Role>,
    firm: Option<Id<Firm>>,
    lawyer: Option<Id<Lawyer>>,
    problems: Vec<Problem>,
}

/// A firm's admin invites clerks of the own firm, whatever else the form says.
fn clerk(asker: &Asker) -> Result<Wanted, Refused> {
    let Asker::Person(person) = asker else { return Err(Refused::NotFound) };
    person.needs(Right::ManageClerks)?;
    Ok(Wanted { roles: vec![Role::FirmClerk], firm: Some(person.firm()?), lawyer: None, problems: Vec::new() })
}

fn staff(look: &impl Look, typed: &Typed) -> Result<Wanted, StoreError> {
    let mut wanted = Wanted { roles: Vec::new(), firm: None, lawyer: None, problems: Vec::new() };
    let mut refuse = |field: &str, sentence: &str| wanted.problems.push(Problem::new(field, sentence));
    for slug in &typed.roles {
        match Role::parse(slug) {
            Some(role) if !wanted.roles.contains(&role) => wanted.roles.push(role),
            Some(_) => {}
            None => refuse("roles", "没有这个角色。"),
        }
    }
    if let Err(sentence) = may_be_held_together(&wanted.roles) {
        refuse("roles", sentence);
    }
    let (firm, lawyer) = (typed.firm.trim(), typed.lawyer.trim());
    if wanted.roles.contains(&Role::Lawyer) {
        match look.the::<Lawyer>("lawyer-licence", lawyer)? {
            Some(lawyer) => (wanted.firm, wanted.lawyer) = (Some(lawyer.firm), Some(lawyer.id)),
            None if lawyer.is_empty() => refuse("lawyer", "请填写律师的执业证号。"),
            None => refuse("lawyer", "会员登记中没有这个执业证号。"),
        }
    } else if wanted.roles.iter().any(|role| role.is_member()) {
        let by_code: Option<Firm> = look.the("firm-uscc", firm.to_uppercase())?;
        let found = match by_code {
            Some(found) => Some(found),
            None => look.the("firm-name", firm)?,
        };
        match found {
            Some(found) => wanted.firm = Some(found.id),
            None if firm.is_empty() => refuse("firm", "请填写律所的统一社会信用代码或全称。"),
            None => refuse("firm", "会员登记中没有这家律所，请核对统一社会信用代码或全称。"),
        }
    }
    Ok(wanted)
}

fn letter(settings: &Settings, account: &Account, link: &str) -> Words {
    let values =
        [(letters::NAME, account.name.as_str()), (letters::LOGIN, account.login.as_str()), (letters::LINK, link)];
    let (subject, text) = letters::words(settings, LetterKind::Invitation, &values);
    Words { to: account.email.clone(), subject, text, attach: None, about: About::Account(account.id) }
}
