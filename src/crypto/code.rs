//! The verification code: 95 random bits printed on a certificate (STATEMENT.md, section 3). Who does not hold the
//! certificate cannot find its page.

use std::fmt;

use crate::crypto::hash::{Hash, sha256_labelled};
use crate::crypto::symbols::{self, BadSymbols};

const SYMBOLS: usize = 20;

/// A verification code with a right check symbol. It opens a certificate's page: it is shown by `Display`, but `Debug`
/// keeps it out of logs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VerifyCode(String);

impl VerifyCode {
    /// A new code from random bytes.
    pub fn generate(random: &mut impl FnMut(&mut [u8])) -> Self {
        let mut bits = [0; 12];
        random(&mut bits);
        Self(symbols::from_bits(&bits, SYMBOLS - 1))
    }

    /// Reads what a person typed; the error is a sentence for that person.
    pub fn parse(typed: &str) -> Result<Self, BadSymbols> {
        symbols::read(typed, SYMBOLS).map(Self)
    }

    /// The 20 symbols without dashes, as in URLs and in the store.
    pub fn canonical(&self) -> &str {
        &self.0
    }

    /// What the statement carries instead of the code.
    pub fn commitment(&self) -> Hash {
        let length = u16::try_from(self.0.len()).unwrap_or(u16::MAX).to_be_bytes();
        sha256_labelled("goodstanding/code/v1", &[&length, self.0.as_bytes()])
    }

    /// The 19 data symbols as 95 bits and a zero bit.
    pub(in crate::crypto) fn bits(&self) -> [u8; 12] {
        let mut bits = [0; 12];
        bits.copy_from_slice(&symbols::to_bits(&self.0));
        bits
    }

    /// The code with these data symbols; `None` where the spare bit is set.
    pub(in crate::crypto) fn from_bits(bits: [u8; 12]) -> Option<Self> {
        (bits[11] & 1 == 0).then(|| Self(symbols::from_bits(&bits, SYMBOLS - 1)))
    }
}

impl fmt::Display for VerifyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&symbols::grouped(&self.0))
    }
}

impl fmt::Debug for VerifyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyCode({}…)", &self.0[..2])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::samples;

    #[test]
    fn a_code_is_printed_in_groups_and_read_back() {
        let code = samples::code();
        let printed = code.to_string();
        assert_eq!(printed.len(), 24);
        assert_eq!(printed.split('-').map(str::len).collect::<Vec<_>>(), [4; 5]);
        assert_eq!(VerifyCode::parse(&printed), Ok(code.clone()));
        assert_eq!(VerifyCode::from_bits(code.bits()), Some(code.clone()));
        assert!(!format!("{code:?}").contains(code.canonical()));
    }

    #[test]
    fn the_error_says_what_to_do() {
        let printed = samples::code().to_string();
        let wrong = if printed.starts_with('A') { "B" } else { "A" };
        let error = VerifyCode::parse(&format!("{wrong}{}", &printed[1..])).unwrap_err();
        assert!(error.to_string().contains("校验位不符"), "{error}");
    }

    #[test]
    fn codes_do_not_repeat_and_use_every_bit() {
        let mut random = samples::random(1);
        let codes: std::collections::BTreeSet<_> = (0..1000).map(|_| VerifyCode::generate(&mut random)).collect();
        assert_eq!(codes.len(), 1000);
        for at in 0..SYMBOLS {
            let used: std::collections::BTreeSet<_> = codes.iter().map(|c| c.canonical().as_bytes()[at]).collect();
            assert_eq!(used.len(), 32, "symbol {at}");
        }
    }
}
