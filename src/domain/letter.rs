//! Letters of the outbox: written in the same transaction as the act that causes them, sent by a job.

use serde::{Deserialize, Serialize};

use crate::domain::account::Account;
use crate::domain::application::Application;
use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::time::Moment;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    pub id: Id<Letter>,
    pub to: String,
    pub subject: String,
    pub text: String,
    /// The certificate whose PDF goes with it.
    pub attach: Option<Id<Certificate>>,
    pub about: About,
    pub written: Moment,
    pub post: Post,
    pub tries: u32,
    /// One Message-ID for the letter's life, so that a duplicate can be recognised.
    pub message_id: String,
}

/// Why it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum About {
    Application(Id<Application>),
    Account(Id<Account>),
}

/// Sent means: the server answered 250 and its reply is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Post {
    /// 待发送; the last failure, if there was one.
    Waiting { last_failure: Option<String> },
    /// 已发送
    Sent { at: Moment, reply: String },
    /// 发送失败
    Failed { at: Moment, reply: String },
}

/// An address as those read it who need not write to it: `c***@example.com`.
pub fn masked(address: &str) -> String {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let first: String = local.chars().take(1).collect();
    if domain.is_empty() { format!("{first}***") } else { format!("{first}***@{domain}") }
}

/// A mail address that can be written to: one `@`, a dotted domain, no white space or control, at most 254 bytes.
/// Returns it trimmed, the domain in lower case.
pub fn parse_address(text: &str) -> Result<String, &'static str> {
    const SENTENCE: &str = "邮箱格式不正确，应类似 name@example.com。";
    let text = text.trim();
    if text.is_empty() {
        return Err("请填写邮箱。");
    }
    let (local, domain) = text.rsplit_once('@').ok_or(SENTENCE)?;
    let local_fine = (1..=64).contains(&local.len())
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b))
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..");
    let label_fine = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let domain_fine = domain.contains('.') && domain.split('.').all(label_fine);
    if !local_fine || !domain_fine || text.len() > 254 {
        return Err(SENTENCE);
    }
    Ok(format!("{local}@{}", domain.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_address_keeps_its_first_letter_and_its_domain() {
        assert_eq!(masked("clerk@example.com"), "c***@example.com");
        assert_eq!(masked("a@b.cn"), "a***@b.cn");
        assert_eq!(masked(""), "***");
    }

    #[test]
    fn addresses_that_could_inject_or_bounce_are_refused() {
        for good in ["a@b.cn", " clerk.one+x@Example.COM "] {
            assert!(parse_address(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "a@@b.cn",
            "a b@c.cn",
            "a@b.cn\r\nBcc: x@y.cn",
            "张@b.cn",
            ".a@b.cn",
            "a@-b.cn",
            "<a@b.cn>",
            "a@b.cn,c@d.cn",
            "a@b.cn;c@d.cn",
            "a@b.cn c@d.cn",
            "\"a b\"@b.cn",
            "甲 <a@b.cn>",
            "a@b.cn> NOTIFY=NEVER",
            "a@例子.cn",
            "a\u{0}@b.cn",
            "a\u{200B}@b.cn",
            "a@[127.0.0.1]",
            &format!("{}@b.cn", "a".repeat(65)),
            &format!("a@{}.cn", "b".repeat(64)),
            &format!("a@{}cn", "b.".repeat(130)),
        ] {
            assert!(parse_address(bad).is_err(), "{bad}");
        }
        assert_eq!(parse_address("a@EXAMPLE.cn").unwrap(), "a@example.cn");
    }
}
