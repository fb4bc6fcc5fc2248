//! A case: one application with everything that deciding it needs, read from one snapshot.

use crate::app::consent;
use crate::app::refused::Refused;
use crate::domain::application::{Application, Form, Submission};
use crate::domain::complete::{Bounds, Incomplete, complete};
use crate::domain::consent::Consent;
use crate::domain::id::Id;
use crate::domain::kind::{Kind, KindVersion};
use crate::domain::register::{Firm, Lawyer, LawyerState, Member, Table};
use crate::domain::rule::{Facts, Finding, FirmFacts, LawyerFacts, Penalty, Rule, evaluate};
use crate::domain::settings::Settings;
use crate::domain::time::Day;
use crate::store::blobs::Blobs;
use crate::store::register::RegisterLook;
use crate::store::{Look, StoreError};

/// An application with its kind and its members as the register has them now.
#[derive(Clone, Debug)]
pub struct Case {
    pub application: Application,
    pub settings: Settings,
    pub kind: Kind,
    pub version: KindVersion,
    pub firm: Firm,
    /// All lawyers of the firm, by id.
    pub lawyers: Vec<Lawyer>,
    pub today: Day,
    pub data_date: Day,
}

impl Case {
    /// Reads a case without the firm's other lawyers: enough for the rules, which judge those that are named, not for the
    /// words of a certificate, which may count them all.
    pub fn read_for_rules(look: &impl Look, application: Application, today: Day) -> Result<Self, Refused> {
        Self::with(look, application, today, Vec::new())
    }

    /// Reads a case. The version is the one in force today for a draft, else the one that it was submitted under.
    pub fn read(look: &impl Look, application: Application, today: Day) -> Result<Self, Refused> {
        let lawyers = look.lawyers_of(application.firm)?;
        Self::with(look, application, today, lawyers)
    }

    fn with(look: &impl Look, application: Application, today: Day, lawyers: Vec<Lawyer>) -> Result<Self, Refused> {
        let kind_id = application.kind.as_ref().ok_or_else(|| Refused::Conflict("请先选择证明类型。".to_owned()))?;
        let kind: Kind = look.get(kind_id.as_str().as_bytes())?.ok_or(Refused::NotFound)?;
        let version =
            if application.submission.is_some() { kind.version(application.kind_version) } else { kind.on(today) };
        let version = version.cloned().ok_or_else(|| Refused::broken("a kind without this version"))?;
        let firm = look.firm(application.firm)?.ok_or(Refused::NotFound)?;
        let data_date = data_date(look, &version.rules)?.unwrap_or(today);
        Ok(Self { settings: look.settings()?, application, kind, version, firm, lawyers, today, data_date })
    }

    /// Completes the form as it stands.
    pub fn complete(&self, look: &impl Look, undrawable: &dyn Fn(&str) -> Vec<char>) -> Result<Submission, Refused> {
        self.try_complete(look, &self.application.form, undrawable)?
            .map_err(|incomplete| Refused::Invalid(incomplete.problems))
    }

    /// Completes a form, or says what it amounts to so far.
    pub fn try_complete(
        &self,
        look: &impl Look,
        form: &Form,
        undrawable: &dyn Fn(&str) -> Vec<char>,
    ) -> Result<Result<Submission, Box<Incomplete>>, StoreError> {
        let all: Vec<Id<Lawyer>> = self.lawyers.iter().map(|lawyer| lawyer.id).collect();
        let practising: Vec<Id<Lawyer>> = self.practising().map(|lawyer| lawyer.id).collect();
        let honours = self.honours(look, form)?;
        let bounds = Bounds {
            today: self.today,
            data_date: self.data_date,
            lawyers_of_firm: &all,
            practising: &practising,
            only: self.application.lawyer,
            honours: &honours,
            undrawable,
        };
        Ok(complete(form, &self.version, &bounds))
    }

    /// Titles of the honours that this form can choose from: the one chosen lawyer's, else the firm's.
    pub fn honours(&self, look: &impl Look, form: &Form) -> Result<Vec<String>, StoreError> {
        let lawyer = self.application.lawyer.or_else(|| form.lawyers.first().copied());
        let member = lawyer.map_or(Member::Firm(self.firm.id), Member::Lawyer);
        Ok(look.honours_of(member)?.into_iter().map(|honour| honour.title).collect())
    }

    /// The facts about a submission, as the register has them now.
    pub fn facts(&self, look: &impl Look, submission: &Submission) -> Result<Facts, StoreError> {
        let mut lawyers = Vec::with_capacity(submission.lawyers.len());
        for id in &submission.lawyers {
            if let Some(lawyer) = look.lawyer(*id)? {
                let consent: Option<Consent> = look.get(&consent::key(self.application.id, *id))?;
                let mut facts = lawyer_facts(look, &lawyer, self.firm.id)?;
                facts.consented = consent.as_ref().is_some_and(Consent::is_given);
                facts.declined = consent.as_ref().is_some_and(Consent::is_declined);
                lawyers.push(facts);
            }
        }
        let member = Member::Firm(self.firm.id);
        Ok(Facts {
            firm: FirmFacts {
                name: self.firm.name.clone(),
                state: self.firm.state,
                discipline: penalties(look, member)?,
                dues_years: look.dues_of(self.firm.id)?.into_iter().map(|dues| dues.year).collect(),
                honours: look.honours_of(member)?.into_iter().map(|honour| honour.title).collect(),
                practising: u32::try_from(self.practising().count()).unwrap_or(u32::MAX),
            },
            lawyers,
            period: submission.period,
            year: submission.year,
            honour: submission.honour.clone(),
            discipline_loaded: look.loaded(Table::Discipline)?.is_some(),
            dues_loaded: look.loaded(Table::Dues)?.is_some(),
            honours_loaded: look.loaded(Table::Honours)?.is_some(),
            data_date: self.data_date,
        })
    }

    /// What the rules say of these facts.
    pub fn findings(&self, facts: &Facts) -> Vec<Finding> {
        evaluate(&self.version.rules, facts)
    }

    fn practising(&self) -> impl Iterator<Item = &Lawyer> {
        self.lawyers.iter().filter(|lawyer| lawyer.state == LawyerState::Practising)
    }
}

fn lawyer_facts(look: &impl Look, lawyer: &Lawyer, firm: Id<Firm>) -> Result<LawyerFacts, StoreError> {
    let member = Member::Lawyer(lawyer.id);
    Ok(LawyerFacts {
        name: lawyer.name.as_str().to_owned(),
        licence: lawyer.licence.as_str().to_owned(),
        latin_name: lawyer.latin_name.clone(),
        state: lawyer.state,
        of_firm: lawyer.firm == firm,
        first_practice: lawyer.first_practice,
        practice: lawyer.practice.clone(),
        discipline: penalties(look, member)?,
        honours: look.honours_of(member)?.into_iter().map(|honour| honour.title).collect(),
        // Nobody has answered unless the store says so.
        consented: false,
        declined: false,
    })
}

fn penalties(look: &impl Look, member: Member) -> Result<Vec<Penalty>, StoreError> {
    let entries = look.discipline_of(member)?;
    Ok(entries.into_iter().map(|entry| Penalty { measure: entry.measure, decided: entry.decided }).collect())
}

/// The day up to which every table that these rules read was vouched for: the earliest of their data dates.
pub fn data_date(look: &impl Look, rules: &[Rule]) -> Result<Option<Day>, StoreError> {
    let mut tables = vec![Table::Firms, Table::Lawyers];
    for rule in rules {
        match rule {
            Rule::FirmUndisciplined { .. } | Rule::LawyersUndisciplined { .. } => tables.push(Table::Discipline),
            Rule::DuesPaid => tables.push(Table::Dues),
            Rule::HonourOnRecord => tables.push(Table::Honours),
            _ => {}
        }
    }
    let mut earliest: Option<Day> = None;
    for table in tables {
        if let Some(loaded) = look.loaded(table)? {
            earliest = Some(earliest.map_or(loaded.data_date, |day| day.min(loaded.data_date)));
        }
    }
    Ok(earliest)
}
