//! Drafts: begun, given a kind, filled in, thrown away, copied from an ended record. What was typed is kept, right or
//! wrong.

use crate::app::address_book;
use crate::app::disk;
use crate::app::own_record::owned;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::application::{Application, Event, Form, HistoryAct};
use crate::domain::certificate::{Certificate, State};
use crate::domain::id::Id;
use crate::domain::kind::{Applicants, Kind, KindId, KindVersion};
use crate::domain::permission::Right;
use crate::domain::stage::{Stage, StageName};
use crate::domain::time::{Day, Moment};
use crate::store::blobs::Blobs;
use crate::store::records::id_key;
use crate::store::{Look, Writing};

/// Most drafts that one account may have lying about.
const MOST_DRAFTS: usize = 50;

/// Begins a draft. The same form token gives the same draft again.
pub fn begin(world: &World, person: &Person, form_token: &str) -> Result<Id<Application>, Refused> {
    person.needs(Right::Apply)?;
    disk::check(world)?;
    let firm = person.firm()?;
    let now = world.now();
    world.store.write(|writing| {
        if let Some(earlier) = writing.form_token_answer(form_token)? {
            return Id::parse(&earlier).ok_or(Refused::NotFound);
        }
        let own: Vec<Application> = writing.marked("application-firm", id_key(firm))?;
        let drafts = own.iter().filter(|draft| draft.account == person.account.id && draft.is(StageName::Draft));
        let form = new_form(writing, person)?;
        if drafts.count() >= MOST_DRAFTS {
            return Err(Refused::Conflict(format!("您已有 {MOST_DRAFTS} 份草稿，请先继续填写或删除其中一些。")));
        }
        let draft = Application {
            id: writing.next_id::<Application>()?,
            firm,
            lawyer: person.account.lawyer,
            account: person.account.id,
            created: now,
            changed: now,
            kind: None,
            kind_version: 0,
            form,
            submission: None,
            stage: Stage::Draft,
            decision: None,
            history: vec![event(person, HistoryAct::Begin, now)],
            copied_from: None,
            replaces: None,
        };
        store(writing, form_token, &draft)
    })
}

/// A new form knows the applicant's mail address, and the address last used of those that were to be remembered.
fn new_form(writing: &Writing, person: &Person) -> Result<Form, Refused> {
    let mut form = Form { email: person.account.email.clone(), ..Form::default() };
    if let Some(last) = address_book::read(writing, person)?.addresses.first() {
        last.fill(&mut form.paper);
    }
    Ok(form)
}

/// Stores the draft and remembers which one the form token made.
pub fn store(writing: &Writing, form_token: &str, draft: &Application) -> Result<Id<Application>, Refused> {
    writing.take_form_token(form_token, &draft.id.to_string())?;
    writing.put(draft)?;
    Ok(draft.id)
}

fn event(person: &Person, act: HistoryAct, at: Moment) -> Event {
    Event { at, who: person.account.name.clone(), act, note: String::new() }
}

/// The person's own draft; refuses where it is somebody else's or no draft any more.
pub fn read(look: &impl Look, person: &Person, id: Id<Application>) -> Result<Application, Refused> {
    let application = owned(look, person, id)?;
    if application.is(StageName::Draft) {
        Ok(application)
    } else {
        Err(Refused::Conflict("这份申请已经提交，不能再修改。请到“我的证明”查看。".to_owned()))
    }
}

/// Why a kind is not offered to this person; `None` where it is.
pub fn not_offered(
    kind: &Kind,
    version: &KindVersion,
    person: &Person,
    consent_on: bool,
    today: Day,
) -> Option<&'static str> {
    let by_lawyer = person.account.lawyer.is_some();
    match version.applicants {
        _ if version.needs_consent() && !consent_on => Some("须经律师本人同意，本会尚未开通在线同意。"),
        _ if kind.retired.is_some() => Some("本会已停止出具这类证明。"),
        _ if version.effective > today => Some("这类证明尚未到开始申请的日期。"),
        _ if !kind.offered => Some("本会目前未开放这类证明的线上申请。"),
        Applicants::Firm if by_lawyer => Some("由律师事务所申请。"),
        Applicants::Lawyer if !by_lawyer => Some("由律师本人申请。"),
        _ => None,
    }
}

/// Step 2: chooses the kind. Entries that the new kind also asks for are kept.
pub fn choose_kind(world: &World, person: &Person, id: Id<Application>, kind: &str) -> Result<(), Refused> {
    let today = world.today();
    let now = world.now();
    world.store.write(|writing| {
        let mut draft = read(writing, person, id)?;
        let kind_id = KindId::parse(kind).ok_or_else(|| Refused::field("kind", "请选择一种证明。"))?;
        let kind: Option<Kind> = writing.get(kind_id.as_str().as_bytes())?;
        let kind = kind.ok_or_else(|| Refused::field("kind", "请选择一种证明。"))?;
        let version = kind.on(today).ok_or_else(|| Refused::broken("a kind without versions"))?;
        if let Some(why) = not_offered(&kind, version, person, writing.settings()?.consent, today) {
            return Err(Refused::field("kind", why));
        }
        if draft.replaces.is_some() && draft.kind.as_ref() != Some(&kind_id) {
            return Err(Refused::field("kind", "换发只能用原来的证明类型。要申请别的证明，请删除这份草稿后另行申请。"));
        }
        if draft.kind.as_ref() == Some(&kind_id) && draft.kind_version == version.number {
            return Ok(());
        }
        draft.kind_version = version.number;
        draft.kind = Some(kind_id);
        draft.changed = now;
        writing.put(&draft)?;
        Ok(())
    })
}

/// Step 3: keeps the form as typed.
pub fn save_form(world: &World, person: &Person, id: Id<Application>, form: Form) -> Result<(), Refused> {
    let now = world.now();
    world.store.write(|writing| {
        let mut draft = read(writing, person, id)?;
        draft.form = form;
        draft.changed = now;
        writing.put(&draft)?;
        Ok(())
    })
}

/// Where something that began as a draft stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// A draft whose kind is not chosen yet.
    Kindless,
    Draft,
    Submitted,
}

/// Where an application of one's own stands.
pub fn stands(world: &World, person: &Person, id: Id<Application>) -> Result<Stands, Refused> {
    let application = owned(&world.store.read()?, person, id)?;
    Ok(match (application.is(StageName::Draft), &application.kind) {
        (true, None) => Stands::Kindless,
        (true, Some(_)) => Stands::Draft,
        (false, _) => Stands::Submitted,
    })
}

/// The kind that a draft of one's own has.
pub fn kind(world: &World, person: &Person, id: Id<Application>) -> Result<Option<KindId>, Refused> {
    Ok(read(&world.store.read()?, person, id)?.kind)
}

/// Throws a draft away. Posted again with the same form token, it is thrown away once.
pub fn discard(world: &World, person: &Person, id: Id<Application>, form_token: &str) -> Result<(), Refused> {
    let now = world.now();
    world.store.write(|writing| {
        if writing.take_form_token(form_token, "")?.is_some() {
            return Ok(());
        }
        let draft = read(writing, person, id)?;
        writing.remove::<Application>(&id_key(draft.id))?;
        writing.audit(now, person.actor(), "application.discard", &format!("application/{id}"), "")?;
        Ok(())
    })
}

/// 重新申请: a new draft from a refused, withdrawn or expired record. The same form token gives the same draft.
pub fn again(
    world: &World,
    person: &Person,
    id: Id<Application>,
    form_token: &str,
) -> Result<Id<Application>, Refused> {
    disk::check(world)?;
    let now = world.now();
    let today = world.today();
    world.store.write(|writing| {
        if let Some(earlier) = writing.form_token_answer(form_token)? {
            return Id::parse(&earlier).ok_or(Refused::NotFound);
        }
        let old: Application = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        person.owns(&old)?;
        if !may_apply_again(writing, &old, today)? {
            return Err(Refused::Conflict("只有审核不通过、已撤回、已过期或已撤销的申请可以重新申请。".to_owned()));
        }
        let draft = copy_of(writing, person, old, now)?;
        store(writing, form_token, &draft)
    })
}

/// A new draft of this person, filled in as an earlier application was.
pub fn copy_of(writing: &Writing, person: &Person, old: Application, now: Moment) -> Result<Application, Refused> {
    let mut form = old.form.clone();
    if let (Some(lawyer), None) = (old.lawyer, person.account.lawyer) {
        // What a lawyer applied for alone, the firm applies for by naming the lawyer.
        form.lawyers = vec![lawyer];
    }
    Ok(Application {
        id: writing.next_id::<Application>()?,
        lawyer: person.account.lawyer,
        form,
        account: person.account.id,
        created: now,
        changed: now,
        submission: None,
        stage: Stage::Draft,
        decision: None,
        history: vec![event(person, HistoryAct::Begin, now)],
        copied_from: Some(old.id),
        replaces: None,
        ..old
    })
}

/// Whether 重新申请 is offered for a record.
pub fn may_apply_again(look: &impl Look, application: &Application, today: Day) -> Result<bool, Refused> {
    Ok(match application.stage.name() {
        StageName::Refused | StageName::Withdrawn => true,
        StageName::Approved => match application.certificate() {
            Some(certificate) => {
                let certificate: Option<Certificate> = look.get(&id_key(certificate))?;
                certificate.is_some_and(|certificate| certificate.state(today) != State::Valid)
            }
            None => false,
        },
        _ => false,
    })
}
