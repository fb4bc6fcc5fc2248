//! 我的证明: the records that a person may see, newest first. The firm's people see the firm's, a lawyer his or her own;
//! what a lawyer has only drafted is nobody else's business.

use std::collections::HashMap;

use crate::app::draft::may_apply_again;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::application::Application;
use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::kind::Kind;
use crate::domain::permission::Right;
use crate::domain::register::Lawyer;
use crate::domain::stage::StageName;
use crate::domain::time::{Day, Moment};
use crate::reading;
use crate::store::records::id_key;
use crate::store::register::RegisterLook;
use crate::store::{Look, StoreError};

/// Which records are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub stage: Option<StageName>,
    /// A kind's slug; empty: any.
    pub kind: String,
    /// Of the day of submission, or of a draft's last change; inclusive.
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// In numbers, lawyers' names (by sound too) and purpose.
    pub search: String,
}

/// One record with what a list shows of it.
#[derive(Clone, Debug)]
pub struct Listed {
    pub application: Application,
    /// The kind's name, once it is chosen.
    pub kind: Option<String>,
    /// Names of the lawyers concerned.
    pub lawyers: Vec<String>,
    pub certificate: Option<Certificate>,
    /// Whether 重新申请 is offered.
    pub again: bool,
}

/// The records found.
#[derive(Clone, Debug)]
pub struct Records {
    pub rows: Vec<Listed>,
    /// Slug and name of every kind, to filter by.
    pub kinds: Vec<(String, String)>,
}

impl Listed {
    /// When it was submitted; a draft's last change.
    pub fn at(&self) -> Moment {
        self.application.submitted().unwrap_or(self.application.changed)
    }

    /// The certificate's number once there is one, the application's before.
    pub fn number(&self) -> String {
        self.certificate.as_ref().map_or_else(|| self.application.number(), |certificate| certificate.serial.show())
    }
}

/// Lists records.
pub fn list(world: &World, person: &Person, wanted: &Wanted) -> Result<Records, Refused> {
    person.needs(Right::Apply)?;
    let today = world.today();
    let look = world.store.read()?;
    let own: Vec<Application> = match person.account.lawyer {
        Some(lawyer) => look.marked("application-lawyer", id_key(lawyer))?,
        None => look.marked("application-firm", id_key(person.firm()?))?,
    };
    let mut kinds: Vec<Kind> = look.all()?;
    kinds.sort_by_key(|kind| kind.position);
    let names = Names::of(&kinds, look.lawyers_of(person.firm()?)?, today);
    let mut rows = Vec::new();
    for application in own.into_iter().rev().filter(|application| may_list(person, application)) {
        if !wanted.fits(&application) {
            continue;
        }
        let row = names.row(&look, application, today)?;
        if wanted.finds(&row) {
            rows.push(row);
        }
    }
    let named = |kind: &Kind| kind.on(today).map(|version| (kind.id.to_string(), version.name.clone()));
    Ok(Records { rows, kinds: kinds.iter().filter_map(named).collect() })
}

fn may_list(person: &Person, application: &Application) -> bool {
    let own_draft = !application.is(StageName::Draft) || application.lawyer == person.account.lawyer;
    own_draft && person.owns(application).is_ok()
}

impl Wanted {
    /// What can be told without looking further.
    fn fits(&self, application: &Application) -> bool {
        let day = application.submitted().unwrap_or(application.changed).day();
        self.stage.is_none_or(|stage| application.is(stage))
            && (self.kind.is_empty() || application.kind.as_ref().is_some_and(|kind| kind.as_str() == self.kind))
            && self.from.is_none_or(|from| day >= from)
            && self.to.is_none_or(|to| day <= to)
    }

    fn finds(&self, row: &Listed) -> bool {
        let search = self.search.trim();
        if search.is_empty() {
            return true;
        }
        let folded = search.to_lowercase();
        let application = &row.application;
        let purpose = application.form.values.get("purpose").map_or("", String::as_str);
        let kind = row.kind.as_deref().unwrap_or_default();
        [row.number().as_str(), application.number().as_str(), purpose, kind]
            .iter()
            .any(|text| text.to_lowercase().contains(&folded))
            || row.lawyers.iter().any(|name| reading::matches(search, name, ""))
    }
}

/// Names that many rows need.
struct Names {
    kinds: HashMap<String, String>,
    lawyers: HashMap<Id<Lawyer>, String>,
}

impl Names {
    fn of(kinds: &[Kind], lawyers: Vec<Lawyer>, today: Day) -> Self {
        let name = |kind: &Kind| kind.on(today).map(|version| (kind.id.to_string(), version.name.clone()));
        Self {
            kinds: kinds.iter().filter_map(name).collect(),
            lawyers: lawyers.into_iter().map(|lawyer| (lawyer.id, lawyer.name.as_str().to_owned())).collect(),
        }
    }

    fn row(&self, look: &impl Look, application: Application, today: Day) -> Result<Listed, Refused> {
        let certificate: Option<Certificate> = match application.certificate() {
            Some(id) => look.get(&id_key(id))?,
            None => None,
        };
        let kind = match (&certificate, &application.kind) {
            (Some(certificate), _) => Some(certificate.title.clone()),
            (None, Some(kind)) => self.kinds.get(kind.as_str()).cloned(),
            (None, None) => None,
        };
        let again = may_apply_again(look, &application, today)?;
        Ok(Listed { kind, lawyers: self.lawyers(look, &application)?, certificate, again, application })
    }

    fn lawyers(&self, look: &impl Look, application: &Application) -> Result<Vec<String>, StoreError> {
        let ids = match &application.submission {
            Some(submission) => &submission.lawyers,
            None => &application.form.lawyers,
        };
        let mut names = Vec::with_capacity(ids.len());
        for id in ids {
            match self.lawyers.get(id) {
                Some(name) => names.push(name.clone()),
                // Has left the firm since.
                None => names.extend(look.lawyer(*id)?.map(|lawyer| lawyer.name.as_str().to_owned())),
            }
        }
        Ok(names)
    }
}
