//! 审核台: what waits for a decision.

use maud::{Markup, html};

use crate::domain::stage::StageName;
use crate::domain::time::Moment;
use crate::paths;
use crate::text::state;
use crate::views::form::Form;
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::pager::Pager;
use crate::views::parts::{Field, Input, Style, ask, button, link_button};
use crate::views::tags::{self, Tone};

/// The page at `/review`; filters by `q`, `kind`, `state` (none: those that wait), `page`.
#[derive(Clone, Debug)]
pub struct ReviewQueue {
    pub lines: Vec<QueueLine>,
    /// Which stage is listed.
    pub stage: StageName,
    pub form: Form,
    pub kinds: Vec<(String, String)>,
    pub pager: Pager,
}

/// One application.
#[derive(Clone, Debug)]
pub struct QueueLine {
    pub id: String,
    pub number: String,
    pub kind: String,
    pub applicant: String,
    /// `赵一鸣等 12 名`; may be empty.
    pub lawyers: String,
    pub since: Moment,
    /// Rules that do not pass, in a word: `1 项不通过`; empty where all pass.
    pub warning: String,
    /// The promised day has passed.
    pub late: bool,
}

impl Page for ReviewQueue {
    fn title(&self) -> String {
        "审核台".to_owned()
    }

    fn place(&self) -> Place {
        Place::Review
    }

    fn head_action(&self, _frame: &Frame) -> Option<Markup> {
        let first = self.lines.first().filter(|_| self.stage == StageName::Pending)?;
        Some(link_button(Style::Primary, &paths::review_one(&first.id), "从第一份开始审核"))
    }

    fn body(&self, _frame: &Frame) -> Markup {
        let filtered = ["q", "kind", "state"].iter().any(|name| !self.form.value(name).is_empty());
        let waits = self.stage == StageName::Pending;
        html! {
            (ask(&paths::review(), &html! {
                div class="filter-row" {
                    (Field::new("q", "查找").input(Input::Search).most(40).hint("编号、律所或律师姓名").line(&self.form))
                    (Field::new("kind", "类型").select(&self.form, Some("全部类型"), &self.kinds))
                    (Field::new("state", "状态").select(&self.form, Some(state::stage(StageName::Pending)), &stages()))
                }
                div class="filter-acts" {
                    (button(Style::Plain, "查询"))
                    @if filtered { (link_button(Style::Quiet, &paths::review(), "清除")) }
                }
            }))
            @if self.lines.is_empty() {
                div class="empty" {
                    (icon(if filtered { Icon::Search } else { Icon::Check }))
                    @if filtered { p { b { "没有符合条件的申请" } } } @else {
                        p { b { "全部审核完毕" } }
                        p { "新的申请提交后会出现在这里。" }
                    }
                }
            } @else {
                table class="cards" {
                    thead { tr {
                        th scope="col" { "编号" } th scope="col" { "类型" } th scope="col" { "申请人" }
                        th scope="col" { "涉及律师" } th scope="col" { "提交时间" }
                        th scope="col" { @if waits { "检查" } @else { "状态" } } th scope="col" { "操作" }
                    } }
                    tbody {
                        @for line in &self.lines {
                            tr {
                                td data-label="编号" class="code" { (line.number) }
                                th scope="row" class="card-title" { a href=(paths::review_one(&line.id)) { (line.kind) } }
                                td data-label="申请人" { (line.applicant) }
                                td data-label="涉及律师" { @if line.lawyers.is_empty() { "—" } @else { (line.lawyers) } }
                                td data-label="提交时间" {
                                    span class="whole" { (line.since.day().zh()) } " " span class="whole" { (line.since.clock()) }
                                    @if line.late { " " (tags::tag(Tone::Bad, Icon::Clock, "已超时")) }
                                }
                                td data-label=(if waits { "检查" } else { "状态" }) {
                                    @if !waits { (tags::stage(self.stage)) }
                                    @else if line.warning.is_empty() { (tags::tag(Tone::Good, Icon::Check, "全部通过")) }
                                    @else { (tags::tag(Tone::Wait, Icon::Alert, &line.warning)) }
                                }
                                td class="acts" { (link_button(Style::Plain, &paths::review_one(&line.id), if waits { "审核" } else { "查看" })) }
                            }
                        }
                    }
                }
                (self.pager.render(if waits { "份待审批" } else { "份申请" }))
            }
        }
    }
}

/// The other stages that may be listed.
fn stages() -> Vec<(String, String)> {
    [StageName::Issuing, StageName::Approved, StageName::Refused, StageName::Withdrawn]
        .map(|stage| (stage.slug().to_owned(), state::stage(stage).to_owned()))
        .to_vec()
}

#[cfg(test)]
impl ReviewQueue {
    pub fn sample() -> Self {
        use crate::views::sample;
        let line = |id: u64, kind: &str, lawyers: &str, warning: &str| QueueLine {
            id: id.to_string(),
            number: format!("SQ{id:06}"),
            kind: kind.to_owned(),
            applicant: sample::FIRM.to_owned(),
            lawyers: lawyers.to_owned(),
            since: sample::at(id % 12 + 8, 14),
            warning: warning.to_owned(),
            late: id == 41,
        };
        let lines = vec![
            line(41, "律师无行业处分证明", "赵一鸣等 12 名", "1 项不通过"),
            line(42, "律师事务所及全体律师无行业处分证明", "", ""),
            line(43, "律师执业经历证明", sample::LONG_NAME, "1 项无法判断"),
            line(44, "律师执业经历证明", "孙𠮷野", ""),
        ];
        Self {
            lines,
            stage: StageName::Pending,
            form: Form::new(),
            kinds: Vec::new(),
            pager: Pager::whole(paths::review(), 4),
        }
    }

    pub fn sample_decided() -> Self {
        Self { stage: StageName::Refused, form: Form::typed([("state", "refused")]), ..Self::sample() }
    }

    pub fn sample_empty() -> Self {
        Self { lines: Vec::new(), ..Self::sample() }
    }
}
