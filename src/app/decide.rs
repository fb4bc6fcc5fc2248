//! The point of no return, the same whether a reviewer approves or rules do at submission: one durable write takes the
//! serial and leaves statement, signature, leaf, checkpoint, audit entry and job together.
//!
//! `rehearse` first tries everything that can refuse, with no transaction open; `decide` then applies what cannot.

use crate::app::case::Case;
use crate::app::copies;
use crate::app::leaf;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::replace;
use crate::app::sheet;
use crate::app::signed;
use crate::app::world::World;
use crate::crypto::code::VerifyCode;
use crate::crypto::leaf::Event as LeafEvent;
use crate::crypto::statement::{EncodedStatement, SignedStatement};
use crate::domain::application::{Application, Decision, Event, HistoryAct, Submission};
use crate::domain::audit::Actor;
use crate::domain::certificate::{Certificate, Life, Serial};
use crate::domain::rule::{EVALUATOR_VERSION, Facts, Finding};
use crate::domain::stage::Action;
use crate::domain::time::Moment;
use crate::store::Writing;
use crate::store::blobs::Blobs;
use crate::store::jobs::Task;

/// A case that has passed its rehearsal.
pub struct Rehearsed {
    case: Case,
    submission: Submission,
    facts: Facts,
    findings: Vec<Finding>,
}

/// A dry run of the whole certificate: words, glyphs, keys, drawing. Nothing is written.
pub fn rehearse(
    world: &World,
    case: Case,
    submission: Submission,
    facts: Facts,
    findings: Vec<Finding>,
) -> Result<Rehearsed, Refused> {
    let code = VerifyCode::generate(&mut |buffer: &mut [u8]| world.random(buffer));
    let longest = Serial { prefix: case.version.prefix.clone(), year: case.today.year(), number: 999_999 };
    let statement = sheet::compose_case(&case, &submission, &facts, longest.show(), code.commitment())?;
    // A paper copy has a line more in its foot than the original.
    let paper = submission.paper.as_ref().map(|wish| copies::statement(&statement, wish.copies, wish.copies, &code));
    for statement in [Some(statement), paper].into_iter().flatten() {
        let encoded = EncodedStatement::new(statement).map_err(Refused::broken)?;
        let drawn = sheet::issued(world, &case.settings, case.settings.seal.as_deref(), &encoded, &code)?;
        world.press.print(&drawn, &sheet::meta(encoded.statement()), &[]).map_err(Refused::broken)?;
    }
    Ok(Rehearsed { case, submission, facts, findings })
}

/// Who decided, and what a reviewer checked by hand.
pub struct Decider<'a> {
    /// None: the rules.
    pub person: Option<&'a Person>,
    pub note: String,
}

/// Applies the decision inside a write. `application` is the record as this write read it, already pending.
pub fn decide(
    world: &World,
    writing: &Writing,
    rehearsed: Rehearsed,
    mut application: Application,
    decider: &Decider,
    now: Moment,
) -> Result<Certificate, Refused> {
    let Rehearsed { case, submission, facts, findings } = rehearsed;
    let id = writing.next_id::<Certificate>()?;
    let serial = writing.next_serial(&case.version.prefix, case.today.year())?;
    let mut random = |buffer: &mut [u8]| world.random(buffer);
    let code = VerifyCode::generate(&mut random);
    let mut salt = [0; 32];
    world.random(&mut salt);
    let statement = sheet::compose_case(&case, &submission, &facts, serial.show(), code.commitment())?;
    let expiry = statement.expiry;
    let encoded = EncodedStatement::new(statement).map_err(Refused::broken)?;
    let signed = SignedStatement::sign(&world.keys()?.issuer, &encoded, salt);
    writing.put_statement(id, &signed::to_bytes(&signed))?;
    let leaf = leaf::append(world, writing, now, LeafEvent::Issued { statement: signed.commitment() })?;
    let certificate = Certificate {
        id,
        application: application.id,
        serial,
        kind: case.kind.id.clone(),
        kind_version: case.version.number,
        title: case.version.name.clone(),
        firm: case.firm.id,
        lawyers: submission.lawyers.clone(),
        code: code.canonical().to_owned(),
        issued: now,
        issue_date: case.today,
        expiry,
        leaf,
        manifest: writing.manifests()?.len() as u64 - 1,
        seal: case.settings.seal.clone(),
        life: Life::Standing,
        earlier: Vec::new(),
        file_hash: None,
        fonts: None,
        failures: 0,
        last_failure: None,
    };
    writing.put(&certificate)?;
    writing.put_job(Task::Issue(id), now)?;
    if let Some(wish) = &submission.paper {
        copies::issue_all(world, writing, &certificate, wish, now)?;
    }
    let by = decider.person.map(|person| person.account.id);
    application.stage = application.stage.step(Action::Approve { certificate: id }, now)?;
    application.changed = now;
    application.history.push(Event {
        at: now,
        who: decider.person.map_or_else(|| "系统".to_owned(), |person| person.account.name.clone()),
        act: HistoryAct::Approve,
        note: certificate.serial.show(),
    });
    application.decision = Some(Decision {
        at: now,
        day: case.today,
        by,
        note: decider.note.clone(),
        evaluator: EVALUATOR_VERSION,
        facts,
        findings,
    });
    application.submission = Some(submission);
    writing.put(&application)?;
    if let Some(replaces) = &application.replaces {
        replace::finish(world, writing, replaces, &certificate, signed.commitment(), decider, now)?;
    }
    let actor = decider.person.map_or(Actor::Program, Person::actor);
    let object = format!("application/{}", application.id);
    writing.audit(now, actor, "application.approve", &object, &certificate.serial.show())?;
    Ok(certificate)
}
