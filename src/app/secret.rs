//! Random words that open something: session tokens, tickets in letters, form tokens. What opens is told to the
//! person only; the store keeps its SHA-256.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};

use crate::app::world::World;

/// Random bytes of a token: 256 bits.
const BYTES: usize = 32;

/// A new token, 43 characters that need no escaping in a URL or a cookie.
pub fn token(world: &World) -> String {
    let mut bytes = [0; BYTES];
    world.random(&mut bytes);
    BASE64URL_NOPAD.encode(&bytes)
}

/// By what the store knows a token; `None` for what cannot be one.
pub fn kept_as(token: &str) -> Option<String> {
    let bytes = BASE64URL_NOPAD.decode(token.as_bytes()).ok()?;
    (bytes.len() == BYTES).then(|| HEXLOWER.encode(&Sha256::digest(&bytes)))
}

/// SHA-256 (hex) of parts, each led by its length, so that no two lists of parts give the same.
pub fn digest(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    HEXLOWER.encode(&hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_could_be_a_token_is_looked_up() {
        let good = BASE64URL_NOPAD.encode(&[7; BYTES]);
        assert_eq!(good.len(), 43);
        assert_eq!(kept_as(&good).unwrap().len(), 64);
        for bad in ["", "abc", &format!("{good}A"), &good[1..], "..//", &"=".repeat(43)] {
            assert_eq!(kept_as(bad), None, "{bad}");
        }
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
    }
}
