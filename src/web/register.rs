//! 会员登记: the tables, the firms, one firm.

use axum::extract::Path;
use axum::response::Response;

use crate::app::refused::Refused;
use crate::app::register_firm::{self, FirmFile};
use crate::app::register_list;
use crate::domain::id::Id;
use crate::domain::name::PersonName;
use crate::domain::register::{Discipline, Dues, Firm, Honour, Lawyer};
use crate::domain::time::Day;
use crate::paths;
use crate::text::register::{firm_state, measure};
use crate::views::facts::Fact;
use crate::views::register::{FirmRow, Register, TableState};
use crate::views::register_firm::{Entry, LawyerRow, RegisterFirm};
use crate::web::error::Fail;
use crate::web::list::pager;
use crate::web::visit::Visit;

const FILTERS: [&str; 1] = ["q"];

fn row((firm, lawyers): (Firm, usize)) -> FirmRow {
    FirmRow {
        id: firm.id.to_string(),
        name: firm.name,
        uscc: firm.uscc.as_str().to_owned(),
        state: firm.state,
        lawyers: lawyers as u64,
    }
}

pub async fn list(visit: Visit) -> Result<Response, Fail> {
    let (search, slice) = (visit.query("q").to_owned(), visit.slice());
    let found = visit.act(move |world, person| register_list::list(world, person, &search, slice)).await?;
    let tables = found.tables.into_iter();
    Ok(visit.page(&Register {
        tables: tables.map(|(table, rows, loaded)| TableState { table, rows: rows as u64, loaded }).collect(),
        firms: found.firms.into_iter().map(row).collect(),
        form: visit.asked(&FILTERS),
        pager: pager(&visit, &paths::register(), &FILTERS, found.total),
    }))
}

fn facts(firm: &Firm) -> Vec<Fact> {
    let or_none = |value: &Option<String>| value.clone().unwrap_or_default();
    vec![
        Fact::new("统一社会信用代码", firm.uscc.as_str()),
        Fact::new("执业许可证号", or_none(&firm.licence)),
        Fact::new("状态", firm_state(firm.state)),
        Fact::new("负责人", firm.head.as_ref().map(PersonName::as_str).unwrap_or_default()),
        Fact::new("成立日期", firm.founded.map(Day::zh).unwrap_or_default()),
        Fact::new("住所", or_none(&firm.address)),
        Fact::new("联系电话", or_none(&firm.phone)),
    ]
}

fn lawyer(lawyer: Lawyer) -> LawyerRow {
    LawyerRow {
        name: lawyer.name.as_str().to_owned(),
        latin_name: lawyer.latin_name,
        licence: lawyer.licence.as_str().to_owned(),
        state: lawyer.state,
        first_practice: lawyer.first_practice,
    }
}

fn discipline((subject, entry): (String, Discipline)) -> Entry {
    Entry { subject, what: format!("{}（{}）", measure(entry.measure), entry.document), day: entry.decided }
}

fn dues(entry: &Dues) -> Entry {
    Entry { subject: format!("{} 年度", entry.year), what: "已缴清".to_owned(), day: entry.paid }
}

fn honour((subject, entry): (String, Honour)) -> Entry {
    Entry { subject, what: format!("{}（{}）", entry.title, entry.granted_by), day: entry.granted }
}

pub async fn firm(visit: Visit, Path(id): Path<String>) -> Result<Response, Fail> {
    let id = Id::parse(&id).ok_or(Refused::NotFound)?;
    let file: FirmFile = visit.act(move |world, person| register_firm::open(world, person, id)).await?;
    Ok(visit.page(&RegisterFirm {
        facts: facts(&file.firm),
        name: file.firm.name,
        state: file.firm.state,
        lawyers: file.lawyers.into_iter().map(lawyer).collect(),
        discipline: file.discipline.map(|entries| entries.into_iter().map(discipline).collect()),
        dues: file.dues.map(|entries| entries.iter().map(dues).collect()),
        honours: file.honours.map(|entries| entries.into_iter().map(honour).collect()),
    }))
}
