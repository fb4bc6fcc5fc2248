//! 服务热线.

use maud::{Markup, html};

use crate::text::help::{HOTLINE_HOURS, HOTLINE_LEAD};
use crate::views::facts::{Fact, facts};
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;

/// The page at `/hotline`.
#[derive(Clone, Debug)]
pub struct Hotline {
    /// Who answers.
    pub organisation: String,
    /// As people dial it; empty where none is set.
    pub phone: String,
    pub hours: String,
    /// Further facts as staff wrote them: mailbox, address.
    pub more: Vec<(String, String)>,
}

impl Hotline {
    /// With the default hours.
    pub fn of(organisation: String, phone: String) -> Self {
        Self { organisation, phone, hours: HOTLINE_HOURS.to_owned(), more: Vec::new() }
    }
}

impl Page for Hotline {
    fn title(&self) -> String {
        "服务热线".to_owned()
    }

    fn place(&self) -> Place {
        Place::Hotline
    }

    fn breadth(&self) -> Breadth {
        Breadth::Form
    }

    fn lead(&self) -> Option<String> {
        Some(HOTLINE_LEAD.to_owned())
    }

    fn body(&self, _frame: &Frame) -> Markup {
        let mut known = vec![Fact::new("服务单位", &self.organisation), Fact::new("工作时间", &self.hours)];
        known.extend(self.more.iter().map(|(term, value)| Fact::new(term, value)));
        let dial: String = self.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        html! {
            section class="card" {
                @if self.phone.is_empty() {
                    p class="empty small" { (icon(Icon::Phone)) "本会尚未公布服务热线号码。" }
                } @else {
                    p class="hotline" { (icon(Icon::Phone)) a href=(format!("tel:{dial}")) { (self.phone) } }
                }
                (facts(&known))
            }
        }
    }
}

#[cfg(test)]
impl Hotline {
    pub fn sample() -> Self {
        let mut page = Self::of("示例市律师协会会员服务部".to_owned(), "0000-1234-5678".to_owned());
        page.more.push(("电子邮箱".to_owned(), "service@shili-lawyers.example".to_owned()));
        page
    }
}
