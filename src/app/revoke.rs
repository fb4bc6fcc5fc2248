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

/// Revokes a certificate.
pub fn revoke(world: &World, person: &Person, id: Id<Certificate>, why: impl Into<Why>) -> Result<(), Refused> {
    person.needs(Right::Review)?;
    let why = why.into().checked()?;
    let now = world.now();
    world.store.write(|writing| {
        let mut certificate: Certificate = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        match certificate.life {
            Life::Standing => {}
            Life::Revoked { .. } => return Err(conflict("这份证明已被撤销，请刷新页面。")),
            Life::Replaced { .. } => return Err(conflict("这份证明已换发，不需要撤销，请刷新页面。")),
        }
        let Why { reason, note } = why.clone();
        let leaf = append(world, writing, &certificate, now, &why, |statement, reason| LeafEvent::Revoked {
            statement,
            reason,
        })?;
        certificate.life = Life::Revoked { at: now, reason, leaf, note };
        writing.put(&certificate)?;
        let application = note_act(writing, person, &certificate, now, HistoryAct::Revoke, &why.reason)?;
        let (object, number) = (format!("certificate/{id}"), certificate.serial.show());
        writing.audit(now, person.actor(), "certificate.revoke", &object, &number)?;
        result_letter::revoked(world, writing, &application, &certificate, &why.reason)
    })?;
    world.wake();
    Ok(())
}

/// Takes a revocation back.
pub fn reinstate(world: &World, person: &Person, id: Id<Certificate>, why: impl Into<Why>) -> Result<(), Refused> {
    person.needs(Right::Review)?;
    let why = why.into().checked()?;
    let now = world.now();
    world.store.write(|writing| {
        let mut certificate: Certificate = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        match certificate.life {
            Life::Revoked { .. } => {}
            Life::Standing => return Err(conflict("这份证明没有被撤销，请刷新页面。")),
            Life::Replaced { .. } => return Err(conflict("这份证明已换发，不能恢复。")),
        }
        let leaf = append(world, writing, &certificate, now, &why, |statement, reason| LeafEvent::Reinstated {
            statement,
            reason,
        })?;
        let Why { reason, note } = why.clone();
        certificate.earlier = certificate.acts();
        certificate.earlier.push(Act { deed: Deed::Reinstate, at: now, reason, note, leaf });
        certificate.life = Life::Standing;
        writing.put(&certificate)?;
        let application = note_act(writing, person, &certificate, now, HistoryAct::Reinstate, &why.reason)?;
        let (object, number) = (format!("certificate/{id}"), certificate.serial.show());
        writing.audit(now, person.actor(), "certificate.reinstate", &object, &number)?;
        result_letter::reinstated(world, writing, &application, &certificate, &why.reason)
    })?;
    world.wake();
    Ok(())
}

fn conflict(sentence: &str) -> Refused {
    Refused::Conflict(sentence.to_owned())
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
