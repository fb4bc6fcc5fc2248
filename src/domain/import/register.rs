//! The register as an import looks things up in it: by the numbers and names that files carry.

use std::collections::HashMap;

use crate::domain::id::Id;
use crate::domain::licence::LicenceNumber;
use crate::domain::line::half_width;
use crate::domain::name::PersonName;
use crate::domain::register::{Discipline, Dues, Firm, FirmState, Honour, Lawyer, Member, Table};
use crate::domain::uscc::Uscc;

/// The register before the import, indexed.
pub struct Register<'a> {
    firms: &'a [Firm],
    firm_by_id: HashMap<Id<Firm>, &'a Firm>,
    firm_by_code: HashMap<&'a str, &'a Firm>,
    firms_by_name: HashMap<String, Vec<&'a Firm>>,
    lawyers: &'a [Lawyer],
    lawyer_by_licence: HashMap<&'a str, &'a Lawyer>,
    lawyers_by_name: HashMap<&'a str, Vec<&'a Lawyer>>,
    discipline: HashMap<(Member, &'a str), &'a Discipline>,
    dues: HashMap<(Id<Firm>, i16), &'a Dues>,
    honours: HashMap<(Member, &'a str), &'a Honour>,
}

/// The answer to a name: a name is no key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ByName<'a, T> {
    None,
    One(&'a T),
    /// How many bear it.
    Several(usize),
}

impl<'a> Register<'a> {
    pub fn new(
        firms: &'a [Firm],
        lawyers: &'a [Lawyer],
        discipline: &'a [Discipline],
        dues: &'a [Dues],
        honours: &'a [Honour],
    ) -> Self {
        let mut firms_by_name: HashMap<String, Vec<&Firm>> = HashMap::with_capacity(firms.len());
        for firm in firms {
            firms_by_name.entry(folded(&firm.name)).or_default().push(firm);
        }
        let mut lawyers_by_name: HashMap<&str, Vec<&Lawyer>> = HashMap::with_capacity(lawyers.len());
        for lawyer in lawyers {
            lawyers_by_name.entry(lawyer.name.as_str()).or_default().push(lawyer);
        }
        Self {
            firms,
            firm_by_id: firms.iter().map(|firm| (firm.id, firm)).collect(),
            firm_by_code: firms.iter().map(|firm| (firm.uscc.as_str(), firm)).collect(),
            firms_by_name,
            lawyers,
            lawyer_by_licence: lawyers.iter().map(|lawyer| (lawyer.licence.as_str(), lawyer)).collect(),
            lawyers_by_name,
            discipline: discipline.iter().map(|entry| ((entry.member, entry.document.as_str()), entry)).collect(),
            dues: dues.iter().map(|entry| ((entry.firm, entry.year), entry)).collect(),
            honours: honours.iter().map(|entry| ((entry.member, entry.title.as_str()), entry)).collect(),
        }
    }

    /// How many records a table holds.
    pub fn len(&self, table: Table) -> usize {
        match table {
            Table::Firms => self.firms.len(),
            Table::Lawyers => self.lawyers.len(),
            Table::Discipline => self.discipline.len(),
            Table::Dues => self.dues.len(),
            Table::Honours => self.honours.len(),
        }
    }

    pub fn firms(&self) -> &'a [Firm] {
        self.firms
    }

    pub fn firm(&self, id: Id<Firm>) -> Option<&'a Firm> {
        self.firm_by_id.get(&id).copied()
    }

    pub fn firm_by_code(&self, code: &Uscc) -> Option<&'a Firm> {
        self.firm_by_code.get(code.as_str()).copied()
    }

    /// A firm by its name; spaces and the width of brackets do not matter. A living firm goes before closed ones.
    pub fn firm_by_name(&self, name: &str) -> ByName<'a, Firm> {
        let bearers = self.firms_by_name.get(&folded(name)).map_or(&[][..], Vec::as_slice);
        let living: Vec<&'a Firm> = bearers.iter().copied().filter(|firm| firm.state != FirmState::Closed).collect();
        one(if living.is_empty() { bearers } else { &living })
    }

    pub fn lawyer_by_licence(&self, licence: &LicenceNumber) -> Option<&'a Lawyer> {
        self.lawyer_by_licence.get(licence.as_str()).copied()
    }

    /// A lawyer by name, of one firm where given.
    pub fn lawyer_by_name(&self, name: &PersonName, firm: Option<Id<Firm>>) -> ByName<'a, Lawyer> {
        let bearers = self.lawyers_by_name.get(name.as_str()).map_or(&[][..], Vec::as_slice);
        let here: Vec<&'a Lawyer> =
            bearers.iter().copied().filter(|lawyer| firm.is_none_or(|firm| lawyer.firm == firm)).collect();
        one(&here)
    }

    pub fn discipline(&self, member: Member, document: &str) -> Option<&'a Discipline> {
        self.discipline.get(&(member, document)).copied()
    }

    pub fn dues(&self, firm: Id<Firm>, year: i16) -> Option<&'a Dues> {
        self.dues.get(&(firm, year)).copied()
    }

    pub fn honour(&self, member: Member, title: &str) -> Option<&'a Honour> {
        self.honours.get(&(member, title)).copied()
    }
}

fn one<'a, T>(found: &[&'a T]) -> ByName<'a, T> {
    match found {
        [] => ByName::None,
        [only] => ByName::One(only),
        several => ByName::Several(several.len()),
    }
}

/// A firm's name as it is compared: without spaces, brackets of one width.
pub(in crate::domain::import) fn folded(name: &str) -> String {
    half_width(name).chars().filter(|c| !c.is_whitespace()).collect()
}
