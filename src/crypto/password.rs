//! Passwords as Argon2id hashes in PHC form.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

/// 19 MiB, two passes, one lane: the least of OWASP's list; two at a time are cheap enough for a small machine.
const MEMORY_KIB: u32 = 19 * 1024;

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, 2, 1, Some(32)).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Hashes a password with a random salt.
pub fn hash(password: &str, salt: &[u8; 16]) -> Option<String> {
    argon2().hash_password_with_salt(password.as_bytes(), salt).ok().map(|hash| hash.to_string())
}

/// Whether a password is the one that was hashed.
pub fn matches(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok())
}
