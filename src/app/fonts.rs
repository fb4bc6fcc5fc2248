//! Which faces draw the certificates, and what the association's own fonts lack of the words that its kinds print.

use std::path::Path;

use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::kind::Kind;
use crate::domain::permission::Right;
use crate::domain::settings::Settings;
use crate::pdf::own_font::{OwnFont, OwnFonts};
use crate::store::Look;
use crate::store::blobs::Blobs;

/// Bytes of a font file, at most.
const MOST: u64 = 64 << 20;

/// What every certificate prints beside its kind's words.
const ALWAYS: &str =
    "致：〔〕第号0123456789年月日（统一社会信用代码：）律师执业证号、，。“”；·核验网址信任根指纹有效期至纸质证明共份页";

/// What draws a part of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontUse {
    /// The title; else everything that is not bold.
    pub title: bool,
    /// Name and licence line of the association's own font; none: the built-in one draws it.
    pub own: Option<(String, Option<String>)>,
    /// Characters of the kinds' words that the own font lacks, and a built-in one draws.
    pub lacking: Vec<char>,
}

/// The same for the settings page.
pub fn shown(world: &World, person: &Person) -> Result<[FontUse; 2], Refused> {
    person.needs(Right::ChangeSettings)?;
    let look = world.store.read()?;
    in_use(world, &look, &look.settings()?)
}

/// Reads the font files that the configuration names. The error is a sentence for the operator.
pub fn read(title: Option<&Path>, body: Option<&Path>) -> Result<OwnFonts, String> {
    let one = |setting: &str, path: Option<&Path>| path.map(|path| read_one(setting, path)).transpose();
    Ok(OwnFonts { title: one("fonts.title", title)?, body: one("fonts.body", body)? })
}

fn read_one(setting: &str, path: &Path) -> Result<OwnFont, String> {
    let about = |why: String| format!("`{setting}`: {}: {why}", path.display());
    let size = std::fs::metadata(path).map_err(|error| about(error.to_string()))?.len();
    if size > MOST {
        return Err(about(format!("it has {} MiB, and a font at most {}", size >> 20, MOST >> 20)));
    }
    let bytes = std::fs::read(path).map_err(|error| about(error.to_string()))?;
    OwnFont::read(bytes).map_err(|refused| about(refused.to_string()))
}

/// What draws title and text, and what falls back for the kinds as they are today.
pub fn in_use(world: &World, look: &impl Look, settings: &Settings) -> Result<[FontUse; 2], Refused> {
    let kinds: Vec<Kind> = look.all()?;
    let (mut titles, mut texts) = (String::new(), format!("{ALWAYS}{}{}", settings.association, settings.latin));
    for version in kinds.iter().filter(|kind| kind.retired.is_none()).filter_map(|kind| kind.on(world.today())) {
        titles.push_str(&version.title);
        texts.push_str(&version.prefix);
        texts.push_str(&version.closing);
        version.body.iter().for_each(|text| texts.push_str(&without_items(text)));
    }
    let own = world.press.own_fonts();
    let of = |title: bool, font: &Option<OwnFont>, text: &str| FontUse {
        title,
        own: font.as_ref().map(|font| (font.name.clone(), font.licence.clone())),
        lacking: world.press.falling_back(text, title),
    };
    Ok([of(true, &own.title, &titles), of(false, &own.body, &texts)])
}

/// A body without the names of what is filled in.
fn without_items(text: &str) -> String {
    let mut parts = text.split('{');
    let mut bare = parts.next().unwrap_or_default().to_owned();
    parts.for_each(|part| bare.push_str(part.split_once('}').map_or(part, |(_, rest)| rest)));
    bare
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::app::world::machine_clock;
    use crate::domain::seed;
    use crate::domain::time::Day;
    use crate::pdf::press::Press;
    use crate::store::Store;

    const KAI: &str = "/usr/share/fonts/truetype/arphic-gkai00mp/gkai00mp.ttf";

    #[test]
    fn what_the_own_fonts_lack_of_the_kinds_words_is_named() {
        let own = read(Some(Path::new(KAI)), Some(Path::new(KAI))).unwrap();
        let store = Store::in_memory().unwrap();
        let mut kinds = seed::kinds("示律证", Day::new(2026, 1, 1).unwrap());
        kinds[0].versions[0].body.push("须经堃䶮{firm}同意。".into());
        store.write(|writing| kinds.iter().try_for_each(|kind| writing.put(kind))).unwrap();
        store.write(|writing| writing.put_settings(&Settings::default())).unwrap();
        let world = World::new(Arc::new(store), Arc::new(Press::with(own)), None, machine_clock());
        let look = world.store.read().unwrap();
        let [title, body] = in_use(&world, &look, &look.settings().unwrap()).unwrap();
        assert!(title.lacking.is_empty() && title.title, "{title:?}");
        assert!(body.lacking.contains(&'䶮') && body.lacking.contains(&'堃'), "{body:?}");
        assert!(!body.lacking.contains(&'f') && body.own.is_some(), "{body:?}");
        let plain = World::new(Arc::clone(&world.store), Arc::new(Press::new()), None, machine_clock());
        let [title, body] = in_use(&plain, &look, &look.settings().unwrap()).unwrap();
        assert_eq!((title.own, body.own, body.lacking), (None, None, Vec::new()));
    }

    #[test]
    fn a_file_that_cannot_be_used_is_a_sentence_that_names_it() {
        for (path, words) in [
            ("/nowhere/title.ttf", "`fonts.title`: /nowhere/title.ttf: No such file"),
            ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "a collection"),
            (concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"), "no TrueType font"),
        ] {
            let refused = read(Some(Path::new(path)), None).unwrap_err();
            assert!(refused.contains(words), "{refused}");
        }
    }
}
