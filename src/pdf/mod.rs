//! Drawing, sealing and reading certificates.
