//! 报错: tell the member administrator what is wrong in the register.

use maud::{Markup, html};

use crate::domain::time::Moment;
use crate::paths;
use crate::views::form::Form;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::parts::{Choice, Field, Style, button, error_summary, link_button, post};
use crate::views::tags;
use crate::views::tags::Tone;

/// The page at `/report`; its POST sends `about` (any number of terms) and `text`.
#[derive(Clone, Debug)]
pub struct Report {
    /// The facts that may be wrong, by the words of step 1.
    pub terms: Vec<String>,
    /// Reported before, newest first.
    pub past: Vec<PastReport>,
    /// How reports are dealt with.
    pub note: String,
    pub form: Form,
}

/// One report with its answer.
#[derive(Clone, Debug)]
pub struct PastReport {
    pub at: Moment,
    pub text: String,
    /// None while nobody has dealt with it.
    pub answer: Option<String>,
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
        Some(self.note.clone())
    }

    fn body(&self, frame: &Frame) -> Markup {
        let terms: Vec<_> = self.terms.iter().map(|term| Choice::new(term, term)).collect();
        let form = html! {
            section class="card" {
                (Field::new("about", "哪几项有误").checks(&self.form, &terms))
                (Field::new("text", "错在哪里，应当是什么").required().most(400)
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
            @if !self.past.is_empty() { (past(&self.past)) }
        }
    }
}

fn past(reports: &[PastReport]) -> Markup {
    html! {
        section class="card" {
            h2 { "以前的报错" }
            ul class="rows" {
                @for report in reports {
                    li {
                        div {
                            p { (report.text) }
                            p class="meta" { (report.at.zh()) }
                            @if let Some(answer) = &report.answer { p { b { "答复：" } (answer) } }
                        }
                        @if report.answer.is_some() {
                            (tags::tag(Tone::Good, Icon::Check, "已处理"))
                        } @else {
                            (tags::tag(Tone::Wait, Icon::Clock, "待处理"))
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
impl Report {
    pub fn sample() -> Self {
        let terms = crate::views::sample::firm_facts().into_iter().map(|fact| fact.term).collect();
        let mut form = Form::new().with("about", "负责人");
        form.refuse("text", "请写明错在哪里、应当是什么。");
        let past = vec![
            PastReport {
                at: crate::views::sample::at(9, 5),
                text: "地址：已迁至示例路 2 号。".to_owned(),
                answer: None,
            },
            PastReport {
                at: crate::views::sample::at(8, 30),
                text: "负责人：应为许青禾。".to_owned(),
                answer: Some("已更正。".to_owned()),
            },
        ];
        let note = "会员管理员核实后会更正登记信息。".to_owned();
        Self { terms, past, note, form }
    }
}
