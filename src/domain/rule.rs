//! The rules by which an application is decided, and the one function that evaluates them.
//!
//! Five readers use it: the firm's 申请前自检, the automatic review, the reviewer's checklist, the stored decision
//! record, and the verification page's 是否仍然成立. It sees only `Facts`, which are stored with the decision, so that
//! an evaluation can be replayed years later.

use serde::{Deserialize, Serialize};

use crate::domain::register::{FirmState, LawyerState, Measure, Practice};
use crate::domain::statement::Period;
use crate::domain::time::Day;

/// Raised when a rule's meaning changes; stored with each decision.
///
/// 2: what the words of a certificate need (a first day of practice, a name in Latin letters) fails where the register
/// lacks it, for no reviewer could put it there; before, it was left to the reviewer. A lawyer who has not answered whether
/// he or she consents is unknown; before, that failed.
pub const EVALUATOR_VERSION: u32 = 2;

/// A typed predicate over the facts. `Lawyers…` are asked for each named lawyer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rule {
    /// The firm is 正常.
    FirmNormal,
    /// Dues of the asked year are paid.
    DuesPaid,
    /// No 行业处分 of the firm in the asked period; `measures` empty means any.
    FirmUndisciplined {
        measures: Vec<Measure>,
    },
    LawyersPractising,
    LawyersOfFirm,
    LawyersUndisciplined {
        measures: Vec<Measure>,
    },
    LawyersConsent,
    /// The register knows each lawyer's first day of practice.
    FirstPracticeKnown,
    /// The register knows each lawyer's name in Latin letters.
    LatinNameKnown,
    /// The chosen honour is on record.
    HonourOnRecord,
}

/// Everything that rules may look at, copied from the register and the application at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub firm: FirmFacts,
    pub lawyers: Vec<LawyerFacts>,
    pub period: Option<Period>,
    pub year: Option<i16>,
    pub honour: Option<String>,
    pub discipline_loaded: bool,
    pub dues_loaded: bool,
    pub honours_loaded: bool,
    /// The day up to which the register vouches for these facts.
    pub data_date: Day,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirmFacts {
    pub name: String,
    pub state: FirmState,
    pub discipline: Vec<Penalty>,
    pub dues_years: Vec<i16>,
    pub honours: Vec<String>,
    /// Practising lawyers of the firm.
    pub practising: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawyerFacts {
    pub name: String,
    pub licence: String,
    pub latin_name: Option<String>,
    pub state: LawyerState,
    pub of_firm: bool,
    pub first_practice: Option<Day>,
    pub practice: Vec<Practice>,
    pub discipline: Vec<Penalty>,
    pub honours: Vec<String>,
    pub consented: bool,
    /// Said no, which is another thing than not having answered.
    #[serde(default)]
    pub declined: bool,
}

/// A 行业处分, as far as rules need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Penalty {
    pub measure: Measure,
    pub decided: Day,
}

/// What one rule said about one member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub rule: Rule,
    pub about: About,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum About {
    Firm,
    /// Index into `Facts::lawyers`.
    Lawyer(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    Pass,
    Fail,
    /// 无法判断: the register cannot answer.
    Unknown,
}

/// The outcome of all findings together: the worst of them.
pub fn overall(findings: &[Finding]) -> Outcome {
    if findings.iter().any(|finding| finding.outcome == Outcome::Fail) {
        Outcome::Fail
    } else if findings.iter().any(|finding| finding.outcome == Outcome::Unknown) {
        Outcome::Unknown
    } else {
        Outcome::Pass
    }
}

/// Evaluates every rule, in their order, for the firm or for each lawyer in theirs.
pub fn evaluate(rules: &[Rule], facts: &Facts) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in rules {
        match rule {
            Rule::FirmNormal => push_firm(&mut findings, rule, pass_if(facts.firm.state == FirmState::Normal)),
            Rule::DuesPaid => push_firm(&mut findings, rule, dues(facts)),
            Rule::FirmUndisciplined { measures } => {
                push_firm(&mut findings, rule, undisciplined(facts, &facts.firm.discipline, measures));
            }
            Rule::HonourOnRecord => push_firm(&mut findings, rule, honour(facts)),
            Rule::LawyersPractising => {
                each(&mut findings, rule, facts, |lawyer| pass_if(lawyer.state == LawyerState::Practising));
            }
            Rule::LawyersOfFirm => each(&mut findings, rule, facts, |lawyer| pass_if(lawyer.of_firm)),
            Rule::LawyersUndisciplined { measures } => {
                each(&mut findings, rule, facts, |lawyer| undisciplined(facts, &lawyer.discipline, measures));
            }
            Rule::LawyersConsent => each(&mut findings, rule, facts, consent),
            Rule::FirstPracticeKnown => {
                each(&mut findings, rule, facts, |lawyer| pass_if(lawyer.first_practice.is_some()));
            }
            Rule::LatinNameKnown => each(&mut findings, rule, facts, |lawyer| pass_if(lawyer.latin_name.is_some())),
        }
    }
    findings
}

fn push_firm(findings: &mut Vec<Finding>, rule: &Rule, outcome: Outcome) {
    findings.push(Finding { rule: rule.clone(), about: About::Firm, outcome });
}

fn each(findings: &mut Vec<Finding>, rule: &Rule, facts: &Facts, judge: impl Fn(&LawyerFacts) -> Outcome) {
    findings.extend(facts.lawyers.iter().enumerate().map(|(index, lawyer)| Finding {
        rule: rule.clone(),
        about: About::Lawyer(index),
        outcome: judge(lawyer),
    }));
}

fn pass_if(holds: bool) -> Outcome {
    if holds { Outcome::Pass } else { Outcome::Fail }
}

/// Whoever has not answered hinders no submission: asking begins with it. Approving is another matter (`app::consent`).
fn consent(lawyer: &LawyerFacts) -> Outcome {
    match (lawyer.declined, lawyer.consented) {
        (true, _) => Outcome::Fail,
        (false, true) => Outcome::Pass,
        (false, false) => Outcome::Unknown,
    }
}

fn dues(facts: &Facts) -> Outcome {
    match facts.year {
        Some(_) if !facts.dues_loaded => Outcome::Unknown,
        Some(year) => pass_if(facts.firm.dues_years.contains(&year)),
        None => Outcome::Unknown,
    }
}

fn undisciplined(facts: &Facts, penalties: &[Penalty], measures: &[Measure]) -> Outcome {
    let Some(period) = facts.period else { return Outcome::Unknown };
    if !facts.discipline_loaded || period.to > facts.data_date {
        return Outcome::Unknown;
    }
    let hit = penalties.iter().any(|penalty| {
        (measures.is_empty() || measures.contains(&penalty.measure))
            && (period.from..=period.to).contains(&penalty.decided)
    });
    pass_if(!hit)
}

fn honour(facts: &Facts) -> Outcome {
    if !facts.honours_loaded {
        return Outcome::Unknown;
    }
    let Some(honour) = &facts.honour else { return Outcome::Unknown };
    let on_record = match facts.lawyers.first() {
        Some(lawyer) => lawyer.honours.contains(honour),
        None => facts.firm.honours.contains(honour),
    };
    pass_if(on_record)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts {
            firm: FirmFacts {
                name: "示例所".into(),
                state: FirmState::Normal,
                discipline: vec![],
                dues_years: vec![2025],
                honours: vec!["2025年度优秀律师事务所".into()],
                practising: 1,
            },
            lawyers: vec![LawyerFacts {
                name: "示例".into(),
                licence: "14401202010000001".into(),
                latin_name: None,
                state: LawyerState::Practising,
                of_firm: true,
                first_practice: Day::new(2020, 1, 2),
                practice: vec![],
                discipline: vec![],
                honours: vec![],
                consented: false,
                declined: false,
            }],
            period: Some(Period { from: Day::new(2024, 1, 1).unwrap(), to: Day::new(2025, 12, 31).unwrap() }),
            year: Some(2025),
            honour: Some("2025年度优秀律师事务所".into()),
            discipline_loaded: true,
            dues_loaded: true,
            honours_loaded: true,
            data_date: Day::new(2026, 1, 31).unwrap(),
        }
    }

    fn outcome(rule: Rule, facts: &Facts) -> Outcome {
        overall(&evaluate(&[rule], facts))
    }

    #[test]
    fn a_table_that_was_never_loaded_is_no_clean_record() {
        let clean = Rule::LawyersUndisciplined { measures: vec![] };
        let mut facts = facts();
        assert_eq!(outcome(clean.clone(), &facts), Outcome::Pass);
        facts.discipline_loaded = false;
        assert_eq!(outcome(clean, &facts), Outcome::Unknown);
        facts.dues_loaded = false;
        assert_eq!(outcome(Rule::DuesPaid, &facts), Outcome::Unknown);
        facts.honours_loaded = false;
        facts.lawyers.clear();
        assert_eq!(outcome(Rule::HonourOnRecord, &facts), Outcome::Unknown);
    }

    #[test]
    fn the_period_is_inclusive_at_both_ends() {
        let rule = Rule::LawyersUndisciplined { measures: vec![] };
        for (decided, expected) in [
            ("2023-12-31", Outcome::Pass),
            ("2024-01-01", Outcome::Fail),
            ("2025-12-31", Outcome::Fail),
            ("2026-01-01", Outcome::Pass),
        ] {
            let mut facts = facts();
            let decided = Day::parse(decided).unwrap();
            facts.lawyers[0].discipline.push(Penalty { measure: Measure::Warning, decided });
            assert_eq!(outcome(rule.clone(), &facts), expected, "{decided}");
        }
    }

    #[test]
    fn a_period_beyond_the_data_date_cannot_be_judged() {
        let mut facts = facts();
        facts.data_date = Day::new(2025, 12, 30).unwrap();
        assert_eq!(outcome(Rule::FirmUndisciplined { measures: vec![] }, &facts), Outcome::Unknown);
    }

    #[test]
    fn only_named_measures_count_where_a_rule_names_them() {
        let mut facts = facts();
        let decided = Day::new(2025, 6, 1).unwrap();
        facts.firm.discipline.push(Penalty { measure: Measure::Admonition, decided });
        let censure_only = Rule::FirmUndisciplined { measures: vec![Measure::Censure] };
        assert_eq!(outcome(censure_only, &facts), Outcome::Pass);
        assert_eq!(outcome(Rule::FirmUndisciplined { measures: vec![] }, &facts), Outcome::Fail);
    }

    #[test]
    fn one_failing_lawyer_fails_the_whole() {
        let mut facts = facts();
        let mut second = facts.lawyers[0].clone();
        second.state = LawyerState::Suspended;
        facts.lawyers.push(second);
        let findings = evaluate(&[Rule::LawyersPractising, Rule::LawyersOfFirm], &facts);
        assert_eq!(findings.len(), 4);
        assert_eq!(findings[1].outcome, Outcome::Fail);
        assert_eq!(overall(&findings), Outcome::Fail);
    }

    #[test]
    fn silence_is_neither_consent_nor_refusal() {
        let mut facts = facts();
        assert_eq!(outcome(Rule::LawyersConsent, &facts), Outcome::Unknown);
        facts.lawyers[0].consented = true;
        assert_eq!(outcome(Rule::LawyersConsent, &facts), Outcome::Pass);
        (facts.lawyers[0].consented, facts.lawyers[0].declined) = (false, true);
        assert_eq!(outcome(Rule::LawyersConsent, &facts), Outcome::Fail);
    }
}
