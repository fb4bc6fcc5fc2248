//! Signatures, log and keys. See `STATEMENT.md`.
