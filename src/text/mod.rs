//! The words that several rooms share: names of states, roles, tables and rule outcomes, the steps of the trip, what
//! an error says, and everything that a stranger reads on the public pages, in Chinese and in English. Pages and
//! letters ask here, so that one state has one word everywhere. A sentence that only one page says, in one language,
//! stays on that page.

pub mod area;
pub mod audit;
pub mod help;
pub mod letters;
pub mod operation;
pub mod problem;
pub mod public;
pub mod reasons;
pub mod register;
pub mod right_site;
pub mod role;
pub mod rule;
pub mod seal;
pub mod state;
pub mod step;

/// The languages of the public pages; all other pages are Chinese.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    /// The value of `<html lang>`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The value of the query `?lang=`.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// A path of the public pages that is answered in this language.
    pub fn on(self, path: String) -> String {
        if self == Self::Zh { path } else { format!("{path}?lang={}", self.slug()) }
    }

    /// Reads `?lang=`; anything but `en` is Chinese.
    pub fn parse(text: &str) -> Self {
        if text == "en" { Self::En } else { Self::Zh }
    }
}
