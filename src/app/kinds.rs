//! Step 2: the kinds of certificate that there are, whether this person may apply for each, and their templates.

use std::sync::Arc;

use crate::app::draft::not_offered;
use crate::app::person::Person;
use crate::app::picture::{Density, Drawn};
use crate::app::refused::Refused;
use crate::app::sheet;
use crate::app::world::World;
use crate::domain::kind::{Kind, KindId, KindVersion};
use crate::domain::permission::Right;
use crate::domain::settings::Settings;
use crate::store::Look;
use crate::store::blobs::Blobs;

/// One kind as an applicant sees it, in the version of today.
#[derive(Clone, Debug)]
pub struct Offer {
    pub kind: KindId,
    pub version: KindVersion,
    /// Why this person cannot apply for it.
    pub refused: Option<&'static str>,
}

/// Every kind in the order that staff gave them; those that cannot be applied for come last.
pub fn offers(world: &World, person: &Person) -> Result<Vec<Offer>, Refused> {
    person.needs(Right::Apply)?;
    let today = world.today();
    let look = world.store.read()?;
    let consent = look.settings()?.consent;
    let mut kinds: Vec<Kind> = look.all()?;
    // What is 停用 will not come back by waiting: it is not worth a card with a reason.
    kinds.retain(|kind| kind.retired.is_none());
    kinds.sort_by_key(|kind| kind.position);
    let mut offers = Vec::with_capacity(kinds.len());
    for kind in kinds {
        let version = kind.on(today).cloned().ok_or_else(|| Refused::broken("a kind without versions"))?;
        let refused = not_offered(&kind, &version, person, consent, today);
        offers.push(Offer { kind: kind.id, version, refused });
    }
    offers.sort_by_key(|offer| offer.refused.is_some());
    Ok(offers)
}

/// A kind's template: the offer, and how many pages the template has.
pub fn template(world: &World, person: &Person, slug: &str) -> Result<(Offer, usize), Refused> {
    let (kind, version, settings) = find(world, person, slug)?;
    let refused = not_offered(&kind, &version, person, settings.consent, world.today());
    let pages = sheet::template(world, &settings, &kind, &version, world.today())?.count(world)?;
    Ok((Offer { kind: kind.id.clone(), version: version.clone(), refused }, pages))
}

/// The picture of one page of a template, counted from 1.
pub fn template_page(world: &World, person: &Person, slug: &str, page: usize) -> Result<Drawn, Refused> {
    let (kind, version, settings) = find(world, person, slug)?;
    sheet::template(world, &settings, &kind, &version, world.today())?.page(world, page)
}

/// The first page of a template as a small PNG.
pub fn template_thumb(world: &World, person: &Person, slug: &str, density: Density) -> Result<Arc<[u8]>, Refused> {
    let (kind, version, settings) = find(world, person, slug)?;
    let template = sheet::template(world, &settings, &kind, &version, world.today())?;
    world.pictures.thumb(&template.hash, density, || template.print(world))
}

fn find(world: &World, person: &Person, slug: &str) -> Result<(Kind, KindVersion, Settings), Refused> {
    person.needs(Right::SeeTemplates)?;
    let id = KindId::parse(slug).ok_or(Refused::NotFound)?;
    let look = world.store.read()?;
    let kind: Kind = look.get(id.as_str().as_bytes())?.ok_or(Refused::NotFound)?;
    let version = kind.on(world.today()).cloned().ok_or_else(|| Refused::broken("a kind without versions"))?;
    Ok((kind, version, look.settings()?))
}
