//! The faces, and which of them draws a character: the association's own where it has one, else the built-in one of the
//! wanted weight, else the regular one, else that of rare ideographs. Nothing is faked: what no face holds is reported,
//! not drawn.

use std::collections::HashSet;
use std::sync::LazyLock;

use krilla::text::Font;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::outline::OutlineGlyphCollection;
use skrifa::raw::TableProvider;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use unicode_normalization::char::is_combining_mark;

use crate::pdf::own_font::{OwnFont, OwnFonts};

static REGULAR: &[u8] = include_bytes!("../../fonts/noto-serif-sc/NotoSerifSC-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../../fonts/noto-serif-sc/NotoSerifSC-Bold-subset.ttf");
static RARE: &[u8] = include_bytes!("../../fonts/hanazono/HanaMinB.ttf");

/// The weight that a text asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weight {
    Regular,
    Bold,
    /// Bold, or the association's own face for titles.
    Title,
}

/// One font file, read once.
pub struct Face {
    pub font: Font,
    pub outlines: OutlineGlyphCollection<'static>,
    characters: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    pub units_per_em: f32,
    /// Characters that it has and must not draw.
    without: HashSet<char>,
    /// The checksum in the file's head.
    checksum: u32,
}

/// A glyph of one of the faces; `advance` in em.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    pub face: usize,
    pub glyph: u32,
    pub advance: f32,
}

/// All faces: 0 regular, 1 bold, 2 rare ideographs, then the association's own.
pub struct Faces {
    all: Vec<Face>,
    own_title: Option<usize>,
    own_body: Option<usize>,
}

impl Face {
    fn read(data: &'static [u8]) -> Option<Self> {
        let file = FontRef::new(data).ok()?;
        let font = Font::new(data.into(), 0)?;
        Some(Self {
            outlines: file.outline_glyphs(),
            characters: file.charmap(),
            metrics: file.glyph_metrics(Size::unscaled(), LocationRef::default()),
            units_per_em: font.units_per_em(),
            font,
            without: HashSet::new(),
            checksum: file.head().ok()?.checksum_adjustment(),
        })
    }

    fn own(font: &OwnFont) -> Option<Self> {
        Some(Self { without: font.doubles.clone(), ..Self::read(font.data)? })
    }

    fn find(&self, c: char) -> Option<(u32, f32)> {
        let glyph = self.characters.map(c).filter(|glyph| *glyph != GlyphId::NOTDEF)?;
        if self.without.contains(&c) {
            return None;
        }
        let advance = self.metrics.advance_width(glyph)?;
        Some((glyph.to_u32(), advance / self.units_per_em))
    }
}

impl Faces {
    /// Reads the three built-in files in place; nothing is copied.
    pub fn new() -> Self {
        Self::with(&OwnFonts::default())
    }

    /// The same with the association's own before them.
    #[expect(clippy::expect_used, reason = "the files are part of the binary and every test here reads them")]
    pub fn with(own: &OwnFonts) -> Self {
        let mut all: Vec<Face> =
            [REGULAR, BOLD, RARE].into_iter().map(|data| Face::read(data).expect("a built-in font")).collect();
        let mut add = |font: &Option<OwnFont>| {
            all.push(Face::own(font.as_ref()?)?);
            Some(all.len() - 1)
        };
        let (own_title, own_body) = (add(&own.title), add(&own.body));
        Self { all, own_title, own_body }
    }

    pub fn get(&self, face: usize) -> &Face {
        &self.all[face]
    }

    /// The glyph that draws `c` in `weight`, or in the next best face that holds it.
    pub fn find(&self, c: char, weight: Weight) -> Option<Found> {
        let (own, order): (Option<usize>, &[usize]) = match weight {
            Weight::Regular => (self.own_body, &[0, 2]),
            Weight::Bold => (None, &[1, 0, 2]),
            Weight::Title => (self.own_title, &[1, 0, 2]),
        };
        own.iter().chain(order).find_map(|&face| {
            let (glyph, advance) = self.all[face].find(c)?;
            Some(Found { face, glyph, advance })
        })
    }

    /// Whether the association's own face for this weight, if it has one, leaves `c` to a built-in one.
    pub fn falls_back(&self, c: char, weight: Weight) -> bool {
        let own = match weight {
            Weight::Regular => self.own_body,
            Weight::Bold => None,
            Weight::Title => self.own_title,
        };
        own.is_some_and(|own| self.find(c, weight).is_none_or(|found| found.face != own))
    }

    /// What tells the built-in files of one version of this program from those of another.
    pub fn built_in(&self) -> u32 {
        self.all.iter().take(3).fold(0, |sum, face| sum.rotate_left(1) ^ face.checksum)
    }

    /// Whether `c` can stand on a certificate by itself. Marks that lean on another character, selectors, private-use
    /// and invisible code points cannot: the text a reader copies out would not be the text that was certified.
    pub fn can_draw(&self, c: char) -> bool {
        !c.is_control() && !is_combining_mark(c) && !is_unfit(c) && self.find(c, Weight::Regular).is_some()
    }
}

/// Whether one glyph of the regular face draws both: some ideographs were encoded twice.
pub fn same_glyph(one: char, other: char) -> bool {
    static FACES: LazyLock<Faces> = LazyLock::new(Faces::new);
    let found = FACES.find(one, Weight::Regular);
    found.is_some() && found == FACES.find(other, Weight::Regular)
}

impl Default for Faces {
    fn default() -> Self {
        Self::new()
    }
}

fn is_unfit(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFF}'
        | '\u{E000}'..='\u{F8FF}' | '\u{E0000}'..='\u{10FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_names_find_a_glyph_and_the_fallback_is_only_used_where_needed() {
        let faces = Faces::new();
        for c in "𬱖𬍛𬣙㛃䶮㙍张·".chars() {
            assert_eq!(faces.find(c, Weight::Regular).unwrap().face, 0, "{c}");
        }
        assert_eq!(faces.find('𠀾', Weight::Regular).unwrap().face, 2);
        assert_eq!(faces.find('张', Weight::Bold).unwrap().face, 1);
        assert_eq!(faces.find('𠀾', Weight::Bold).unwrap().face, 2);
    }

    #[test]
    fn what_cannot_stand_alone_is_refused() {
        let faces = Faces::new();
        for c in ['\u{E000}', '\u{FE00}', '\u{E0100}', '\u{301}', '\u{200D}', '\n', '\t', '😀', 'ا', '\u{F0000}'] {
            assert!(!faces.can_draw(c), "{c:?}");
        }
        for c in "张𠀾 　—…〔〕“”·A9".chars() {
            assert!(faces.can_draw(c), "{c:?}");
        }
    }
}
