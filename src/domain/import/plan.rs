//! The plan: what a file would do to the register, told to a person before anything is stored.

use serde::Serialize;

use crate::domain::id::Id;
use crate::domain::line::Mapped;
use crate::domain::register::{Discipline, Dues, Firm, Honour, Lawyer, Table};

/// What importing a file would do. Lines are those of the file; line 0 stands for the whole file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub table: Table,
    /// Rows below the header that hold anything.
    pub read: usize,
    pub new: Vec<Planned>,
    pub changed: Vec<Planned>,
    pub unchanged: usize,
    /// Records of the register that the file does not name; they stay.
    pub absent: usize,
    pub refused: Vec<Refused>,
    pub warnings: Vec<Warning>,
    /// Cells in which private or look-alike code points were replaced by standard ones.
    pub mapped: Vec<MappedCell>,
    /// Every header of the file, with the field that it fills.
    pub columns: Vec<ColumnUse>,
    /// Records of the register that the file names, refused rows included.
    pub(in crate::domain::import) met: usize,
}

/// One row that writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    pub line: u32,
    /// Who or what the row is about, for a person: `张三（14470201510900012）`.
    pub title: String,
    pub entry: Entry,
    /// Empty for a new record.
    pub changes: Vec<Change>,
}

/// A record ready to store. Firms and lawyers are known by their ids; an entry of discipline by member and document, of
/// dues by firm and year, of honours by member and title: storing a changed one replaces the one of the same key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    NewFirm(New<Firm>),
    Firm(Firm),
    NewLawyer(New<Lawyer>),
    Lawyer(Lawyer),
    Discipline(Discipline),
    Dues(Dues),
    Honour(Honour),
}

/// A record that has no id yet: the store counts one and gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New<T>(T);

impl<T> New<T> {
    /// `record` carries an id that nobody will see.
    pub(in crate::domain::import) fn of(record: T) -> Self {
        Self(record)
    }

    pub(in crate::domain::import) fn record(&self) -> &T {
        &self.0
    }
}

impl New<Firm> {
    pub fn with_id(self, id: Id<Firm>) -> Firm {
        Firm { id, ..self.0 }
    }
}

impl New<Lawyer> {
    pub fn with_id(self, id: Id<Lawyer>) -> Lawyer {
        Lawyer { id, ..self.0 }
    }
}

/// One column of a record that changes; blank values are empty texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    pub column: &'static str,
    pub from: String,
    pub to: String,
}

/// Why a row, or the whole file, cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refused {
    pub line: u32,
    /// The header as the file has it; empty where no single column is to blame.
    pub column: String,
    /// The cell as the file has it.
    pub value: String,
    pub sentence: String,
}

/// What a person should look at, though it does not hinder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    pub line: u32,
    pub column: String,
    pub sentence: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MappedCell {
    pub line: u32,
    pub column: String,
    pub mapped: Mapped,
}

/// A header of the file; `field` is none where the column is not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ColumnUse {
    pub header: String,
    pub field: Option<&'static str>,
}

impl Plan {
    pub(in crate::domain::import) fn empty(table: Table) -> Self {
        Self {
            table,
            read: 0,
            new: Vec::new(),
            changed: Vec::new(),
            unchanged: 0,
            absent: 0,
            refused: Vec::new(),
            warnings: Vec::new(),
            mapped: Vec::new(),
            columns: Vec::new(),
            met: 0,
        }
    }

    /// Whether the file may be stored: all of it, or nothing.
    pub fn can_commit(&self) -> bool {
        self.refused.is_empty()
    }

    /// Headers of columns that were not read.
    pub fn ignored(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().filter(|column| column.field.is_none()).map(|column| column.header.as_str())
    }
}
