//! Importing a table of the register: upload, dry run, commit.

use std::collections::HashSet;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use crate::app::import::{self, DryRun};
use crate::app::refused::Refused;
use crate::domain::id::Id;
use crate::domain::import::plan::Plan;
use crate::domain::register::Table;
use crate::domain::time::Day;
use crate::paths;
use crate::views::form::Form;
use crate::views::register_dry_run::{RegisterDryRun, RowChange, RowNote};
use crate::views::register_import::RegisterImport;
use crate::web::error::Fail;
use crate::web::forms::{Posted, Upload};
use crate::web::notice::Done;
use crate::web::visit::Visit;

/// Notes and changes that a page lists.
const MOST: usize = 200;

pub async fn show(visit: Visit) -> Response {
    visit.page(&RegisterImport::default())
}

/// The three entries, or the form with what is missing.
fn entries(posted: &Posted) -> Result<(Table, Day, &Upload), Form> {
    let (table, day, file) =
        (Table::parse(posted.one("table")), Day::parse(posted.one("data_date")), posted.file("file"));
    if let (Some(table), Some(day), Some(file)) = (table, day, file) {
        return Ok((table, day, file));
    }
    let mut form = posted.form();
    if table.is_none() {
        form.refuse("table", "请选择这份文件是哪一张登记表。");
    }
    if day.is_none() {
        form.refuse("data_date", "请填写数据日期，例如 2026-01-31。");
    }
    if file.is_none() {
        form.refuse("file", "请选择文件。");
    }
    Err(form)
}

pub async fn upload(visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let (table, day, file) = match entries(&posted) {
        Ok(entries) => entries,
        Err(form) => return Ok(visit.again(&RegisterImport { form })),
    };
    let (name, bytes) = (file.file_name.clone(), file.bytes.clone());
    let done = visit.act(move |world, person| import::dry_run(world, person, table, &name, &bytes, day)).await;
    match done {
        Ok((run, _)) => Ok(visit.to(&paths::register_commit(run.id))),
        Err(fail) => {
            let (form, status) = fail.into_form(posted.form())?;
            Ok(visit.page_with(status, &RegisterImport { form }))
        }
    }
}

fn note(line: u32, column: &str, value: &str, reason: String) -> RowNote {
    RowNote { row: line.into(), column: column.to_owned(), value: value.to_owned(), reason }
}

fn warnings(plan: &Plan) -> Vec<RowNote> {
    let mapped = plan.mapped.iter().map(|cell| {
        let (from, to) = (u32::from(cell.mapped.from), cell.mapped.to);
        let reason = format!("非标准字符 U+{from:04X} 已改为标准字符“{to}”。");
        note(cell.line, &cell.column, &cell.mapped.from.to_string(), reason)
    });
    let warned = plan.warnings.iter().map(|warning| note(warning.line, &warning.column, "", warning.sentence.clone()));
    warned.chain(mapped).collect()
}

fn changes(plan: &Plan) -> Vec<RowChange> {
    let rows = plan.changed.iter().flat_map(|row| row.changes.iter().map(move |change| (row, change)));
    rows.map(|(row, change)| RowChange {
        row: row.line.into(),
        subject: row.title.clone(),
        column: change.column.to_owned(),
        before: change.from.clone(),
        after: change.to.clone(),
    })
    .collect()
}

fn told(run: DryRun, plan: &Plan) -> RegisterDryRun {
    let refused = |refused: &crate::domain::import::plan::Refused| {
        note(refused.line, &refused.column, &refused.value, refused.sentence.clone())
    };
    let rows: HashSet<u32> = plan.refused.iter().map(|refused| refused.line).collect();
    let (warnings, changes) = (warnings(plan), changes(plan));
    RegisterDryRun {
        id: run.id.to_string(),
        table: run.table,
        file: run.file_name,
        data_date: run.data_date,
        new: plan.new.len() as u64,
        changed: plan.changed.len() as u64,
        unchanged: plan.unchanged as u64,
        absent: plan.absent as u64,
        ignored: plan.ignored().map(str::to_owned).collect(),
        refused: rows.len() as u64,
        refusals: plan.refused.iter().take(MOST).map(refused).collect(),
        refusals_total: plan.refused.len() as u64,
        warnings_total: warnings.len() as u64,
        warnings: warnings.into_iter().take(MOST).collect(),
        changes_total: changes.len() as u64,
        changes: changes.into_iter().take(MOST).collect(),
    }
}

async fn dry_run_page(visit: &Visit, status: StatusCode, id: Id<DryRun>) -> Result<Response, Fail> {
    match visit.act(move |world, person| import::read(world, person, id)).await {
        Ok((run, plan)) => Ok(visit.page_with(status, &told(run, &plan))),
        Err(fail) => {
            let sentence = fail.into_conflict()?;
            let mut form = Form::new();
            form.note(sentence);
            Ok(visit.page_with(StatusCode::CONFLICT, &RegisterImport { form }))
        }
    }
}

pub async fn dry_run(visit: Visit, Path(id): Path<String>) -> Result<Response, Fail> {
    let id = Id::parse(&id).ok_or(Refused::NotFound)?;
    dry_run_page(&visit, StatusCode::OK, id).await
}

/// Where the register changed since so that a row does not fit any more, the dry run is shown as it is now.
pub async fn commit(visit: Visit, Path(id): Path<String>, _posted: Posted) -> Result<Response, Fail> {
    let id = Id::parse(&id).ok_or(Refused::NotFound)?;
    match visit.act(move |world, person| import::commit(world, person, id)).await {
        Ok(_) => Ok(visit.done(&paths::register(), Done::Imported)),
        Err(fail) => {
            fail.into_conflict()?;
            dry_run_page(&visit, StatusCode::CONFLICT, id).await
        }
    }
}
