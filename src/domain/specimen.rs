//! What a kind's template shows: invented members and entries, so that applicants see the words of a certificate
//! before they choose its kind.

use crate::domain::application::Submission;
use crate::domain::kind::{Entry, KindVersion, Scope};
use crate::domain::register::{FirmState, LawyerState};
use crate::domain::rule::{Facts, FirmFacts, LawyerFacts};
use crate::domain::statement::{Field, Party, Period};
use crate::domain::time::Day;

const LAWYERS: [(&str, &str, &str); 3] = [
    ("张示例", "14401201510000001", "ZHANG Shili"),
    ("李样本", "14401201810000002", "LI Yangben"),
    ("欧阳范文", "14401202011000003", "OUYANG Fanwen"),
];

/// Invented entries, facts and firm for a template of this kind.
pub fn specimen(kind: &KindVersion, today: Day) -> (Submission, Facts, Party) {
    let count = match kind.scope {
        Scope::Firm | Scope::FirmOrOneLawyer => 0,
        Scope::OneLawyer => 1,
        Scope::SomeLawyers | Scope::FirmAndAllLawyers => LAWYERS.len(),
    };
    let firm = Party { name: "示例律师事务所".to_owned(), uscc: "31440000MD0000000X".to_owned() };
    let year = today.year() - 1;
    let honour = format!("{year}年度示例荣誉");
    let period = Period { from: today.plus_years(-3), to: today };
    let mut submission = Submission {
        email: String::new(),
        lawyers: Vec::new(),
        fields: Vec::new(),
        period: None,
        year: None,
        honour: None,
        purpose: None,
        addressee: None,
        paper: None,
    };
    for spec in &kind.fields {
        match (&spec.entry, spec.key.as_str()) {
            (Entry::Period, _) => submission.period = Some(period),
            (Entry::Year, _) => submission.year = Some(year),
            (Entry::Honour, _) => submission.honour = Some(honour.clone()),
            (_, "addressee") => submission.addressee = Some("（出具对象）".to_owned()),
            (_, "purpose") => submission.purpose = Some("（用途）".to_owned()),
            (_, key) => submission.fields.push(Field {
                key: key.to_owned(),
                label: spec.label.clone(),
                value: format!("（{}）", spec.label),
            }),
        }
    }
    let facts = Facts {
        firm: FirmFacts {
            name: firm.name.clone(),
            state: FirmState::Normal,
            discipline: Vec::new(),
            dues_years: vec![year],
            honours: vec![honour],
            practising: 60,
        },
        lawyers: LAWYERS[..count].iter().map(|(name, licence, latin)| lawyer(name, licence, latin)).collect(),
        period: submission.period,
        year: submission.year,
        honour: submission.honour.clone(),
        discipline_loaded: true,
        dues_loaded: true,
        honours_loaded: true,
        data_date: today,
    };
    (submission, facts, firm)
}

fn lawyer(name: &str, licence: &str, latin: &str) -> LawyerFacts {
    LawyerFacts {
        name: name.to_owned(),
        licence: licence.to_owned(),
        latin_name: Some(latin.to_owned()),
        state: LawyerState::Practising,
        of_firm: true,
        first_practice: Day::new(2015, 6, 8),
        practice: Vec::new(),
        discipline: Vec::new(),
        honours: Vec::new(),
        consented: true,
    }
}
