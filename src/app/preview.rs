//! Step 4: the certificate as it will be, composed anew each time from the draft and the register, and drawn where that changed it.

use crate::app::person::Person;
use crate::app::picture::Drawn;
use crate::app::refused::Refused;
use crate::app::sheet::{self, Unissued};
use crate::app::submit::{SelfCheck, self_check};
use crate::app::world::World;
use crate::domain::application::Application;
use crate::domain::id::Id;

/// A draft on the way to its preview.
pub enum Preview {
    /// Entries are missing or a rule fails; there is nothing to show yet.
    NotYet,
    Ready {
        check: Box<SelfCheck>,
        pages: usize,
    },
}

/// Checks the draft and counts the pages that it will have.
pub fn preview(world: &World, person: &Person, id: Id<Application>) -> Result<Preview, Refused> {
    let check = self_check(world, person, id)?;
    if !check.is_ready() {
        return Ok(Preview::NotYet);
    }
    let pages = unissued(world, &check)?.count(world)?;
    Ok(Preview::Ready { check: Box::new(check), pages })
}

/// The picture of one page, counted from 1.
pub fn page(world: &World, person: &Person, id: Id<Application>, page: usize) -> Result<Drawn, Refused> {
    let check = self_check(world, person, id)?;
    if !check.is_ready() {
        return Err(Refused::NotFound);
    }
    unissued(world, &check)?.page(world, page)
}

fn unissued(world: &World, check: &SelfCheck) -> Result<Unissued, Refused> {
    sheet::preview(world, &check.case, &check.submission, &check.facts)
}
