//! 撤销: a certificate is taken back, with a reason, a leaf in the log and a letter to the firm.

use crate::app::leaf;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::report::words;
use crate::app::result_letter;
use crate::app::signed;
use crate::app::world::World;
use crate::crypto::hash::record_commitment;
use crate::crypto::leaf::Event as LeafEvent;
use crate::domain::application::{Application, Event, HistoryAct};
use crate::domain::certificate::{Certificate, Life};
use crate::domain::id::Id;
use crate::domain::permission::Right;
use crate::store::Look;
use crate::store::records::id_key;

/// Revokes a certificate.
pub fn revoke(world: &World, person: &Person, id: Id<Certificate>, reason: &str) -> Result<(), Refused> {
    person.needs(Right::Review)?;
    let reason = words("reason", reason, "请写明撤销的理由。")?;
    let now = world.now();
    let look = world.store.read()?;
    let certificate: Certificate = look.get(&id_key(id))?.ok_or(Refused::NotFound)?;
    let (statement, _) = signed::read(&look, &certificate)?;
    drop(look);
    world.store.write(|writing| {
        let mut certificate: Certificate = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        if certificate.life != Life::Standing {
            return Err(Refused::Conflict("这份证明已被撤销，请刷新页面。".to_owned()));
        }
        let event = LeafEvent::Revoked {
            statement: statement.commitment(),
            reason: record_commitment(&statement.salt, reason.as_bytes()),
        };
        let leaf = leaf::append(world, writing, now, event)?;
        certificate.life = Life::Revoked { at: now, reason: reason.clone(), leaf };
        writing.put(&certificate)?;
        let mut application: Application = writing.get(&id_key(certificate.application))?.ok_or(Refused::NotFound)?;
        application.history.push(Event {
            at: now,
            who: person.account.name.clone(),
            act: HistoryAct::Revoke,
            note: reason.clone(),
        });
        writing.put(&application)?;
        let object = format!("certificate/{id}");
        writing.audit(now, person.actor(), "certificate.revoke", &object, &certificate.serial.show())?;
        result_letter::revoked(world, writing, &application, &certificate, &reason)?;
        Ok(())
    })?;
    world.wake();
    Ok(())
}
