//! Step 1, 信息确认: what the register knows, and the drafts that wait to be finished.

use maud::{Markup, html};

use crate::domain::stage::StageName;
use crate::domain::time::{Day, Moment};
use crate::paths;
use crate::text::step::Step;
use crate::views::facts::{Fact, facts};
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::{actions, icon};
use crate::views::parts::{Style, act, button, link_button, post};

/// The page at `/apply`; its POST begins a draft.
#[derive(Clone, Debug)]
pub struct ApplyFacts {
    pub facts: Vec<Fact>,
    /// Up to which day the register vouches for these facts; none where it was never loaded.
    pub data_date: Option<Day>,
    pub drafts: Vec<DraftLine>,
    /// Further drafts, which 我的证明 lists.
    pub more_drafts: usize,
    /// Why this applicant cannot begin, where that is so.
    pub blocked: Option<String>,
}

/// A draft that waits.
#[derive(Clone, Debug)]
pub struct DraftLine {
    pub id: String,
    /// None before a kind was chosen.
    pub kind: Option<String>,
    pub saved: Moment,
    /// Where the person left off.
    pub step: Step,
}

/// The page of a draft's step.
pub fn step_path(id: &str, step: Step) -> String {
    match step {
        Step::Facts | Step::Kind => paths::apply_kind(id),
        Step::Form => paths::apply_form(id),
        Step::Preview => paths::apply_preview(id),
        Step::Done => paths::apply_done(id),
    }
}

impl Page for ApplyFacts {
    fn title(&self) -> String {
        Step::Facts.title().to_owned()
    }

    fn place(&self) -> Place {
        Place::Apply
    }

    fn step(&self) -> Option<Step> {
        Some(Step::Facts)
    }

    fn breadth(&self) -> Breadth {
        Breadth::Form
    }

    fn lead(&self) -> Option<String> {
        Some("请核对本会登记的信息，证明将按这些信息出具。".to_owned())
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            @if !self.drafts.is_empty() { (drafts(&self.drafts, self.more_drafts, frame)) }
            section class="card" aria-labelledby="facts" {
                h2 id="facts" { "登记信息" }
                (facts(&self.facts))
                @if let Some(day) = self.data_date { p class="meta" { "以本会截至 " (day.zh()) " 的登记信息为准" } }
                p class="aside" {
                    (icon(Icon::Flag))
                    a href=(paths::report()) { "信息有误，我要报错" }
                }
            }
            @if let Some(blocked) = &self.blocked {
                div class="notice bad" role="alert" { (icon(Icon::Alert)) p { (blocked) } }
            } @else {
                (post(frame, paths::apply(), &actions(&button(Style::Primary, "信息无误，下一步"))))
            }
        }
    }
}

fn drafts(drafts: &[DraftLine], more: usize, frame: &Frame) -> Markup {
    html! {
        section class="card" aria-labelledby="drafts" {
            h2 id="drafts" { "未完成的申请" }
            ul class="rows" {
                @for draft in drafts {
                    li {
                        div {
                            b { (draft.kind.as_deref().unwrap_or("尚未选择类型")) }
                            p class="meta" { "停在“" (draft.step.title()) "”，" (draft.saved.zh()) " 保存" }
                        }
                        div class="row-acts" {
                            (link_button(Style::Plain, &step_path(&draft.id, draft.step), "继续填写"))
                            (act(frame, paths::apply_discard(&draft.id), Style::Quiet, "删除草稿"))
                        }
                    }
                }
            }
            @if more > 0 {
                p class="meta" { "另有 " (more) " 份草稿，见" a href=(format!("{}?stage={}", paths::mine(), StageName::Draft.slug())) { "我的证明" } "。" }
            }
        }
    }
}

#[cfg(test)]
impl ApplyFacts {
    pub fn sample() -> Self {
        use crate::views::sample;
        Self {
            facts: sample::firm_facts(),
            data_date: Some(sample::day(2026, 11, 20)),
            drafts: vec![
                DraftLine {
                    id: "41".to_owned(),
                    kind: Some("律师事务所及全体律师无行业处分证明".to_owned()),
                    saved: sample::at(10, 42),
                    step: Step::Form,
                },
                DraftLine { id: "42".to_owned(), kind: None, saved: sample::at(9, 5), step: Step::Kind },
            ],
            more_drafts: 3,
            blocked: None,
        }
    }

    pub fn sample_blocked() -> Self {
        Self {
            drafts: Vec::new(),
            more_drafts: 0,
            blocked: Some("本会登记中没有查到您的律师事务所，暂时不能申请。请致电服务热线核实。".to_owned()),
            ..Self::sample()
        }
    }
}
