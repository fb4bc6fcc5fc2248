//! Import: what a file would do to the register, worked out before anything is stored.
//!
//! A `Grid` is a file's cells with their line numbers; `columns` finds the header and the meaning of each column; each
//! table's own file reads one row into a typed record; the `Plan` says what is new, changed (by column), unchanged and
//! refused (by row, column, value and reason). Nothing here stores: a deed takes a plan that `can_commit` and writes
//! all of it or nothing. A column that the file does not have leaves the register's value alone; a blank cell of a
//! column that it has clears it.

pub mod column;
mod dues;
mod firms;
pub mod grid;
mod lawyers;
mod merits;
pub mod plan;
mod practice;
pub mod register;
mod row;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::domain::import::column::Columns;
use crate::domain::import::grid::Grid;
use crate::domain::import::plan::{Plan, Refused, Warning};
use crate::domain::import::register::Register;
use crate::domain::import::row::RowReader;
use crate::domain::register::Table;
use crate::domain::time::Day;

/// Tells which characters of a text the certificate's fonts cannot draw.
pub type Undrawable<'a> = &'a dyn Fn(&str) -> Vec<char>;

/// After this many refusals the rest of the file is not looked at: it is the wrong file, or the wrong table.
const MOST_REFUSALS: usize = 1_000;

/// Works out what importing `grid` into `table` would do. `today` (Asia/Shanghai) bounds the dates.
pub fn plan(table: Table, grid: &Grid, register: &Register<'_>, today: Day, undrawable: Undrawable<'_>) -> Plan {
    let mut plan = Plan::empty(table);
    for note in &grid.notes {
        plan.warnings.push(Warning { line: 0, column: String::new(), sentence: note.clone() });
    }
    let columns = match Columns::find(table, grid) {
        Ok(columns) => columns,
        Err(refused) => {
            plan.refused.push(refused);
            return plan;
        }
    };
    plan.columns.clone_from(&columns.uses);
    let mut seen = HashMap::new();
    for row in grid.rows.iter().filter(|row| row.line > columns.line && !row.is_blank()) {
        if plan.refused.len() >= MOST_REFUSALS {
            plan.refused.push(Refused {
                line: row.line,
                column: String::new(),
                value: String::new(),
                sentence: "前面的问题太多，从这一行起没有再检查；请确认选对了文件和要导入的表。".to_owned(),
            });
            break;
        }
        plan.read += 1;
        let mut reader = RowReader::new(row, &columns, &mut plan, &mut seen, today, undrawable);
        match table {
            Table::Firms => firms::read_row(&mut reader, register),
            Table::Lawyers => lawyers::read_row(&mut reader, register),
            Table::Discipline => merits::read_discipline(&mut reader, register),
            Table::Dues => dues::read_row(&mut reader, register),
            Table::Honours => merits::read_honour(&mut reader, register),
        }
    }
    if table == Table::Firms {
        firms::refuse_shared_names(&mut plan, register);
    }
    plan.absent = register.len(table).saturating_sub(plan.met);
    if plan.read == 0 {
        no_rows(&mut plan, columns.line);
    }
    plan
}

/// An empty list of discipline is a statement (there was none); an empty list of members is a mistake.
fn no_rows(plan: &mut Plan, line: u32) {
    match plan.table {
        Table::Firms | Table::Lawyers => plan.refused.push(Refused {
            line,
            column: String::new(),
            value: String::new(),
            sentence: "表头下没有数据行。".to_owned(),
        }),
        table => plan.warnings.push(Warning {
            line,
            column: String::new(),
            sentence: format!("表头下没有数据行：导入后，截至数据日期没有新的{}记录。", table.zh()),
        }),
    }
}
