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
/// Returns it trimmed, the domain in lower case; a domain in Chinese or another script stays in it, as people read it.
pub fn parse_address(text: &str) -> Result<String, &'static str> {
    const SENTENCE: &str = "邮箱格式不正确，应类似 name@example.com。";
    const LOCAL: &str = "邮箱 @ 前面的部分含有中文等字符，多数邮件服务器收不到，请填写由字母和数字组成的邮箱。";
    let text = text.trim();
    if text.is_empty() {
        return Err("请填写邮箱。");
    }
    let (local, domain) = text.rsplit_once('@').ok_or(SENTENCE)?;
    let ascii = ascii_domain(domain).ok_or(SENTENCE)?;
    if local.chars().all(char::is_alphanumeric) && !local.is_ascii() {
        return Err(LOCAL);
    }
    let local_fine = (1..=64).contains(&local.len())
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b))
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..");
    if !local_fine || local.len() + 1 + ascii.len() > 254 {
        return Err(SENTENCE);
    }
    let shown = if domain.is_ascii() { ascii } else { idna::domain_to_unicode(&ascii).0 };
    Ok(format!("{local}@{shown}"))
}

/// The address as mail servers take it: its domain in letters, digits and dashes (`xn--…`). What is no address stays as
/// it is, for whoever sends it to refuse.
pub fn wire_address(address: &str) -> String {
    let wire = address.rsplit_once('@').and_then(|(local, domain)| Some(format!("{local}@{}", ascii_domain(domain)?)));
    wire.unwrap_or_else(|| address.to_owned())
}

/// A dotted domain in ASCII and lower case; none where it is none.
fn ascii_domain(domain: &str) -> Option<String> {
    let ascii = idna::domain_to_ascii_strict(domain).ok()?;
    let label_fine = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    (ascii.contains('.') && ascii.split('.').all(label_fine)).then_some(ascii)
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
            "a@例 子.cn",
            "a@xn--zz--.cn",
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
        assert!(parse_address("张@b.cn").unwrap_err().contains("@ 前面的部分"));
        assert!(parse_address("张三@示例.中国").unwrap_err().contains("@ 前面的部分"));
    }

    #[test]
    fn a_domain_in_chinese_is_shown_as_typed_and_sent_in_ascii() {
        for typed in ["zhang@示例.中国", " zhang@示例。中国 "] {
            let kept = parse_address(typed).unwrap();
            assert_eq!(kept, "zhang@示例.中国");
            assert_eq!(parse_address(&kept), Ok(kept.clone()), "what is kept can be typed again");
            assert_eq!(wire_address(&kept), "zhang@xn--fsq092h.xn--fiqs8s");
        }
        assert_eq!(parse_address("a@BÜCHER.example").unwrap(), "a@bücher.example");
        assert_eq!(wire_address("a@bücher.example"), "a@xn--bcher-kva.example");
        assert_eq!(wire_address("clerk@example.com"), "clerk@example.com");
        assert_eq!(wire_address("no address"), "no address");
        assert_eq!(masked("zhang@示例.中国"), "z***@示例.中国");
    }
}
