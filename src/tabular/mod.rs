//! Tabular files: XLSX workbooks and CSV as spreadsheet programs in China write it, read into plain text cells with
//! their line numbers. The only home of `calamine`, `csv` and `encoding_rs`.
//!
//! Nothing is guessed: a cell that the file holds only in part (a 17-digit number kept as a float) is handed on as
//! unreadable with a sentence that says what to do. Files are bounded before they are unpacked.

mod archive;
mod number;
mod separated;
#[cfg(test)]
mod tests;
mod workbook;

use crate::domain::import::grid::{Cell, Grid, Row};

/// Bytes of a file, as uploaded.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;
/// Rows of a sheet, blank ones not counted.
pub const MOST_ROWS: usize = 200_000;
/// Columns of a sheet.
pub const MOST_COLUMNS: usize = 64;
/// Characters of a cell.
const MOST_CELL_CHARACTERS: usize = 2_000;
/// Bytes of all cells together: shared strings let a small file name a long text many times.
const MOST_TEXT_BYTES: usize = 128 * 1024 * 1024;

/// Why a file cannot be read as a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TabularError {
    #[error("the file is empty")]
    Empty,
    #[error("the file has {found} bytes, more than {MOST_BYTES}")]
    TooBig { found: usize },
    #[error("the workbook unpacks to more than {limit} bytes")]
    UnpacksTooBig { limit: u64 },
    #[error("more than {MOST_ROWS} rows")]
    TooManyRows,
    #[error("line {line} has more than {MOST_COLUMNS} columns")]
    TooManyColumns { line: u32 },
    #[error("the cells hold too much text")]
    TooMuchText,
    #[error("an OLE compound file: an old .xls, a WPS .et, or a workbook with a password")]
    OldWorkbook,
    #[error("a web page saved under the name of a table")]
    WebPage,
    #[error("neither a workbook nor text ({name})")]
    NotATable { name: String },
    #[error("text in neither UTF-8, UTF-16 nor GB 18030")]
    UnknownEncoding,
    #[error("an unclosed quotation mark")]
    OpenQuote,
    #[error("the workbook is damaged: {why}")]
    Damaged { why: String },
}

impl TabularError {
    /// What a clerk reads.
    pub fn sentence(&self) -> String {
        match self {
            Self::Empty => "文件里没有内容。".to_owned(),
            Self::TooBig { found } => {
                format!("文件有 {} MB，超过 {} MB，请分成几个文件。", found.div_ceil(1 << 20), MOST_BYTES >> 20)
            }
            Self::UnpacksTooBig { .. } => "工作簿解压后过大，请只保留需要导入的工作表，另存后再试。".to_owned(),
            Self::TooManyRows => format!("超过 {MOST_ROWS} 行，请分成几个文件。"),
            Self::TooManyColumns { line } => {
                format!("第 {line} 行超过 {MOST_COLUMNS} 列，请删除多余的列后再试。")
            }
            Self::TooMuchText => "单元格内容过多，请只保留需要导入的列。".to_owned(),
            Self::OldWorkbook => {
                "这是旧版（.xls、.et）或加了密码的工作簿，请在 Excel 或 WPS 中取消密码，另存为 .xlsx 后再导入。"
                    .to_owned()
            }
            Self::WebPage => "这其实是一个网页文件，请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。".to_owned(),
            Self::NotATable { name } => format!("“{name}”不是表格文件，请上传 .xlsx 或 .csv。"),
            Self::UnknownEncoding => {
                "认不出文件的文字编码（应为 UTF-8 或 GB 18030），请用 Excel 或 WPS 另存为 .xlsx 后再导入。".to_owned()
            }
            Self::OpenQuote => "文件中的英文双引号不成对，无法分清各列，请检查后再试。".to_owned(),
            Self::Damaged { .. } => {
                "工作簿已损坏，打不开，请用 Excel 或 WPS 打开并重新另存为 .xlsx 后再试。".to_owned()
            }
        }
    }
}

/// Reads the first visible sheet that holds anything, or the rows of a text file. The content decides which it is; the
/// name is only shown.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<Grid, TabularError> {
    if bytes.is_empty() {
        return Err(TabularError::Empty);
    }
    if bytes.len() > MOST_BYTES {
        return Err(TabularError::TooBig { found: bytes.len() });
    }
    let not_a_table = || TabularError::NotATable { name: file_name.to_owned() };
    let grid = if bytes.starts_with(b"PK\x03\x04") {
        archive::check(bytes)?;
        workbook::read(bytes, not_a_table)?
    } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(TabularError::OldWorkbook);
    } else {
        separated::read(bytes, not_a_table)?
    };
    if grid.rows.is_empty() { Err(TabularError::Empty) } else { Ok(grid) }
}

/// Rows gathered within the bounds.
struct Gathered {
    rows: Vec<Row>,
    text_bytes: usize,
}

impl Gathered {
    fn new() -> Self {
        Self { rows: Vec::new(), text_bytes: 0 }
    }

    /// A cell of a row; blank rows are never kept. Columns count from 0, lines from 1 and never backwards.
    fn put(&mut self, line: u32, column: usize, cell: Cell) -> Result<(), TabularError> {
        if cell.is_blank() {
            return Ok(());
        }
        if column >= MOST_COLUMNS {
            return Err(TabularError::TooManyColumns { line });
        }
        let cell = bounded(cell);
        self.text_bytes += match &cell {
            Cell::Text(text) => text.len(),
            Cell::Unreadable { shown, sentence } => shown.len() + sentence.len(),
        };
        if self.text_bytes > MOST_TEXT_BYTES {
            return Err(TabularError::TooMuchText);
        }
        let full = self.rows.len() == MOST_ROWS;
        match self.rows.last_mut() {
            Some(row) if row.line == line => set(row, column, cell),
            Some(row) if row.line > line => {
                return Err(TabularError::Damaged { why: format!("row {line} comes after row {}", row.line) });
            }
            _ if full => return Err(TabularError::TooManyRows),
            _ => {
                let mut row = Row { line, cells: Vec::new() };
                set(&mut row, column, cell);
                self.rows.push(row);
            }
        }
        Ok(())
    }
}

fn set(row: &mut Row, column: usize, cell: Cell) {
    if row.cells.len() <= column {
        row.cells.resize(column + 1, Cell::Text(String::new()));
    }
    row.cells[column] = cell;
}

fn bounded(cell: Cell) -> Cell {
    match cell {
        Cell::Text(text) if text.len() > MOST_CELL_CHARACTERS && text.chars().count() > MOST_CELL_CHARACTERS => {
            Cell::Unreadable {
                shown: text.chars().take(40).chain(['…']).collect(),
                sentence: format!("单元格内容超过 {MOST_CELL_CHARACTERS} 字，请检查是否粘错或引号不成对。"),
            }
        }
        other => other,
    }
}
