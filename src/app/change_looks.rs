//! Logo, colour and seal: pictures are taken in when they are uploaded, cleaned, and kept under their hash; only saving
//! puts one to use. What was uploaded and never saved is removed after a day.

use std::collections::BTreeSet;

use data_encoding::HEXLOWER;

use crate::app::change_settings::Check;
use crate::app::person::Person;
use crate::app::picture;
use crate::app::refused::Refused;
use crate::app::sheet;
use crate::app::world::World;
use crate::artwork;
use crate::crypto::hash::sha256;
use crate::domain::accent::Accent;
use crate::domain::kind::Kind;
use crate::domain::permission::Right;
use crate::domain::revision::{Content, Revision};
use crate::domain::settings::Settings;
use crate::domain::time::Moment;
use crate::store::blobs::Blobs;
use crate::store::{Look, StoreError, Writing};

/// What a picture is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    Logo,
    Seal,
}

/// Milliseconds that an upload waits to be saved.
const WAITS: u64 = 24 * 3600 * 1000;

/// Bytes that a cleaned picture may have: a seal goes into every certificate.
const MOST_KEPT: usize = 400 << 10;

/// Takes an upload in; its hash. `field` is where a refusal is said.
pub fn take(world: &World, person: &Person, bytes: &[u8], what: Use, field: &str) -> Result<String, Refused> {
    person.needs(Right::ChangeSettings)?;
    let refuse = |unfit: artwork::Unfit| Refused::field(field, unfit.0);
    let read = artwork::read(bytes).map_err(refuse)?;
    let cleaned = match what {
        Use::Logo => artwork::logo(read),
        Use::Seal => artwork::seal(read),
    };
    let kept = artwork::write(&cleaned.map_err(refuse)?).map_err(refuse)?;
    if kept.len() > MOST_KEPT {
        let size = kept.len() >> 10;
        return Err(Refused::field(
            field,
            format!("处理后仍有 {size} KB，最多 {} KB。请使用更干净、更简单的图片。", MOST_KEPT >> 10),
        ));
    }
    let hash = HEXLOWER.encode(&sha256(&kept));
    let now = world.now();
    world.store.write(|writing| {
        sweep(writing, now)?;
        if writing.artwork(&hash)?.is_none() {
            writing.put_artwork(&hash, &kept, now)?;
        }
        Ok::<_, StoreError>(())
    })?;
    Ok(hash)
}

/// Removes what was uploaded more than a day ago and is in no version of any area.
fn sweep(writing: &Writing, now: Moment) -> Result<(), StoreError> {
    let old: Vec<String> =
        writing.artworks()?.into_iter().filter(|(_, at)| at.0 + WAITS < now.0).map(|(hash, _)| hash).collect();
    if old.is_empty() {
        return Ok(());
    }
    let revisions: Vec<Revision> = writing.all()?;
    let used: BTreeSet<&str> = revisions.iter().flat_map(|revision| revision.content.artworks()).collect();
    for hash in old.iter().filter(|hash| !used.contains(hash.as_str())) {
        writing.remove_artwork(hash)?;
    }
    Ok(())
}

/// A picture that was taken in, for the administrator's pages.
pub fn artwork(world: &World, person: &Person, hash: &str) -> Result<(Vec<u8>, &'static str), Refused> {
    person.needs(Right::ChangeSettings)?;
    kept(world, hash)
}

/// The logo in use, for everybody. A seal, or a logo not in use, is nobody's business.
pub fn logo(world: &World, hash: &str) -> Result<(Vec<u8>, &'static str), Refused> {
    if world.store.read()?.settings()?.logo.as_deref() != Some(hash) {
        return Err(Refused::NotFound);
    }
    kept(world, hash)
}

fn kept(world: &World, hash: &str) -> Result<(Vec<u8>, &'static str), Refused> {
    let bytes = world.store.read()?.artwork(hash)?.ok_or(Refused::NotFound)?;
    let mime = artwork::mime(&bytes);
    Ok((bytes, mime))
}

/// A template with this seal, or the drawn one, as the PDF that it would be.
fn printed(world: &World, hash: Option<&str>) -> Result<Vec<u8>, Refused> {
    let look = world.store.read()?;
    let mut kinds: Vec<Kind> = look.all()?;
    kinds.sort_by_key(|kind| kind.position);
    let kind = kinds.first().ok_or(Refused::NotFound)?;
    let version = kind.on(world.today()).ok_or(Refused::NotFound)?;
    let settings = Settings { seal: hash.map(str::to_owned), ..look.settings()? };
    sheet::template(world, &settings, kind, version, world.today())?.print(world)
}

/// The first page of a sample certificate that bears this seal, as SVG.
pub fn specimen(world: &World, person: &Person, hash: &str) -> Result<std::sync::Arc<str>, Refused> {
    person.needs(Right::ChangeSettings)?;
    if world.store.read()?.artwork(hash)?.is_none() {
        return Err(Refused::NotFound);
    }
    picture::draw(&printed(world, Some(hash))?, 1)
}

/// How many bytes this seal adds to each certificate, beside the drawn one.
pub fn weight(world: &World, hash: &str) -> Result<usize, Refused> {
    Ok(printed(world, Some(hash))?.len().saturating_sub(printed(world, None)?.len()))
}

/// `logo` is the hash of a picture taken in before, `logo_none` (`yes`) does without one.
pub fn looks(form: &mut Check) -> Result<Content, Refused> {
    let logo = chosen(form, "logo")?;
    let accent = form.text("accent").trim().to_owned();
    let accent = if accent.is_empty() {
        None
    } else {
        match Accent::parse(&accent) {
            Ok(accent) => Some(accent.hex()),
            Err(sentence) => {
                form.refuse("accent", sentence);
                None
            }
        }
    };
    Ok(Content::Looks { logo, accent })
}

/// The same for the seal; that it can be printed is tried.
pub fn seal(form: &mut Check) -> Result<Content, Refused> {
    let seal = chosen(form, "seal")?;
    if let Some(hash) = &seal {
        printed(form.world, Some(hash))?;
    }
    Ok(Content::Seal(seal))
}

fn chosen(form: &mut Check, field: &str) -> Result<Option<String>, Refused> {
    let hash = form.text(field).to_owned();
    if hash.is_empty() || form.text(&format!("{field}_none")) == "yes" {
        return Ok(None);
    }
    if form.world.store.read()?.artwork(&hash)?.is_none() {
        form.refuse(&format!("{field}_file"), "上传的图片已过期，请重新选择文件。");
        return Ok(None);
    }
    Ok(Some(hash))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::world::test::World;
    use crate::domain::account::Account;
    use crate::domain::id::Id;
    use crate::domain::permission::Role;
    use crate::domain::revision::Area;

    fn admin() -> Person {
        let account = Account {
            id: Id::new(1),
            login: "system".into(),
            name: "王系统（示例）".into(),
            email: "system@example.org".into(),
            roles: vec![Role::SystemAdmin],
            firm: None,
            lawyer: None,
            password: None,
            active: true,
            created: Moment(0),
            last_sign_in: None,
        };
        Person { account, session: String::new() }
    }

    fn dot(colour: &str) -> Vec<u8> {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><circle cx=\"4\" cy=\"4\" r=\"4\" fill=\"{colour}\"/></svg>").into()
    }

    #[test]
    fn what_was_uploaded_and_never_saved_is_removed_after_a_day() {
        let (world, person) = (World::founded(), admin());
        let take = |colour: &str| take(&world, &person, &dot(colour), Use::Logo, "logo_file").unwrap();
        let (kept, dropped) = (take("#164a8a"), take("#0b5c63"));
        assert_eq!(take("#164a8a"), kept, "the same picture has the same hash");
        let typed = crate::app::revise::Typed::from([("logo".to_owned(), kept.clone())]);
        crate::app::revise::save(&world, &person, &Area::Looks, 0, &typed).unwrap();
        let there = |hash: &str| world.store.read().unwrap().artwork(hash).unwrap().is_some();
        world.pass(3600);
        take("#7a1f2b");
        assert!(there(&kept) && there(&dropped), "an hour is not a day");
        world.pass(24 * 3600);
        take("#5b2a86");
        assert!(there(&kept) && !there(&dropped));
        let none = crate::app::revise::Typed::from([("logo".to_owned(), String::new())]);
        crate::app::revise::save(&world, &person, &Area::Looks, 1, &none).unwrap();
        world.pass(48 * 3600);
        take("#4a4038");
        assert!(there(&kept), "an older version still has it");
    }
}
