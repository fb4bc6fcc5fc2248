//! Passwords: argon2id with 19 MiB, two passes and one lane (about 20 ms), and the rules for choosing one.
//!
//! Hashing takes 19 MiB of memory for its time: callers let two run at once at most, outside any transaction, and limit
//! the rate before they ask.

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

const MIN_CHARACTERS: usize = 10;
const MAX_BYTES: usize = 512;

/// Parts with which people build the passwords that are guessed first. A password that is nothing but one of these and
/// digits or signs is refused.
const COMMON: [&str; 28] = [
    "password",
    "passw0rd",
    "admin",
    "administrator",
    "root",
    "test",
    "guest",
    "user",
    "welcome",
    "letmein",
    "login",
    "iloveyou",
    "woaini",
    "qwerty",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qazwsx",
    "1q2w3e4r",
    "1qaz2wsx",
    "abc",
    "abcd",
    "monkey",
    "dragon",
    "lvshi",
    "lushi",
    "lawyer",
    "mima",
];

/// Why a new password is refused: sentences for the person who chooses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    #[error("密码至少需要{MIN_CHARACTERS}个字符")]
    TooShort,
    #[error("密码过长，请控制在{MAX_BYTES}字节以内")]
    TooLong,
    #[error("密码不能包含登录名")]
    HoldsLogin,
    #[error("这个密码太常见，容易被猜到，请换一个")]
    Common,
    #[error("密码不能只由少数几个重复或连续的字符组成")]
    Monotonous,
}

/// A password could not be hashed, because the machine lacks memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the password could not be hashed: {0}")]
pub struct HashFault(&'static str);

/// The rules for a new password of the account with this login.
pub fn check(password: &str, login: &str) -> Result<(), WeakPassword> {
    let (password, login) = (normal(password).to_lowercase(), normal(login).to_lowercase());
    if password.chars().count() < MIN_CHARACTERS {
        return Err(WeakPassword::TooShort);
    }
    if password.len() > MAX_BYTES {
        return Err(WeakPassword::TooLong);
    }
    let name = login.split('@').next().unwrap_or_default();
    if password == login || name.chars().count() >= 3 && password.contains(name) {
        return Err(WeakPassword::HoldsLogin);
    }
    let letters = password.trim_matches(|c: char| !c.is_alphabetic());
    if COMMON
        .iter()
        .any(|common| letters == *common || password.trim_end_matches(|c: char| !c.is_alphanumeric()) == *common)
    {
        return Err(WeakPassword::Common);
    }
    let characters: Vec<char> = password.chars().collect();
    let steps = characters.windows(2).map(|pair| i64::from(u32::from(pair[1])) - i64::from(u32::from(pair[0])));
    let plain = steps.filter(|step| step.abs() <= 1).count();
    let mut different = characters.clone();
    different.sort_unstable();
    different.dedup();
    if different.len() < 4 || plain + 3 > characters.len() {
        return Err(WeakPassword::Monotonous);
    }
    Ok(())
}

/// The PHC string that the store keeps. `salt` is 16 random bytes.
pub fn hash(password: &str, salt: [u8; 16]) -> Result<String, HashFault> {
    let hash = argon2id()?.hash_password_with_salt(normal(password).as_bytes(), &salt);
    hash.map(|hash| hash.to_string()).map_err(|_| HashFault("argon2id refused"))
}

/// Whether the password belongs to a stored PHC string. False for a string that is none.
pub fn verify(password: &str, stored: &str) -> bool {
    argon2id().is_ok_and(|argon2| argon2.verify_password(normal(password).as_bytes(), stored).is_ok())
}

/// Takes as long as `verify` where there is no such account, so that the time tells nothing.
pub fn verify_nobody(password: &str) {
    let mut out = Zeroizing::new([0; 32]);
    if let Ok(argon2) = argon2id() {
        let done = argon2.hash_password_into(normal(password).as_bytes(), b"nobody's salt...", out.as_mut_slice());
        std::hint::black_box((done.is_ok(), out));
    }
}

fn argon2id() -> Result<Argon2<'static>, HashFault> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| HashFault("argon2id parameters"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Input methods write the same characters in several ways; all count as one password.
fn normal(password: &str) -> Zeroizing<String> {
    Zeroizing::new(password.nfkc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let stored = hash("九个字不够就写十个字啊", [7; 16]).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(verify("九个字不够就写十个字啊", &stored));
        assert!(!verify("九个字不够就写十个字呀", &stored));
        assert!(!verify("九个字不够就写十个字啊", "not a hash"));
        assert_ne!(stored, hash("九个字不够就写十个字啊", [8; 16]).unwrap());
    }

    #[test]
    fn full_width_and_plain_characters_are_one_password() {
        let stored = hash("Ａｂｃ１２３４５６７", [7; 16]).unwrap();
        assert!(verify("Abc1234567", &stored));
    }

    #[test]
    fn weak_passwords_are_refused_with_a_reason() {
        for (password, login, expected) in [
            ("Tq8#mZ2v", "chen", Err(WeakPassword::TooShort)),
            ("Tq8#mZ2vLp", "chen", Ok(())),
            ("chenhao-Tq8#", "chenhao", Err(WeakPassword::HoldsLogin)),
            ("CHENHAO-Tq8#", "chenhao@firm.example", Err(WeakPassword::HoldsLogin)),
            ("password123456", "chen", Err(WeakPassword::Common)),
            ("!!Admin@2026!!", "chen", Err(WeakPassword::Common)),
            ("1qaz2wsx!!!!", "chen", Err(WeakPassword::Common)),
            ("aaaaaaaaaaaa", "chen", Err(WeakPassword::Monotonous)),
            ("1234567890123", "chen", Err(WeakPassword::Monotonous)),
            ("abababababab", "chen", Err(WeakPassword::Monotonous)),
            ("床前明月光疑是地上霜", "chen", Ok(())),
        ] {
            assert_eq!(check(password, login), expected, "{password}");
        }
        assert_eq!(check(&"长".repeat(300), "chen"), Err(WeakPassword::TooLong));
    }
}
