//! What the association signs, and how anybody checks it.
//!
//! `STATEMENT.md` specifies every signed byte; this room follows it. Three ideas hold it together: each signed type has
//! its own label and its own key method, so that no signature can pass for another; each format has one encoding, so
//! that a parser which re-encodes and compares leaves no room for a second reading; and time and chance arrive as
//! arguments, so that the same input makes the same bytes for ever. Only `keyring` touches the disk.

pub mod answer;
pub mod bundle;
pub mod checkpoint;
pub mod cms;
pub mod code;
pub mod cosignature;
pub mod document;
pub mod fingerprint;
pub mod hash;
pub mod keyexport;
pub mod keyfile;
pub mod keyring;
pub mod keys;
pub mod leaf;
pub mod lifeboat;
pub mod manifest;
pub mod manifest_text;
pub mod note;
pub mod password;
pub mod proof;
pub mod qr_seal;
pub mod receipt;
pub mod rendering;
pub mod statement;
pub mod succession;
pub mod symbols;
pub mod tiles;
pub mod tlog;
pub mod token;
pub mod verify;
pub mod wire;

#[cfg(test)]
mod reference;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod separation;
#[cfg(test)]
mod vectors;
