//! The dry run of an import: what would change, row by row, and the button that commits all of it or nothing.

use maud::{Markup, html};

use crate::domain::register::Table;
use crate::domain::time::Day;
use crate::paths;
use crate::text::register;
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::parts::{Style, button, link_button, post};

/// The answer to an upload; the form posts to `/register/import/{id}`.
#[derive(Clone, Debug)]
pub struct RegisterDryRun {
    pub id: String,
    pub table: Table,
    pub file: String,
    pub data_date: Day,
    pub new: u64,
    pub changed: u64,
    pub unchanged: u64,
    /// Rows that cannot be taken; while there are any, nothing can be committed.
    pub refused: u64,
    /// The first of them.
    pub refusals: Vec<RowNote>,
    /// Rows that are taken, but ask for a look: unusual numbers, mapped characters.
    pub warnings: Vec<RowNote>,
    pub changes: Vec<RowChange>,
}

/// A remark on one cell.
#[derive(Clone, Debug)]
pub struct RowNote {
    /// As the spreadsheet counts, heading included.
    pub row: u64,
    pub column: String,
    pub value: String,
    pub reason: String,
}

/// A cell that would change.
#[derive(Clone, Debug)]
pub struct RowChange {
    pub row: u64,
    pub subject: String,
    pub column: String,
    pub before: String,
    pub after: String,
}

impl Page for RegisterDryRun {
    fn title(&self) -> String {
        format!("试算结果：{}", register::table(self.table))
    }

    fn place(&self) -> Place {
        Place::Register
    }

    fn back(&self) -> Option<String> {
        Some(paths::register_import())
    }

    fn lead(&self) -> Option<String> {
        Some(format!("{}，数据日期 {}。以下尚未写入登记。", self.file, self.data_date.zh()))
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            ul class="tiles four" {
                li class="card" { h2 { "新增" } p class="figure" { (self.new) " 行" } }
                li class="card" { h2 { "变更" } p class="figure" { (self.changed) " 行" } }
                li class="card" { h2 { "不变" } p class="figure" { (self.unchanged) " 行" } }
                li class=(if self.refused > 0 { "card loud" } else { "card" }) { h2 { "有问题" } p class="figure" { (self.refused) " 行" } }
            }
            @if self.refused > 0 {
                div class="notice bad" role="alert" {
                    (icon(Icon::Alert))
                    p { "有 " (self.refused) " 行不能导入。请在表格中更正后重新上传；在此之前，登记不会有任何变动。" }
                }
                (notes("有问题的行", &self.refusals, self.refused))
            }
            @if !self.warnings.is_empty() { (notes("请留意", &self.warnings, self.warnings.len() as u64)) }
            @if !self.changes.is_empty() { (self.changes()) }
            @if self.refused == 0 {
                (post(frame, paths::register_commit(&self.id), &html! {
                    div class="actions" {
                        (link_button(Style::Plain, &paths::register_import(), "重新上传"))
                        (button(Style::Primary, "确认导入"))
                    }
                }))
            } @else {
                div class="actions" { (link_button(Style::Primary, &paths::register_import(), "重新上传")) }
            }
        }
    }
}

impl RegisterDryRun {
    fn changes(&self) -> Markup {
        html! {
            h2 class="apart" { "变更的行" }
            table class="cards" {
                thead { tr {
                    th scope="col" class="number" { "行" } th scope="col" { "对象" } th scope="col" { "列" }
                    th scope="col" { "现在" } th scope="col" { "改为" }
                } }
                tbody {
                    @for change in &self.changes {
                        tr {
                            td data-label="行" class="number" { (change.row) }
                            th scope="row" { (change.subject) }
                            td data-label="列" { (change.column) }
                            td data-label="现在" { @if change.before.is_empty() { "（空）" } @else { del { (change.before) } } }
                            td data-label="改为" { @if change.after.is_empty() { "（空）" } @else { ins { (change.after) } } }
                        }
                    }
                }
            }
            @if self.changed > self.changes.len() as u64 { p class="meta" { "只列出前 " (self.changes.len()) " 处变更。" } }
        }
    }
}

fn notes(title: &str, notes: &[RowNote], total: u64) -> Markup {
    html! {
        h2 class="apart" { (title) }
        table class="cards" {
            thead { tr {
                th scope="col" class="number" { "行" } th scope="col" { "列" } th scope="col" { "内容" } th scope="col" { "原因" }
            } }
            tbody {
                @for note in notes {
                    tr {
                        td data-label="行" class="number" { (note.row) }
                        th scope="row" { (note.column) }
                        td data-label="内容" class="code" { @if note.value.is_empty() { "（空）" } @else { (note.value) } }
                        td data-label="原因" class="wide" { (note.reason) }
                    }
                }
            }
        }
        @if total > notes.len() as u64 { p class="meta" { "只列出前 " (notes.len()) " 处，共 " (total) " 行。" } }
    }
}

#[cfg(test)]
impl RegisterDryRun {
    pub fn sample() -> Self {
        let note = |row, column: &str, value: &str, reason: &str| RowNote {
            row,
            column: column.to_owned(),
            value: value.to_owned(),
            reason: reason.to_owned(),
        };
        Self {
            id: "5".to_owned(),
            table: Table::Lawyers,
            file: "律师登记表（2026年11月）.xlsx".to_owned(),
            data_date: crate::views::sample::day(2026, 11, 20),
            new: 12,
            changed: 3,
            unchanged: 9_985,
            refused: 0,
            refusals: Vec::new(),
            warnings: vec![note(88, "执业证号", "190187110123", "12 位旧证号，已按原样登记，建议更新为 17 位。")],
            changes: vec![RowChange {
                row: 17,
                subject: crate::views::sample::LONG_NAME.to_owned(),
                column: "状态".to_owned(),
                before: "执业".to_owned(),
                after: "停止执业".to_owned(),
            }],
        }
    }

    pub fn sample_refused() -> Self {
        let note = |row, column: &str, value: &str, reason: &str| RowNote {
            row,
            column: column.to_owned(),
            value: value.to_owned(),
            reason: reason.to_owned(),
        };
        Self {
            refused: 57,
            refusals: vec![
                note(4, "执业证号", "1440120181012345", "执业证号应为 17 位数字，这里是 16 位。"),
                note(9, "律所统一社会信用代码", "91350100M000100Y4Z", "校验码不符，最后一位应为 3。"),
                note(23, "姓名", "", "姓名不能为空。"),
            ],
            ..Self::sample()
        }
    }
}
