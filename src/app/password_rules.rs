//! Taking a new password: the rules with their sentences, the permit to hash, the hash.

use zeroize::Zeroizing;

use crate::app::refused::Refused;
use crate::app::world::World;
use crate::crypto::password;

/// Checks a new password and its repetition against the rules; the fields are `password` and `again`.
pub fn check(login: &str, new: &str, again: &str) -> Result<(), Refused> {
    if new.chars().any(char::is_control) {
        return Err(Refused::field("password", "密码中有无法输入的控制字符，请重新设置。"));
    }
    if new.to_lowercase() == login {
        return Err(Refused::field("password", "密码不能与账号相同。"));
    }
    password::check(new, login).map_err(|weak| Refused::field("password", format!("{weak}。")))?;
    let kinds = [char::is_alphabetic, char::is_numeric, |c: char| !c.is_alphanumeric()];
    if kinds.iter().filter(|kind| new.chars().any(*kind)).count() < 2 {
        return Err(Refused::field("password", "密码须含字母、数字、符号中的两种。"));
    }
    if new != again {
        return Err(Refused::field("again", "两次输入的密码不一致，请重新输入。"));
    }
    Ok(())
}

/// Hashes a password, when there is a permit.
pub fn hash(world: &World, new: &str) -> Result<String, Refused> {
    let mut salt = [0; 16];
    world.random(&mut salt);
    let new = Zeroizing::new(new.to_owned());
    world.passwords.with(move || password::hash(&new, salt))?.map_err(Refused::broken)
}

/// Whether the password fits, when there is a permit. An account without a password costs the same time as one with.
pub fn matches(world: &World, typed: &str, kept: Option<&str>) -> Result<bool, Refused> {
    let (typed, kept) = (Zeroizing::new(typed.to_owned()), kept.map(str::to_owned));
    world.passwords.with(move || match kept {
        Some(kept) => password::verify(&typed, &kept),
        None => {
            password::verify_nobody(&typed);
            false
        }
    })
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
