//! 审计: who did what when. Read only; exported by the auditor alone.

use maud::{Markup, html};

use crate::domain::time::Moment;
use crate::paths;
use crate::views::form::Form;
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::parts::{Field, Input, Style, ask, button, link_button};

/// The page at `/audit`; filters by `who`, `act`, `object`, `q`, `from`, `to`; begins below the index `before`.
#[derive(Clone, Debug)]
pub struct AuditLog {
    pub lines: Vec<AuditLine>,
    pub form: Form,
    /// The acts that may be filtered by: word of the log and its name.
    pub acts: Vec<(String, String)>,
    /// Back to the newest, where this page does not begin there.
    pub newest: Option<String>,
    /// On to older ones, where there are any.
    pub older: Option<String>,
    /// Entries in all.
    pub count: u64,
    /// The same query as a file, up to the format's name: `/audit?…&format=`.
    pub export: String,
    /// Where the whole chain is checked; none where it was.
    pub check: Option<String>,
    /// What checking the chain said: `链完整，共 1,204 条`; the flag is false where it is broken.
    pub chain: (bool, String),
}

#[derive(Clone, Debug)]
pub struct AuditLine {
    pub at: Moment,
    /// Login, `系统`, or the operator's user id.
    pub who: String,
    /// `application.approve`, in words where there are any.
    pub act: String,
    /// What it was done to.
    pub target: String,
    pub note: String,
    /// Personal values before and after, in words.
    pub changes: String,
}

impl Page for AuditLog {
    fn title(&self) -> String {
        "审计".to_owned()
    }

    fn place(&self) -> Place {
        Place::Audit
    }

    fn head_action(&self, _frame: &Frame) -> Option<Markup> {
        Some(html! {
            a class="button" href={ (self.export) "csv" } download { (icon(Icon::Download)) "导出 CSV" }
            a class="button" href={ (self.export) "jsonl" } download { (icon(Icon::Download)) "导出 JSON" }
        })
    }

    fn body(&self, _frame: &Frame) -> Markup {
        html! {
            p class=(if self.chain.0 { "check-sum good" } else { "check-sum bad" }) {
                (icon(if self.chain.0 { Icon::Shield } else { Icon::Alert })) (self.chain.1)
                @if let Some(check) = &self.check { " " a href=(check) { "检查整条记录链" } }
            }
            (ask(&paths::audit(), &html! {
                div class="filter-row" {
                    (Field::new("who", "操作者").input(Input::Search).most(60).line(&self.form))
                    (Field::new("act", "操作").select(&self.form, Some("全部操作"), &self.acts))
                    (Field::new("object", "对象").input(Input::Search).most(60).line(&self.form))
                    (Field::new("q", "内容").input(Input::Search).most(60).line(&self.form))
                    (Field::new("from", "从").input(Input::Date).line(&self.form))
                    (Field::new("to", "到").input(Input::Date).line(&self.form))
                }
                div class="filter-acts" { (button(Style::Plain, "查询")) (link_button(Style::Quiet, &paths::audit(), "清除")) }
            }))
            @if self.lines.is_empty() {
                div class="empty" { (icon(Icon::Shield)) p { b { "这里没有符合条件的记录" } } }
            } @else {
                table class="cards dense" {
                    thead { tr {
                        th scope="col" { "时间" } th scope="col" { "操作者" } th scope="col" { "操作" }
                        th scope="col" { "对象" } th scope="col" { "说明" }
                    } }
                    tbody {
                        @for line in &self.lines {
                            tr {
                                td data-label="时间" {
                                    time datetime=(line.at.rfc3339()) class="whole" { (line.at.zh()) }
                                }
                                td data-label="操作者" { (line.who) }
                                th scope="row" { (line.act) }
                                td data-label="对象" class="code" { (line.target) }
                                td data-label="说明" {
                                    @if line.note.is_empty() && line.changes.is_empty() { "—" }
                                    (line.note)
                                    @if !line.changes.is_empty() { div class="hint" { (line.changes) } }
                                }
                            }
                        }
                    }
                }
            }
            nav class="pager" aria-label="翻页" {
                p { "记录总数 " (self.count) " 条，新的在前" }
                p class="turn" {
                    @if let Some(newest) = &self.newest { a class="button" href=(newest) { "回到最新" } }
                    @if let Some(older) = &self.older { a class="button" href=(older) rel="next" { "更早的记录" } }
                }
            }
        }
    }
}

#[cfg(test)]
impl AuditLog {
    pub fn sample() -> Self {
        use crate::views::sample;
        let line = |minute, who: &str, act: &str, target: &str, note: &str, changes: &str| AuditLine {
            at: sample::at(14, minute),
            who: who.to_owned(),
            act: act.to_owned(),
            target: target.to_owned(),
            note: note.to_owned(),
            changes: changes.to_owned(),
        };
        Self {
            lines: vec![
                line(31, "gu", "审核通过", "application/41", "编号 穗律证〔2026〕第000123号", ""),
                line(30, "系统", "证明出具", "certificate/123", "", ""),
                line(12, "访客", "登录失败", "account/xu@firm.example", "第 3 次", "来源地址：192.0.2.7"),
                line(
                    2,
                    "操作员（uid 0）",
                    "导入登记表",
                    "register/lawyers",
                    "新增 12，变更 3",
                    "示例一 状态：执业 → 注销；示例二 状态：执业 → 转出",
                ),
            ],
            form: Form::new(),
            acts: vec![("application.approve".to_owned(), "审核通过".to_owned())],
            newest: None,
            older: Some(format!("{}?before=1154", paths::audit())),
            count: 1204,
            check: None,
            export: format!("{}?format=", paths::audit()),
            chain: (true, "记录链完整，共 1204 条，自 2026年1月1日 起没有缺失或改动。".to_owned()),
        }
    }
}
