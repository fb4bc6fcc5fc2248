//! 征求同意: what a lawyer is asked to consent to, and what he or she answered.

use maud::{Markup, html};

use crate::domain::time::Moment;
use crate::paths;
use crate::views::facts::{Fact, facts};
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::{icon, moment};
use crate::views::parts::{Post, Style, button_of};
use crate::views::sheets::Sheets;
use crate::views::tags;

/// The page at `/consents`; each answer posts `answer` (`given` or `declined`) to `/consents/{id}`.
#[derive(Clone, Debug, Default)]
pub struct Consents {
    /// What is still open first.
    pub asked: Vec<AskedCard>,
}

/// One application that names the lawyer.
#[derive(Clone, Debug)]
pub struct AskedCard {
    pub id: String,
    pub kind: String,
    pub firm: String,
    /// Period, addressee, purpose, application number.
    pub facts: Vec<Fact>,
    /// What was answered, and when.
    pub answer: Option<(bool, Moment)>,
    /// Whether it can still be answered.
    pub open: bool,
    pub sheets: Sheets,
}

impl Page for Consents {
    fn title(&self) -> String {
        "征求同意".to_owned()
    }

    fn place(&self) -> Place {
        Place::Consents
    }

    fn lead(&self) -> Option<String> {
        Some(
            "律师事务所申请的下列证明写有您的姓名和执业情况，须经您本人同意才能出具。审核之前可以更改答复。".to_owned(),
        )
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            @if self.asked.is_empty() { p class="empty" { (icon(Icon::Info)) "目前没有需要您同意的证明。" } }
            @for asked in &self.asked { (card(asked, frame)) }
        }
    }
}

fn card(asked: &AskedCard, frame: &Frame) -> Markup {
    let answered = asked.answer.map(|(given, _)| given);
    html! {
        section class="card asked" {
            h2 { (asked.kind) }
            p class="status-line" {
                @match (asked.answer, asked.open) {
                    (Some((true, at)), _) => { (tags::on_off(true, ("已同意", ""))) " " (moment(at)) }
                    (Some((false, at)), _) => { (tags::on_off(false, ("", "不同意"))) " " (moment(at)) }
                    (None, true) => { (tags::waiting("待您答复")) }
                    (None, false) => { (tags::on_off(false, ("", "未答复，申请已办结或撤回"))) }
                }
            }
            p { (asked.firm) "申请出具。" }
            (facts(&asked.facts))
            @if asked.open {
                @if !asked.sheets.pages.is_empty() {
                    details class="fold" open[answered.is_none()] {
                        summary { (icon(Icon::Right)) "查看证明内容" }
                        (asked.sheets.render())
                    }
                }
                (Post::to(paths::consent(&asked.id)).render(frame, &html! {
                    // Not `actions`, which a phone fixes at its foot: several cards may wait for an answer.
                    div class="row-acts answer" {
                        @if answered != Some(false) { (button_of(Style::Danger, "answer", "declined", "不同意")) }
                        @if answered != Some(true) { (button_of(Style::Primary, "answer", "given", "同意出具")) }
                    }
                }))
            }
        }
    }
}

#[cfg(test)]
impl Consents {
    pub fn sample() -> Self {
        use crate::views::sample;
        let card = |id: &str, answer, open| AskedCard {
            id: id.to_owned(),
            kind: "律师无行业处分证明".to_owned(),
            firm: sample::FIRM.to_owned(),
            facts: vec![
                Fact::new("证明期间", "2024年1月1日至2026年11月20日"),
                Fact::new("出具对象", "示例市公共资源交易中心"),
                Fact::new("用途", "用于参加法律服务招标投标"),
                Fact::new("申请编号", "SQ000128"),
            ],
            answer,
            open,
            sheets: sample::sheets(usize::from(open), |page| paths::consent_page(id, page)),
        };
        let at = sample::at(10, 42);
        Self {
            asked: vec![
                card("128", None, true),
                card("127", Some((true, at)), true),
                card("120", Some((false, at)), false),
                card("119", None, false),
            ],
        }
    }
}
