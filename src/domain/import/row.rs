//! One row read field by field. Every refusal names the cell; a row with any refusal writes nothing, but is read to its
//! end so that the person sees all of its faults at once.

use std::collections::HashMap;

use crate::domain::import::Undrawable;
use crate::domain::import::column::{Columns, Field};
use crate::domain::import::grid::{Cell, Row};
use crate::domain::import::plan::{Change, Entry, MappedCell, Plan, Planned, Refused, Warning};
use crate::domain::import::register::{ByName, Register, folded};
use crate::domain::line::{Mapped, code_point, text_line};
use crate::domain::name::PersonName;
use crate::domain::register::Firm;
use crate::domain::time::Day;
use crate::domain::uscc::Uscc;

/// Longest name of a firm, title of an honour, number of a document.
pub const LONGEST_LINE: usize = 60;

/// Lawyers are licensed again since 1979; a date long before comes from a blank or broken cell.
const EARLIEST_YEAR: i16 = 1949;

pub struct RowReader<'a, 'p> {
    row: &'a Row,
    columns: &'a Columns,
    plan: &'p mut Plan,
    seen: &'p mut HashMap<String, u32>,
    refused_before: usize,
    today: Day,
    undrawable: Undrawable<'a>,
}

/// What a file says of an optional field.
pub enum Given<T> {
    /// It has no such column: the register's value stays.
    NotInFile,
    /// The cell's value; none where it is blank.
    Value(Option<T>),
}

impl<T> Given<T> {
    /// The value after the import.
    pub fn over(self, old: Option<T>) -> Option<T> {
        match self {
            Self::NotInFile => old,
            Self::Value(value) => value,
        }
    }
}

impl<'a, 'p> RowReader<'a, 'p> {
    /// Begins a row; refuses the cells which the file's reader could not read.
    pub fn new(
        row: &'a Row,
        columns: &'a Columns,
        plan: &'p mut Plan,
        seen: &'p mut HashMap<String, u32>,
        today: Day,
        undrawable: Undrawable<'a>,
    ) -> Self {
        let refused_before = plan.refused.len();
        for (index, _, header) in &columns.known {
            if let Some(Cell::Unreadable { shown, sentence }) = row.cells.get(*index) {
                plan.refused.push(Refused {
                    line: row.line,
                    column: header.clone(),
                    value: shown.clone(),
                    sentence: sentence.clone(),
                });
            }
        }
        Self { row, columns, plan, seen, refused_before, today, undrawable }
    }

    pub fn today(&self) -> Day {
        self.today
    }

    fn column(&self, field: Field) -> Option<(&'a str, Option<&'a Cell>)> {
        let (index, _, header) = self.columns.known.iter().find(|(_, known, _)| *known == field)?;
        Some((header, self.row.cells.get(*index)))
    }

    /// The cell's text; none where the column is missing, the cell blank or unreadable.
    pub fn text(&self, field: Field) -> Option<&'a str> {
        match self.column(field)?.1? {
            Cell::Text(text) if !text.trim().is_empty() => Some(text.trim()),
            _ => None,
        }
    }

    /// The cell's text; refuses a blank cell.
    pub fn required(&mut self, field: Field) -> Option<&'a str> {
        let text = self.text(field);
        if text.is_none() && !matches!(self.column(field), Some((_, Some(Cell::Unreadable { .. })))) {
            self.refuse(field, "必填，不能为空。".to_owned());
        }
        text
    }

    /// Reads an optional field; a value that `read` refuses leaves the row refused.
    pub fn given<T>(&mut self, field: Field, read: impl FnOnce(&mut Self, &'a str) -> Option<T>) -> Given<T> {
        if self.column(field).is_none() {
            return Given::NotInFile;
        }
        Given::Value(self.text(field).and_then(|text| read(self, text)))
    }

    pub fn refuse(&mut self, field: Field, sentence: String) {
        let (column, value) = match self.column(field) {
            Some((header, cell)) => (header.to_owned(), cell.map_or("", Cell::shown).to_owned()),
            None => (String::new(), String::new()),
        };
        self.plan.refused.push(Refused { line: self.row.line, column, value, sentence });
    }

    pub fn warn(&mut self, field: Field, sentence: String) {
        let column = self.column(field).map_or("", |(header, _)| header).to_owned();
        self.plan.warnings.push(Warning { line: self.row.line, column, sentence });
    }

    fn note(&mut self, field: Field, mapped: Vec<Mapped>) {
        let column = self.column(field).map_or("", |(header, _)| header).to_owned();
        let line = self.row.line;
        self.plan.mapped.extend(mapped.into_iter().map(|mapped| MappedCell { line, column: column.clone(), mapped }));
    }

    /// Refuses a text with characters that the certificate's fonts lack: they would be printed as boxes.
    fn drawable(&mut self, field: Field, text: &str) -> bool {
        let missing = (self.undrawable)(text);
        if missing.is_empty() {
            return true;
        }
        let shown: Vec<String> = missing.iter().map(|c| format!("“{c}”（{}）", code_point(*c))).collect();
        self.refuse(field, format!("证明所用的字体没有{}，印不出来，请核对是否为标准字。", shown.join("、")));
        false
    }

    /// A one-line text that can be printed.
    pub fn line(&mut self, field: Field, text: &str, max: usize) -> Option<String> {
        match text_line(text, max) {
            Ok((line, mapped)) => {
                self.note(field, mapped);
                self.drawable(field, &line).then_some(line)
            }
            Err(error) => {
                self.refuse(field, error.sentence());
                None
            }
        }
    }

    /// A person's name that can be printed.
    pub fn person(&mut self, field: Field, text: &str) -> Option<PersonName> {
        match PersonName::read(text) {
            Ok((name, mapped)) => {
                self.note(field, mapped);
                self.drawable(field, name.as_str()).then_some(name)
            }
            Err(error) => {
                self.refuse(field, error.sentence());
                None
            }
        }
    }

    /// A day in the past or today.
    pub fn day(&mut self, field: Field, text: &str) -> Option<Day> {
        let Some(day) = Day::parse(text) else {
            self.refuse(field, "不是日期，请写成 2026-11-23 这样的年月日。".to_owned());
            return None;
        };
        if day > self.today {
            self.refuse(field, format!("日期晚于今天（{}），请核对。", self.today));
            return None;
        }
        if day.year() < EARLIEST_YEAR {
            self.refuse(field, format!("日期早于 {EARLIEST_YEAR} 年，请核对。"));
            return None;
        }
        Some(day)
    }

    pub fn code(&mut self, field: Field, text: &str) -> Option<Uscc> {
        Uscc::parse(text).map_err(|error| self.refuse(field, error.sentence())).ok()
    }

    /// The firm that the row names by code, by name or by both; refuses none, an unknown one, and two different ones.
    pub fn firm<'r>(&mut self, register: &Register<'r>) -> Option<&'r Firm> {
        let code = self.text(Field::FirmCode);
        let name = self.text(Field::FirmName);
        if let Some(code) = code {
            let code = self.code(Field::FirmCode, code)?;
            let Some(firm) = register.firm_by_code(&code) else {
                self.refuse(Field::FirmCode, "登记簿中没有这个信用代码的律师事务所，请先导入律师事务所表。".to_owned());
                return None;
            };
            if let Some(name) = name
                && folded(name) != folded(&firm.name)
            {
                let sentence = format!("与信用代码不符：该代码属于“{}”，请核对。", firm.name);
                self.refuse(Field::FirmName, sentence);
                return None;
            }
            return Some(firm);
        }
        let Some(name) = name else {
            let field = if self.columns.has(Field::FirmName) { Field::FirmName } else { Field::FirmCode };
            self.required(field);
            return None;
        };
        match register.firm_by_name(name) {
            ByName::One(firm) => Some(firm),
            ByName::None => {
                self.refuse(
                    Field::FirmName,
                    "登记簿中没有这家律师事务所，请核对名称，或先导入律师事务所表。".to_owned(),
                );
                None
            }
            ByName::Several(count) => {
                self.refuse(
                    Field::FirmName,
                    format!("登记簿中有 {count} 家同名的律师事务所，请填写统一社会信用代码。"),
                );
                None
            }
        }
    }

    /// Refuses the row if an earlier one of the file has the same key, and counts a record of the register as met.
    pub fn once(&mut self, field: Field, key: String, known: bool) {
        let line = self.row.line;
        if let Some(earlier) = self.seen.get(&key).copied() {
            self.refuse(field, format!("与第 {earlier} 行重复，请只保留一行。"));
        } else {
            self.seen.insert(key, line);
            self.plan.met += usize::from(known);
        }
    }

    /// Whether no cell of this row was refused.
    pub fn is_clean(&self) -> bool {
        self.plan.refused.len() == self.refused_before
    }

    /// Ends a clean row with a new record.
    pub fn add(&mut self, title: String, entry: Entry) {
        if self.is_clean() {
            self.plan.new.push(Planned { line: self.row.line, title, entry, changes: Vec::new() });
        }
    }

    /// Ends a clean row that names a record of the register. `before` and `after` are the record's facts by column.
    pub fn replace(&mut self, title: String, entry: Entry, before: Facts, after: Facts) {
        if !self.is_clean() {
            return;
        }
        let changes: Vec<Change> = before
            .into_iter()
            .zip(after)
            .filter(|((_, from), (_, to))| from != to)
            .map(|((column, from), (_, to))| Change { column, from, to })
            .collect();
        if changes.is_empty() {
            self.plan.unchanged += 1;
        } else {
            self.plan.changed.push(Planned { line: self.row.line, title, entry, changes });
        }
    }
}

/// A record as a person compares it: column and value, always all columns in one order.
pub type Facts = Vec<(&'static str, String)>;

/// A value that may be missing, as a person sees it.
pub fn shown<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}
