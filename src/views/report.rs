//! 报错: tell the member administrator what is wrong in the register.

use maud::{Markup, html};

use crate::paths;
use crate::views::form::Form;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::parts::{Choice, Field, Style, button, error_summary, link_button, post};

/// The page at `/report`; its POST sends `about` (any number of terms) and `text`.
#[derive(Clone, Debug)]
pub struct Report {
    /// The facts that may be wrong, by the words of step 1.
    pub terms: Vec<String>,
    pub form: Form,
}

impl Page for Report {
    fn title(&self) -> String {
        "登记信息报错".to_owned()
    }

    fn place(&self) -> Place {
        Place::Apply
    }

    fn back(&self) -> Option<String> {
        Some(paths::apply())
    }

    fn breadth(&self) -> Breadth {
        Breadth::Form
    }

    fn lead(&self) -> Option<String> {
        Some("会员管理员核实后会更正登记信息。更正之前，证明仍按现有登记出具。".to_owned())
    }

    fn body(&self, frame: &Frame) -> Markup {
        let terms: Vec<_> = self.terms.iter().map(|term| Choice::new(term, term)).collect();
        let form = html! {
            section class="card" {
                (Field::new("about", "哪几项有误").checks(&self.form, &terms))
                (Field::new("text", "错在哪里，应当是什么").required().most(500)
                    .hint("例如：负责人应为某某，2026年9月已变更。").area(&self.form, 5))
            }
            div class="actions" {
                (link_button(Style::Plain, &paths::apply(), "返回"))
                (button(Style::Primary, "提交报错"))
            }
        };
        html! {
            (error_summary(&self.form))
            (post(frame, paths::report(), &form))
        }
    }
}

#[cfg(test)]
impl Report {
    pub fn sample() -> Self {
        let terms = crate::views::sample::firm_facts().into_iter().map(|fact| fact.term).collect();
        let mut form = Form::new().with("about", "负责人");
        form.refuse("text", "请写明错在哪里、应当是什么。");
        Self { terms, form }
    }
}
