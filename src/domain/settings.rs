//! What an association says of itself, and the switches of the whole appliance.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::calendar::Calendar;
use crate::domain::time::Day;

/// Kept in the store; edited by the system administrator. A field that a later version adds is empty in older records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// 示例市律师协会
    pub association: String,
    /// 示例市律协, for narrow places.
    pub short: String,
    /// The name in English, for the public pages.
    pub latin: String,
    pub uscc: String,
    /// `https://cert.example.org`, without a slash at its end. Links in mails and QR codes come from here.
    pub base_url: String,
    /// Whether lawyers' consent can be asked, so that kinds which need it may be offered.
    pub consent: bool,
    pub hotline: Hotline,
    pub faq: Vec<Question>,
    /// `From:` of every mail.
    pub mail_from: String,
    /// Where paper copies are handed over: 领取地点.
    pub collect_at: String,
    /// What may be told to the public when a certificate is revoked, reinstated or replaced.
    pub reasons: Reasons,
    /// Days for which a postal address is kept after it was last needed; none: [`ADDRESS_DAYS`].
    pub address_days: Option<u16>,
    /// The association's own words of a letter, by the kind's slug; the built-in ones where there are none.
    pub letters: BTreeMap<String, LetterText>,
    /// The registered seal, by the hash of its picture; the drawn one where there is none.
    pub seal: Option<String>,
    /// The logo, by the hash of its picture.
    pub logo: Option<String>,
    /// `#164a8a`.
    pub accent: Option<String>,
    /// Sentences on the firms' pages.
    pub notices: Vec<Notice>,
    /// What 报错 says about how reports are dealt with.
    pub report_note: String,
    /// Holidays by year.
    pub calendar: Calendar,
    /// Which version of each area is in force, by the area's slug; none was changed yet where there is none.
    pub versions: BTreeMap<String, u32>,
}

/// A sentence that stands on the firms' pages from one day to another, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub text: String,
    pub from: Day,
    pub until: Day,
}

impl Notice {
    pub fn stands_on(&self, day: Day) -> bool {
        self.from <= day && day <= self.until
    }
}

/// Phrases to choose from; an empty list means the built-in one (`text::reasons`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reasons {
    /// 撤销
    pub revoke: Vec<String>,
    /// 恢复
    pub reinstate: Vec<String>,
    /// 换发
    pub replace: Vec<String>,
}

/// Subject and body, with places like `{证明名称}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterText {
    pub subject: String,
    pub body: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hotline {
    pub phone: String,
    pub hours: String,
    pub email: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub question: String,
    pub answer: String,
}

/// Days for which postal addresses are kept where nothing else is set.
pub const ADDRESS_DAYS: u16 = 90;

impl Settings {
    /// Days for which a postal address is kept after it was last needed.
    pub fn address_days(&self) -> u16 {
        self.address_days.unwrap_or(ADDRESS_DAYS)
    }

    /// Host (and port, if any) of the base URL: the domain that a checker should see.
    pub fn host(&self) -> &str {
        let after = self.base_url.split_once("://").map_or(self.base_url.as_str(), |(_, rest)| rest);
        after.split('/').next().unwrap_or(after)
    }

    /// Whether browsers reach it over TLS.
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}
