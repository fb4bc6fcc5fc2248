//! Signatures, log and keys. See `STATEMENT.md`.

pub mod password;
