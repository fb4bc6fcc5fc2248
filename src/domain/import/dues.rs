//! Rows of the dues' table: a firm, a year, and the day on which the year was paid in full.

use crate::domain::import::column::Field;
use crate::domain::import::plan::Entry;
use crate::domain::import::register::Register;
use crate::domain::import::row::{Facts, RowReader};
use crate::domain::line::half_width;
use crate::domain::register::Dues;

pub(in crate::domain::import) fn read_row(reader: &mut RowReader<'_, '_>, register: &Register<'_>) {
    let firm = reader.firm(register);
    let year = reader.required(Field::Year).and_then(|text| read_year(reader, text));
    let paid = match reader.text(Field::Paid) {
        Some(text) => reader.day(Field::Paid, text),
        None if reader.is_clean() => {
            reader.refuse(Field::Paid, "缴纳日期为空；只导入已缴清的年度，未缴清的行请删除。".to_owned());
            None
        }
        None => reader.required(Field::Paid).and(None),
    };
    let (Some(firm), Some(year)) = (firm, year) else { return };
    let old = register.dues(firm.id, year);
    reader.once(Field::Year, format!("{} {year}", firm.id), old.is_some());
    let Some(paid) = paid else { return };
    if paid.year() < year - 1 || paid.year() > year + 5 {
        reader.warn(Field::Paid, format!("缴纳日期与 {year} 年度相差较远，请核对。"));
    }
    let dues = Dues { firm: firm.id, year, paid };
    let title = format!("{} {year}年度", firm.name);
    match old {
        None => reader.add(title, Entry::Dues(dues)),
        Some(old) => {
            let (before, after) = (facts(old), facts(&dues));
            reader.replace(title, Entry::Dues(dues), before, after);
        }
    }
}

/// `2026`, `2026年`, `2026年度`.
fn read_year(reader: &mut RowReader<'_, '_>, text: &str) -> Option<i16> {
    let text = half_width(text);
    let digits = text.trim().trim_end_matches('度').trim_end_matches('年').trim();
    let year = digits
        .parse::<i16>()
        .ok()
        .filter(|year| digits.len() == 4 && (1979..=reader.today().year() + 1).contains(year));
    if year.is_none() {
        reader.refuse(Field::Year, "年度应为四位年份，如 2026，且不晚于明年。".to_owned());
    }
    year
}

fn facts(dues: &Dues) -> Facts {
    vec![("缴纳日期", dues.paid.to_string())]
}
