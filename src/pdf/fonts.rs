//! Which characters a certificate shows in which face, and the cut-down fonts that hold them.
//!
//! Each face is cut in two. One part has what every certificate of a kind says in the same words, so it is the same for
//! all of them and kept; the other has what names, numbers and purposes bring along, which is little. Where the parts
//! are divided follows from the sheet alone: what is kept changes how fast a file is made, never its bytes.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::sheet::Sheet;
use crate::pdf::check_block;
use crate::pdf::cut_font::{CutFont, Use};
use crate::pdf::face::{Faces, Weight};
use crate::pdf::figure::KEPT_LEVEL;
use crate::pdf::line_break::Placed;
use crate::pdf::objects::{Deflater, Number, Objects};
use crate::pdf::plan::{Leaf, Shape, Text};
use crate::pdf::press::{Meta, PressError};

/// Fonts that are kept: two for each kind that is in use, and each takes some 30 kB.
const KEPT: usize = 64;

/// Digits and letters that numbers, dates, codes and fingerprints are made of, whatever they say.
const ALWAYS: &str = "0123456789abcdef";
const ALWAYS_BOLD: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ-";

type Key = (usize, BTreeSet<Use>);

/// The fonts made so far, those asked for last in front.
#[derive(Default)]
pub struct KeptFonts(Mutex<VecDeque<(Key, Arc<CutFont>)>>);

impl KeptFonts {
    fn get(&self, faces: &Faces, key: Key) -> Option<Arc<CutFont>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = kept.iter().position(|(known, _)| *known == key) {
            let entry = kept.remove(at)?;
            let font = entry.1.clone();
            kept.push_front(entry);
            return Some(font);
        }
        drop(kept);
        let font = Arc::new(CutFont::cut(faces.get(key.0), &key.1, &mut Deflater::new(KEPT_LEVEL))?);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_front((key, font.clone()));
        kept.truncate(KEPT);
        Some(font)
    }
}

/// The fonts of one certificate.
pub struct Fonts {
    parts: Vec<Arc<CutFont>>,
    places: HashMap<(usize, Use), (usize, u16)>,
}

impl Fonts {
    /// Cuts what the planned pages show.
    pub fn of(
        faces: &Faces,
        sheet: &Sheet,
        meta: &Meta,
        leaves: &[Leaf],
        kept: &KeptFonts,
        deflater: &mut Deflater,
    ) -> Result<Self, PressError> {
        let mut used: Vec<BTreeSet<Use>> = vec![BTreeSet::new(); faces.len()];
        for item in leaves.iter().flat_map(|leaf| &leaf.items) {
            if let Shape::Text(text) = &item.shape {
                for placed in &text.line.placed {
                    used[placed.face].insert((placed.glyph, placed.c));
                }
            }
        }
        let standing = standing(faces, sheet, meta);
        let mut fonts = Self { parts: Vec::new(), places: HashMap::new() };
        for (face, used) in used.into_iter().enumerate().filter(|(_, used)| !used.is_empty()) {
            let mut shared: BTreeSet<Use> = standing[face].intersection(&used).copied().collect();
            let own: BTreeSet<Use> = used.difference(&standing[face]).copied().collect();
            if !shared.is_empty() {
                let (letters, weight) =
                    if face == BOLD { (ALWAYS_BOLD, Weight::Bold) } else { (ALWAYS, Weight::Regular) };
                let always = letters.chars().filter_map(|c| faces.find(c, weight).map(|found| (found, c)));
                shared.extend(always.filter(|(found, _)| found.face == face).map(|(found, c)| (found.glyph, c)));
                fonts.add(face, kept.get(faces, (face, shared.clone())), &shared)?;
            }
            if !own.is_empty() {
                let cut = CutFont::cut(faces.get(face), &own, deflater).map(Arc::new);
                fonts.add(face, cut, &own)?;
            }
        }
        Ok(fonts)
    }

    /// Cuts what some lines show, for papers that are no certificates.
    pub fn of_texts(faces: &Faces, texts: &[&Text], deflater: &mut Deflater) -> Result<Self, PressError> {
        let mut used: Vec<BTreeSet<Use>> = vec![BTreeSet::new(); faces.len()];
        for placed in texts.iter().flat_map(|text| &text.line.placed) {
            used[placed.face].insert((placed.glyph, placed.c));
        }
        let mut fonts = Self { parts: Vec::new(), places: HashMap::new() };
        for (face, used) in used.into_iter().enumerate().filter(|(_, used)| !used.is_empty()) {
            let cut = CutFont::cut(faces.get(face), &used, deflater).map(Arc::new);
            fonts.add(face, cut, &used)?;
        }
        Ok(fonts)
    }

    fn add(&mut self, face: usize, font: Option<Arc<CutFont>>, uses: &BTreeSet<Use>) -> Result<(), PressError> {
        let font = font.ok_or_else(|| PressError::Writer("字体无法裁剪".into()))?;
        let part = self.parts.len();
        self.places.extend(uses.iter().filter_map(|used| Some(((face, *used), (part, font.code(*used)?)))));
        self.parts.push(font);
        Ok(())
    }

    /// The font (by its place in [`Fonts::put`]'s answer), code and width that show a glyph.
    pub fn find(&self, placed: &Placed) -> Option<(usize, u16, i32)> {
        let (part, code) = *self.places.get(&(placed.face, (placed.glyph, placed.c)))?;
        Some((part, code, self.parts[part].width(code)))
    }

    /// Puts all fonts into a file.
    pub fn put(&self, objects: &mut Objects) -> Vec<Number> {
        self.parts.iter().map(|font| font.put(objects)).collect()
    }
}

const BOLD: usize = 1;

/// For each face, what the sheet says in words that do not depend on whom it is about.
fn standing(faces: &Faces, sheet: &Sheet, meta: &Meta) -> Vec<BTreeSet<Use>> {
    let mut regular: BTreeSet<char> = ALWAYS.chars().collect();
    regular.extend(check_block::WORDS.chars());
    regular.extend(sheet.closing.chars().chain(sheet.signer.chars()).chain(sheet.check.url.chars()));
    for paragraph in &sheet.paragraphs {
        let plain = meta.varying.iter().filter(|words| !words.is_empty());
        regular.extend(plain.fold(paragraph.clone(), |text, words| text.replace(words.as_str(), "")).chars());
    }
    let mut bold: BTreeSet<char> = ALWAYS_BOLD.chars().collect();
    bold.extend(check_block::STRONG_WORDS.chars().chain(sheet.title.chars()));
    bold.extend(sheet.table.iter().flat_map(|table| &table.columns).flat_map(|column| column.chars()));
    let mut found: Vec<BTreeSet<Use>> = vec![BTreeSet::new(); faces.len()];
    for (characters, weight) in [(regular, Weight::Regular), (bold, Weight::Bold)] {
        for c in characters {
            // The dash of two em is drawn by a stroke: it stays among the rest.
            if let Some(place) = faces.find(c, weight) {
                found[place.face].insert((place.glyph, c));
            }
        }
    }
    found
}
