//! Lists that are too long for one page.

use crate::app::slice::Slice;
use crate::views::form::Form;
use crate::views::pager::Pager;
use crate::web::urlencoded;
use crate::web::visit::Visit;

/// Rows on a page.
pub const ROWS: usize = 50;

/// The part of a list that one page shows.
pub struct Part<T> {
    pub rows: Vec<T>,
    pub pager: Pager,
}

impl<T> Part<T> {
    /// Cuts the page asked for out of a whole list. `filters` are the query's names that the links keep.
    pub fn of(all: Vec<T>, visit: &Visit, path: &str, filters: &[&str]) -> Self {
        let pager = pager(visit, path, filters, all.len());
        let skip = usize::try_from(pager.page - 1).unwrap_or(usize::MAX).saturating_mul(ROWS);
        Self { rows: all.into_iter().skip(skip).take(ROWS).collect(), pager }
    }
}

/// A pager for `total` rows; a page beyond the end becomes the last.
pub fn pager(visit: &Visit, path: &str, filters: &[&str], total: usize) -> Pager {
    let pages = total.div_ceil(ROWS).max(1) as u64;
    Pager { href: visit.link(path, filters), page: visit.page_number().min(pages), pages, total: total as u64 }
}

impl Visit {
    /// The page asked for, for deeds that cut the list themselves.
    pub fn slice(&self) -> Slice {
        Slice { page: self.page_number(), rows: ROWS }
    }

    /// These names of the query as a form, to be shown in the filters again.
    pub fn asked(&self, names: &[&str]) -> Form {
        Form::typed(names.iter().map(|name| (*name, self.query(name))).filter(|(_, value)| !value.is_empty()))
    }

    /// A path with these names of the query.
    pub fn link(&self, path: &str, names: &[&str]) -> String {
        let pairs: Vec<(&str, &str)> =
            names.iter().map(|name| (*name, self.query(name))).filter(|(_, value)| !value.is_empty()).collect();
        if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", urlencoded::write(&pairs)) }
    }
}
