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
    /// Entries of the register that the file does not name; they stay as they are.
    pub absent: u64,
    /// Headers of columns that are not read.
    pub ignored: Vec<String>,
    /// Rows that cannot be taken; while there are any, nothing can be committed.
    pub refused: u64,
    /// The first of what is wrong; a row may have several.
    pub refusals: Vec<RowNote>,
    pub refusals_total: u64,
    /// What is taken, but asks for a look: unusual numbers, mapped characters; the first of them.
    pub warnings: Vec<RowNote>,
    pub warnings_total: u64,
    /// The first cells that would change.
    pub changes: Vec<RowChange>,
    /// How many there are in all.
    pub changes_total: u64,
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
                (notes("有问题的行", &self.refusals, self.refusals_total))
            }
            @if !self.warnings.is_empty() { (notes("请留意", &self.warnings, self.warnings_total)) }
            @if !self.changes.is_empty() { (self.changes()) }
            @if !self.ignored.is_empty() { p class="meta apart" { "没有读取的列：" (self.ignored.join("、")) "。" } }
            @if self.absent > 0 { p class="meta apart" { "登记中另有 " (self.absent) " 条不在这份文件里，导入后保持原样。" } }
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
            @if self.changes_total > self.changes.len() as u64 { p class="meta" { "只列出前 " (self.changes.len()) " 处，共 " (self.changes_total) " 处变更。" } }
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
                        td data-label="行" class="number" { @if note.row == 0 { "—" } @else { (note.row) } }
                        th scope="row" { @if note.column.is_empty() { "整行" } @else { (note.column) } }
                        td data-label="内容" class="code" { @if note.value.is_empty() { "—" } @else { (note.value) } }
                        td data-label="原因" class="wide" { (note.reason) }
                    }
                }
            }
        }
        @if total > notes.len() as u64 { p class="meta" { "只列出前 " (notes.len()) " 处，共 " (total) " 处。" } }
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
            absent: 14,
            ignored: vec!["身份证号".to_owned(), "备注".to_owned()],
            refused: 0,
            refusals: Vec::new(),
            refusals_total: 0,
            warnings_total: 1,
            changes_total: 5,
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
            refusals_total: 61,
            refusals: vec![
                note(4, "执业证号", "1440120181012345", "执业证号应为 17 位数字，这里是 16 位。"),
                note(9, "律所统一社会信用代码", "91350100M000100Y4Z", "校验码不符，最后一位应为 3。"),
                note(23, "姓名", "", "姓名不能为空。"),
            ],
            ..Self::sample()
        }
    }
}
