//! 常见问题.

use maud::{Markup, html};

use crate::text::help::QUESTIONS;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;

/// The page at `/help`.
#[derive(Clone, Debug)]
pub struct Faq {
    /// Question and answer, as staff wrote them.
    pub questions: Vec<(String, String)>,
}

impl Default for Faq {
    fn default() -> Self {
        Self { questions: QUESTIONS.iter().map(|(ask, answer)| ((*ask).to_owned(), (*answer).to_owned())).collect() }
    }
}

impl Page for Faq {
    fn title(&self) -> String {
        "常见问题".to_owned()
    }

    fn place(&self) -> Place {
        Place::Faq
    }

    fn breadth(&self) -> Breadth {
        Breadth::Form
    }

    fn body(&self, _frame: &Frame) -> Markup {
        html! {
            div class="questions" {
                @for (at, (question, answer)) in self.questions.iter().enumerate() {
                    details class="card" open[at == 0] {
                        summary { (icon(Icon::Right)) (question) }
                        @for line in answer.lines() { p { (line) } }
                    }
                }
                @if self.questions.is_empty() { p class="empty small" { (icon(Icon::Info)) "暂无内容，请致电服务热线。" } }
            }
        }
    }
}
