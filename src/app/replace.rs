//! 换发: a certificate gives way to a new one that says what is right. It is an application like any other, begun by the
//! holder or by staff; the write that approves it numbers the new certificate and ends the old one.

use crate::app::case::Case;
use crate::app::consent;
use crate::app::decide::Decider;
use crate::app::draft;
use crate::app::leaf;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::result_letter;
use crate::app::signed;
use crate::app::why::Why;
use crate::app::world::World;
use crate::crypto::hash::{Hash, act_record, record_commitment};
use crate::crypto::leaf::Event as LeafEvent;
use crate::domain::application::{Application, Event, HistoryAct, Replaces};
use crate::domain::audit::Actor;
use crate::domain::certificate::{Certificate, Life, State};
use crate::domain::id::Id;
use crate::domain::permission::Right;
use crate::domain::rule::{Outcome, overall};
use crate::domain::stage::{Action, Stage, StageName};
use crate::domain::time::{Day, Moment};
use crate::store::records::id_key;
use crate::store::{Look, Writing};
use crate::text::reasons::ASKED_BY_HOLDER;

/// Why a draft that was to replace a certificate cannot do so any more.
pub const TOO_LATE: &str = "要换发的原证明已不在有效状态，不能再换发。请删除这份草稿，用“重新申请”办理。";

/// Whether a certificate can be replaced: it is in force, and its file is made.
pub fn may_replace(certificate: &Certificate, today: Day) -> bool {
    certificate.state(today) == State::Valid && certificate.file_hash.is_some()
}

/// Whether the certificate that an application replaces can still be; true for one that replaces none.
pub fn still_possible(look: &impl Look, application: &Application, today: Day) -> Result<bool, Refused> {
    let Some(replaces) = &application.replaces else { return Ok(true) };
    let old: Option<Certificate> = look.get(&id_key(replaces.certificate))?;
    Ok(old.is_some_and(|old| may_replace(&old, today)))
}

/// The number of the certificate that an application replaces.
pub fn number(look: &impl Look, application: &Application) -> Result<Option<String>, Refused> {
    let Some(replaces) = &application.replaces else { return Ok(None) };
    let old: Option<Certificate> = look.get(&id_key(replaces.certificate))?;
    Ok(old.map(|old| old.serial.show()))
}

/// The holder: a new draft, filled in as before, whose approval replaces the certificate of this record. The same form
/// token gives the same draft.
pub fn ask(world: &World, person: &Person, id: Id<Application>, form_token: &str) -> Result<Id<Application>, Refused> {
    let (now, today) = (world.now(), world.today());
    world.store.write(|writing| {
        if let Some(earlier) = writing.form_token_answer(form_token)? {
            return Id::parse(&earlier).ok_or(Refused::NotFound);
        }
        let old: Application = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        person.owns(&old)?;
        let certificate = old.certificate().ok_or(Refused::NotFound)?;
        let certificate: Certificate = writing.get(&id_key(certificate))?.ok_or(Refused::NotFound)?;
        if !old.is(StageName::Approved) || !may_replace(&certificate, today) {
            return Err(Refused::Conflict("只有有效的证明可以换发。".to_owned()));
        }
        no_other(writing, &certificate)?;
        let replaces =
            Replaces { certificate: certificate.id, reason: ASKED_BY_HOLDER.to_owned(), note: String::new() };
        let copy = Application { replaces: Some(replaces), ..draft::copy_of(writing, person, old, now)? };
        draft::store(writing, form_token, &copy)
    })
}

/// Staff: an application as the holder had made it, with the register's facts of today, which waits for approval. Where
/// the kind needs consent, the lawyers named are asked again: the new certificate says something else than the one that
/// they consented to, and until they have answered the old one stands.
pub fn begin(
    world: &World,
    person: &Person,
    id: Id<Certificate>,
    why: impl Into<Why>,
) -> Result<Id<Application>, Refused> {
    person.needs(Right::Review)?;
    let Why { reason, note } = why.into().checked()?;
    let look = world.store.read()?;
    let certificate: Certificate = look.get(&id_key(id))?.ok_or(Refused::NotFound)?;
    let old: Application = look.get(&id_key(certificate.application))?.ok_or(Refused::NotFound)?;
    let bare = Application { submission: None, decision: None, stage: Stage::Draft, ..old.clone() };
    let case = Case::read(&look, bare, world.today())?;
    let needs_consent = case.version.needs_consent();
    if needs_consent && !case.settings.consent {
        return Err(Refused::Conflict(
            "这类证明须经律师本人同意，本会现在没有开通在线同意，不能换发。请先由系统管理员开通，或者撤销。".to_owned(),
        ));
    }
    let submission = case.complete(&look, &|text| world.press.undrawable(text)).map_err(incomplete)?;
    let facts = case.facts(&look, &submission)?;
    if overall(&case.findings(&facts)) == Outcome::Fail {
        return Err(Refused::Conflict(
            "按今日的登记，这份证明不符合出具条件，不能换发。请先核实并更正登记信息，或者撤销。".to_owned(),
        ));
    }
    drop(look);
    let (now, today) = (world.now(), world.today());
    let made = world.store.write(|writing| {
        let certificate: Certificate = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        if !may_replace(&certificate, today) {
            return Err(Refused::Conflict("只有有效的证明可以换发，请刷新页面。".to_owned()));
        }
        no_other(writing, &certificate)?;
        let number = certificate.serial.show();
        let event = |act, note| Event { at: now, who: person.account.name.clone(), act, note };
        let application = Application {
            id: writing.next_id::<Application>()?,
            created: now,
            changed: now,
            kind_version: case.version.number,
            submission: Some(submission),
            stage: Stage::Draft.step(Action::Submit, now)?,
            decision: None,
            history: vec![event(HistoryAct::Submit, format!("由本会发起，换发{number}"))],
            copied_from: Some(old.id),
            replaces: Some(Replaces { certificate: id, reason, note }),
            ..old
        };
        writing.put(&application)?;
        if needs_consent {
            consent::ask(world, writing, person, &application, &case.version, now)?;
        }
        let object = format!("application/{}", application.id);
        writing.audit(now, person.actor(), "application.replace", &object, &number)?;
        Ok(application.id)
    })?;
    world.wake();
    Ok(made)
}

fn incomplete(refused: Refused) -> Refused {
    match refused {
        Refused::Invalid(problems) => {
            let all: Vec<&str> = problems.iter().map(|problem| problem.sentence.as_str()).collect();
            Refused::Conflict(format!("按今日的登记，原申请的内容已不完整，请由律所自行申请换发。{}", all.concat()))
        }
        other => other,
    }
}

/// Refuses where another replacement of the same certificate is under way.
fn no_other(look: &impl Look, certificate: &Certificate) -> Result<(), Refused> {
    let all: Vec<Application> = look.marked("application-firm", id_key(certificate.firm))?;
    let other = all.iter().find(|other| {
        other.is(StageName::Pending) && other.replaces.as_ref().is_some_and(|one| one.certificate == certificate.id)
    });
    match other {
        Some(other) => Err(Refused::Conflict(format!("已有换发这份证明的申请 {} 待审批。", other.number()))),
        None => Ok(()),
    }
}

/// Ends the old certificate, in the write that numbers the new one, whose statement has this commitment.
pub fn finish(
    world: &World,
    writing: &Writing,
    replaces: &Replaces,
    new: &Certificate,
    commitment: Hash,
    decider: &Decider,
    now: Moment,
) -> Result<(), Refused> {
    let mut old: Certificate = writing.get(&id_key(replaces.certificate))?.ok_or(Refused::NotFound)?;
    if old.state(now.day()) != State::Valid {
        let number = old.serial.show();
        return Err(Refused::Conflict(format!("要换发的{number}已不在有效状态，不能再换发。请作不通过处理。")));
    }
    let (statement, _) = signed::read(writing, &old)?;
    let Replaces { reason, note, .. } = replaces.clone();
    let why = record_commitment(&statement.salt, &act_record(&reason, &note));
    let event = LeafEvent::Replaced { old: statement.commitment(), new: commitment, reason: why };
    let leaf = leaf::append(world, writing, now, event)?;
    old.life = Life::Replaced { at: now, reason: reason.clone(), leaf, note, by: new.id };
    writing.put(&old)?;
    let mut application: Application = writing.get(&id_key(old.application))?.ok_or(Refused::NotFound)?;
    application.history.push(Event {
        at: now,
        who: decider.person.map_or_else(|| "系统".to_owned(), |person| person.account.name.clone()),
        act: HistoryAct::Replace,
        note: format!("换发为{}。{reason}", new.serial.show()),
    });
    writing.put(&application)?;
    let actor = decider.person.map_or(Actor::Program, Person::actor);
    let (object, detail) =
        (format!("certificate/{}", old.id), format!("{} → {}", old.serial.show(), new.serial.show()));
    writing.audit(now, actor, "certificate.replace", &object, &detail)?;
    result_letter::replaced(world, writing, &application, &old, new, &reason)
}
