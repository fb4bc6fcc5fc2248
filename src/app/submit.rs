//! Step 4: 确认信息无误，提交申请. Where rules alone decide, the certificate is numbered in the same write.

use crate::app::case::Case;
use crate::app::decide::{Decider, Rehearsed, decide, rehearse};
use crate::app::draft;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::application::{Application, Event, HistoryAct, Submission};
use crate::domain::complete::Problem;
use crate::domain::id::Id;
use crate::domain::kind::Review;
use crate::domain::rule::{Facts, Finding, Outcome, overall};
use crate::domain::stage::{Action, StageName};
use crate::store::Look;
use crate::store::records::id_key;

/// The self-check of a draft: 申请前自检.
pub struct SelfCheck {
    pub case: Case,
    /// What the form amounts to so far.
    pub submission: Submission,
    pub problems: Vec<Problem>,
    pub facts: Facts,
    pub findings: Vec<Finding>,
}

impl SelfCheck {
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
    check_case(world, &look, case)
}

fn check_case(world: &World, look: &impl Look, case: Case) -> Result<SelfCheck, Refused> {
    let undrawable = |text: &str| world.press.undrawable(text);
    let (submission, problems) = match case.try_complete(look, &case.application.form, &undrawable)? {
        Ok(submission) => (submission, Vec::new()),
        Err(incomplete) => (incomplete.so_far, incomplete.problems),
    };
    let facts = case.facts(look, &submission)?;
    let findings = case.findings(&facts);
    Ok(SelfCheck { case, submission, problems, facts, findings })
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
    let look = world.store.read()?;
    let application: Application = look.get(&id_key(id))?.ok_or(Refused::NotFound)?;
    person.owns(&application)?;
    if !application.is(StageName::Draft) {
        return Ok(Submitted::Already);
    }
    let read_at = application.changed;
    let case = Case::read(&look, application, world.today())?;
    if let Some(why) = draft::not_offered(&case.kind, &case.version, person, case.settings.consent) {
        return Err(Refused::field("kind", why));
    }
    let check = check_case(world, &look, case)?;
    if !check.problems.is_empty() {
        return Err(Refused::Invalid(check.problems));
    }
    if overall(&check.findings) == Outcome::Fail {
        return Err(Refused::field("check", "申请前自检未通过，请按自检表中的说明处理后再提交。"));
    }
    drop(look);
    let automatic = check.is_automatic();
    let version = check.case.version.number;
    let submission = check.submission.clone();
    let rehearsed = rehearse(world, check.case, check.submission, check.facts, check.findings)?;
    write(world, person, id, read_at, &submission, version, automatic.then_some(rehearsed))
}

fn write(
    world: &World,
    person: &Person,
    id: Id<Application>,
    read_at: crate::domain::time::Moment,
    submission: &Submission,
    version: u32,
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
            return Err(Refused::Conflict("这份草稿刚刚在另一个页面被修改，请重新预览后再提交。".to_owned()));
        }
        application.stage = application.stage.step(Action::Submit, now)?;
        application.changed = now;
        application.kind_version = version;
        application.submission = Some(submission.clone());
        let who = person.account.name.clone();
        application.history.push(Event { at: now, who, act: HistoryAct::Submit, note: application.number() });
        writing.audit(now, person.actor(), "application.submit", &format!("application/{id}"), "")?;
        match rehearsed {
            None => {
                writing.put(&application)?;
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
