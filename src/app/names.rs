//! Names for lists: of firms, lawyers and kinds, each read once for a whole list.

use std::collections::HashMap;

use crate::app::refused::Refused;
use crate::domain::id::Id;
use crate::domain::kind::{Kind, KindId};
use crate::domain::register::{Firm, Lawyer};
use crate::domain::time::Day;
use crate::reading;
use crate::store::Look;
use crate::store::register::RegisterLook;

/// Looks names up and remembers them.
pub struct Names<'a, L> {
    look: &'a L,
    firms: HashMap<Id<Firm>, String>,
    lawyers: HashMap<Id<Lawyer>, Option<(String, String)>>,
}

impl<'a, L: Look> Names<'a, L> {
    pub fn new(look: &'a L) -> Self {
        Self { look, firms: HashMap::new(), lawyers: HashMap::new() }
    }

    /// The firm's name; empty where the register has no such firm.
    pub fn firm(&mut self, id: Id<Firm>) -> Result<&str, Refused> {
        if !self.firms.contains_key(&id) {
            let name = self.look.firm(id)?.map(|firm| firm.name).unwrap_or_default();
            self.firms.insert(id, name);
        }
        Ok(self.firms.get(&id).map_or("", String::as_str))
    }

    fn lawyer(&mut self, id: Id<Lawyer>) -> Result<Option<&(String, String)>, Refused> {
        if !self.lawyers.contains_key(&id) {
            let found = self.look.lawyer(id)?;
            let found = found.map(|lawyer| (lawyer.name.as_str().to_owned(), lawyer.licence.as_str().to_owned()));
            self.lawyers.insert(id, found);
        }
        Ok(self.lawyers.get(&id).and_then(Option::as_ref))
    }

    /// `赵一鸣`, `赵一鸣、钱㐭`, `赵一鸣等 12 名`; empty for none.
    pub fn lawyers(&mut self, ids: &[Id<Lawyer>]) -> Result<String, Refused> {
        let mut names = Vec::new();
        for id in ids.iter().take(2) {
            names.extend(self.lawyer(*id)?.map(|(name, _)| name.clone()));
        }
        Ok(match names.as_slice() {
            [first, ..] if ids.len() > 2 => format!("{first}等 {} 名", ids.len()),
            names => names.join("、"),
        })
    }

    /// Whether what a person typed finds the firm or one of the lawyers: by name, by sound, by licence number.
    pub fn found(&mut self, search: &str, firm: Id<Firm>, lawyers: &[Id<Lawyer>]) -> Result<bool, Refused> {
        if self.firm(firm)?.contains(search) {
            return Ok(true);
        }
        for id in lawyers {
            if self.lawyer(*id)?.is_some_and(|(name, licence)| reading::matches(search, name, licence)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Every kind's slug and today's name, in the applicants' order, for filters.
pub fn kinds(look: &impl Look, today: Day) -> Result<Vec<(KindId, String)>, Refused> {
    let mut kinds: Vec<Kind> = look.all()?;
    kinds.sort_by_key(|kind| kind.position);
    let named = |kind: Kind| kind.on(today).map(|version| version.name.clone()).map(|name| (kind.id.clone(), name));
    Ok(kinds.into_iter().filter_map(named).collect())
}
