//! Counting: record ids and certificate serials, without gaps, rolled back with the act that counted.

use crate::domain::certificate::Serial;
use crate::domain::id::Id;
use crate::store::look::Look;
use crate::store::open::StoreError;
use crate::store::records::Record;
use crate::store::tables;
use crate::store::write::Writing;

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
