//! What every page needs beside its own content, and what every page must be able to say about itself.

use maud::Markup;

use crate::domain::permission::{Right, Role};
use crate::text::Lang;
use crate::text::step::Step;
use crate::views::layout;

/// The frame of one answer: made by the server for each request.
#[derive(Clone, Debug)]
pub struct Frame {
    pub association: Association,
    /// Who is signed in; none on public pages.
    pub who: Option<Who>,
    /// One string against forged and repeated posts; every form of the page carries it as `form_token`. Empty on public
    /// pages, whose forms change nothing here.
    pub form_token: String,
    /// 大字 mode.
    pub large_type: bool,
    pub lang: Lang,
    /// A sentence about what was just done.
    pub notice: Option<Notice>,
    /// Sentences of the association to its members, in force today.
    pub banners: Vec<String>,
    /// Path and query of this page, to come back to after 大字 or the language was switched.
    pub here: String,
}

/// The issuing association as pages name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Association {
    /// `示例市律师协会`.
    pub name: String,
    /// `示例市律协`, for narrow places.
    pub short: String,
    /// The English name, for the public pages.
    pub latin: String,
    /// The host that certificates tell people to check, `verify.example.cn`.
    pub domain: String,
    /// Address of its logo; the built-in mark where there is none.
    pub logo: Option<String>,
    /// Address of the style sheet of its colour.
    pub accent: Option<String>,
}

/// The signed-in person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    pub name: String,
    /// The firm's name, or the association's for staff.
    pub of: String,
    pub roles: Vec<Role>,
}

impl Who {
    pub fn has(&self, right: Right) -> bool {
        self.roles.iter().any(|role| role.has(right))
    }

    pub fn is_member(&self) -> bool {
        self.roles.iter().any(|role| role.is_member())
    }
}

/// A sentence shown once, on top of the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    Good(String),
    Wait(String),
    Bad(String),
}

/// The entry of the menu to which a page belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// No entry: sign-in, errors, one's own account.
    Nowhere,
    /// Public pages for third parties.
    Public,
    Apply,
    Mine,
    Consents,
    Clerks,
    Faq,
    Hotline,
    Review,
    Certificates,
    Paper,
    Letters,
    Register,
    Reports,
    Settings,
    Kinds,
    Accounts,
    Audit,
}

/// One page.
pub trait Page {
    /// The page's name: title of the window and its `<h1>`.
    fn title(&self) -> String;

    fn place(&self) -> Place;

    /// Everything below the heading.
    fn body(&self, frame: &Frame) -> Markup;

    /// Which step of an application this is.
    fn step(&self) -> Option<Step> {
        None
    }

    /// Where ‹ leads.
    fn back(&self) -> Option<String> {
        None
    }

    /// What stands at the right of the heading.
    fn head_action(&self, _frame: &Frame) -> Option<Markup> {
        None
    }

    /// One sentence under the heading.
    fn lead(&self) -> Option<String> {
        None
    }

    /// Whether the body itself carries the `<h1>`.
    fn has_own_heading(&self) -> bool {
        false
    }

    /// How wide the page may grow.
    fn breadth(&self) -> Breadth {
        Breadth::Table
    }

    /// The whole document.
    fn render(&self, frame: &Frame) -> Markup
    where
        Self: Sized,
    {
        layout::document(self, frame)
    }
}

/// Widths of a page's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breadth {
    /// A few fields alone on the page: signing in.
    Narrow,
    /// One column of fields.
    Form,
    /// Tables, and two columns.
    Table,
    /// The reviewer's three columns.
    Full,
}
