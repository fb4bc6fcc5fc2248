//! Pages of our own PDFs as pictures, for screens that cannot show a PDF. Templates and issued certificates are drawn
//! once and kept in memory within a bound, under the hash of their content; a preview is drawn whenever it is asked for,
//! since what it shows may change with each entry.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::app::refused::Refused;
use crate::pdf::picture;

/// Bytes of pictures that are kept; those that were not asked for longest go first.
const MOST_BYTES: usize = 24 << 20;

/// Documents that are kept.
const MOST_DOCUMENTS: usize = 64;

/// The pages of one document, as far as they were drawn.
struct Sheaf {
    hash: String,
    pages: Vec<Option<Arc<str>>>,
}

impl Sheaf {
    fn bytes(&self) -> usize {
        self.pages.iter().flatten().map(|page| page.len()).sum()
    }
}

/// Width of a small picture in pixels: twice its place on a page.
const SMALL_WIDTH: u16 = 240;

/// Small pictures by hash, the newest first.
type Small = VecDeque<(String, Arc<[u8]>)>;

/// Pictures kept in memory; the one asked for last comes first.
#[derive(Default)]
pub struct Pictures {
    kept: Mutex<VecDeque<Sheaf>>,
    small: Mutex<Small>,
}

impl Pictures {
    fn small(&self) -> MutexGuard<'_, Small> {
        self.small.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The first page as a small PNG: a list of kinds shows ten of them, which as outlines would be megabytes.
    pub fn thumb(&self, hash: &str, pdf: impl FnOnce() -> Result<Vec<u8>, Refused>) -> Result<Arc<[u8]>, Refused> {
        if let Some((_, known)) = self.small().iter().find(|(known, _)| known == hash) {
            return Ok(Arc::clone(known));
        }
        let png: Arc<[u8]> = picture::png(&pdf()?, 0, SMALL_WIDTH).map_err(Refused::broken)?.into();
        let mut small = self.small();
        small.push_front((hash.to_owned(), Arc::clone(&png)));
        small.truncate(MOST_DOCUMENTS);
        Ok(png)
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<Sheaf>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many pages a document has. `pdf` makes the file where it is not known yet.
    pub fn count(&self, hash: &str, pdf: impl FnOnce() -> Result<Vec<u8>, Refused>) -> Result<usize, Refused> {
        if let Some(known) = self.kept().iter().find(|sheaf| sheaf.hash == hash) {
            return Ok(known.pages.len());
        }
        let count = count(&pdf()?)?;
        self.keep(hash, count, None);
        Ok(count)
    }

    /// The picture of page `page`, counted from 1; `NotFound` beyond the last.
    pub fn page(
        &self,
        hash: &str,
        page: usize,
        pdf: impl FnOnce() -> Result<Vec<u8>, Refused>,
    ) -> Result<Arc<str>, Refused> {
        let at = page.checked_sub(1).ok_or(Refused::NotFound)?;
        if let Some(known) = self.kept().iter().find(|sheaf| sheaf.hash == hash) {
            match known.pages.get(at) {
                None => return Err(Refused::NotFound),
                Some(Some(picture)) => return Ok(Arc::clone(picture)),
                Some(None) => {}
            }
        }
        let pdf = pdf()?;
        let picture = draw(&pdf, page)?;
        self.keep(hash, count(&pdf)?, Some((at, Arc::clone(&picture))));
        Ok(picture)
    }

    fn keep(&self, hash: &str, count: usize, drawn: Option<(usize, Arc<str>)>) {
        let mut kept = self.kept();
        let place = kept.iter().position(|sheaf| sheaf.hash == hash);
        let known = place.and_then(|place| kept.remove(place));
        let mut sheaf = known.unwrap_or_else(|| Sheaf { hash: hash.to_owned(), pages: vec![None; count] });
        if let Some((at, picture)) = drawn
            && let Some(page) = sheaf.pages.get_mut(at)
        {
            *page = Some(picture);
        }
        kept.push_front(sheaf);
        while kept.len() > 1
            && (kept.len() > MOST_DOCUMENTS || kept.iter().map(Sheaf::bytes).sum::<usize>() > MOST_BYTES)
        {
            kept.pop_back();
        }
    }
}

/// How many pages a file of ours has.
pub fn count(pdf: &[u8]) -> Result<usize, Refused> {
    picture::page_count(pdf).map_err(Refused::broken)
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
        Sheaf { hash: hash.to_owned(), pages: vec![Some("x".repeat(bytes).into()), None] }
    }

    #[test]
    fn what_was_drawn_is_not_drawn_again_and_the_oldest_goes_first() {
        let pictures = Pictures::default();
        pictures.kept().extend([sheaf("b", MOST_BYTES / 2), sheaf("a", MOST_BYTES / 2)]);
        let never = || -> Result<Vec<u8>, Refused> { panic!("drawn again") };
        assert_eq!(pictures.count("a", never).unwrap(), 2);
        assert_eq!(pictures.page("a", 1, never).unwrap().len(), MOST_BYTES / 2);
        assert!(matches!(pictures.page("a", 3, never), Err(Refused::NotFound)));
        assert!(matches!(pictures.page("a", 0, never), Err(Refused::NotFound)));
        pictures.keep("c", 1, Some((0, "y".into())));
        let left: Vec<String> = pictures.kept().iter().map(|sheaf| sheaf.hash.clone()).collect();
        assert_eq!(left, ["c", "b"]);
        for number in 0..200 {
            pictures.keep(&number.to_string(), 1, None);
        }
        assert_eq!(pictures.kept().len(), MOST_DOCUMENTS);
    }

    #[test]
    fn a_picture_lies_on_white() {
        assert_eq!(
            on_white("<svg a=\"1\"><g/></svg>"),
            "<svg a=\"1\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><g/></svg>"
        );
    }
}
