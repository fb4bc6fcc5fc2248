//! Which rows of a long list are wanted.

/// A page of a list, counted from 1. A page beyond the end is the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    pub page: u64,
    pub rows: usize,
}

impl Slice {
    /// Cuts the wanted rows out of all.
    pub fn of<T>(self, all: Vec<T>) -> Vec<T> {
        let last = all.len().div_ceil(self.rows.max(1)).max(1);
        let page = usize::try_from(self.page).unwrap_or(usize::MAX).clamp(1, last);
        all.into_iter().skip((page - 1) * self.rows).take(self.rows).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_beyond_the_end_is_the_last() {
        let cut = |page, rows, count: u32| Slice { page, rows }.of((1..=count).collect::<Vec<_>>());
        assert_eq!(cut(1, 2, 5), [1, 2]);
        assert_eq!(cut(3, 2, 5), [5]);
        assert_eq!(cut(u64::MAX, 2, 5), [5]);
        assert_eq!(cut(0, 2, 5), [1, 2]);
        assert_eq!(cut(2, 5, 5), [1, 2, 3, 4, 5]);
        assert_eq!(cut(1, 5, 0), Vec::<u32>::new());
    }
}
