//! How alike a stranger's file is to the original that was issued. Two questions, of which only the first can say that
//! nothing was changed:
//!
//! - **Are the objects the same?** Every object that the catalog leads to, whatever its number and however it is packed:
//!   dictionaries, decoded streams, fonts, annotations, embedded files. A program that only saves a file again (qpdf,
//!   pikepdf, `mutool clean`; linearised, in object streams, packed tighter) keeps them; whatever draws something keeps
//!   them not. What must not differ by reader is asked on the bytes: one revision, no second table of objects.
//! - **Do the pages look the same?** Both drawn by one renderer and compared. That finds what was drawn over a page, and
//!   names the place. It proves nothing: another program may show what this one does not.

use std::collections::HashSet;

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjRef, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::Page;
use hayro_syntax::{Pdf, xref::XRef};
use memchr::memmem;
use serde::{Deserialize, Serialize};

use crate::pdf::picture::{Seen, rgb};

/// What comparing found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Likeness {
    /// Nothing was changed: the same objects, and nothing that one reader could see and another not.
    pub same_objects: bool,
    /// The original and more behind it.
    pub appended: bool,
    /// Pages of the original, and of the other file.
    pub pages: [usize; 2],
    /// Where pages look otherwise.
    pub places: Vec<Place>,
    /// What the other file has and the original has not, beside what is drawn.
    pub added: Vec<Added>,
}

/// Things by which a file can do or show something else than what was drawn above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Added {
    /// Scripts, and what happens by itself when the file is opened.
    Actions,
    /// Layers that can be switched on and off.
    Layers,
    /// Notes, stamps, fields of forms.
    Notes,
    /// Files.
    Files,
}

/// A part of a page that looks otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// From 1.
    pub page: usize,
    pub part: Part,
}

/// Thirds of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    Head,
    Middle,
    Foot,
    /// More than one third, or another size of paper.
    All,
}

/// Compares; `None` where one of them cannot be read.
pub fn compare(original: &[u8], other: &[u8]) -> Option<Likeness> {
    let (ours, theirs) = (Pdf::new(original.to_vec()).ok()?, Pdf::new(other.to_vec()).ok()?);
    let pages = [ours.pages().len(), theirs.pages().len()];
    let behind = other.strip_prefix(original);
    if behind.is_some_and(|behind| behind.trim_ascii().is_empty()) {
        // Some mail programs add the end of a line.
        return Some(Likeness { same_objects: true, pages, ..Likeness::default() });
    }
    let same_objects = plain(other) && pages[0] == pages[1] && same_drawing(&ours, &theirs);
    let same_objects = same_objects && Walk::of(&ours, &theirs).finds_no_difference();
    let (places, added) =
        if same_objects { Default::default() } else { (places(&ours, &theirs), added(&ours, &theirs)) };
    Some(Likeness { same_objects, appended: behind.is_some(), pages, places, added })
}

fn added(ours: &Pdf, theirs: &Pdf) -> Vec<Added> {
    let more = |count: fn(&Pdf) -> usize| count(theirs) > count(ours);
    let catalog = |pdf: &Pdf, counted: fn(&Dict) -> usize| {
        pdf.xref().get::<Dict>(pdf.xref().root_id()).map_or(0, |catalog| counted(&catalog))
    };
    let counted = |counted: fn(&Dict) -> usize| catalog(theirs, counted) > catalog(ours, counted);
    let actions = counted(|catalog| {
        let scripts = catalog.get::<Dict>("Names").is_some_and(|names| names.contains_key("JavaScript"));
        ["OpenAction", "AA"].iter().filter(|key| catalog.contains_key(**key)).count() + usize::from(scripts)
    });
    let layers = counted(|catalog| usize::from(catalog.contains_key("OCProperties")));
    let files = counted(|catalog| {
        let tree = catalog.get::<Dict>("Names").and_then(|names| names.get::<Dict>("EmbeddedFiles"));
        let names = tree.and_then(|tree| Some(tree.get::<Array>("Names")?.raw_iter().count() / 2));
        names.unwrap_or(0)
    });
    let notes = more(|pdf| {
        let notes = |page: &Page| page.raw().get::<Array>("Annots").map_or(0, |notes| notes.raw_iter().count());
        pdf.pages().iter().map(notes).sum()
    });
    [(actions, Added::Actions), (layers, Added::Layers), (notes, Added::Notes), (files, Added::Files)]
        .into_iter()
        .filter_map(|(is, added)| is.then_some(added))
        .collect()
}

/// Whether every reader finds the same objects in these bytes: one revision (two tables where it is linearised), no table
/// for some readers only, nothing before the file or behind it.
fn plain(pdf: &[u8]) -> bool {
    let linearised = memmem::find(&pdf[..pdf.len().min(1024)], b"/Linearized").is_some();
    let tables = memmem::find_iter(pdf, b"startxref").count();
    pdf.starts_with(b"%PDF-1.")
        && pdf.trim_ascii_end().ends_with(b"%%EOF")
        && (tables == 1 || linearised && tables == 2)
        && memmem::find(pdf, b"/XRefStm").is_none()
}

/// What the pages themselves draw, in one stream or in several.
fn same_drawing(ours: &Pdf, theirs: &Pdf) -> bool {
    let drawn = |page: &Page| page.page_stream().map(|stream| stream.trim_ascii_end().to_vec());
    ours.pages()
        .iter()
        .zip(theirs.pages().iter())
        .all(|(ours, theirs)| drawn(ours).is_some() && drawn(ours) == drawn(theirs))
}

/// Entries that may differ: how a stream is packed, and where a page hangs in the tree of pages, which readers see flat.
const PACKING: [&str; 3] = ["Length", "Filter", "DecodeParms"];
const PARENT: &str = "Parent";

/// Pairs of objects to be compared that are reached from both catalogs.
struct Walk<'a> {
    xrefs: [&'a XRef; 2],
    pages: [Vec<Option<ObjectIdentifier>>; 2],
    met: HashSet<(ObjectIdentifier, ObjectIdentifier)>,
    ahead: Vec<(ObjectIdentifier, ObjectIdentifier)>,
}

impl<'a> Walk<'a> {
    fn of(ours: &'a Pdf, theirs: &'a Pdf) -> Self {
        let pages = |pdf: &Pdf| pdf.pages().iter().map(|page| page.raw().obj_id()).collect();
        let mut walk = Self {
            xrefs: [ours.xref(), theirs.xref()],
            pages: [pages(ours), pages(theirs)],
            met: HashSet::new(),
            ahead: vec![(ours.xref().root_id(), theirs.xref().root_id())],
        };
        let both = walk.pages[0].iter().zip(&walk.pages[1]);
        walk.ahead.extend(both.filter_map(|(ours, theirs)| Some(((*ours)?, (*theirs)?))));
        walk
    }

    fn finds_no_difference(mut self) -> bool {
        let known = |pages: &[Option<ObjectIdentifier>]| pages.iter().all(Option::is_some);
        if !known(&self.pages[0]) || !known(&self.pages[1]) {
            return false;
        }
        while let Some((ours, theirs)) = self.ahead.pop() {
            if !self.met.insert((ours, theirs)) {
                continue;
            }
            let found = (self.xrefs[0].get::<Object>(ours), self.xrefs[1].get::<Object>(theirs));
            let alike = match found {
                (Some(ours), Some(theirs)) => self.alike(&ours, &theirs),
                (None, None) => true,
                _ => false,
            };
            if !alike {
                return false;
            }
        }
        true
    }

    fn alike(&mut self, ours: &Object<'a>, theirs: &Object<'a>) -> bool {
        match (ours, theirs) {
            (Object::Null(_), Object::Null(_)) => true,
            (Object::Boolean(ours), Object::Boolean(theirs)) => ours == theirs,
            // Programs write 0.5 as .5, and cut the last digits.
            (Object::Number(ours), Object::Number(theirs)) => (ours.as_f64() - theirs.as_f64()).abs() < 1e-4,
            (Object::String(ours), Object::String(theirs)) => ours.as_bytes() == theirs.as_bytes(),
            (Object::Name(ours), Object::Name(theirs)) => ours == theirs,
            (Object::Array(ours), Object::Array(theirs)) => self.arrays(ours, theirs),
            (Object::Dict(ours), Object::Dict(theirs)) => self.dicts(ours, theirs, &[]),
            (Object::Stream(ours), Object::Stream(theirs)) => {
                self.dicts(ours.dict(), theirs.dict(), &PACKING) && content(ours) == content(theirs)
            }
            _ => false,
        }
    }

    fn arrays(&mut self, ours: &Array<'a>, theirs: &Array<'a>) -> bool {
        let (ours, theirs): (Vec<_>, Vec<_>) = (ours.raw_iter().collect(), theirs.raw_iter().collect());
        ours.len() == theirs.len() && ours.into_iter().zip(theirs).all(|(ours, theirs)| self.values(ours, theirs))
    }

    fn dicts(&mut self, ours: &Dict<'a>, theirs: &Dict<'a>, skipped: &[&str]) -> bool {
        let of_type = |wanted: &str| ours.get::<Name>("Type").is_some_and(|kind| kind.as_str() == wanted);
        let is_root = of_type("Catalog") && ours.obj_id() == Some(self.xrefs[0].root_id());
        let is_page = of_type("Page") && ours.obj_id().is_some_and(|id| self.pages[0].contains(&Some(id)));
        // The catalog's description of itself is rewritten with a new date by whatever saves the file, and shown nowhere.
        let left_out = |key: &str| {
            skipped.contains(&key)
                || is_page && (key == PARENT || key == "Contents")
                || is_root && (key == "Pages" || key == "Metadata")
        };
        let entries = |dict: &Dict<'a>| -> Vec<(String, MaybeRef<Object<'a>>)> {
            let kept = dict.entries().map(|(key, value)| (key.as_str().to_owned(), value));
            kept.filter(|(key, value)| !left_out(key) && !matches!(value, MaybeRef::NotRef(Object::Null(_)))).collect()
        };
        let (ours, theirs) = (entries(ours), entries(theirs));
        ours.len() == theirs.len()
            && ours
                .into_iter()
                .zip(theirs)
                .all(|((key, ours), (name, theirs))| key == name && self.values(ours, theirs))
    }

    fn values(&mut self, ours: MaybeRef<Object<'a>>, theirs: MaybeRef<Object<'a>>) -> bool {
        if let (MaybeRef::Ref(ours), MaybeRef::Ref(theirs)) = (&ours, &theirs) {
            let place = |side: usize, reference: ObjRef| {
                let id = Some(reference.into());
                self.pages[side].iter().position(|page| *page == id)
            };
            let (ours_at, theirs_at) = (place(0, *ours), place(1, *theirs));
            if ours_at.is_some() || theirs_at.is_some() {
                return ours_at == theirs_at;
            }
            self.ahead.push(((*ours).into(), (*theirs).into()));
            return true;
        }
        let found = |side: usize, value| match value {
            MaybeRef::Ref(reference) => self.xrefs[side].get::<Object>(reference.into()),
            MaybeRef::NotRef(value) => Some(value),
        };
        match (found(0, ours), found(1, theirs)) {
            (Some(ours), Some(theirs)) => self.alike(&ours, &theirs),
            (None, None) => true,
            _ => false,
        }
    }
}

/// What a stream holds, unpacked; an image's as it is packed, since only the same packing gives the same pixels for sure.
fn content(stream: &Stream) -> Vec<u8> {
    stream.decoded_data().map_or_else(|_| stream.raw_data().into_owned(), std::borrow::Cow::into_owned)
}

/// Width at which pages are compared: 170 dpi for A4, so that the thinnest stroke of a letter has a dark pixel.
const WIDTH: u16 = 1400;

fn places(ours: &Pdf, theirs: &Pdf) -> Vec<Place> {
    let pairs = ours.pages().iter().zip(theirs.pages().iter()).enumerate();
    pairs.filter_map(|(at, (ours, theirs))| Some(Place { page: at + 1, part: differing(ours, theirs)? })).collect()
}

fn differing(ours: &Page, theirs: &Page) -> Option<Part> {
    let (our_size, their_size) = (ours.render_dimensions(), theirs.render_dimensions());
    if (our_size.0 - their_size.0).abs() > 2.0 || (our_size.1 - their_size.1).abs() > 2.0 {
        return Some(Part::All);
    }
    differing_rows(&rgb(ours, WIDTH), &rgb(theirs, WIDTH))
}

/// Programs that write a page anew move its lines by up to a pixel. What counts is a pixel that has no like in the other
/// picture within two pixels: none of them when Ghostscript or cairo print a certificate, six when they change one digit
/// of the smallest print.
fn differing_rows(ours: &Seen, theirs: &Seen) -> Option<Part> {
    const PATCH: usize = 3;
    let (width, height) = (ours.1.min(theirs.1) as usize, ours.2.min(theirs.2) as usize);
    if width <= 2 * NEAR || height <= 2 * NEAR {
        return Some(Part::All);
    }
    let mut thirds = [0_usize; 3];
    for y in NEAR..height - NEAR {
        if row(ours, y)[..width * 3] == row(theirs, y)[..width * 3] {
            continue;
        }
        let columns = NEAR..width - NEAR;
        let odd = columns.filter(|x| has_no_like(ours, theirs, *x, y) || has_no_like(theirs, ours, *x, y));
        thirds[y * 3 / height] += odd.count();
    }
    let named = [Part::Head, Part::Middle, Part::Foot].into_iter().zip(thirds);
    let parts: Vec<Part> = named.filter(|(_, count)| *count >= PATCH).map(|(part, _)| part).collect();
    match parts[..] {
        [] => None,
        [one] => Some(one),
        _ => Some(Part::All),
    }
}

/// How far a pixel's like may lie.
const NEAR: usize = 2;

fn row((pixels, width, _): &Seen, y: usize) -> &[u8] {
    let stride = *width as usize * 3;
    &pixels[y * stride..(y + 1) * stride]
}

fn has_no_like(one: &Seen, other: &Seen, x: usize, y: usize) -> bool {
    const FAR: u8 = 130;
    let own = &row(one, y)[x * 3..][..3];
    let far = |y: usize, x: usize| own.iter().zip(&row(other, y)[x * 3..]).any(|(a, b)| a.abs_diff(*b) > FAR);
    far(y, x) && (y - NEAR..=y + NEAR).all(|y| (x - NEAR..=x + NEAR).all(|x| far(y, x)))
}
