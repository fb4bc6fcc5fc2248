//! How often that of which public answers are made has changed: what is shared by all of them (settings, register, kinds,
//! keys), and each certificate, application and paper copy by itself. Kept in memory only; whoever keeps an answer keeps
//! its stamp with it, and gives the answer again only while the stamp still fits.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};

use redb::TableHandle;

use crate::store::tables::{self, Bytes};

/// Counts; records share one where their numbers fall together, which only makes an answer anew.
const COUNTS: u64 = 1024;

/// The count of what all answers share.
const SHARED: u16 = 0;

/// A record of which an answer is made, by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Certificate(u64),
    Application(u64),
    PaperCopy(u64),
}

impl Part {
    fn count(self) -> u16 {
        let (kind, id) = match self {
            Self::Certificate(id) => (0, id),
            Self::Application(id) => (1, id),
            Self::PaperCopy(id) => (2, id),
        };
        u16::try_from(1 + (id.wrapping_mul(3) + kind) % (COUNTS - 1)).unwrap_or(SHARED)
    }
}

/// The counts, shared by readers and the writer.
#[derive(Debug)]
pub struct Versions {
    /// Writes that touched any of it.
    writes: AtomicU64,
    counts: Vec<AtomicU64>,
}

/// Taken before an answer's reading begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark(u64);

/// What the counts were when an answer was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp(Vec<(u16, u64)>);

impl Default for Versions {
    fn default() -> Self {
        Self { writes: AtomicU64::new(0), counts: (0..COUNTS).map(|_| AtomicU64::new(0)).collect() }
    }
}

impl Versions {
    /// To be taken before anything is read.
    pub fn mark(&self) -> Mark {
        Mark(self.writes.load(SeqCst))
    }

    /// The stamp of what was read since the mark; none where something was written meanwhile, for then nobody knows
    /// whether it was read before that or after.
    pub fn stamp(&self, since: Mark, parts: impl IntoIterator<Item = Part>) -> Option<Stamp> {
        let counts = parts.into_iter().map(Part::count).chain([SHARED]);
        let stamp = Stamp(counts.map(|count| (count, self.count(count))).collect());
        (self.mark() == since).then_some(stamp)
    }

    /// Whether all of it is still as it was.
    pub fn fits(&self, stamp: &Stamp) -> bool {
        stamp.0.iter().all(|(count, was)| self.count(*count) == *was)
    }

    /// Something that all answers share has changed, outside the store.
    pub fn touch_all(&self) {
        self.bump(&BTreeSet::from([SHARED]));
    }

    /// After a commit, before the writer hears of it. The order lets `stamp` see every write that a count shows.
    pub(in crate::store) fn bump(&self, touched: &BTreeSet<u16>) {
        if touched.is_empty() {
            return;
        }
        self.writes.fetch_add(1, SeqCst);
        for count in touched {
            if let Some(count) = self.counts.get(usize::from(*count)) {
                count.fetch_add(1, SeqCst);
            }
        }
    }

    fn count(&self, count: u16) -> u64 {
        self.counts.get(usize::from(count)).map_or(0, |count| count.load(SeqCst))
    }
}

/// What one write has touched so far.
#[derive(Debug, Default)]
pub struct Touched(RefCell<BTreeSet<u16>>);

impl Touched {
    pub(in crate::store) fn note(&self, table: Bytes, key: &[u8]) {
        self.0.borrow_mut().extend(concerned(table, key));
    }

    pub(in crate::store) fn into_inner(self) -> BTreeSet<u16> {
        self.0.into_inner()
    }
}

/// The count that a changed key belongs to; none where no answer is made of it.
fn concerned(table: Bytes, key: &[u8]) -> Option<u16> {
    let id = || key.first_chunk::<8>().map_or(0, |id| u64::from_be_bytes(*id));
    let is = |those: &[Bytes]| those.iter().any(|one| one.name() == table.name());
    if is(&[tables::CERTIFICATES, tables::STATEMENTS]) {
        Some(Part::Certificate(id()).count())
    } else if is(&[tables::APPLICATIONS, tables::CONSENTS]) {
        Some(Part::Application(id()).count())
    } else if is(&[tables::PAPER_COPIES, tables::COPY_STATEMENTS]) {
        Some(Part::PaperCopy(id()).count())
    } else {
        let shared = match table.name() {
            // The end of the audit's chain is noted here with every act.
            "meta" => key == b"settings" || key.starts_with(b"loaded/"),
            name => SHARED_TABLES.iter().any(|one| one.name() == name),
        };
        shared.then_some(SHARED)
    }
}

const SHARED_TABLES: [Bytes; 7] = [
    tables::FIRMS,
    tables::LAWYERS,
    tables::DISCIPLINE,
    tables::DUES,
    tables::HONOURS,
    tables::KINDS,
    tables::MANIFESTS,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    /// Of these no answer is made. Indexes only find records; entries of the log never change; files are known by the
    /// hash in their record.
    const NOT_IN_ANSWERS: [&str; 22] = [
        "counters",
        "index",
        "reports",
        "kind-drafts",
        "files",
        "copy-files",
        "letters",
        "address-books",
        "jobs",
        "accounts",
        "sessions",
        "tickets",
        "form-tokens",
        "locks",
        "dry-runs",
        "dry-run-files",
        "audit",
        "audit-particulars",
        "artwork",
        "revisions",
        "tlog-hashes",
        "cosignatures",
    ];

    #[test]
    fn of_every_table_somebody_has_said_whether_answers_are_made_of_it() {
        for (name, table) in tables::ALL {
            let made = concerned(*table, if *name == "meta" { b"settings" } else { &[0; 8] }).is_some();
            let not = NOT_IN_ANSWERS.contains(name) || ["tlog-leaves", "checkpoints"].contains(name);
            assert!(made != not, "{name}: {made} {not}");
        }
        assert_eq!(concerned(tables::META, b"audit-head"), None);
    }

    #[test]
    fn a_stamp_fits_until_a_write_touches_what_it_is_of() {
        let store = Store::in_memory().unwrap();
        let stamp = |id| {
            let mark = store.versions().mark();
            store.versions().stamp(mark, [Part::Certificate(id)]).unwrap()
        };
        let put = |table, key: u64| {
            store.write(|writing| writing.put_bytes(table, &key.to_be_bytes(), b"x")).unwrap();
        };
        let (seven, eight) = (stamp(7), stamp(8));
        put(tables::SESSIONS, 7);
        put(tables::APPLICATIONS, 7);
        assert!(store.versions().fits(&seven) && store.versions().fits(&eight));
        put(tables::CERTIFICATES, 7);
        assert!(!store.versions().fits(&seven) && store.versions().fits(&eight));
        store.write(|writing| writing.remove_bytes(tables::FIRMS, b"none")).unwrap();
        assert!(!store.versions().fits(&eight));
        let mark = store.versions().mark();
        put(tables::CERTIFICATES, 9);
        assert_eq!(store.versions().stamp(mark, [Part::Certificate(7)]), None, "read before that write, or after?");
        let refused: Result<(), crate::store::StoreError> = store.write(|writing| {
            writing.put_bytes(tables::KINDS, b"k", b"x")?;
            Err(crate::store::StoreError::Io("no".into()))
        });
        let kept = stamp(7);
        assert!(refused.is_err() && store.versions().fits(&kept));
    }
}
