//! A file's cells as text, before anybody knows what they mean.

/// The rows of one sheet, in the file's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    pub rows: Vec<Row>,
    /// What the reader wants the person to know about the file, e.g. other sheets that were not read.
    pub notes: Vec<String>,
}

/// One row with the number that the person's own program shows beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Counted from 1.
    pub line: u32,
    pub cells: Vec<Cell>,
}

/// A cell. Blank is an empty text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    /// The file does not hold what the person meant: digits lost by the spreadsheet program, a formula's error.
    Unreadable {
        shown: String,
        sentence: String,
    },
}

impl Row {
    /// Whether no cell holds anything.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }
}

impl Cell {
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }

    /// The text as the person sees it, trimmed.
    pub fn shown(&self) -> &str {
        match self {
            Self::Text(text) => text.trim(),
            Self::Unreadable { shown, .. } => shown,
        }
    }
}
