//! The ground floor: what a bar association certifies, and by which rules. Pure: no clock, no disk, no network, no
//! randomness; time and chance arrive as arguments.

pub mod account;
pub mod address_book;
pub mod application;
pub mod audit;
pub mod certificate;
pub mod complete;
pub mod compose;
pub mod id;
pub mod import;
pub mod kind;
pub mod letter;
pub mod licence;
pub mod line;
pub mod name;
pub mod paper;
pub mod permission;
pub mod private_use;
pub mod region;
pub mod register;
pub mod report;
pub mod rule;
pub mod sample;
pub mod seed;
pub mod settings;
pub mod sheet;
pub mod specimen;
pub mod stage;
pub mod statement;
pub mod time;
pub mod uscc;
pub mod verdict;
