//! A kind's template, large.

use maud::{Markup, html};

use crate::paths;
use crate::views::facts::{Fact, facts};
use crate::views::frame::{Frame, Page, Place};
use crate::views::parts::{Style, link_button};
use crate::views::sheets::Sheets;

/// The page at `/kinds/{kind}`.
#[derive(Clone, Debug)]
pub struct Template {
    pub name: String,
    /// What it proves.
    pub proves: String,
    /// Scope, review, paper, validity.
    pub facts: Vec<Fact>,
    /// Whether who reads it may apply; staff come from 证明种类.
    pub may_apply: bool,
    /// Marked 样本.
    pub sheets: Sheets,
}

impl Page for Template {
    fn title(&self) -> String {
        format!("{}模板", self.name)
    }

    fn place(&self) -> Place {
        if self.may_apply { Place::Apply } else { Place::Kinds }
    }

    fn back(&self) -> Option<String> {
        Some(if self.may_apply { paths::apply() } else { paths::kinds() })
    }

    fn lead(&self) -> Option<String> {
        Some(self.proves.clone())
    }

    fn body(&self, _frame: &Frame) -> Markup {
        html! {
            div class="split" {
                (self.sheets.render())
                div class="beside" {
                    section class="card" { h2 { "说明" } (facts(&self.facts)) }
                    @if self.may_apply {
                        div class="actions" { (link_button(Style::Primary, &paths::apply(), "我要申请")) }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
impl Template {
    pub fn sample() -> Self {
        use crate::views::sample;
        Self {
            name: "律师会员证明".to_owned(),
            may_apply: true,
            proves: "证明所选律师是本会个人会员，在本所执业。".to_owned(),
            facts: vec![
                Fact::new("适用范围", "部分律师"),
                Fact::new("审核方式", "自动审核，提交后即时出具"),
                Fact::new("有效期", "180 天"),
                Fact::new("纸质证明", "可要"),
            ],
            sheets: sample::sheets(1, |page| paths::template_page("lawyer-member", page)),
        }
    }
}
