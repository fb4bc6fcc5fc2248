//! Filling a founded association with the sample register, accounts of every role, and applications in every state.
//! All of it is done by the same deeds as people do; only the clock is turned back, so that the records have a past.

use crate::app::asker::Asker;
use crate::app::invite::{self, Typed};
use crate::app::issued::Issued;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::app::{
    copies, draft, import, issue, paper_step, replace, report, review, revoke, set_password, submit, withdraw,
};
use crate::crypto::code::VerifyCode;
use crate::domain::account::Account;
use crate::domain::application::{Application, Form, PaperForm};
use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::paper::{PaperCopy, PaperState};
use crate::domain::permission::Role;
use crate::domain::register::{Firm, Lawyer, LawyerState};
use crate::domain::sample;
use crate::domain::time::Day;
use crate::domain::verdict::{Answer, How};
use crate::store::Look;
use crate::store::records::id_key;
use crate::store::register::RegisterLook;

/// An account of the showcase.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Entry {
    pub role: String,
    pub login: String,
    pub password: String,
}

/// Who is invited: role, login, name; firms' people belong to the large firm unless the login says otherwise.
const PEOPLE: [(Role, &str, &str); 10] = [
    (Role::FirmAdmin, "lingnan-admin", "欧阳管理（示例）"),
    (Role::FirmClerk, "lingnan-clerk", "陈经办（示例）"),
    (Role::FirmClerk, "zhujiang-clerk", "梁经办（示例）"),
    (Role::Lawyer, "lawyer", ""),
    (Role::Reviewer, "reviewer", "周审核（示例）"),
    (Role::PaperClerk, "paper-clerk", "吴制证（示例）"),
    (Role::Registrar, "registrar", "郑会员（示例）"),
    (Role::SystemAdmin, "system-admin", "王系统（示例）"),
    (Role::SecurityAdmin, "security-admin", "冯安全（示例）"),
    (Role::Auditor, "auditor", "褚审计（示例）"),
];

/// Imports the sample register, vouched for up to `data_date`.
pub fn register(world: &World, uid: u32, data_date: Day) -> Result<(), Refused> {
    for (table, name, bytes) in sample::FILES {
        let actor = Asker::Operator { uid }.actor();
        let plan = import::load(world, actor, table, name, bytes, data_date)?;
        if !plan.can_commit() {
            return Err(Refused::Broken(format!("the sample {name} does not import: {:?}", plan.refused)));
        }
    }
    Ok(())
}

/// Invites everybody and sets their passwords by the letters' links. The first account of a role is the one to try.
pub fn people(world: &World, uid: u32, password: &str) -> Result<Vec<Entry>, Refused> {
    let lawyer = first_lawyers(world, sample::LARGE_FIRM, 1)?.pop().ok_or(Refused::NotFound)?;
    let mut entries = Vec::new();
    for (role, login, name) in PEOPLE {
        let small = login.starts_with("zhujiang");
        let of_firm = matches!(role, Role::FirmAdmin | Role::FirmClerk);
        let is_lawyer = role == Role::Lawyer;
        let firm = if small { sample::SMALL_FIRM } else { sample::LARGE_FIRM };
        let typed = Typed {
            login: login.to_owned(),
            name: if is_lawyer { lawyer.name.as_str().to_owned() } else { name.to_owned() },
            email: format!("{login}@example.com"),
            roles: vec![role.slug().to_owned()],
            firm: if of_firm { firm.to_owned() } else { String::new() },
            lawyer: if is_lawyer { lawyer.licence.as_str().to_owned() } else { String::new() },
        };
        let invited = invite::invite(world, &Asker::Operator { uid }, &typed, None)?.ok_or(Refused::NotFound)?;
        let token = invited.link.rsplit('/').next().unwrap_or_default();
        set_password::set(world, token, password, password)?;
        if !small {
            let role = role.slug().to_owned();
            entries.push(Entry { role, login: login.to_owned(), password: password.to_owned() });
        }
    }
    Ok(entries)
}

/// A certificate issued so long ago that it has expired since.
pub fn long_ago(world: &World) -> Result<(), Refused> {
    let clerk = person(world, "lingnan-clerk")?;
    let id = applied(world, &clerk, "firm-membership", Form::default())?;
    made(world, id)?;
    Ok(())
}

/// Applications in every other state.
pub fn recent(world: &World) -> Result<(), Refused> {
    let clerk = person(world, "lingnan-clerk")?;
    let other = person(world, "zhujiang-clerk")?;
    let reviewer = person(world, "reviewer")?;
    let today = world.today();
    let period = |form: &mut Form| {
        form.values.insert("period.from".to_owned(), today.plus_years(-2).to_string());
        form.values.insert("period.to".to_owned(), today.plus_days(-3).to_string());
    };

    let collected =
        PaperForm { wanted: true, copies: "2".to_owned(), delivery: "collect".to_owned(), ..PaperForm::default() };
    let mut dues = Form { paper: collected, ..Form::default() };
    dues.values.insert("year".to_owned(), (today.year() - 1).to_string());
    let id = applied(world, &clerk, "dues", dues)?;
    made(world, id)?;
    copy(world, id, 1, PaperState::Ready, &paper_step::Typed::default())?;

    let mut revoked = Form::default();
    revoked.values.insert("purpose".to_owned(), "用于公示".to_owned());
    let id = applied(world, &clerk, "lawyer-count", revoked)?;
    let certificate = made(world, id)?;
    revoke::revoke(world, &reviewer, certificate, "律所申请更正人数后重新出具。（示例）")?;

    let one =
        PaperForm { wanted: true, copies: "1".to_owned(), delivery: "collect".to_owned(), ..PaperForm::default() };
    let id = applied(world, &clerk, "firm-membership", Form { paper: one, ..Form::default() })?;
    let certificate = made(world, id)?;
    let lost = paper_step::Typed { reason: "遗失".to_owned(), ..paper_step::Typed::default() };
    copy(world, id, 1, PaperState::Cancelled, &lost)?;
    revoke::revoke(world, &reviewer, certificate, "证明所载内容有误。")?;
    revoke::reinstate(world, &reviewer, certificate, "经核实内容无误，撤销有误，予以恢复。（示例）")?;

    let id = applied(world, &other, "firm-membership", Form::default())?;
    let certificate = made(world, id)?;
    let id = replace::begin(world, &reviewer, certificate, "登记信息更正，换发新的证明。")?;
    review::approve(world, &reviewer, id, "")?;
    made(world, id)?;

    let twelve: Vec<Id<Lawyer>> = first_lawyers(world, sample::LARGE_FIRM, 12)?.iter().map(|one| one.id).collect();
    let mut membership = Form { lawyers: twelve, paper: posted(2), ..Form::default() };
    membership.values.insert("addressee".to_owned(), "示例市公共资源交易中心".to_owned());
    membership.values.insert("purpose".to_owned(), "用于参加法律服务招标投标".to_owned());
    let id = applied(world, &clerk, "lawyer-membership", membership)?;
    made(world, id)?;
    let parcel = paper_step::Typed {
        courier: "示例快递".to_owned(),
        tracking: "SL0000000001".to_owned(),
        ..paper_step::Typed::default()
    };
    copy(world, id, 1, PaperState::Posted, &parcel)?;

    let one = first_lawyers(world, sample::LARGE_FIRM, 3)?.pop().map(|lawyer| lawyer.id);
    let history = Form { lawyers: one.into_iter().collect(), ..Form::default() };
    let id = applied(world, &clerk, "practice-history", history.clone())?;
    review::refuse(world, &reviewer, id, "请先在登记信息中补全执业经历，再重新申请。（示例）")?;
    let id = applied(world, &clerk, "practice-history", history)?;
    withdraw::withdraw(world, &clerk, id)?;

    let mut clean = Form::default();
    period(&mut clean);
    clean.values.insert("addressee".to_owned(), "示例集团有限公司".to_owned());
    applied(world, &clerk, "firm-no-discipline", clean)?;
    let firm = first_lawyers(world, sample::SMALL_FIRM, 1)?.pop().map(|lawyer| lawyer.id);
    applied(world, &other, "practice-history", Form { lawyers: firm.into_iter().collect(), ..Form::default() })?;

    let half = draft::begin(world, &clerk, "showcase-half-filled")?;
    draft::choose_kind(world, &clerk, half, "lawyer-membership")?;
    report::leave(world, &clerk, "本所联系电话已变更，登记的还是旧号码。（示例）", "showcase-report")?;

    // Approved last and left to the worker, so that it is seen being made.
    let five: Vec<Id<Lawyer>> = first_lawyers(world, sample::SMALL_FIRM, 2)?.iter().map(|one| one.id).collect();
    applied(world, &other, "lawyer-membership", Form { lawyers: five, ..Form::default() })?;
    Ok(())
}

fn person(world: &World, login: &str) -> Result<Person, Refused> {
    let account = world.store.read()?.the::<Account>("account-login", login)?.ok_or(Refused::NotFound)?;
    Ok(Person { account, session: String::new() })
}

fn first_lawyers(world: &World, firm: &str, count: usize) -> Result<Vec<Lawyer>, Refused> {
    let look = world.store.read()?;
    let firm = look.the::<Firm>("firm-name", firm)?.ok_or(Refused::NotFound)?;
    let lawyers = look.lawyers_of(firm.id)?;
    Ok(lawyers.into_iter().filter(|lawyer| lawyer.state == LawyerState::Practising).take(count).collect())
}

fn applied(world: &World, clerk: &Person, kind: &str, form: Form) -> Result<Id<Application>, Refused> {
    let token = format!("showcase-{kind}-{}", world.now().0);
    let id = draft::begin(world, clerk, &token)?;
    draft::choose_kind(world, clerk, id, kind)?;
    draft::save_form(world, clerk, id, Form { email: clerk.account.email.clone(), ..form })?;
    submit::submit(world, clerk, id)?;
    Ok(id)
}

fn made(world: &World, id: Id<Application>) -> Result<Id<Certificate>, Refused> {
    let application: Application = world.store.read()?.get(&id_key(id))?.ok_or(Refused::NotFound)?;
    let certificate = application.certificate().ok_or(Refused::NotFound)?;
    issue::make(world, certificate)?;
    let wanted: Vec<PaperCopy> = world.store.read()?.marked("paper-application", id_key(id))?;
    wanted.iter().try_for_each(|copy| copies::make(world, copy.id))?;
    Ok(certificate)
}

fn posted(copies: u16) -> PaperForm {
    PaperForm {
        wanted: true,
        copies: copies.to_string(),
        delivery: "post".to_owned(),
        recipient: "陈经办".to_owned(),
        phone: "13800000000".to_owned(),
        region: "440106".to_owned(),
        address: "岭南大道1号示例大厦20层".to_owned(),
        postcode: String::new(),
        remember: true,
    }
}

/// A code to try at `/verify`, and what is answered.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Example {
    pub answer: String,
    /// In groups, as printed.
    pub code: String,
}

/// One code for each answer that the sample's certificates and paper copies have today.
pub fn examples(world: &World) -> Result<Vec<Example>, Refused> {
    let (look, today) = (world.store.read()?, world.today());
    let mut all: Vec<Issued> = look.all::<Certificate>()?.into_iter().map(Issued::original).collect();
    for copy in look.all::<PaperCopy>()? {
        all.extend(Issued::copy(&look, copy)?);
    }
    // Those that say most come first.
    all.sort_by_key(|issued| std::cmp::Reverse(issued.certificate.lawyers.len()));
    let mut examples: Vec<Example> = Vec::new();
    for issued in &all {
        let answer = named(issued, today);
        // What is being made will be answered in a moment.
        if answer != Answer::Unavailable.slug() && !examples.iter().any(|example| example.answer == answer) {
            let code = VerifyCode::parse(issued.code()).map(|code| code.to_string()).unwrap_or_default();
            examples.push(Example { answer: answer.to_owned(), code });
        }
    }
    Ok(examples)
}

fn named(issued: &Issued, today: Day) -> &'static str {
    match (issued.end().map(|end| end.how), issued.answer(today)) {
        (Some(How::Replaced), _) => "replaced",
        (Some(How::CopyCancelled), _) => "copy cancelled",
        (Some(How::Revoked), _) => "revoked",
        (None, Answer::Valid) if !issued.certificate.earlier.is_empty() => "valid, reinstated",
        (None, Answer::Valid) if issued.copy_id().is_some() => "valid, a paper copy",
        (None, answer) => answer.slug(),
    }
}

fn copy(
    world: &World,
    id: Id<Application>,
    number: u16,
    to: PaperState,
    typed: &paper_step::Typed,
) -> Result<(), Refused> {
    let clerk = person(world, "paper-clerk")?;
    let copies: Vec<PaperCopy> = world.store.read()?.marked("paper-application", id_key(id))?;
    match copies.iter().find(|copy| copy.index == number) {
        Some(copy) => paper_step::step(world, &clerk, &[copy.id], to, typed),
        None => Ok(()),
    }
}
