//! The page that stands where an ordinary one cannot: what happened, what is kept, what to do.

use maud::{Markup, html};

use crate::paths;
use crate::text::problem::Problem;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::parts::{Style, link_button};

/// An error page. Its HTTP status is `problem.status()`.
#[derive(Clone, Debug)]
pub struct ProblemPage {
    pub problem: Problem,
    /// Where the person had best go on, with the words of the button; the home page where none is given.
    pub onward: Option<(String, String)>,
}

impl ProblemPage {
    pub fn of(problem: Problem) -> Self {
        Self { problem, onward: None }
    }
}

impl Page for ProblemPage {
    fn title(&self) -> String {
        self.problem.title().to_owned()
    }

    fn place(&self) -> Place {
        Place::Nowhere
    }

    fn breadth(&self) -> Breadth {
        Breadth::Form
    }

    fn body(&self, frame: &Frame) -> Markup {
        let (href, label) = match &self.onward {
            Some((href, label)) => (href.clone(), label.as_str()),
            None if matches!(self.problem, Problem::OutcomeUnknown { applicant: true } | Problem::NoRoom) => {
                (paths::mine(), "到“我的证明”查看")
            }
            None if frame.who.is_some() => (paths::home(), "回到首页"),
            None => (paths::sign_in(), "去登录"),
        };
        html! {
            div class="card problem" {
                p class="lead" { (icon(Icon::Info)) (self.problem.sentence()) }
                (link_button(Style::Primary, &href, label))
            }
        }
    }
}

#[cfg(test)]
impl ProblemPage {
    pub fn samples() -> Vec<Self> {
        vec![
            Self::of(Problem::NotFound),
            Self::of(Problem::Conflict("这份申请刚刚由另一位审核员处理为“审核通过”，您的操作没有执行。".to_owned())),
            Self::of(Problem::TooMany { seconds: 300 }),
            Self::of(Problem::Internal { request: "r-7k3m9q".to_owned() }),
            Self::of(Problem::Unavailable),
            Self::of(Problem::OutcomeUnknown { applicant: true }),
            Self::of(Problem::OutcomeUnknown { applicant: false }),
            Self::of(Problem::NoRoom),
        ]
    }
}
