//! Samples of a kind as pictures, for staff: of what is being written, or of a version.

use std::sync::Arc;

use crate::app::edit_kind::read;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::secret::digest;
use crate::app::sheet;
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
    fn print(&self, world: &World, sample: Sample) -> Result<Vec<u8>, Refused> {
        sheet::sample(world, &self.settings, &self.id, &self.version, self.today, sample)
    }

    /// Everything that the picture depends on.
    fn hash(&self, sample: Sample) -> Result<String, Refused> {
        let version = serde_json::to_string(&self.version).map_err(Refused::broken)?;
        let settings = serde_json::to_string(&self.settings).map_err(Refused::broken)?;
        let day = self.today.to_string();
        Ok(digest(&["sample", sample.slug(), self.id.as_str(), &version, &day, &settings]))
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
    let shown = find(world, person, id, which)?;
    let hash = shown.hash(sample)?;
    match world.pictures.count(&hash, || shown.print(world, sample)) {
        Ok(pages) => Ok((pages, hash)),
        Err(Refused::Broken(_)) => Ok((0, hash)),
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
) -> Result<Arc<str>, Refused> {
    let shown = find(world, person, id, which)?;
    let hash = shown.hash(sample)?;
    match world.pictures.page(&hash, page, || shown.print(world, sample)) {
        Err(Refused::Broken(_)) => Err(Refused::NotFound),
        drawn => drawn,
    }
}
