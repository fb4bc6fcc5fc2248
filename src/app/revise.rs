//! Areas of the settings: read, checked, saved as a new version, looked at in their older versions, brought back. Of two
//! administrators who edit the same area, the second is told and loses nothing that was typed.

use std::collections::BTreeMap;

use crate::app::change_settings::{self, nothing_in_the_making};
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::permission::Right;
use crate::domain::revision::{Area, Content, Revision};
use crate::domain::settings::Settings;
use crate::store::Snapshot;
use crate::store::blobs::Blobs;
use crate::store::revisions::RevisionLook;
use crate::text::letters::LetterKind;

/// What was typed, by the names of the page's fields.
pub type Typed = BTreeMap<String, String>;

/// An area as it stands.
#[derive(Clone, Debug)]
pub struct Opened {
    pub area: Area,
    pub content: Content,
    /// 0 where it was never changed in the browser.
    pub version: u32,
    /// The version in force, if it was written in the browser.
    pub last: Option<Revision>,
    pub settings: Settings,
}

/// What came of saving.
#[derive(Clone, Debug)]
pub enum Saved {
    /// Nothing differs from what is in force.
    Unchanged,
    As(u32),
    /// Somebody else saved since the page was opened; nothing was written.
    Overtaken(Box<Opened>),
}

/// An area by its word in an address.
pub fn area(slug: &str) -> Result<Area, Refused> {
    let area = Area::parse(slug).ok_or(Refused::NotFound)?;
    match &area {
        Area::Letter(kind) if LetterKind::parse(kind).is_none() => Err(Refused::NotFound),
        _ => Ok(area),
    }
}

/// Every area, in the order of the page: the single ones, letters, and the years that have or need a list.
pub fn all(world: &World, person: &Person) -> Result<Vec<Opened>, Refused> {
    person.needs(Right::ChangeSettings)?;
    let look = world.store.read()?;
    let settings = look.settings()?;
    let this = world.today().year();
    let mut years: Vec<i16> = settings.calendar.keys().copied().chain([this, this + 1]).collect();
    years.sort_unstable();
    years.dedup();
    let letters = LetterKind::ALL.into_iter().map(|kind| Area::Letter(kind.slug().to_owned()));
    let areas = Area::SINGLE.into_iter().chain(letters).chain(years.into_iter().map(Area::Workdays));
    areas.map(|area| opened(&look, settings.clone(), area)).collect()
}

/// One area, for its page.
pub fn open(world: &World, person: &Person, area: &Area) -> Result<Opened, Refused> {
    person.needs(Right::ChangeSettings)?;
    let look = world.store.read()?;
    opened(&look, look.settings()?, area.clone())
}

fn opened(look: &Snapshot, settings: Settings, area: Area) -> Result<Opened, Refused> {
    let slug = area.slug();
    let version = settings.versions.get(&slug).copied().unwrap_or(0);
    let last = if version == 0 { None } else { look.revision(&slug, version)? };
    Ok(Opened { content: Content::of(&area, &settings), version, last, settings, area })
}

/// What an area would hold, if what was typed can stand.
pub fn check(world: &World, person: &Person, area: &Area, typed: &Typed) -> Result<Content, Refused> {
    person.needs(Right::ChangeSettings)?;
    change_settings::check(world, area, typed)
}

/// Saves what was typed as the next version. `base` is the version that the page was made from.
pub fn save(world: &World, person: &Person, area: &Area, base: u32, typed: &Typed) -> Result<Saved, Refused> {
    let content = check(world, person, area, typed)?;
    write(world, person, area, base, content, None)
}

/// Brings an older version back, as a new one.
pub fn bring_back(world: &World, person: &Person, area: &Area, base: u32, version: u32) -> Result<Saved, Refused> {
    let old = older(world, person, area, version)?;
    write(world, person, area, base, old.content, Some(version))
}

fn write(
    world: &World,
    person: &Person,
    area: &Area,
    base: u32,
    content: Content,
    from: Option<u32>,
) -> Result<Saved, Refused> {
    let now = world.now();
    let slug = area.slug();
    let saved = world.store.write(|writing| {
        let mut settings = writing.settings()?;
        let old = Content::of(area, &settings);
        let current = settings.versions.get(&slug).copied().unwrap_or(0);
        if content == old {
            return Ok(Some(Saved::Unchanged));
        }
        if current != base {
            return Ok(None);
        }
        if let (Content::Association { name, uscc, .. }, Content::Association { name: new, uscc: code, .. }) =
            (&old, &content)
            && (name != new || uscc != code)
        {
            nothing_in_the_making(writing)?;
        }
        let next = current + 1;
        let revision = |version, by: Option<&Person>, content| Revision {
            area: slug.clone(),
            version,
            at: now,
            by: by.map(|person| person.account.id),
            who: by.map_or_else(|| "系统".to_owned(), |person| person.account.name.clone()),
            from: from.filter(|_| by.is_some()),
            content,
        };
        if current == 0 {
            writing.put(&revision(0, None, old))?;
        }
        writing.put(&revision(next, Some(person), content.clone()))?;
        if !content.put(area, &mut settings) {
            return Err(Refused::broken("the content of another area"));
        }
        settings.versions.insert(slug.clone(), next);
        writing.put_settings(&settings)?;
        let detail = match from {
            Some(from) => format!("version {next} from {from}"),
            None => format!("version {next}"),
        };
        writing.audit(now, person.actor(), "settings.change", &format!("settings/{slug}"), &detail)?;
        Ok(Some(Saved::As(next)))
    })?;
    match saved {
        Some(saved) => Ok(saved),
        None => Ok(Saved::Overtaken(Box::new(open(world, person, area)?))),
    }
}

/// Every version of an area, newest first.
pub fn history(world: &World, person: &Person, area: &Area) -> Result<Vec<Revision>, Refused> {
    person.needs(Right::ChangeSettings)?;
    Ok(world.store.read()?.revisions(&area.slug())?)
}

/// One version of an area.
pub fn older(world: &World, person: &Person, area: &Area, version: u32) -> Result<Revision, Refused> {
    person.needs(Right::ChangeSettings)?;
    world.store.read()?.revision(&area.slug(), version)?.ok_or(Refused::NotFound)
}
