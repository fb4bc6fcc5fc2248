//! Step 4: 确认信息无误，提交申请. Where rules alone decide, the certificate is numbered in the same write.

use crate::app::address_book;
use crate::app::case::Case;
use crate::app::consent;
use crate::app::decide::{Decider, Rehearsed, decide, rehearse};
use crate::app::disk;
use crate::app::draft;
use crate::app::own_record::owned;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::replace;
use crate::app::world::World;
use crate::domain::address_book::AddressBook;
use crate::domain::application::{Application, Event, HistoryAct, Submission};
use crate::domain::complete::Problem;
use crate::domain::id::Id;
use crate::domain::kind::{KindVersion, Review};
use crate::domain::register::Lawyer;
use crate::domain::rule::{Facts, Finding, Outcome, overall};
use crate::domain::stage::{Action, StageName};
use crate::domain::time::Moment;
use crate::store::Look;
use crate::store::records::id_key;
use crate::store::register::RegisterLook;

/// The self-check of a draft: 申请前自检.
pub struct SelfCheck {
    pub case: Case,
    /// What the form amounts to so far.
    pub submission: Submission,
    pub problems: Vec<Problem>,
    pub facts: Facts,
    pub findings: Vec<Finding>,
    /// The chosen lawyers, also those who have left the firm since.
    pub chosen: Vec<Lawyer>,
    /// Honours that the form can choose from.
    pub honours: Vec<String>,
    /// Number of the certificate that this one would replace.
    pub replaces: Option<String>,
    /// 常用收件地址 that the form can be filled from.
    pub book: AddressBook,
    /// Why this kind cannot be applied for any more.
    pub not_offered: Option<&'static str>,
}

/// What a person saw before submitting: the draft's last change and the version of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    pub changed: Moment,
    pub version: u32,
}

impl SelfCheck {
    /// Whether it can be submitted as it stands.
    pub fn is_ready(&self) -> bool {
        self.problems.is_empty() && self.not_offered.is_none() && overall(&self.findings) != Outcome::Fail
    }

    pub fn seen(&self) -> Seen {
        Seen { changed: self.case.application.changed, version: self.case.version.number }
    }

    /// Whether the kind has another version now than when the draft was last filled in.
    pub fn is_new_version(&self) -> bool {
        self.case.application.kind_version != self.case.version.number
    }

    /// Whether rules alone will decide on submission.
    pub fn is_automatic(&self) -> bool {
        self.case.version.review == Review::Automatic && overall(&self.findings) == Outcome::Pass
    }
}

/// Reads a draft with its self-check, complete or not.
pub fn self_check(world: &World, person: &Person, id: Id<Application>) -> Result<SelfCheck, Refused> {
    let look = world.store.read()?;
    let application = draft::read(&look, person, id)?;
    let case = Case::read(&look, application, world.today())?;
    check_case(world, person, &look, case)
}

fn check_case(world: &World, person: &Person, look: &impl Look, case: Case) -> Result<SelfCheck, Refused> {
    let undrawable = |text: &str| world.press.undrawable(text);
    let (submission, problems) = match case.try_complete(look, &case.application.form, &undrawable)? {
        Ok(submission) => (submission, Vec::new()),
        Err(incomplete) => (incomplete.so_far, incomplete.problems),
    };
    let facts = case.facts(look, &submission)?;
    let findings = case.findings(&facts);
    let mut chosen = Vec::with_capacity(case.application.form.lawyers.len());
    for id in &case.application.form.lawyers {
        chosen.extend(look.lawyer(*id)?);
    }
    let honours = case.honours(look, &case.application.form)?;
    let not_offered = if replace::still_possible(look, &case.application, case.today)? {
        draft::not_offered(&case.kind, &case.version, person, case.settings.consent, case.today)
    } else {
        Some(replace::TOO_LATE)
    };
    let replaces = replace::number(look, &case.application)?;
    let book = address_book::read(look, person)?;
    Ok(SelfCheck { case, submission, problems, facts, findings, chosen, honours, replaces, book, not_offered })
}

/// What came of a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Submitted {
    /// It waits for a reviewer.
    ForReview,
    /// Rules decided; the certificate is being made.
    Decided,
    /// It had been submitted before: nothing was done again.
    Already,
}

/// Submits a draft. Submitted twice, from two tabs or by a double click, it is one application.
pub fn submit(world: &World, person: &Person, id: Id<Application>) -> Result<Submitted, Refused> {
    submit_seen(world, person, id, None)
}

/// Submits a draft as it was seen: where it, or the words of its kind, changed since, nobody has checked what would be
/// submitted, and it is refused.
pub fn submit_seen(
    world: &World,
    person: &Person,
    id: Id<Application>,
    seen: Option<Seen>,
) -> Result<Submitted, Refused> {
    let look = world.store.read()?;
    let application = owned(&look, person, id)?;
    if !application.is(StageName::Draft) {
        return Ok(Submitted::Already);
    }
    disk::check(world)?;
    let read_at = application.changed;
    let case = Case::read(&look, application, world.today())?;
    if seen.is_some_and(|seen| seen != Seen { changed: read_at, version: case.version.number }) {
        return Err(changed_meanwhile());
    }
    let check = check_case(world, person, &look, case)?;
    if let Some(why) = check.not_offered {
        return Err(Refused::field("kind", why));
    }
    if !check.problems.is_empty() {
        return Err(Refused::Invalid(check.problems));
    }
    if overall(&check.findings) == Outcome::Fail {
        return Err(Refused::field("check", "申请前自检未通过，请按自检表中的说明处理后再提交。"));
    }
    drop(look);
    let automatic = check.is_automatic();
    let version = check.case.version.clone();
    let submission = check.submission.clone();
    let rehearsed = rehearse(world, check.case, check.submission, check.facts, check.findings)?;
    write(world, person, id, read_at, &submission, &version, automatic.then_some(rehearsed))
}

fn changed_meanwhile() -> Refused {
    Refused::Conflict("这份草稿刚刚在另一个页面被修改，请重新预览后再提交。".to_owned())
}

fn write(
    world: &World,
    person: &Person,
    id: Id<Application>,
    read_at: Moment,
    submission: &Submission,
    version: &KindVersion,
    rehearsed: Option<Rehearsed>,
) -> Result<Submitted, Refused> {
    let now = world.now();
    let done = world.store.write(|writing| {
        let mut application: Application = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        person.owns(&application)?;
        if !application.is(StageName::Draft) {
            return Ok(Submitted::Already);
        }
        if application.changed != read_at {
            return Err(changed_meanwhile());
        }
        application.stage = application.stage.step(Action::Submit, now)?;
        application.changed = now;
        application.kind_version = version.number;
        application.submission = Some(submission.clone());
        let who = person.account.name.clone();
        application.history.push(Event { at: now, who, act: HistoryAct::Submit, note: application.number() });
        writing.audit(now, person.actor(), "application.submit", &format!("application/{id}"), "")?;
        address_book::keep(writing, person, &application, now)?;
        match rehearsed {
            None => {
                writing.put(&application)?;
                if version.needs_consent() {
                    consent::ask(world, writing, person, &application, version, now)?;
                }
                Ok(Submitted::ForReview)
            }
            Some(rehearsed) => {
                let decider = Decider { person: None, note: String::new() };
                decide(world, writing, rehearsed, application, &decider, now)?;
                Ok(Submitted::Decided)
            }
        }
    })?;
    world.wake();
    Ok(done)
}
