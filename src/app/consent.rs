//! 律师同意: lawyers are asked when an application that names them is submitted, and answer by their own accounts. Nobody
//! answers for them; an application that waits for answers cannot be approved.

use crate::app::case::Case;
use crate::app::outbox::{Words, put};
use crate::app::person::Person;
use crate::app::picture::Drawn;
use crate::app::refused::Refused;
use crate::app::sheet::{self, Unissued};
use crate::app::world::World;
use crate::domain::account::Account;
use crate::domain::application::{Application, Event, HistoryAct};
use crate::domain::consent::{Answer, Consent};
use crate::domain::id::Id;
use crate::domain::kind::{Kind, KindVersion};
use crate::domain::letter::About;
use crate::domain::permission::Right;
use crate::domain::register::{Firm, Lawyer};
use crate::domain::stage::StageName;
use crate::domain::statement::Period;
use crate::domain::time::Moment;
use crate::paths;
use crate::store::blobs::Blobs;
use crate::store::records::id_key;
use crate::store::register::RegisterLook;
use crate::store::{Look, Writing};
use crate::text::letters::{self, LetterKind};

/// The key of a lawyer's answer about an application.
pub fn key(application: Id<Application>, lawyer: Id<Lawyer>) -> Vec<u8> {
    [id_key(application), id_key(lawyer)].concat()
}

/// Asks every lawyer whom a submitted application names. A lawyer who applies for himself or herself consents by that.
pub fn ask(
    world: &World,
    writing: &Writing,
    person: &Person,
    application: &Application,
    version: &KindVersion,
    now: Moment,
) -> Result<(), Refused> {
    let (Some(kind), Some(submission)) = (&application.kind, &application.submission) else { return Ok(()) };
    let accounts: Vec<Account> = writing.marked("account-firm", id_key(application.firm))?;
    let settings = writing.settings()?;
    for lawyer in &submission.lawyers {
        let own = application.lawyer == Some(*lawyer) && person.account.lawyer == Some(*lawyer);
        let answer = own.then_some(Answer { given: true, at: now, by: person.account.id });
        writing.put(&Consent {
            application: application.id,
            lawyer: *lawyer,
            kind: kind.clone(),
            kind_version: version.number,
            asked: now,
            answer,
        })?;
        let asked = accounts.iter().find(|account| account.lawyer == Some(*lawyer) && account.active);
        let Some(account) = asked.filter(|_| !own) else { continue };
        let firm = writing.firm(application.firm)?.map(|firm| firm.name).unwrap_or_default();
        let link = format!("{}{}", settings.base_url, paths::consents());
        let values = [
            (letters::NAME, account.name.as_str()),
            (letters::FIRM, firm.as_str()),
            (letters::TITLE, version.name.as_str()),
            (letters::LINK, link.as_str()),
        ];
        let (subject, text) = letters::words(&settings, LetterKind::Consent, &values);
        let about = About::Account(account.id);
        put(writing, world, &settings, Words { to: account.email.clone(), subject, text, attach: None, about })?;
    }
    Ok(())
}

/// Refuses to approve while a lawyer whom a sensitive kind names has not consented. Asked again inside the write that
/// approves: an answer may change until then.
pub fn all_given(look: &impl Look, application: &Application, version: &KindVersion) -> Result<(), Refused> {
    let Some(submission) = application.submission.as_ref().filter(|_| version.needs_consent()) else { return Ok(()) };
    let (mut waiting, mut declined) = (0, 0);
    for lawyer in &submission.lawyers {
        let consent: Option<Consent> = look.get(&key(application.id, *lawyer))?;
        match consent.and_then(|consent| consent.answer) {
            None => waiting += 1,
            Some(answer) if !answer.given => declined += 1,
            Some(_) => {}
        }
    }
    let sentence = match (declined, waiting) {
        (0, 0) => return Ok(()),
        (0, waiting) => format!("还有 {waiting} 名律师没有答复是否同意，暂时不能通过。"),
        (declined, _) => format!("有 {declined} 名律师不同意出具这份证明，不能通过；可以不通过并说明理由。"),
    };
    Err(Refused::Conflict(sentence))
}

/// What a lawyer is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    pub application: Id<Application>,
    pub number: String,
    pub firm: String,
    pub kind: String,
    pub purpose: Option<String>,
    pub addressee: Option<String>,
    pub period: Option<Period>,
    pub asked: Moment,
    pub answer: Option<Answer>,
    /// Whether the answer can still be given or changed.
    pub open: bool,
    /// Pages of the certificate as it would be; 0 where it cannot be drawn or is decided.
    pub pages: usize,
}

/// Everything that this lawyer was asked, what is still open first, then the newest.
pub fn asked(world: &World, person: &Person) -> Result<Vec<Asked>, Refused> {
    let lawyer = own(person)?;
    let look = world.store.read()?;
    let mut consents: Vec<Consent> = look.marked("consent-lawyer", id_key(lawyer))?;
    consents.sort_by_key(|consent| std::cmp::Reverse(consent.asked));
    let mut all = Vec::with_capacity(consents.len());
    for consent in consents {
        let Some(application): Option<Application> = look.get(&id_key(consent.application))? else { continue };
        let Some(submission) = application.submission.clone() else { continue };
        let kind: Option<Kind> = look.get(consent.kind.as_str().as_bytes())?;
        let firm: Option<Firm> = look.firm(application.firm)?;
        let open = application.is(StageName::Pending);
        let number = application.number();
        let pages = if open {
            preview(world, &look, application).and_then(|unissued| unissued.count(world)).unwrap_or(0)
        } else {
            0
        };
        all.push(Asked {
            application: consent.application,
            number,
            firm: firm.map(|firm| firm.name).unwrap_or_default(),
            kind: kind
                .and_then(|kind| kind.version(consent.kind_version).map(|version| version.name.clone()))
                .unwrap_or_default(),
            purpose: submission.purpose,
            addressee: submission.addressee,
            period: submission.period,
            asked: consent.asked,
            answer: consent.answer,
            open,
            pages,
        });
    }
    all.sort_by_key(|asked| !(asked.open && asked.answer.is_none()));
    Ok(all)
}

fn own(person: &Person) -> Result<Id<Lawyer>, Refused> {
    person.needs(Right::Consent)?;
    person.account.lawyer.ok_or(Refused::NotFound)
}

/// The certificate as it would be, for the lawyer whom it names.
fn preview(world: &World, look: &impl Blobs, application: Application) -> Result<Unissued, Refused> {
    let submission = application.submission.clone().ok_or(Refused::NotFound)?;
    let case = Case::read(look, application, world.today())?;
    let facts = case.facts(look, &submission)?;
    sheet::preview(world, &case, &submission, &facts)
}

/// One page of it, counted from 1, while the application waits.
pub fn page(world: &World, person: &Person, id: Id<Application>, page: usize) -> Result<Drawn, Refused> {
    let lawyer = own(person)?;
    let look = world.store.read()?;
    let _asked: Consent = look.get(&key(id, lawyer))?.ok_or(Refused::NotFound)?;
    let application: Application = look.get(&id_key(id))?.ok_or(Refused::NotFound)?;
    if !application.is(StageName::Pending) {
        return Err(Refused::NotFound);
    }
    preview(world, &look, application)?.page(world, page)
}

/// Consents or declines. The answer may be changed while the application waits; after that it stands.
pub fn answer(world: &World, person: &Person, id: Id<Application>, given: bool) -> Result<(), Refused> {
    let lawyer = own(person)?;
    let now = world.now();
    world.store.write(|writing| {
        let mut consent: Consent = writing.get(&key(id, lawyer))?.ok_or(Refused::NotFound)?;
        let mut application: Application = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        if !application.is(StageName::Pending) {
            return Err(Refused::Conflict("这份申请已经办结或撤回，不需要再答复。".to_owned()));
        }
        if consent.answer.is_some_and(|answer| answer.given == given) {
            return Ok(());
        }
        consent.answer = Some(Answer { given, at: now, by: person.account.id });
        writing.put(&consent)?;
        application.changed = now;
        application.history.push(Event {
            at: now,
            who: person.account.name.clone(),
            act: if given { HistoryAct::Consent } else { HistoryAct::Decline },
            note: String::new(),
        });
        writing.put(&application)?;
        let act = if given { "consent.give" } else { "consent.decline" };
        let detail = format!("{} version {}", consent.kind, consent.kind_version);
        writing.audit(now, person.actor(), act, &format!("application/{id}"), &detail)?;
        Ok(())
    })
}
