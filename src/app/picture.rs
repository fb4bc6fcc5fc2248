//! Pages of our own PDFs as pictures, for screens that cannot show a PDF. Each document is drawn once and kept in memory
//! within a bound, under the hash of its content: the file's for what is issued, the words' for previews and templates.
//! Pictures are outlines (SVG), crisp at every density, and kept as they are sent: pressed.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::app::refused::Refused;
use crate::pdf::picture;

/// Bytes of files and pictures that are kept; those that were not asked for longest go first.
const MOST_BYTES: usize = 24 << 20;

/// Documents that are kept.
const MOST_DOCUMENTS: usize = 128;

/// One document: its file, and its pages as far as they were drawn.
struct Sheaf {
    hash: String,
    pdf: Arc<[u8]>,
    pages: Vec<Option<Arc<[u8]>>>,
}

impl Sheaf {
    fn bytes(&self) -> usize {
        self.pdf.len() + self.pages.iter().flatten().map(|page| page.len()).sum::<usize>()
    }
}

/// Widths of small pictures in pixels: twice and three times their place on a page.
const SMALL_WIDTHS: [u16; 2] = [240, 360];

/// How dense a small picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Density {
    Two,
    Three,
}

/// A small picture by its document's hash and its width.
type Small = (String, u16, Arc<[u8]>);

/// The picture of one page.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// Of the document's content.
    pub hash: String,
    /// From 1.
    pub page: usize,
    /// SVG on white paper, pressed by gzip.
    pub packed: Arc<[u8]>,
}

impl Drawn {
    fn new(hash: &str, page: usize, packed: Arc<[u8]>) -> Self {
        Self { hash: hash.to_owned(), page, packed }
    }

    /// A page that was drawn as SVG.
    pub fn of(hash: &str, page: usize, svg: &str) -> Self {
        Self::new(hash, page, picture::pack(svg).into())
    }

    /// The document itself, for those who do not take gzip.
    pub fn svg(&self) -> Vec<u8> {
        picture::unpack(&self.packed)
    }
}

/// Pictures kept in memory; the one asked for last comes first.
#[derive(Default)]
pub struct Pictures {
    kept: Mutex<VecDeque<Sheaf>>,
    small: Mutex<VecDeque<Small>>,
}

impl Pictures {
    fn small(&self) -> MutexGuard<'_, VecDeque<Small>> {
        self.small.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The first page as a small PNG: a list of kinds shows ten of them, which as outlines would be megabytes.
    pub fn thumb(
        &self,
        hash: &str,
        density: Density,
        pdf: impl FnOnce() -> Result<Vec<u8>, Refused>,
    ) -> Result<Arc<[u8]>, Refused> {
        let width = SMALL_WIDTHS[usize::from(density == Density::Three)];
        if let Some((.., known)) = self.small().iter().find(|(known, wide, _)| known == hash && *wide == width) {
            return Ok(Arc::clone(known));
        }
        let png: Arc<[u8]> = picture::png(&self.file(hash, pdf)?, 0, width).map_err(Refused::broken)?.into();
        let mut small = self.small();
        small.push_front((hash.to_owned(), width, Arc::clone(&png)));
        small.truncate(MOST_DOCUMENTS);
        Ok(png)
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<Sheaf>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Brings a document to the front and looks at it.
    fn look<T>(&self, hash: &str, at: impl FnOnce(&mut Sheaf) -> T) -> Option<T> {
        let mut kept = self.kept();
        let place = kept.iter().position(|sheaf| sheaf.hash == hash)?;
        let mut sheaf = kept.remove(place)?;
        let seen = at(&mut sheaf);
        kept.push_front(sheaf);
        while kept.len() > 1
            && (kept.len() > MOST_DOCUMENTS || kept.iter().map(Sheaf::bytes).sum::<usize>() > MOST_BYTES)
        {
            kept.pop_back();
        }
        Some(seen)
    }

    /// The file of a document. `pdf` makes it where it is not known yet.
    fn file(&self, hash: &str, pdf: impl FnOnce() -> Result<Vec<u8>, Refused>) -> Result<Arc<[u8]>, Refused> {
        if let Some(known) = self.look(hash, |sheaf| Arc::clone(&sheaf.pdf)) {
            return Ok(known);
        }
        let pdf: Arc<[u8]> = pdf()?.into();
        let pages = vec![None; picture::page_count(&pdf).map_err(Refused::broken)?];
        if self.look(hash, |_| ()).is_none() {
            self.kept().push_front(Sheaf { hash: hash.to_owned(), pdf: Arc::clone(&pdf), pages });
            self.look(hash, |_| ());
        }
        Ok(pdf)
    }

    /// How many pages a document has. `pdf` makes the file where it is not known yet.
    pub fn count(&self, hash: &str, pdf: impl FnOnce() -> Result<Vec<u8>, Refused>) -> Result<usize, Refused> {
        if let Some(known) = self.look(hash, |sheaf| sheaf.pages.len()) {
            return Ok(known);
        }
        picture::page_count(&self.file(hash, pdf)?).map_err(Refused::broken)
    }

    /// The picture of page `page`, counted from 1; `NotFound` beyond the last.
    pub fn page(
        &self,
        hash: &str,
        page: usize,
        pdf: impl FnOnce() -> Result<Vec<u8>, Refused>,
    ) -> Result<Drawn, Refused> {
        let at = page.checked_sub(1).ok_or(Refused::NotFound)?;
        match self.look(hash, |sheaf| sheaf.pages.get(at).cloned()) {
            Some(None) => return Err(Refused::NotFound),
            Some(Some(Some(packed))) => return Ok(Drawn::new(hash, page, packed)),
            Some(Some(None)) | None => {}
        }
        let drawn = Drawn::of(hash, page, &draw(&self.file(hash, pdf)?, page)?);
        self.look(hash, |sheaf| {
            if let Some(place) = sheaf.pages.get_mut(at) {
                *place = Some(Arc::clone(&drawn.packed));
            }
        });
        Ok(drawn)
    }
}

/// Draws page `page` (from 1) of a file of ours as SVG on white paper.
pub fn draw(pdf: &[u8], page: usize) -> Result<Arc<str>, Refused> {
    let at = page.checked_sub(1).ok_or(Refused::NotFound)?;
    match picture::svg(pdf, at) {
        Ok(svg) => Ok(on_white(&svg).into()),
        Err(picture::PictureError::NoSuchPage(_)) => Err(Refused::NotFound),
        Err(error) => Err(Refused::broken(error)),
    }
}

/// The picture has no ground of its own, and a dark screen would shine through.
fn on_white(svg: &str) -> String {
    match svg.split_once('>') {
        Some((head, rest)) if head.starts_with("<svg") => {
            format!("{head}><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>{rest}")
        }
        _ => svg.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheaf(hash: &str, bytes: usize) -> Sheaf {
        Sheaf { hash: hash.to_owned(), pdf: Arc::new([]), pages: vec![Some(vec![0; bytes].into()), None] }
    }

    #[test]
    fn what_was_drawn_is_not_drawn_again_and_the_oldest_goes_first() {
        let pictures = Pictures::default();
        pictures.kept().extend([sheaf("b", MOST_BYTES / 2), sheaf("a", MOST_BYTES / 2)]);
        let never = || -> Result<Vec<u8>, Refused> { panic!("drawn again") };
        assert_eq!(pictures.count("a", never).unwrap(), 2);
        let drawn = pictures.page("a", 1, never).unwrap();
        assert_eq!((drawn.packed.len(), drawn.page, drawn.hash.as_str()), (MOST_BYTES / 2, 1, "a"));
        assert!(matches!(pictures.page("a", 3, never), Err(Refused::NotFound)));
        assert!(matches!(pictures.page("a", 0, never), Err(Refused::NotFound)));
        let left = || pictures.kept().iter().map(|sheaf| sheaf.hash.clone()).collect::<Vec<_>>();
        assert_eq!(left(), ["a", "b"]);
        // One more, and what was asked for longest ago goes.
        let press = crate::pdf::press::Press::new();
        let made = std::cell::Cell::new(0);
        let pdf = || {
            made.set(made.get() + 1);
            let sheet = crate::pdf::sample::firm();
            Ok(press.print(&sheet, &crate::pdf::sample::meta(), &[]).unwrap())
        };
        assert_eq!(pictures.count("c", pdf).unwrap(), 1);
        assert_eq!(left(), ["c", "a"]);
        // Counting pages, drawing one and making it small print the document once.
        let (first, again) = (pictures.page("c", 1, pdf).unwrap(), pictures.page("c", 1, never).unwrap());
        assert!(Arc::ptr_eq(&first.packed, &again.packed));
        let svg = String::from_utf8(first.svg()).unwrap();
        assert!(svg.starts_with("<svg") && svg.contains("fill=\"#fff\"") && first.packed.len() * 2 < svg.len());
        let (two, three) =
            (pictures.thumb("c", Density::Two, pdf).unwrap(), pictures.thumb("c", Density::Three, pdf).unwrap());
        assert!(two.len() < three.len() && Arc::ptr_eq(&two, &pictures.thumb("c", Density::Two, never).unwrap()));
        assert_eq!(made.get(), 1);
    }

    #[test]
    fn a_picture_lies_on_white() {
        assert_eq!(
            on_white("<svg a=\"1\"><g/></svg>"),
            "<svg a=\"1\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><g/></svg>"
        );
    }
}
