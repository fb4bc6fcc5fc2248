//! Appending to the audit chain, and checking it.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::domain::audit::{Actor, Change, Entry, Head, KEPT_DAYS, Particulars};
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

impl Record for Particulars {
    const TABLE: Bytes = tables::AUDIT_PARTICULARS;

    fn key(&self) -> Vec<u8> {
        self.index.to_be_bytes().to_vec()
    }
}

const FIRST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Under this name `meta` holds the chain's head, so that a tail cut off is missed.
const HEAD: &[u8] = b"audit-head";

/// The act of erasing particulars; its detail is the index up to which.
const ERASE: &str = "audit.erase";

/// What the chain came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chain {
    Whole(Head),
    /// The first entry that does not fit, or is not there.
    Broken(u64),
}

impl Writing {
    /// Appends an entry. `detail` must hold nothing personal.
    pub fn audit(&self, at: Moment, actor: Actor, act: &str, object: &str, detail: &str) -> Result<(), StoreError> {
        self.append(at, actor, act, object, detail, None)
    }

    /// Appends an entry with personal values beside it. The salt must be random.
    pub fn audit_with(
        &self,
        at: Moment,
        actor: Actor,
        act: &str,
        object: &str,
        detail: &str,
        beside: ([u8; 16], Vec<Change>),
    ) -> Result<(), StoreError> {
        let (salt, changes) = beside;
        let salt = data_encoding::HEXLOWER.encode(&salt);
        let particulars = (!changes.is_empty()).then_some(Particulars { index: 0, at, salt, changes });
        self.append(at, actor, act, object, detail, particulars)
    }

    fn append(
        &self,
        at: Moment,
        actor: Actor,
        act: &str,
        object: &str,
        detail: &str,
        beside: Option<Particulars>,
    ) -> Result<(), StoreError> {
        let last: Option<Entry> = self.newest(1)?.pop();
        let (index, previous) = last.map_or((0, FIRST.to_owned()), |last| (last.index + 1, last.hash));
        let mut entry = Entry {
            index,
            at,
            actor,
            act: act.to_owned(),
            object: object.to_owned(),
            detail: detail.to_owned(),
            sealed: beside.as_ref().map(sealed).transpose()?,
            previous,
            hash: String::new(),
        };
        entry.hash = hash(&entry)?;
        if let Some(particulars) = beside {
            self.put(&Particulars { index, ..particulars })?;
        }
        let head = Head { count: index + 1, hash: entry.hash.clone() };
        self.put_bytes(tables::META, HEAD, &json(&head)?)?;
        self.put(&entry)
    }

    /// Erases the particulars whose time is over; how many. The chain keeps that the program did it, and how far, so
    /// that others who do are found out; it does not depend on what the clock said.
    pub fn erase_particulars(&self, now: Moment) -> Result<usize, StoreError> {
        let (mut erased, mut last) = (0, 0);
        for (key, bytes) in self.scan(tables::AUDIT_PARTICULARS, b"", false, 10_000)? {
            let particulars: Particulars = decode(&bytes)?;
            if particulars.at.day().plus_days(KEPT_DAYS) >= now.day() {
                break;
            }
            self.remove_bytes(tables::AUDIT_PARTICULARS, &key)?;
            (erased, last) = (erased + 1, particulars.index);
        }
        if erased > 0 {
            self.audit(now, Actor::Program, ERASE, "audit", &last.to_string())?;
        }
        Ok(erased)
    }
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(value).map_err(|error| StoreError::Record { table: "audit", why: error.to_string() })
}

/// SHA-256 over the entry as JSON with an empty `hash`.
fn hash(entry: &Entry) -> Result<String, StoreError> {
    let bare = Entry { hash: String::new(), ..entry.clone() };
    Ok(data_encoding::HEXLOWER.encode(&Sha256::digest(json(&bare)?)))
}

/// Whether an entry's hash is that of what it says.
pub fn own_hash_fits(entry: &Entry) -> bool {
    hash(entry).is_ok_and(|own| own == entry.hash)
}

/// SHA-256 over salt and values as JSON.
fn sealed(particulars: &Particulars) -> Result<String, StoreError> {
    Ok(data_encoding::HEXLOWER.encode(&Sha256::digest(json(&(&particulars.salt, &particulars.changes))?)))
}

/// Walks the whole chain, and holds particulars against it: those that the program has not erased must be there, as
/// they were written. `seen` is told each head that the chain has had.
pub fn check_chain(look: &impl Look, mut seen: impl FnMut(&Head)) -> Result<Chain, StoreError> {
    let mut head = Head { count: 0, hash: FIRST.to_owned() };
    let mut beside: BTreeMap<u64, Particulars> =
        look.all::<Particulars>()?.into_iter().map(|particulars| (particulars.index, particulars)).collect();
    let (mut missing, mut erased) = (Vec::new(), None);
    for (_, bytes) in look.scan(tables::AUDIT, b"", false, usize::MAX)? {
        let entry: Entry = decode(&bytes)?;
        let found = beside.remove(&entry.index);
        let fits = match (&entry.sealed, &found) {
            (Some(expected), Some(found)) => *expected == sealed(found)?,
            (Some(_), None) => {
                missing.push(entry.index);
                true
            }
            (None, found) => found.is_none(),
        };
        if !fits || entry.index != head.count || entry.previous != head.hash || entry.hash != hash(&entry)? {
            return Ok(Chain::Broken(head.count));
        }
        if entry.act == ERASE && entry.actor == Actor::Program {
            erased = entry.detail.parse().ok().max(erased);
        }
        head = Head { count: head.count + 1, hash: entry.hash };
        seen(&head);
    }
    let strange = beside.into_keys().next();
    let gone = missing.into_iter().find(|index| erased.is_none_or(|erased: u64| *index > erased));
    if let Some(index) = strange.or(gone) {
        return Ok(Chain::Broken(index));
    }
    match noted_head(look)? {
        Some(noted) if noted != head => Ok(Chain::Broken(head.count.min(noted.count))),
        _ => Ok(Chain::Whole(head)),
    }
}

/// The head as the last append noted it; stores of earlier versions have none.
pub fn noted_head(look: &impl Look) -> Result<Option<Head>, StoreError> {
    let Some(bytes) = look.bytes(tables::META, HEAD)? else { return Ok(None) };
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(|error| StoreError::Record { table: "meta", why: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open::Store;
    use crate::store::records::encode;

    fn check(store: &Store) -> Result<u64, u64> {
        match check_chain(&store.read().unwrap(), |_| {}).unwrap() {
            Chain::Whole(head) => Ok(head.count),
            Chain::Broken(index) => Err(index),
        }
    }

    fn five() -> Store {
        let store = Store::in_memory().unwrap();
        for n in 0..5 {
            let beside = ([n; 16], vec![Change::new("姓名", "", &format!("何田{n}"))]);
            let object = format!("thing/{n}");
            store
                .write(|writing| writing.audit_with(Moment(0), Actor::Program, "test.act", &object, "", beside))
                .unwrap();
        }
        store
    }

    fn change<R: Record>(store: &Store, index: u64, change: impl FnOnce(&mut R)) {
        store
            .write(|writing| {
                let mut record: R = writing.get(&index.to_be_bytes())?.unwrap();
                change(&mut record);
                writing.put_bytes(R::TABLE, &index.to_be_bytes(), &encode(&record)?)
            })
            .unwrap();
    }

    #[test]
    fn an_edited_or_missing_entry_breaks_the_chain_at_its_place() {
        let store = five();
        assert_eq!(check(&store), Ok(5));
        change::<Entry>(&store, 2, |entry| entry.object = "thing/9".into());
        assert_eq!(check(&store), Err(2));
        store.write(|writing| writing.remove_bytes(tables::AUDIT, &0u64.to_be_bytes())).unwrap();
        assert_eq!(check(&store), Err(0));
    }

    #[test]
    fn a_tail_cut_off_is_missed() {
        let store = five();
        for index in [3u64, 4] {
            store
                .write(|writing| {
                    writing.remove_bytes(tables::AUDIT_PARTICULARS, &index.to_be_bytes())?;
                    writing.remove_bytes(tables::AUDIT, &index.to_be_bytes())
                })
                .unwrap();
        }
        assert_eq!(check(&store), Err(3));
    }

    #[test]
    fn personal_values_are_held_to_what_was_written() {
        let store = five();
        change::<Particulars>(&store, 1, |beside| beside.changes[0].after = "另一人".into());
        assert_eq!(check(&store), Err(1), "a changed value is found");
        store.write(|writing| writing.remove_bytes(tables::AUDIT_PARTICULARS, &1u64.to_be_bytes())).unwrap();
        assert_eq!(check(&store), Err(1), "one taken away too");
    }

    #[test]
    fn personal_values_are_erased_in_time_without_a_break() {
        let store = five();
        let erase = |at: Moment| store.write(|writing| writing.erase_particulars(at)).unwrap();
        let days = |more: u64| Moment(0).plus_seconds((u64::from(KEPT_DAYS.unsigned_abs()) + more) * 86_400);
        let kept = days(0);
        assert_eq!(erase(kept), 0);
        let over = days(1);
        assert_eq!(erase(over), 5);
        assert_eq!(check(&store), Ok(6), "the erasing is an entry of its own");
        assert!(store.read().unwrap().all::<Particulars>().unwrap().is_empty());
        let beside = ([9; 16], vec![Change::new("姓名", "", "何田")]);
        store.write(|writing| writing.audit_with(over, Actor::Program, "test.act", "thing/9", "", beside)).unwrap();
        store.write(|writing| writing.remove_bytes(tables::AUDIT_PARTICULARS, &6u64.to_be_bytes())).unwrap();
        assert_eq!(check(&store), Err(6), "what came later is still held");
    }

    #[test]
    fn entries_of_earlier_versions_still_fit() {
        let old =
            r#"{"index":0,"at":7,"actor":"Program","act":"a.b","object":"c/1","detail":"","previous":"00","hash":""}"#;
        let entry: Entry = serde_json::from_str(old).unwrap();
        assert_eq!(serde_json::to_string(&entry).unwrap(), old, "the bytes that were hashed are the same");
    }
}
