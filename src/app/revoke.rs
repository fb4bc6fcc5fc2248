//! 撤销 and 恢复: a certificate is taken back, or stands again, with a reason, a leaf in the log and a letter to the firm.

use crate::app::leaf;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::result_letter;
use crate::app::signed;
use crate::app::why::Why;
use crate::app::world::World;
use crate::crypto::hash::{act_record, record_commitment};
use crate::crypto::leaf::Event as LeafEvent;
use crate::domain::application::{Application, Event, HistoryAct};
use crate::domain::certificate::{Act, Certificate, Deed, Life};
use crate::domain::id::Id;
use crate::domain::permission::Right;
use crate::domain::time::Moment;
use crate::store::records::id_key;
use crate::store::{Look, Writing};
use crate::text::letters::LetterKind;

/// Revokes a certificate.
pub fn revoke(world: &World, person: &Person, id: Id<Certificate>, why: impl Into<Why>) -> Result<(), Refused> {
    let turn = Turn {
        history: HistoryAct::Revoke,
        audit: "certificate.revoke",
        letter: LetterKind::Revoked,
        leaf: |statement, reason| LeafEvent::Revoked { statement, reason },
    };
    turn.make(world, person, id, why.into(), |certificate, at, Why { reason, note }, leaf| {
        certificate.life = Life::Revoked { at, reason, leaf, note };
    })
}

/// Takes a revocation back.
pub fn reinstate(world: &World, person: &Person, id: Id<Certificate>, why: impl Into<Why>) -> Result<(), Refused> {
    let turn = Turn {
        history: HistoryAct::Reinstate,
        audit: "certificate.reinstate",
        letter: LetterKind::Reinstated,
        leaf: |statement, reason| LeafEvent::Reinstated { statement, reason },
    };
    turn.make(world, person, id, why.into(), |certificate, at, Why { reason, note }, leaf| {
        certificate.earlier = certificate.acts();
        certificate.earlier.push(Act { deed: Deed::Reinstate, at, reason, note, leaf });
        certificate.life = Life::Standing;
    })
}

/// What the two acts write, each in its own words.
struct Turn {
    history: HistoryAct,
    audit: &'static str,
    letter: LetterKind,
    /// From the commitments to the statement and to the reason.
    leaf: fn([u8; 32], [u8; 32]) -> LeafEvent,
}

impl Turn {
    /// One commit: leaf, certificate, 申请记录, audit line and letter. `put` writes the new life into the certificate.
    fn make(
        &self,
        world: &World,
        person: &Person,
        id: Id<Certificate>,
        why: Why,
        put: impl FnOnce(&mut Certificate, Moment, Why, u64),
    ) -> Result<(), Refused> {
        person.needs(Right::Review)?;
        let why = why.checked()?;
        let now = world.now();
        world.store.write(|writing| {
            let mut certificate: Certificate = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
            self.allowed(&certificate.life)?;
            let leaf = append(world, writing, &certificate, now, &why, self.leaf)?;
            put(&mut certificate, now, why.clone(), leaf);
            writing.put(&certificate)?;
            let application = note_act(writing, person, &certificate, now, self.history, &why.reason)?;
            let (object, number) = (format!("certificate/{id}"), certificate.serial.show());
            writing.audit(now, person.actor(), self.audit, &object, &number)?;
            result_letter::turned(world, writing, &application, &certificate, (self.letter, &why.reason))
        })?;
        world.wake();
        Ok(())
    }

    fn allowed(&self, life: &Life) -> Result<(), Refused> {
        let sentence = match (self.letter, life) {
            (LetterKind::Revoked, Life::Standing) | (LetterKind::Reinstated, Life::Revoked { .. }) => return Ok(()),
            (LetterKind::Revoked, Life::Revoked { .. }) => "这份证明已被撤销，请刷新页面。",
            (LetterKind::Revoked, Life::Replaced { .. }) => "这份证明已换发，不需要撤销，请刷新页面。",
            (_, Life::Standing) => "这份证明没有被撤销，请刷新页面。",
            (_, _) => "这份证明已换发，不能恢复。",
        };
        Err(Refused::Conflict(sentence.to_owned()))
    }
}

/// Appends the leaf: it commits to the statement and to why.
fn append(
    world: &World,
    writing: &Writing,
    certificate: &Certificate,
    now: Moment,
    why: &Why,
    event: impl FnOnce([u8; 32], [u8; 32]) -> LeafEvent,
) -> Result<u64, Refused> {
    let (statement, _) = signed::read(writing, certificate)?;
    let reason = record_commitment(&statement.salt, &act_record(&why.reason, &why.note));
    leaf::append(world, writing, now, event(statement.commitment(), reason))
}

/// Adds a line to 申请记录 of the application that the certificate came from.
pub fn note_act(
    writing: &Writing,
    person: &Person,
    certificate: &Certificate,
    now: Moment,
    act: HistoryAct,
    note: &str,
) -> Result<Application, Refused> {
    let mut application: Application = writing.get(&id_key(certificate.application))?.ok_or(Refused::NotFound)?;
    let who = person.account.name.clone();
    application.history.push(Event { at: now, who, act, note: note.to_owned() });
    writing.put(&application)?;
    Ok(application)
}
