//! One application under review: the queue, the application with the rules' checklist, the certificate as it will be.

use maud::{Markup, html};

use crate::domain::rule::Outcome;
use crate::domain::stage::StageName;
use crate::paths;
use crate::views::checklist::Checklist;
use crate::views::facts::{Fact, facts};
use crate::views::form::Form;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::parts::{Field, Post, Style, button, error_summary};
use crate::views::review_queue::QueueLine;
use crate::views::sheets::Sheets;
use crate::views::tags;
use crate::views::timeline::{Event, timeline};

/// The page at `/review/{id}`. Approving posts `note`, refusing posts `reason`; both go on to the next one.
#[derive(Clone, Debug)]
pub struct ReviewOne {
    pub id: String,
    pub number: String,
    pub kind: String,
    pub stage: StageName,
    /// What waits around this one.
    pub queue: Vec<QueueLine>,
    /// How many wait in all.
    pub waiting: u64,
    pub facts: Vec<Fact>,
    pub checks: Checklist,
    pub events: Vec<Event>,
    pub sheets: Sheets,
    /// Why an act was not done: somebody was faster, or the register forbids it.
    pub conflict: Option<String>,
    /// `note` or `reason` as typed, with errors.
    pub form: Form,
}

impl Page for ReviewOne {
    fn title(&self) -> String {
        self.kind.clone()
    }

    fn place(&self) -> Place {
        Place::Review
    }

    fn back(&self) -> Option<String> {
        Some(paths::review())
    }

    fn breadth(&self) -> Breadth {
        Breadth::Full
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            div class="review" data-review {
                nav class="queue" aria-label="待审批" {
                    h2 { "待审批 " (self.waiting) " 份" }
                    ol {
                        @for line in &self.queue {
                            li { a href=(paths::review_one(&line.id)) aria-current=[(line.id == self.id).then_some("true")] {
                                b { (line.kind) }
                                span { (line.applicant) }
                                span class="meta" { span class="code" { (line.number) } " · " (line.since.day().month()) "月" (line.since.day().day()) "日" }
                                @if line.late { span class="reason" { (icon(Icon::Clock)) "已超时" } }
                                @if !line.warning.is_empty() { span class="reason" { (icon(Icon::Alert)) (line.warning) } }
                            } }
                        }
                    }
                }
                div class="application" {
                    (error_summary(&self.form))
                    @if let Some(sentence) = &self.conflict {
                        div class="notice bad" role="alert" { (icon(Icon::Alert)) p { (sentence) } }
                    }
                    div class="status-line" { (tags::stage(self.stage)) span class="code" { (self.number) } }
                    section class="card" { h2 { "条件检查" } (self.checks.render()) }
                    section class="card" { h2 { "申请内容" } (facts(&self.facts)) }
                    section class="card history" { h2 { "申请记录" } (timeline(&self.events)) }
                    @if self.stage == StageName::Pending { (self.decision(frame)) }
                }
                div class="certificate-side" { (self.sheets.render()) }
            }
        }
    }
}

impl ReviewOne {
    fn decision(&self, frame: &Frame) -> Markup {
        let unknown = self.checks.lines.iter().any(|line| line.outcome != Outcome::Pass);
        let approve = Post {
            id: Some("approve"),
            class: unknown.then_some("with-note"),
            ..Post::to(paths::review_approve(&self.id))
        };
        let refuse = Post { id: Some("refuse"), ..Post::to(paths::review_refuse(&self.id)) };
        html! {
            section class="card decision" {
                h2 { "审核决定" }
                (approve.render(frame, &html! {
                    @if unknown {
                        (Field::new("note", "人工核实说明").required().most(500)
                            .hint("有检查项未通过或无法判断，请写明如何核实。只存入决定记录，申请人看不到。").area(&self.form, 2))
                    }
                    (button(Style::Primary, "审核通过，出具证明"))
                }))
                details class="refusal" open[!self.form.value("reason").is_empty() || self.form.error("reason").is_some()] data-refuse {
                    summary class="button danger" { "审核不通过" }
                    (refuse.render(frame, &html! {
                        (Field::new("reason", "不通过的原因").required().most(500).hint("申请人会看到这段话，请写明需要怎样更正。")
                            .area(&self.form, 3))
                        (button(Style::Danger, "确认不通过"))
                    }))
                }
                p class="meta keys" data-scripted hidden {
                    kbd { "j" } " 下一份 " kbd { "k" } " 上一份 " kbd { "a" } " 通过 " kbd { "r" } " 不通过 " kbd { "?" } " 说明"
                }
            }
        }
    }
}

#[cfg(test)]
impl ReviewOne {
    pub fn sample() -> Self {
        use crate::views::sample;
        Self {
            id: "41".to_owned(),
            number: "SQ000041".to_owned(),
            kind: "律师无行业处分证明".to_owned(),
            stage: StageName::Pending,
            queue: crate::views::review_queue::ReviewQueue::sample().lines,
            waiting: 4,
            conflict: None,
            facts: crate::views::record::Record::sample().facts,
            checks: sample::mixed_checks(),
            events: sample::history().split_off(2),
            sheets: sample::sheets(2, |page| paths::review_page("41", page)),
            form: Form::new(),
        }
    }

    pub fn sample_refused() -> Self {
        let mut form = Form::new();
        form.refuse("reason", "请写明不通过的原因，申请人会看到。");
        Self { form, checks: crate::views::sample::good_checks(), ..Self::sample() }
    }

    pub fn sample_decided() -> Self {
        Self {
            stage: StageName::Approved,
            conflict: Some("这份申请已由林知远处理为“审核通过”，您的操作没有执行。".to_owned()),
            ..Self::sample()
        }
    }
}
