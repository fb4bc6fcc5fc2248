//! The root key's fingerprint: what a third party compares to know whose certificates these are (STATEMENT.md,
//! section 6). It stands on every certificate, at a well-known address, and in the operator's records.

use std::fmt;

use crate::crypto::hash::sha256_labelled;
use crate::crypto::keys::RootPublic;
use crate::crypto::symbols::{self, BadSymbols};

const SYMBOLS: usize = 32;

/// 155 bits of the hash of a root public key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fingerprint(String);

impl Fingerprint {
    pub fn of(root: &RootPublic) -> Self {
        Self(symbols::from_bits(&sha256_labelled("goodstanding/root/v1", &[&root.to_bytes()]), SYMBOLS - 1))
    }

    /// Reads what a person typed or pasted. A slip is told apart from another root by the check symbol.
    pub fn parse(typed: &str) -> Result<Self, BadSymbols> {
        symbols::read(typed, SYMBOLS).map(Self)
    }
}

/// Eight groups of four.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&symbols::grouped(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::samples;

    #[test]
    fn a_fingerprint_is_printed_and_read_back() {
        let fingerprint = Fingerprint::of(&samples::root().public());
        assert_eq!(fingerprint.to_string().len(), 39);
        assert_eq!(Fingerprint::parse(&fingerprint.to_string().to_lowercase()), Ok(fingerprint.clone()));
        assert_eq!(Fingerprint::parse(&fingerprint.to_string().replace('-', "")), Ok(fingerprint.clone()));
        let slip = fingerprint.to_string().replacen(|c: char| c.is_ascii_digit(), "Z", 1);
        assert_eq!(Fingerprint::parse(&slip), Err(BadSymbols::Check));
    }
}
