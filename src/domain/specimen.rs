//! What a kind's template shows: invented members and entries, so that applicants see the words of a certificate
//! before they choose its kind.

use crate::domain::application::Submission;
use crate::domain::kind::{Entry, KindVersion, Scope};
use crate::domain::register::{FirmState, LawyerState, Practice};
use crate::domain::rule::{Facts, FirmFacts, LawyerFacts};
use crate::domain::statement::{Field, Party, Period};
use crate::domain::time::Day;

/// How much an invented certificate has to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sample {
    /// Two characters to a name, one lawyer, nothing that may be left out.
    Shortest,
    #[default]
    Typical,
    /// Names of 25 characters, a firm of 40, thirty lawyers, every entry as long as it may be.
    Longest,
}

impl Sample {
    pub const ALL: [Self; 3] = [Self::Shortest, Self::Typical, Self::Longest];

    /// The word in URLs.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Shortest => "shortest",
            Self::Typical => "typical",
            Self::Longest => "longest",
        }
    }

    /// The word on pages.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Shortest => "最短",
            Self::Typical => "一般",
            Self::Longest => "最长",
        }
    }

    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sample| sample.slug() == slug)
    }
}

const LAWYERS: [(&str, &str, &str); 3] = [
    ("张示例", "14401201510000001", "ZHANG Shili"),
    ("李样本", "14401201810000002", "LI Yangben"),
    ("欧阳范文", "14401202011000003", "OUYANG Fanwen"),
];

/// Lawyers of the longest sample.
const MANY: u32 = 30;

/// Invented entries, facts and firm for a template of this kind.
pub fn specimen(kind: &KindVersion, today: Day, sample: Sample) -> (Submission, Facts, Party) {
    let firm_name = match sample {
        Sample::Shortest => "示例所".to_owned(),
        Sample::Typical => "示例律师事务所".to_owned(),
        Sample::Longest => format!("示例省示例市{}示律师事务所", "示例".repeat(14)),
    };
    let firm = Party { name: firm_name, uscc: "31440000MD0000000X".to_owned() };
    let year = today.year() - 1;
    let honour = match sample {
        Sample::Shortest => "示例荣誉".to_owned(),
        Sample::Typical => format!("{year}年度示例荣誉"),
        Sample::Longest => format!("{year}年度{}称号", "示例荣誉".repeat(10)),
    };
    let period = Period { from: today.plus_years(-3), to: today };
    let mut submission = entries(kind, sample, today);
    for spec in &kind.fields {
        match spec.entry {
            Entry::Period => submission.period = Some(period),
            Entry::Year => submission.year = Some(year),
            Entry::Honour => submission.honour = Some(honour.clone()),
            _ => {}
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
        lawyers: lawyers(kind.scope, sample, &firm.name, today),
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

/// What an applicant would have typed.
fn entries(kind: &KindVersion, sample: Sample, today: Day) -> Submission {
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
    for spec in kind.fields.iter().filter(|spec| spec.required || sample != Sample::Shortest) {
        let value = match (&spec.entry, sample) {
            (Entry::Period | Entry::Year | Entry::Honour, _) => continue,
            (Entry::Date, _) => today.zh(),
            (Entry::Choice(options), Sample::Shortest) => shortest(options),
            (Entry::Choice(options), Sample::Typical) => options.first().cloned().unwrap_or_default(),
            (Entry::Choice(options), Sample::Longest) => longest(options),
            (Entry::Text { .. }, Sample::Shortest) => "示".to_owned(),
            (Entry::Text { .. }, Sample::Typical) => format!("（{}）", spec.label),
            (Entry::Text { max }, Sample::Longest) => "示例文字".chars().cycle().take(usize::from(*max)).collect(),
        };
        match spec.key.as_str() {
            "addressee" => submission.addressee = Some(value),
            "purpose" => submission.purpose = Some(value),
            key => submission.fields.push(Field { key: key.to_owned(), label: spec.label.clone(), value }),
        }
    }
    submission
}

fn shortest(options: &[String]) -> String {
    options.iter().min_by_key(|option| option.chars().count()).cloned().unwrap_or_default()
}

fn longest(options: &[String]) -> String {
    options.iter().max_by_key(|option| option.chars().count()).cloned().unwrap_or_default()
}

fn lawyers(scope: Scope, sample: Sample, firm: &str, today: Day) -> Vec<LawyerFacts> {
    let count = match (scope, sample) {
        (Scope::Firm, _) | (Scope::FirmOrOneLawyer, Sample::Shortest | Sample::Typical) => 0,
        (Scope::OneLawyer | Scope::FirmOrOneLawyer, _) | (_, Sample::Shortest) => 1,
        (_, Sample::Typical) => 3,
        (_, Sample::Longest) => MANY,
    };
    let one = |at: u32| match sample {
        Sample::Shortest => lawyer("丁一", "14401201510000001", "DING Yi"),
        Sample::Typical => LAWYERS.iter().cycle().nth(at as usize).map_or_else(
            || lawyer("张示例", "14401201510000001", "ZHANG Shili"),
            |(name, licence, latin)| lawyer(name, licence, latin),
        ),
        Sample::Longest => {
            let name = "阿卜杜热合曼·买买提艾力·示例示例示例示例示例示例";
            let latin = "Abdurahman Memeteli Shilishilishilishilishili";
            let licence = format!("1440120151{:07}", at + 1);
            let practice = (1..=5).map(|n| Practice {
                firm: firm.to_owned(),
                from: today.plus_years(-2 * (6 - n)),
                to: Some(today.plus_years(-2 * (6 - n) + 2).plus_days(-1)),
            });
            LawyerFacts { practice: practice.collect(), ..lawyer(name, &licence, latin) }
        }
    };
    (0..count).map(one).collect()
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
        declined: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::seed;

    #[test]
    fn three_lengths_as_long_as_they_say() {
        let today = Day::new(2026, 11, 25).unwrap();
        for kind in seed::kinds("示律证", today) {
            let version = &kind.versions[0];
            let of = |sample| specimen(version, today, sample);
            let (short, typical, long) = (of(Sample::Shortest), of(Sample::Typical), of(Sample::Longest));
            assert_eq!(long.2.name.chars().count(), 40);
            assert!(long.1.lawyers.iter().all(|lawyer| lawyer.name.chars().count() == 25), "{:?}", long.1.lawyers);
            assert!(short.0.purpose.is_none() && typical.0.purpose.is_some());
            assert!(
                short.1.lawyers.len() <= typical.1.lawyers.len() && typical.1.lawyers.len() <= long.1.lawyers.len()
            );
            let max = version.fields.iter().find(|field| field.key == "purpose").unwrap();
            assert_eq!(max.entry, Entry::Text { max: 60 });
            assert_eq!(long.0.purpose.unwrap().chars().count(), 60);
        }
        for sample in Sample::ALL {
            assert_eq!(Sample::parse(sample.slug()), Some(sample));
        }
    }
}
