//! Erasing postal addresses that nobody needs any more: a set time after the last copy was handed over, received or
//! cancelled, after a refusal or a withdrawal, or after a draft was last touched. One write for each application, so
//! that a crash between two leaves nothing half done; the next round goes on.

use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::application::{Application, PaperForm};
use crate::domain::audit::Actor;
use crate::domain::id::Id;
use crate::domain::paper::{Delivery, PaperCopy};
use crate::domain::stage::Stage;
use crate::domain::time::Moment;
use crate::store::blobs::Blobs;
use crate::store::records::id_key;
use crate::store::{Look, StoreError};

const DAY: u64 = 24 * 60 * 60;

/// Erases what is due; of how many applications.
pub fn erase(world: &World) -> Result<usize, Refused> {
    let now = world.now();
    let look = world.store.read()?;
    let keep = u64::from(look.settings()?.address_days()) * DAY;
    let mut due = Vec::new();
    for application in look.all::<Application>()? {
        if is_due(&look, &application, now, keep)? {
            due.push(application.id);
        }
    }
    drop(look);
    for id in &due {
        erase_one(world, *id, now, keep)?;
    }
    Ok(due.len())
}

fn is_due(look: &impl Look, application: &Application, now: Moment, keep: u64) -> Result<bool, StoreError> {
    let copies: Vec<PaperCopy> = look.marked("paper-application", id_key(application.id))?;
    let kept = holds_address(&application.form.paper)
        || application.submission.iter().flat_map(|submission| &submission.paper).any(|wish| is_kept(&wish.delivery))
        || copies.iter().any(|copy| is_kept(&copy.delivery));
    let unneeded = unneeded_since(application, &copies);
    Ok(kept && unneeded.is_some_and(|since| now.seconds_since(since) >= keep))
}

/// Since when the address has had no use; none while it has one.
fn unneeded_since(application: &Application, copies: &[PaperCopy]) -> Option<Moment> {
    match application.stage {
        Stage::Draft => Some(application.changed),
        Stage::Refused { at, .. } | Stage::Withdrawn { at } => Some(at),
        Stage::Approved { at, .. } if copies.iter().all(|copy| copy.state.is_over()) => {
            Some(copies.iter().map(|copy| copy.changed).fold(at, Moment::max))
        }
        Stage::Pending { .. } | Stage::Issuing { .. } | Stage::Approved { .. } => None,
    }
}

fn is_kept(delivery: &Delivery) -> bool {
    matches!(delivery, Delivery::Post(_))
}

fn holds_address(form: &PaperForm) -> bool {
    [&form.recipient, &form.phone, &form.region, &form.address, &form.postcode].iter().any(|text| !text.is_empty())
}

fn erase_one(world: &World, id: Id<Application>, now: Moment, keep: u64) -> Result<(), Refused> {
    world.store.write(|writing| {
        let Some(mut application) = writing.get::<Application>(&id_key(id))? else { return Ok(()) };
        // Somebody may have gone on with a draft since it was read.
        if !is_due(writing, &application, now, keep)? {
            return Ok(());
        }
        let form = &mut application.form.paper;
        for text in [&mut form.recipient, &mut form.phone, &mut form.region, &mut form.address, &mut form.postcode] {
            text.clear();
        }
        if let Some(wish) = application.submission.as_mut().and_then(|submission| submission.paper.as_mut())
            && is_kept(&wish.delivery)
        {
            wish.delivery = Delivery::PostErased;
        }
        for mut copy in writing.marked::<PaperCopy>("paper-application", id_key(id))? {
            if is_kept(&copy.delivery) {
                copy.delivery = Delivery::PostErased;
                writing.put(&copy)?;
            }
        }
        writing.put(&application)?;
        writing.audit(now, Actor::Program, "paper.erase", &format!("application/{id}"), "")?;
        Ok(())
    })
}
