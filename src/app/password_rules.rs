//! What a password must be, and how it becomes a hash.

use std::sync::OnceLock;

use crate::app::refused::Refused;
use crate::app::world::World;
use crate::crypto::password;
use crate::domain::complete::Problem;

const SHORTEST: usize = 10;
const LONGEST: usize = 128;

/// Beginnings that everybody tries first; compared in lower case, without what is not a letter or digit.
const COMMON: [&str; 12] = [
    "1234567890",
    "0123456789",
    "password",
    "qwertyuiop",
    "1qaz2wsx",
    "abc12345",
    "abcd1234",
    "admin123",
    "administrator",
    "woaini",
    "iloveyou",
    "88888888",
];

/// Checks a new password and its repetition against the rules; the fields are `password` and `again`.
pub fn check(login: &str, password: &str, again: &str) -> Result<(), Refused> {
    let refuse = |sentence: String| Err(Refused::Invalid(vec![Problem::new("password", sentence)]));
    let length = password.chars().count();
    let bare: String = password.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let mut kinds = [false; 3];
    for character in password.chars() {
        kinds[if character.is_alphabetic() { 0 } else { 1 + usize::from(!character.is_numeric()) }] = true;
    }
    if length < SHORTEST {
        return refuse(format!("密码至少 {SHORTEST} 个字符，现在是 {length} 个。"));
    }
    if length > LONGEST {
        return refuse(format!("密码最多 {LONGEST} 个字符。"));
    }
    if password.chars().any(char::is_control) {
        return refuse("密码中有无法输入的控制字符，请重新设置。".to_owned());
    }
    if kinds.iter().filter(|kind| **kind).count() < 2 {
        return refuse("密码须含字母、数字、符号中的两种。".to_owned());
    }
    if password.to_lowercase() == login || COMMON.iter().any(|common| bare.starts_with(common)) {
        return refuse("这个密码太容易被猜到，请换一个。".to_owned());
    }
    if password != again {
        return Err(Refused::field("again", "两次输入的密码不一致，请重新输入。"));
    }
    Ok(())
}

/// Hashes a password, when there is a permit.
pub fn hash(world: &World, password: &str) -> Result<String, Refused> {
    let mut salt = [0; 16];
    world.random(&mut salt);
    world.passwords.with(|| password::hash(password, &salt))?.ok_or_else(|| Refused::broken("argon2 gave no hash"))
}

/// Whether the password fits, when there is a permit. An account without a password costs the same time as one with.
pub fn matches(world: &World, typed: &str, kept: Option<&str>) -> Result<bool, Refused> {
    /// Nobody's: its password is random and was never written down.
    static NOBODY: OnceLock<String> = OnceLock::new();
    if NOBODY.get().is_none() {
        let mut secret = [0; 16];
        world.random(&mut secret);
        let _ = NOBODY.set(hash(world, &data_encoding::HEXLOWER.encode(&secret))?);
    }
    let nobody = NOBODY.get().map_or("", String::as_str);
    let typed = if typed.len() > LONGEST * 4 { "" } else { typed };
    let fits = world.passwords.with(|| password::matches(typed, kept.unwrap_or(nobody)))?;
    Ok(fits && kept.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(password: &str, again: &str) -> String {
        match check("xu@firm.example", password, again) {
            Err(Refused::Invalid(problems)) => format!("{}: {}", problems[0].field, problems[0].sentence),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn weak_passwords_are_refused_and_long_sentences_are_not() {
        for bad in [
            "short1!",
            "aaaaaaaaaaaa",
            "123456789012",
            "Password-2026",
            "xu@firm.example",
            "admin12345678",
            "a1\u{7}bcdefghij",
        ] {
            assert!(refusal(bad, bad).starts_with("password: "), "{bad}: {}", refusal(bad, bad));
        }
        for good in ["correct horse battery", "晴天和雨天都要带一把伞7", "tR4-vb9!kqz"] {
            assert_eq!(refusal(good, good), "Ok(())");
        }
        assert!(refusal("tR4-vb9!kqz", "tR4-vb9!kqy").starts_with("again: "));
    }
}
