//! The register's tables: when each was loaded, and lookups that more than one deed needs.

use crate::domain::id::Id;
use crate::domain::register::{Discipline, Dues, Firm, Honour, Lawyer, Loaded, Member, Table};
use crate::store::look::Look;
use crate::store::open::StoreError;
use crate::store::records::{Record, decode, id_key, member_key};
use crate::store::tables;
use crate::store::write::Writing;

/// Register lookups; implemented for snapshots and writes alike.
pub trait RegisterLook: Look {
    /// When the table was last loaded; none where it never was.
    fn loaded(&self, table: Table) -> Result<Option<Loaded>, StoreError> {
        let bytes = self.bytes(tables::META, format!("loaded/{}", table.slug()).as_bytes())?;
        bytes
            .map(|bytes| serde_json::from_slice(&bytes))
            .transpose()
            .map_err(|error| StoreError::Record { table: "meta", why: error.to_string() })
    }

    fn firm(&self, id: Id<Firm>) -> Result<Option<Firm>, StoreError> {
        self.get(&id_key(id))
    }

    fn lawyer(&self, id: Id<Lawyer>) -> Result<Option<Lawyer>, StoreError> {
        self.get(&id_key(id))
    }

    fn lawyers_of(&self, firm: Id<Firm>) -> Result<Vec<Lawyer>, StoreError> {
        self.marked("lawyer-firm", id_key(firm))
    }

    fn discipline_of(&self, member: Member) -> Result<Vec<Discipline>, StoreError> {
        prefixed(self, &member_key(member))
    }

    fn honours_of(&self, member: Member) -> Result<Vec<Honour>, StoreError> {
        prefixed(self, &member_key(member))
    }

    fn dues_of(&self, firm: Id<Firm>) -> Result<Vec<Dues>, StoreError> {
        prefixed(self, &id_key(firm))
    }
}

impl<L: Look> RegisterLook for L {}

fn prefixed<R: Record>(look: &(impl Look + ?Sized), prefix: &[u8]) -> Result<Vec<R>, StoreError> {
    look.scan(R::TABLE, prefix, false, usize::MAX)?.iter().map(|(_, bytes)| decode(bytes)).collect()
}

impl Writing {
    pub fn put_loaded(&self, table: Table, loaded: Loaded) -> Result<(), StoreError> {
        let json = serde_json::to_vec(&loaded)
            .map_err(|error| StoreError::Record { table: "meta", why: error.to_string() })?;
        self.put_bytes(tables::META, format!("loaded/{}", table.slug()).as_bytes(), &json)
    }
}
