//! 审核: approve or refuse a pending application. Of two who decide at once, one wins and the other reads a sentence.

use crate::app::case::Case;
use crate::app::consent;
use crate::app::decide::{Decider, decide, rehearse};
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::report::words;
use crate::app::result_letter;
use crate::app::staff_picture;
use crate::app::world::World;
use crate::domain::application::{Application, Event, HistoryAct, Submission};
use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::permission::Right;
use crate::domain::rule::{Facts, Finding, Outcome, overall};
use crate::domain::stage::{Action, StageName};
use crate::store::Look;
use crate::store::records::id_key;

/// An application as a reviewer sees it.
pub struct Opened {
    pub case: Case,
    pub submission: Submission,
    pub facts: Facts,
    pub findings: Vec<Finding>,
    /// The certificate that approving would replace.
    pub replaces: Option<Certificate>,
    /// Who submitted it.
    pub applicant: String,
    /// Pages of the certificate, or of its preview; 0 while the file is being made.
    pub pages: usize,
}

/// An application with the register's facts of this moment, or with those that it was decided on.
pub struct Checklist {
    pub case: Case,
    pub facts: Facts,
    pub findings: Vec<Finding>,
}

/// Reads an application for review, in whatever stage it is; a draft is nobody's business yet.
pub fn open(world: &World, person: &Person, id: Id<Application>) -> Result<Opened, Refused> {
    person.needs(Right::Review)?;
    let look = world.store.read()?;
    let application: Application = look.get(&id_key(id))?.ok_or(Refused::NotFound)?;
    let submission = application.submission.clone().ok_or(Refused::NotFound)?;
    let submitted = application.history.iter().rev().find(|event| event.act == HistoryAct::Submit);
    let replaces = application.replaces.as_ref().map(|replaces| look.get(&id_key(replaces.certificate)));
    let replaces: Option<Certificate> = replaces.transpose()?.flatten();
    let applicant = submitted.map(|event| event.who.clone()).unwrap_or_default();
    let Checklist { case, facts, findings } = checklist(world, &look, application)?;
    let pages = staff_picture::count_of(world, &look, &case, &submission, &facts)?;
    Ok(Opened { case, submission, facts, findings, replaces, applicant, pages })
}

/// What deciding is based on.
pub fn checklist(world: &World, look: &impl Look, application: Application) -> Result<Checklist, Refused> {
    let submission = application.submission.clone().ok_or(Refused::NotFound)?;
    let case = Case::read(look, application, world.today())?;
    // A decided application shows what it was decided on, a pending one what the register says now.
    let (facts, findings) = match &case.application.decision {
        Some(decision) => (decision.facts.clone(), decision.findings.clone()),
        None => {
            let facts = case.facts(look, &submission)?;
            let findings = case.findings(&facts);
            (facts, findings)
        }
    };
    Ok(Checklist { case, facts, findings })
}

/// Refuses what does not wait any more, with who was faster.
fn still_open(application: &Application) -> Result<(), Refused> {
    let decided = |act: HistoryAct, state: &str| {
        let event = application.history.iter().rev().find(|event| event.act == act);
        let who = event.map_or("系统", |event| event.who.as_str());
        Err(Refused::Conflict(format!("这份申请已由{who}处理为“{state}”，您的操作没有执行。")))
    };
    match application.stage.name() {
        StageName::Pending => Ok(()),
        StageName::Draft => Err(Refused::NotFound),
        StageName::Issuing | StageName::Approved => decided(HistoryAct::Approve, "审核通过"),
        StageName::Refused => decided(HistoryAct::Refuse, "审核不通过"),
        StageName::Withdrawn => Err(Refused::Conflict("申请人已撤回这份申请，您的操作没有执行。".to_owned())),
    }
}

/// Approves. `note` says what was checked by hand; it is required where a rule could not judge.
pub fn approve(world: &World, person: &Person, id: Id<Application>, note: &str) -> Result<(), Refused> {
    person.needs(Right::Review)?;
    let look = world.store.read()?;
    let application: Application = look.get(&id_key(id))?.ok_or(Refused::NotFound)?;
    still_open(&application)?;
    let submission = application.submission.clone().ok_or(Refused::NotFound)?;
    let Checklist { case, facts, findings } = checklist(world, &look, application)?;
    consent::all_given(&look, &case.application, &case.version)?;
    let note = match overall(&findings) {
        Outcome::Fail => {
            return Err(Refused::Conflict(
                "本会登记信息显示有不符合条件的项目，不能通过。请核实登记信息，或者不通过并说明理由。".to_owned(),
            ));
        }
        Outcome::Unknown => words("note", note, "有项目系统无法判断，请写明您人工核实的依据和结果，再通过。")?,
        Outcome::Pass if note.trim().is_empty() => String::new(),
        Outcome::Pass => words("note", note, "")?,
    };
    drop(look);
    let version = case.version.clone();
    let rehearsed = rehearse(world, case, submission, facts, findings)?;
    let now = world.now();
    world.store.write(|writing| {
        let application: Application = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        still_open(&application)?;
        consent::all_given(writing, &application, &version)?;
        let decider = Decider { person: Some(person), note };
        decide(world, writing, rehearsed, application, &decider, now)
    })?;
    world.wake();
    Ok(())
}

/// Refuses, with a reason that the firm reads.
pub fn refuse(world: &World, person: &Person, id: Id<Application>, reason: &str) -> Result<(), Refused> {
    person.needs(Right::Review)?;
    let reason = words("reason", reason, "请写明不通过的理由，申请人会看到。")?;
    let now = world.now();
    world.store.write(|writing| {
        let mut application: Application = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        still_open(&application)?;
        application.stage = application.stage.step(Action::Refuse { reason: reason.clone() }, now)?;
        application.changed = now;
        application.history.push(Event {
            at: now,
            who: person.account.name.clone(),
            act: HistoryAct::Refuse,
            note: reason.clone(),
        });
        writing.put(&application)?;
        writing.audit(now, person.actor(), "application.refuse", &format!("application/{id}"), "")?;
        result_letter::refused(world, writing, &application, &reason)?;
        Ok::<(), Refused>(())
    })?;
    world.wake();
    Ok(())
}
