//! The ground floor: what a bar association certifies, and by which rules. Pure: no clock, no disk, no network, no
//! randomness; time and chance arrive as arguments.

pub mod id;
pub mod import;
pub mod licence;
pub mod line;
pub mod name;
pub mod permission;
pub mod private_use;
pub mod register;
pub mod sample;
pub mod sheet;
pub mod statement;
pub mod time;
pub mod uscc;
