//! Appending to the audit chain, and checking it.

use sha2::{Digest, Sha256};

use crate::domain::audit::{Actor, Entry};
use crate::domain::time::Moment;
use crate::store::look::Look;
use crate::store::open::StoreError;
use crate::store::records::{Record, decode};
use crate::store::tables::{self, Bytes};
use crate::store::write::Writing;

impl Record for Entry {
    const TABLE: Bytes = tables::AUDIT;

    fn key(&self) -> Vec<u8> {
        self.index.to_be_bytes().to_vec()
    }
}

const FIRST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl Writing {
    /// Appends an entry. `detail` must hold nothing personal.
    pub fn audit(&self, at: Moment, actor: Actor, act: &str, object: &str, detail: &str) -> Result<(), StoreError> {
        let last: Option<Entry> = self.newest(1)?.pop();
        let (index, previous) = last.map_or((0, FIRST.to_owned()), |last| (last.index + 1, last.hash));
        let mut entry = Entry {
            index,
            at,
            actor,
            act: act.to_owned(),
            object: object.to_owned(),
            detail: detail.to_owned(),
            previous,
            hash: String::new(),
        };
        entry.hash = hash(&entry)?;
        self.put(&entry)
    }
}

/// SHA-256 over the entry as JSON with an empty `hash`.
fn hash(entry: &Entry) -> Result<String, StoreError> {
    let bare = Entry { hash: String::new(), ..entry.clone() };
    let json =
        serde_json::to_vec(&bare).map_err(|error| StoreError::Record { table: "audit", why: error.to_string() })?;
    Ok(data_encoding::HEXLOWER.encode(&Sha256::digest(json)))
}

/// Walks the whole chain; the number of entries, or the index of the first that does not fit.
pub fn check_chain(look: &impl Look) -> Result<Result<u64, u64>, StoreError> {
    let mut previous = FIRST.to_owned();
    let mut count = 0;
    for (_, bytes) in look.scan(tables::AUDIT, b"", false, usize::MAX)? {
        let entry: Entry = decode(&bytes)?;
        if entry.index != count || entry.previous != previous || entry.hash != hash(&entry)? {
            return Ok(Err(count));
        }
        previous = entry.hash;
        count += 1;
    }
    Ok(Ok(count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open::Store;
    use crate::store::records::encode;

    #[test]
    fn an_edited_or_missing_entry_breaks_the_chain_at_its_place() {
        let store = Store::in_memory().unwrap();
        for n in 0..5 {
            store
                .write(|writing| writing.audit(Moment(n), Actor::Program, "test.act", &format!("thing/{n}"), ""))
                .unwrap();
        }
        assert_eq!(check_chain(&store.read().unwrap()).unwrap(), Ok(5));
        store
            .write(|writing| {
                let mut entry: Entry = writing.get(&2u64.to_be_bytes())?.unwrap();
                entry.object = "thing/9".into();
                writing.put_bytes(tables::AUDIT, &2u64.to_be_bytes(), &encode(&entry)?)
            })
            .unwrap();
        assert_eq!(check_chain(&store.read().unwrap()).unwrap(), Err(2));
        store.write(|writing| writing.remove_bytes(tables::AUDIT, &0u64.to_be_bytes())).unwrap();
        assert_eq!(check_chain(&store.read().unwrap()).unwrap(), Err(0));
    }
}
