//! What the rules answered, subject by subject: the firm's 申请前自检 and the reviewer's checklist are one table.

use maud::{Markup, html};

use crate::domain::rule::{About, Facts, Finding, Outcome};
use crate::text::rule;
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::tags;

/// More passes than this are folded away.
const PASSES_SHOWN: usize = 6;

/// One rule's answer for one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckLine {
    /// The lawyer's or the firm's name.
    pub subject: String,
    /// `执业状态为“执业”`.
    pub rule: String,
    pub outcome: Outcome,
    /// The facts behind the answer.
    pub why: String,
    /// What to do and where; for the applicant, where something fails.
    pub remedy: Option<String>,
}

/// The rules' answers; those that fail come first and loud, the rest stays quiet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checklist {
    pub lines: Vec<CheckLine>,
}

impl Checklist {
    /// The rules' findings in words. What to do is only said to applicants.
    pub fn of(findings: &[Finding], facts: &Facts, to_applicant: bool) -> Self {
        let line = |finding: &Finding| CheckLine {
            subject: match finding.about {
                About::Firm => facts.firm.name.clone(),
                About::Lawyer(at) => facts.lawyers.get(at).map(|lawyer| lawyer.name.clone()).unwrap_or_default(),
            },
            rule: rule::asks(&finding.rule, facts),
            outcome: finding.outcome,
            why: rule::why(&finding.rule, &finding.about, finding.outcome, facts),
            remedy: rule::remedy(&finding.rule, finding.outcome, facts).filter(|_| to_applicant),
        };
        Self { lines: findings.iter().map(line).collect() }
    }

    fn count(&self, outcome: Outcome) -> usize {
        self.lines.iter().filter(|line| line.outcome == outcome).count()
    }

    /// One sentence about all answers.
    pub fn sentence(&self) -> String {
        let (fail, unknown) = (self.count(Outcome::Fail), self.count(Outcome::Unknown));
        match (fail, unknown) {
            (0, 0) => format!("{} 项检查全部通过。", self.lines.len()),
            _ => {
                let passed = self.lines.len() - fail - unknown;
                let counted = [(fail, "不通过"), (unknown, "无法判断")].into_iter().filter(|(count, _)| *count > 0);
                let mut parts: Vec<String> = counted.map(|(count, word)| format!("{count} 项{word}")).collect();
                if passed > 0 {
                    parts.push(format!("其余 {passed} 项通过"));
                }
                format!("{}。", parts.join("，"))
            }
        }
    }

    pub fn render(&self) -> Markup {
        let (good, other): (Vec<_>, Vec<_>) = self.lines.iter().partition(|line| line.outcome == Outcome::Pass);
        let fold = good.len() > PASSES_SHOWN;
        let shown: Vec<&CheckLine> =
            if fold { other.clone() } else { other.iter().chain(good.iter()).copied().collect() };
        html! {
            p class=(if other.is_empty() { "check-sum good" } else { "check-sum bad" }) {
                (icon(if other.is_empty() { Icon::Check } else { Icon::Alert })) (self.sentence())
            }
            @if !shown.is_empty() { (table(&shown)) }
            @if fold {
                details class="fold" {
                    summary { (icon(Icon::Right)) "通过的 " (good.len()) " 项" }
                    (table(&good))
                }
            }
        }
    }
}

fn table(lines: &[&CheckLine]) -> Markup {
    html! {
        table class="cards checks" {
            thead { tr { th scope="col" { "对象" } th scope="col" { "检查项" } th scope="col" { "结果" } th scope="col" { "说明" } } }
            tbody {
                @for line in lines {
                    tr class=(match line.outcome { Outcome::Pass => "pass", Outcome::Fail => "fail", Outcome::Unknown => "unknown" }) {
                        th scope="row" { (line.subject) }
                        td class="rule" { (line.rule) }
                        td class="result" { (tags::outcome(line.outcome)) }
                        td class="why" {
                            (line.why)
                            @if let Some(remedy) = &line.remedy { p class="remedy" { (remedy) } }
                        }
                    }
                }
            }
        }
    }
}
