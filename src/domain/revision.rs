//! Areas of the settings, each edited on a page of its own, and their history: every version as it was written, by
//! whom and when, so that an older one can be looked at and brought back.

use serde::{Deserialize, Serialize};

use crate::domain::account::Account;
use crate::domain::calendar::Year;
use crate::domain::id::Id;
use crate::domain::settings::{Hotline, LetterText, Notice, Question, Settings};
use crate::domain::time::Moment;

/// What is edited, versioned and brought back together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// Names, code, sender of mail.
    Association,
    /// Logo and colour.
    Looks,
    Seal,
    Hotline,
    Faq,
    Notices,
    /// 领取地点, and what 报错 says.
    Places,
    /// One kind of letter, by its slug.
    Letter(String),
    /// Holidays of one year.
    Workdays(i16),
}

impl Area {
    /// The areas that there is one of.
    pub const SINGLE: [Self; 7] =
        [Self::Association, Self::Looks, Self::Seal, Self::Hotline, Self::Faq, Self::Notices, Self::Places];

    /// The word in addresses, in the store and in the audit.
    pub fn slug(&self) -> String {
        match self {
            Self::Association => "association".to_owned(),
            Self::Looks => "looks".to_owned(),
            Self::Seal => "seal".to_owned(),
            Self::Hotline => "hotline".to_owned(),
            Self::Faq => "faq".to_owned(),
            Self::Notices => "notices".to_owned(),
            Self::Places => "places".to_owned(),
            Self::Letter(kind) => format!("letter-{kind}"),
            Self::Workdays(year) => format!("workdays-{year}"),
        }
    }

    /// Whether a kind of letter exists is for the caller to know.
    pub fn parse(slug: &str) -> Option<Self> {
        if let Some(kind) = slug.strip_prefix("letter-") {
            let fine = !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
            return fine.then(|| Self::Letter(kind.to_owned()));
        }
        if let Some(year) = slug.strip_prefix("workdays-") {
            let year = year.parse().ok().filter(|year| (2020..=2100).contains(year))?;
            return Some(Self::Workdays(year)).filter(|area| area.slug() == slug);
        }
        Self::SINGLE.into_iter().find(|area| area.slug() == slug)
    }
}

/// What an area holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    Association {
        name: String,
        short: String,
        latin: String,
        uscc: String,
        mail_from: String,
        consent: bool,
    },
    Looks {
        logo: Option<String>,
        accent: Option<String>,
    },
    Seal(Option<String>),
    Hotline(Hotline),
    Faq(Vec<Question>),
    Notices(Vec<Notice>),
    Places {
        collect_at: String,
        report_note: String,
        /// Days for which postal addresses are kept.
        #[serde(default)]
        address_days: Option<u16>,
    },
    /// None: the built-in words.
    Letter(Option<LetterText>),
    /// None: the built-in list, or weekends alone.
    Workdays(Option<Year>),
}

/// One version of an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    pub area: String,
    /// From 0, which is what was there before the first change in the browser.
    pub version: u32,
    pub at: Moment,
    /// None for version 0.
    pub by: Option<Id<Account>>,
    /// That person's name at the time.
    pub who: String,
    /// The older version that was brought back.
    pub from: Option<u32>,
    pub content: Content,
}

impl Content {
    /// What an area holds now.
    pub fn of(area: &Area, settings: &Settings) -> Self {
        match area {
            Area::Association => Self::Association {
                name: settings.association.clone(),
                short: settings.short.clone(),
                latin: settings.latin.clone(),
                uscc: settings.uscc.clone(),
                mail_from: settings.mail_from.clone(),
                consent: settings.consent,
            },
            Area::Looks => Self::Looks { logo: settings.logo.clone(), accent: settings.accent.clone() },
            Area::Seal => Self::Seal(settings.seal.clone()),
            Area::Hotline => Self::Hotline(settings.hotline.clone()),
            Area::Faq => Self::Faq(settings.faq.clone()),
            Area::Notices => Self::Notices(settings.notices.clone()),
            Area::Places => Self::Places {
                collect_at: settings.collect_at.clone(),
                report_note: settings.report_note.clone(),
                address_days: settings.address_days,
            },
            Area::Letter(kind) => Self::Letter(settings.letters.get(kind).cloned()),
            Area::Workdays(year) => Self::Workdays(settings.calendar.get(year).cloned()),
        }
    }

    /// Puts it into the settings; false where it is not this area's.
    pub fn put(self, area: &Area, settings: &mut Settings) -> bool {
        match (area, self) {
            (Area::Association, Self::Association { name, short, latin, uscc, mail_from, consent }) => {
                settings.association = name;
                settings.short = short;
                settings.latin = latin;
                settings.uscc = uscc;
                settings.mail_from = mail_from;
                settings.consent = consent;
            }
            (Area::Looks, Self::Looks { logo, accent }) => (settings.logo, settings.accent) = (logo, accent),
            (Area::Seal, Self::Seal(seal)) => settings.seal = seal,
            (Area::Hotline, Self::Hotline(hotline)) => settings.hotline = hotline,
            (Area::Faq, Self::Faq(faq)) => settings.faq = faq,
            (Area::Notices, Self::Notices(notices)) => settings.notices = notices,
            (Area::Places, Self::Places { collect_at, report_note, address_days }) => {
                (settings.collect_at, settings.report_note) = (collect_at, report_note);
                settings.address_days = address_days;
            }
            (Area::Letter(kind), Self::Letter(text)) => {
                settings.letters.remove(kind);
                settings.letters.extend(text.map(|text| (kind.clone(), text)));
            }
            (Area::Workdays(year), Self::Workdays(list)) => {
                settings.calendar.remove(year);
                settings.calendar.extend(list.map(|list| (*year, list)));
            }
            _ => return false,
        }
        true
    }

    /// Hashes of the pictures that it names.
    pub fn artworks(&self) -> Vec<&str> {
        match self {
            Self::Looks { logo: Some(hash), .. } | Self::Seal(Some(hash)) => vec![hash],
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_read_back_and_nothing_else_is() {
        let more = [Area::Letter("approved".into()), Area::Workdays(2026)];
        for area in Area::SINGLE.into_iter().chain(more) {
            assert_eq!(Area::parse(&area.slug()), Some(area));
        }
        for bad in ["", "letter-", "letter-../x", "workdays-", "workdays-1", "workdays-02026", "kinds", "faq "] {
            assert_eq!(Area::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_is_put_is_what_is_read_and_no_area_touches_another() {
        let text = LetterText { subject: "a".into(), body: "b".into() };
        let hotline = Hotline { phone: "1".into(), ..Hotline::default() };
        let contents = [
            (Area::Looks, Content::Looks { logo: Some("ab".into()), accent: Some("#164a8a".into()) }),
            (Area::Seal, Content::Seal(Some("cd".into()))),
            (Area::Hotline, Content::Hotline(hotline)),
            (Area::Faq, Content::Faq(vec![Question { question: "q".into(), answer: "a".into() }])),
            (Area::Places, Content::Places { collect_at: "x".into(), report_note: "y".into(), address_days: Some(30) }),
            (Area::Letter("approved".into()), Content::Letter(Some(text))),
            (Area::Workdays(2026), Content::Workdays(Some(Year::default()))),
        ];
        let mut settings = Settings::default();
        for (area, content) in &contents {
            assert!(content.clone().put(area, &mut settings));
        }
        for (area, content) in contents {
            assert_eq!(Content::of(&area, &settings), content);
            assert!(!Content::Notices(Vec::new()).put(&area, &mut settings));
        }
        assert!(Content::Letter(None).put(&Area::Letter("approved".into()), &mut settings));
        assert!(settings.letters.is_empty());
    }
}
