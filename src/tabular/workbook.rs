//! XLSX workbooks, cell by cell: a sheet that names cell A1 and cell XFD1048576 must not fill the memory between them.

use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};

use crate::domain::import::grid::{Cell, Grid, Row};
use crate::domain::time::Day;
use crate::tabular::{Gathered, TabularError, number};

/// Reads the first visible sheet that holds anything; tells of the others.
pub fn read(bytes: &[u8], not_a_table: impl Fn() -> TabularError) -> Result<Grid, TabularError> {
    let mut workbook: Xlsx<_> = match Xlsx::new(Cursor::new(bytes)) {
        Ok(workbook) => workbook,
        // A ZIP archive of something else, a word processor's file for one.
        Err(calamine::XlsxError::FileNotFound(_)) => return Err(not_a_table()),
        Err(error) => return Err(damaged(&error)),
    };
    let sheets: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut sheets = sheets.into_iter();
    while let Some(name) = sheets.next() {
        let rows = rows_of(&mut workbook, &name)?;
        if rows.is_empty() {
            continue;
        }
        let mut others = Vec::new();
        for other in sheets {
            if has_cells(&mut workbook, &other)? {
                others.push(format!("“{other}”"));
            }
        }
        let mut notes = Vec::new();
        if !others.is_empty() {
            notes.push(format!("只读取了工作表“{name}”，没有读取：{}。", others.join("、")));
        }
        return Ok(Grid { rows, notes });
    }
    Err(TabularError::Empty)
}

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

fn rows_of(workbook: &mut Workbook<'_>, sheet: &str) -> Result<Vec<Row>, TabularError> {
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(|error| damaged(&error))?;
    let mut gathered = Gathered::new();
    while let Some(cell) = cells.next_cell().map_err(|error| damaged(&error))? {
        let (row, column) = cell.get_position();
        gathered.put(row.saturating_add(1), column as usize, text_of(cell.get_value()))?;
    }
    Ok(gathered.rows)
}

fn has_cells(workbook: &mut Workbook<'_>, sheet: &str) -> Result<bool, TabularError> {
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(|error| damaged(&error))?;
    while let Some(cell) = cells.next_cell().map_err(|error| damaged(&error))? {
        if !text_of(cell.get_value()).is_blank() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn damaged(error: &calamine::XlsxError) -> TabularError {
    TabularError::Damaged { why: error.to_string() }
}

fn text_of(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Text(String::new()),
        DataRef::String(text) => number::text(text),
        DataRef::SharedString(text) => number::text(text),
        DataRef::Int(value) => number::integer(*value),
        DataRef::Float(value) => number::whole_or_fraction(*value),
        DataRef::Bool(true) => Cell::Text("是".to_owned()),
        DataRef::Bool(false) => Cell::Text("否".to_owned()),
        DataRef::DateTime(moment) => day_of(moment),
        // An ISO date may carry a time of day; the register keeps days.
        DataRef::DateTimeIso(text) => Cell::Text(text.split('T').next().unwrap_or_default().to_owned()),
        DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::Error(error) => Cell::Unreadable {
            shown: error.to_string(),
            sentence: "单元格的公式出错，请改为具体内容。".to_owned(),
        },
    }
}

/// A date cell as `2026-11-23`. A number that only bears a date's format (a year, a licence number) is far outside of
/// the years that a register knows, and reads as the number.
fn day_of(moment: &ExcelDateTime) -> Cell {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let plausible = moment.is_datetime() && (1930..2200).contains(&year);
    let parts = i16::try_from(year).ok().zip(i8::try_from(month).ok()).zip(i8::try_from(day).ok());
    match parts.and_then(|((year, month), day)| Day::new(year, month, day)) {
        Some(day) if plausible => Cell::Text(day.to_string()),
        _ => number::whole_or_fraction(moment.as_f64()),
    }
}
