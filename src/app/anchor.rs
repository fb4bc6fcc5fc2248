//! Anchoring the audit trail in the public log: a leaf that commits to the trail's head, in the same write as the line that
//! tells of it (STATEMENT.md, section 14). Who cuts or rewrites the trail before such a leaf is found by `verify-log`,
//! whatever else of the store was made to fit.

use data_encoding::HEXLOWER;

use crate::app::leaf;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::crypto::hash::{Hash, audit_commitment};
use crate::crypto::leaf::Event;
use crate::domain::audit::{Actor, Entry, Head};
use crate::domain::time::Moment;
use crate::store::audit::noted_head;
use crate::store::blobs::Blobs;
use crate::store::{Look, StoreError, Writing};

/// The act of anchoring.
pub const ACT: &str = "audit.anchor";

/// So many lines are anchored even within a day.
const LINES: usize = 1000;

/// How much of the trail the log does not commit to yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Behind {
    /// Lines after the newest anchor; `LINES` at the most.
    pub lines: usize,
    /// When the oldest of them was written; none where there are none.
    pub since: Option<Moment>,
}

/// Lines that were written after the newest anchor.
pub fn behind(look: &impl Look) -> Result<Behind, Refused> {
    let newest: Vec<Entry> = look.newest(LINES)?;
    let after: Vec<&Entry> = newest.iter().take_while(|entry| entry.act != ACT).collect();
    Ok(Behind { lines: after.len(), since: after.last().map(|entry| entry.at) })
}

/// Anchors the trail where that is due: a day with something to anchor is over, or many lines have come. Whether it did.
pub fn when_due(world: &World) -> Result<bool, Refused> {
    if world.keys().is_err() {
        // Nothing can be signed; `doctor` tells of the keys.
        return Ok(false);
    }
    let now = world.now();
    world.store.write(|writing| {
        let behind = behind(writing)?;
        let day_is_over = behind.since.is_some_and(|since| since.day() < now.day());
        if behind.lines < LINES && !day_is_over {
            return Ok(false);
        }
        put(world, writing, now)?;
        Ok(true)
    })
}

/// Writes the line and the leaf that commits to the trail up to this line.
pub fn put(world: &World, writing: &Writing, at: Moment) -> Result<(), Refused> {
    let mut chance = [0; 16];
    world.random(&mut chance);
    let object = format!("log/{}", writing.tlog_size()?);
    writing.audit(at, Actor::Program, ACT, &object, &HEXLOWER.encode(&chance))?;
    let head = noted_head(writing)?.ok_or_else(|| StoreError::Damaged("the audit has no head".to_owned()))?;
    let head = commitment(&head).ok_or_else(|| StoreError::Damaged("the audit's head is no hash".to_owned()))?;
    leaf::append(world, writing, at, Event::AuditHead { head })?;
    Ok(())
}

/// What a leaf says of a head; none where its hash is none.
pub fn commitment(head: &Head) -> Option<Hash> {
    let last: Hash = HEXLOWER.decode(head.hash.as_bytes()).ok()?.try_into().ok()?;
    Some(audit_commitment(head.count, &last))
}
