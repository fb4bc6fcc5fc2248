//! 会员登记: how fresh each table is, and the firms.

use std::collections::{HashMap, HashSet};

use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::slice::Slice;
use crate::app::world::World;
use crate::domain::id::Id;
use crate::domain::permission::Right;
use crate::domain::register::{Firm, Lawyer, Loaded, Table};
use crate::reading;
use crate::store::Look;
use crate::store::register::RegisterLook;
use crate::store::tables::{self, Bytes};

/// The register at a glance.
#[derive(Clone, Debug)]
pub struct Overview {
    /// Each table with its number of entries and when it was loaded.
    pub tables: Vec<(Table, usize, Option<Loaded>)>,
    /// The wanted firms with their number of lawyers.
    pub firms: Vec<(Firm, usize)>,
    /// How many firms there are in all.
    pub total: usize,
}

/// Lists firms in the order of their first import. `search` is part of a firm's name or code, or of a lawyer's name or licence number.
pub fn list(world: &World, person: &Person, search: &str, slice: Slice) -> Result<Overview, Refused> {
    person.needs(Right::KeepRegister)?;
    let look = world.store.read()?;
    let mut count: HashMap<Id<Firm>, usize> = HashMap::new();
    let mut found: HashSet<Id<Firm>> = HashSet::new();
    let search = search.trim();
    for lawyer in look.all::<Lawyer>()? {
        *count.entry(lawyer.firm).or_default() += 1;
        if !search.is_empty() && reading::matches(search, lawyer.name.as_str(), lawyer.licence.as_str()) {
            found.insert(lawyer.firm);
        }
    }
    let code = search.to_ascii_uppercase();
    let mut firms: Vec<Firm> = look.all()?;
    firms.retain(|firm| {
        search.is_empty()
            || firm.name.contains(search)
            || firm.uscc.as_str().contains(&code)
            || found.contains(&firm.id)
    });
    let total = firms.len();
    let firms = slice.of(firms).into_iter().map(|firm| (count.get(&firm.id).copied().unwrap_or(0), firm));
    let mut tables = Vec::new();
    for table in Table::ALL {
        let entries = look.scan(on_disk(table), b"", false, usize::MAX)?.len();
        tables.push((table, entries, look.loaded(table)?));
    }
    Ok(Overview { tables, firms: firms.map(|(lawyers, firm)| (firm, lawyers)).collect(), total })
}

fn on_disk(table: Table) -> Bytes {
    match table {
        Table::Firms => tables::FIRMS,
        Table::Lawyers => tables::LAWYERS,
        Table::Discipline => tables::DISCIPLINE,
        Table::Dues => tables::DUES,
        Table::Honours => tables::HONOURS,
    }
}
