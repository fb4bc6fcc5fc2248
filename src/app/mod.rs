//! Deeds: one function for each thing that people, jobs and the command line do. The only room where tools meet.
//!
//! A deed reads, decides on what it read, and then writes once; it answers with what happened or with `Refused`, whose
//! sentence is for the person. Deeds block: the web calls them on the blocking pool. Time and chance come from `world`,
//! the only place that asks the machine for them.

pub mod case;
pub mod decide;
pub mod draft;
pub mod found;
pub mod import;
pub mod issue;
pub mod leaf;
pub mod open_file;
pub mod outbox;
pub mod paper;
pub mod person;
pub mod refused;
pub mod report;
pub mod review;
pub mod revoke;
pub mod sheet;
pub mod signed;
pub mod submit;
pub mod verify;
pub mod withdraw;
pub mod world;
