//! `goodstanding import`.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use crate::admin::{Answer, ImportLine, Request};
use crate::cli::place::Place;
use crate::cli::{Failed, say};
use crate::domain::register::Table;
use crate::domain::time::Day;

/// Import a register table from XLSX or CSV
///
/// Without --commit it is a dry run: what would be new, changed, unchanged, and what cannot be taken, by row, column and
/// reason. With --commit all of the file is stored, or nothing.
#[derive(Debug, Args)]
pub struct Import {
    /// Which table: firms, lawyers, discipline, dues or honours
    #[arg(value_parser = tables())]
    table: String,
    /// XLSX, or CSV in UTF-8, UTF-16 or GB 18030, with a header row
    file: PathBuf,
    /// The day up to which the file's source vouches for it (数据日期), 2026-11-20
    #[arg(long, value_name = "DAY")]
    data_date: String,
    /// Store it
    #[arg(long)]
    commit: bool,
    #[command(flatten)]
    place: Place,
}

fn tables() -> clap::builder::PossibleValuesParser {
    Table::ALL.map(Table::slug).into()
}

impl Import {
    pub fn run(&self) -> Result<(), Failed> {
        let data_date = Day::parse(&self.data_date)
            .ok_or_else(|| format!("--data-date: {:?} is no day; write it as 2026-11-20", self.data_date))?;
        let bytes = fs::read(&self.file).map_err(|error| format!("{} cannot be read: {error}", self.file.display()))?;
        let name = self.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let request = Request::Import {
            table: self.table.clone(),
            file_name: name,
            bytes: data_encoding::BASE64.encode(&bytes),
            data_date,
            commit: self.commit,
        };
        let Answer::Imported { read, new, changed, unchanged, lines, refused, committed } = self.place.ask(request)?
        else {
            return Err("an answer that does not fit".into());
        };
        let mut text: String = lines.iter().map(line).collect();
        text.push_str(&format!(
            "{read} rows: {new} new, {changed} changed, {unchanged} unchanged, {refused} refused\n"
        ));
        say(&text)?;
        if refused > 0 {
            return Err("nothing was stored: correct the refused rows and import the file again".into());
        }
        say(if committed { "stored\n" } else { "a dry run: nothing was stored; add --commit to store it\n" })
    }
}

fn line(line: &ImportLine) -> String {
    let place = if line.line == 0 { "file".to_owned() } else { format!("row {}", line.line) };
    format!("{:<8} {place:<8} {:<12} {} {}\n", line.word, line.column, line.value, line.sentence)
}
