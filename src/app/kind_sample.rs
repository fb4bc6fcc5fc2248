//! Samples of a kind as pictures, for staff: of what is being written, or of a version.

use crate::app::edit_kind::read;
use crate::app::person::Person;
use crate::app::picture::Drawn;
use crate::app::refused::Refused;
use crate::app::sheet::{self, Unissued};
use crate::app::world::World;
use crate::domain::kind::{KindId, KindVersion};
use crate::domain::permission::Right;
use crate::domain::settings::Settings;
use crate::domain::specimen::Sample;
use crate::domain::time::Day;
use crate::store::blobs::Blobs;

/// What is shown: a version by its number, or what is being written where there is none.
pub type Which = Option<u32>;

struct Shown {
    id: KindId,
    version: KindVersion,
    settings: Settings,
    today: Day,
}

fn find(world: &World, person: &Person, id: &KindId, which: Which) -> Result<Shown, Refused> {
    person.needs(Right::ChangeSettings)?;
    let look = world.store.read()?;
    let opened = read(world, &look, id)?;
    let version = match which {
        None => opened.checked.version,
        Some(number) => opened.kind.and_then(|kind| kind.version(number).cloned()).ok_or(Refused::NotFound)?,
    };
    Ok(Shown { id: id.clone(), version, settings: look.settings()?, today: world.today() })
}

impl Shown {
    fn sample(&self, world: &World, sample: Sample) -> Result<Unissued, Refused> {
        sheet::sample(world, &self.settings, &self.id, &self.version, self.today, sample)
    }
}

/// How many pages a sample has, and a word that changes with what it shows; no pages where it cannot be drawn as it
/// stands: the sentences beside the entries say why.
pub fn count(
    world: &World,
    person: &Person,
    id: &KindId,
    which: Which,
    sample: Sample,
) -> Result<(usize, String), Refused> {
    match find(world, person, id, which)?.sample(world, sample) {
        Ok(shown) => match shown.count(world) {
            Ok(pages) => Ok((pages, shown.hash)),
            Err(Refused::Broken(_)) => Ok((0, shown.hash)),
            Err(refused) => Err(refused),
        },
        Err(Refused::Broken(_)) => Ok((0, String::new())),
        Err(refused) => Err(refused),
    }
}

/// One page of a sample, counted from 1.
pub fn page(
    world: &World,
    person: &Person,
    id: &KindId,
    which: Which,
    sample: Sample,
    page: usize,
) -> Result<Drawn, Refused> {
    match find(world, person, id, which)?.sample(world, sample).and_then(|shown| shown.page(world, page)) {
        Err(Refused::Broken(_)) => Err(Refused::NotFound),
        drawn => drawn,
    }
}
