//! From a decided application to the words of its statement: placeholders filled, table laid out, dates written.

use crate::domain::application::Submission;
use crate::domain::kind::{Column, KindVersion, Language, Scope};
use crate::domain::rule::{Facts, LawyerFacts};
use crate::domain::statement::{Copy, Party, Statement, Subject};
use crate::domain::time::Day;

/// From this many lawyers on, they stand in a table instead of in the sentence.
pub const TABLE_FROM: usize = 3;

/// What a statement is made of besides the submission.
pub struct Grounds<'a> {
    pub issuer: Party,
    /// The association's name in English, for bilingual kinds.
    pub issuer_latin: &'a str,
    pub kind_id: &'a str,
    pub kind: &'a KindVersion,
    pub firm: Party,
    pub facts: &'a Facts,
    /// The full number as printed; a preview says so instead.
    pub number: String,
    pub issue_date: Day,
    pub copy: Copy,
    pub code_commitment: [u8; 32],
}

/// A placeholder that the kind's body names but that does not exist, or has no value here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("placeholder {{{0}}} has no value")]
pub struct Unfilled(pub String);

/// Composes the statement. Pure: the same submission, grounds and version give the same words for ever.
pub fn compose(submission: &Submission, grounds: &Grounds) -> Result<Statement, Unfilled> {
    let kind = grounds.kind;
    let facts = grounds.facts;
    let paragraphs =
        kind.body.iter().map(|text| fill(text, submission, grounds)).collect::<Result<Vec<_>, Unfilled>>()?;
    let tabled = facts.lawyers.len() >= TABLE_FROM && !kind.columns.is_empty();
    let (columns, rows) = if tabled { table(&kind.columns, facts) } else { (Vec::new(), Vec::new()) };
    Ok(Statement {
        issuer: grounds.issuer.clone(),
        number: grounds.number.clone(),
        kind: grounds.kind_id.to_owned(),
        kind_version: kind.number,
        title: kind.title.clone(),
        firm: Some(grounds.firm.clone()),
        subjects: facts
            .lawyers
            .iter()
            .map(|lawyer| Subject { name: lawyer.name.clone(), licence: lawyer.licence.clone() })
            .collect(),
        fields: submission.fields.clone(),
        period: submission.period,
        data_date: facts.data_date,
        issue_date: grounds.issue_date,
        expiry: kind.validity_days.map(|days| grounds.issue_date.plus_days(i32::from(days))),
        purpose: submission.purpose.clone(),
        addressee: submission.addressee.clone(),
        paragraphs,
        columns,
        rows,
        closing: kind.closing.clone(),
        date_line: kind.date_style.show(grounds.issue_date),
        copy: grounds.copy,
        code_commitment: grounds.code_commitment,
    })
}

fn table(columns: &[Column], facts: &Facts) -> (Vec<String>, Vec<Vec<String>>) {
    let headings = columns.iter().map(|column| column.heading().to_owned()).collect();
    let rows = facts
        .lawyers
        .iter()
        .enumerate()
        .map(|(index, lawyer)| {
            let cell = |column: &Column| match column {
                Column::Index => (index + 1).to_string(),
                Column::Name => lawyer.name.clone(),
                Column::LatinName => lawyer.latin_name.clone().unwrap_or_else(|| "—".to_owned()),
                Column::Licence => lawyer.licence.clone(),
                Column::FirstPractice => lawyer.first_practice.map_or_else(|| "—".to_owned(), Day::zh),
            };
            columns.iter().map(cell).collect()
        })
        .collect();
    (headings, rows)
}

/// Replaces `{name}` by its value; a brace without a known name is an error, so that none is ever printed.
fn fill(text: &str, submission: &Submission, grounds: &Grounds) -> Result<String, Unfilled> {
    let mut filled = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        let close = after.find('}').ok_or_else(|| Unfilled(after.to_owned()))?;
        let name = &after[..close];
        filled.push_str(&value(name, submission, grounds).ok_or_else(|| Unfilled(name.to_owned()))?);
        rest = &after[close + 1..];
    }
    filled.push_str(rest);
    Ok(filled)
}

fn value(name: &str, submission: &Submission, grounds: &Grounds) -> Option<String> {
    let facts = grounds.facts;
    let first = facts.lawyers.first();
    match name {
        "firm" => Some(grounds.firm.name.clone()),
        "uscc" => Some(grounds.firm.uscc.clone()),
        "lawyers" => Some(lawyers(grounds)),
        "lawyer" => first.map(|lawyer| lawyer.name.clone()),
        "licence" => first.map(|lawyer| lawyer.licence.clone()),
        "latin_name" => first.and_then(|lawyer| lawyer.latin_name.clone()),
        "count" => Some(facts.lawyers.len().to_string()),
        "period" => submission.period.map(|period| format!("{}至{}", period.from.zh(), period.to.zh())),
        "period_en" => submission.period.map(|period| format!("from {} to {}", period.from.en(), period.to.en())),
        "data_date" => Some(facts.data_date.zh()),
        "data_date_en" => Some(facts.data_date.en()),
        "year" => submission.year.map(|year| year.to_string()),
        "honour" => submission.honour.clone(),
        "member" => Some(match first {
            Some(lawyer) => format!("{}律师{}（律师执业证号：{}）", grounds.firm.name, lawyer.name, lawyer.licence),
            None => format!("{}（统一社会信用代码：{}）", grounds.firm.name, grounds.firm.uscc),
        }),
        "practising" => Some(facts.firm.practising.to_string()),
        "first_practice" => first.and_then(|lawyer| lawyer.first_practice).map(Day::zh),
        "first_practice_en" => first.and_then(|lawyer| lawyer.first_practice).map(Day::en),
        "practice" => first.map(|lawyer| practice(&grounds.firm.name, lawyer)),
        "issue_date" => Some(grounds.kind.date_style.show(grounds.issue_date)),
        "issue_date_en" => Some(grounds.issue_date.en()),
        "association" => Some(grounds.issuer.name.clone()),
        "association_en" => Some(grounds.issuer_latin.to_owned()).filter(|name| !name.is_empty()),
        "purpose" => submission.purpose.clone(),
        "addressee" => submission.addressee.clone(),
        key => submission.fields.iter().find(|field| field.key == key).map(|field| field.value.clone()),
    }
}

fn practice(current: &str, lawyer: &LawyerFacts) -> String {
    let mut stretches: Vec<String> = lawyer
        .practice
        .iter()
        .map(|stretch| {
            let to = stretch.to.map_or_else(|| "今".to_owned(), Day::zh);
            format!("{}至{to}，{}", stretch.from.zh(), stretch.firm)
        })
        .collect();
    if stretches.is_empty() {
        let from = lawyer.first_practice.map_or_else(String::new, |day| format!("{}至今，", day.zh()));
        stretches.push(format!("{from}{current}"));
    }
    stretches.join("；")
}

fn lawyers(grounds: &Grounds) -> String {
    let lawyers = &grounds.facts.lawyers;
    if lawyers.len() >= TABLE_FROM && !grounds.kind.columns.is_empty() {
        let all = if grounds.kind.scope == Scope::FirmAndAllLawyers { "全体执业律师，即" } else { "" };
        return format!("{all}下表所列{}名律师", lawyers.len());
    }
    let joiner = if grounds.kind.language == Language::Chinese { "、" } else { "，" };
    lawyers
        .iter()
        .map(|lawyer| format!("{}（律师执业证号：{}）", lawyer.name, lawyer.licence))
        .collect::<Vec<_>>()
        .join(joiner)
}
