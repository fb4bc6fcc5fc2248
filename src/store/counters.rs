//! Counting: record ids and certificate serials, without gaps, rolled back with the act that counted.

use crate::domain::certificate::Serial;
use crate::domain::id::Id;
use crate::store::look::Look;
use crate::store::open::StoreError;
use crate::store::records::Record;
use crate::store::tables;
use crate::store::write::Writing;

/// A prefix, a year, and the last serial that was taken.
pub type Counted = (String, i16, u64);

/// Reading of the counters; implemented for snapshots and writes alike.
pub trait Counters: Look {
    /// Every count of serials.
    fn serials(&self) -> Result<Vec<Counted>, StoreError> {
        let mut all = Vec::new();
        for (key, value) in self.scan(tables::COUNTERS, b"serial/", false, usize::MAX)? {
            let name = String::from_utf8_lossy(&key).into_owned();
            let damaged = || StoreError::Damaged(format!("the counter {name} cannot be read"));
            let (prefix, year) = name["serial/".len()..].rsplit_once('/').ok_or_else(damaged)?;
            let year = year.parse().map_err(|_| damaged())?;
            let last = value.try_into().map(u64::from_be_bytes).map_err(|_| damaged())?;
            all.push((prefix.to_owned(), year, last));
        }
        Ok(all)
    }
}

impl<L: Look> Counters for L {}

impl Writing {
    /// The next id of a record type.
    pub fn next_id<R: Record>(&self) -> Result<Id<R>, StoreError> {
        use redb::TableHandle;
        Ok(Id::new(self.count(&format!("id/{}", R::TABLE.name()))?))
    }

    /// The next serial for a prefix and year.
    pub fn next_serial(&self, prefix: &str, year: i16) -> Result<Serial, StoreError> {
        let number = self.count(&format!("serial/{prefix}/{year}"))?;
        Ok(Serial { prefix: prefix.to_owned(), year, number })
    }

    /// Adds one to a named counter; the first count is 1.
    fn count(&self, name: &str) -> Result<u64, StoreError> {
        let last = self.bytes(tables::COUNTERS, name.as_bytes())?;
        let last = last.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_be_bytes);
        self.put_bytes(tables::COUNTERS, name.as_bytes(), &(last + 1).to_be_bytes())?;
        Ok(last + 1)
    }
}
