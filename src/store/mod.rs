//! The store: one redb file, and the only room that knows it.
//!
//! Reads happen on a `Snapshot`; every write goes through `Store::write`, in which a decision, its audit entry and its
//! job commit together or not at all. Records lie on disk as a version byte and JSON; `tables` declares every table
//! once, and creation is driven from that list. Index entries are kept by the record's own
//! `marks`, in the same transaction as the record.
//!
//! After the file has failed once, the store takes no more writes (`latch`), while reading goes on as things stood before
//! the write that failed.
//!
//! One process holds the file. The command line talks to a living server by its socket (`admin`) instead.

pub mod audit;
pub mod backup;
pub mod blobs;
pub mod cosignatures;
pub mod counters;
pub mod guard;
pub mod jobs;
pub mod latch;
pub mod look;
pub mod open;
pub mod records;
pub mod register;
pub mod revisions;
pub mod sessions;
pub mod tables;
pub mod versions;
pub mod write;

pub use look::{Look, Snapshot};
pub use open::{Store, StoreError};
pub use records::Record;
pub use write::Writing;
