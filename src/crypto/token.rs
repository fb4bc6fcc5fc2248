//! Session tokens, and the one-time tokens of invitations and password resets: 256 random bits that the browser holds
//! and of which the store keeps only a hash.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;

use crate::crypto::hash::{Hash, sha256_labelled};

/// A secret token. `Debug` keeps it out of logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    pub fn generate(random: &mut impl FnMut(&mut [u8])) -> Self {
        let mut bytes = [0; 32];
        random(&mut bytes);
        Self(bytes)
    }

    /// The form in a cookie or link: 43 characters of `A-Z a-z 0-9 - _`.
    pub fn text(&self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }

    /// Reads the form in a cookie or link; `None` where it is no token.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// What the store keeps and looks up: who reads the store cannot sign in with it.
    pub fn hash(&self) -> Hash {
        sha256_labelled("goodstanding/session/v1", &[&self.0])
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::samples;

    #[test]
    fn a_token_is_read_back_and_its_hash_says_nothing() {
        let token = Token::generate(&mut samples::random(4));
        let text = token.text();
        assert_eq!(text.len(), 43);
        assert_eq!(Token::parse(&text), Some(token.clone()));
        assert_eq!(Token::parse(&text[1..]), None);
        assert_eq!(Token::parse(&format!("{text}=")), None);
        assert_ne!(token.hash(), token.0);
        assert_eq!(format!("{token:?}"), "Token(…)");
        assert_ne!(token.hash(), Token::generate(&mut samples::random(5)).hash());
    }
}
