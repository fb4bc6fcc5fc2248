//! 审核台: what waits for a decision.

use maud::{Markup, html};

use crate::domain::stage::StageName;
use crate::domain::time::Moment;
use crate::paths;
use crate::text::state;
use crate::views::facts::joined_names;
use crate::views::form::Form;
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::pager::Pager;
use crate::views::parts::{Field, Input, Pick, Style, ask, button, link_button, post};
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
    pub outcome: Outcome,
}

/// What became of approving several: how many were approved, and which were not, with why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub approved: usize,
    pub left: Vec<Left>,
}

/// An application that was not approved with the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    pub id: String,
    pub number: String,
    pub sentence: String,
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

    fn body(&self, frame: &Frame) -> Markup {
        let filtered = ["q", "kind", "state"].iter().any(|name| !self.form.value(name).is_empty());
        let waits = self.stage == StageName::Pending;
        html! {
            (self.outcome.render())
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
                @if waits { (post(frame, paths::review_approve_many(), &html! { (self.table(waits)) (batch_bar()) })) }
                @else { (self.table(waits)) }
                (self.pager.render(if waits { "份待审批" } else { "份申请" }))
            }
        }
    }
}

impl ReviewQueue {
    fn table(&self, waits: bool) -> Markup {
        html! {
            table class=(if waits { "cards choosable" } else { "cards" }) {
                thead { tr {
                    @if waits { th scope="col" class="pick" { span class="unseen" { "选择" } } }
                    th scope="col" { "编号" } th scope="col" { "类型" } th scope="col" { "申请人" }
                    th scope="col" { "涉及律师" } th scope="col" { "提交时间" }
                    th scope="col" { @if waits { "检查" } @else { "状态" } } th scope="col" { "操作" }
                } }
                tbody { @for line in &self.lines { (self.row(line, waits)) } }
            }
        }
    }

    fn row(&self, line: &QueueLine, waits: bool) -> Markup {
        let pick =
            Pick { many: true, name: "application", value: &line.id, chosen: false, usable: line.warning.is_empty() };
        html! {
            tr {
                @if waits {
                    td class="pick" { (pick.render(&html! { span class="unseen" { "选择" (line.number) " " (line.kind) } })) }
                }
                td data-label="编号" class="code" { (line.number) }
                th scope="row" class="card-title" { a href=(paths::review_one(&line.id)) { (line.kind) } }
                td data-label="申请人" { (line.applicant) }
                td data-label="涉及律师" { (joined_names(&line.lawyers)) }
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

/// What can be done with the chosen ones; script shows it once one is chosen.
fn batch_bar() -> Markup {
    html! {
        div class="batch" data-batch {
            p { "已选 " b data-count { "0" } " 份" span class="meta" { "　只能一并通过全部检查都通过的申请，其余请逐份审核。" } }
            button type="button" class="button quiet" data-all data-scripted hidden { "全选本页" }
            (button(Style::Primary, "通过所选申请，出具证明"))
        }
    }
}

impl Outcome {
    fn render(&self) -> Markup {
        html! {
            @if !self.left.is_empty() {
                div class="summary" role="alert" tabindex="-1" data-focus {
                    h2 { (icon(Icon::Alert)) (self.left.len()) " 份申请没有通过" }
                    p { @if self.approved > 0 { "另有 " (self.approved) " 份已通过，证明正在出具。" } "以下申请请逐份审核。" }
                    ul { @for left in &self.left { li { a href=(paths::review_one(&left.id)) { (left.number) } "：" (left.sentence) } } }
                }
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
            outcome: Outcome::default(),
        }
    }

    pub fn sample_left() -> Self {
        let left = |id: &str, sentence: &str| Left {
            id: id.to_owned(),
            number: format!("SQ{id:0>6}"),
            sentence: sentence.to_owned(),
        };
        let left = vec![
            left("41", "这份申请已由林知远处理为“审核通过”，您的操作没有执行。"),
            left("43", "有项目系统无法判断，请写明您人工核实的依据和结果，再通过。"),
        ];
        Self { outcome: Outcome { approved: 2, left }, ..Self::sample() }
    }

    pub fn sample_decided() -> Self {
        Self { stage: StageName::Refused, form: Form::typed([("state", "refused")]), ..Self::sample() }
    }

    pub fn sample_empty() -> Self {
        Self { lines: Vec::new(), ..Self::sample() }
    }
}
