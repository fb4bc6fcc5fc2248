//! The words of a kind's choices: the slug that forms and files carry, and the Chinese that staff read.

use crate::domain::kind::{Applicants, Column, DateStyle, Language, Scope};
use crate::domain::register::Measure;
use crate::domain::rule::Rule;

/// A closed list of choices, each with a slug for forms and files and its Chinese words.
pub trait Words: Sized + Copy + 'static {
    /// Value, slug, words; in the order in which they are offered.
    const LIST: &'static [(Self, &'static str, &'static str)];

    fn parse(slug: &str) -> Option<Self> {
        Self::LIST.iter().find(|(_, known, _)| *known == slug).map(|(value, _, _)| *value)
    }
}

impl Words for Scope {
    const LIST: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Firm, "firm", "律师事务所"),
        (Self::SomeLawyers, "some-lawyers", "部分律师（申请时选择）"),
        (Self::OneLawyer, "one-lawyer", "一名律师（申请时选择）"),
        (Self::FirmAndAllLawyers, "firm-and-all-lawyers", "律师事务所及全体执业律师"),
        (Self::FirmOrOneLawyer, "firm-or-one-lawyer", "律师事务所，或者一名律师"),
    ];
}

impl Words for Applicants {
    const LIST: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Firm, "firm", "律师事务所"),
        (Self::Lawyer, "lawyer", "律师本人"),
        (Self::Both, "both", "律所和律师都可以"),
    ];
}

impl Words for Language {
    const LIST: &'static [(Self, &'static str, &'static str)] =
        &[(Self::Chinese, "zh", "中文"), (Self::ChineseEnglish, "zh-en", "中英文")];
}

impl Words for DateStyle {
    const LIST: &'static [(Self, &'static str, &'static str)] =
        &[(Self::Arabic, "arabic", "2025年10月10日"), (Self::Chinese, "chinese", "二〇二五年十月十日")];
}

impl Words for Column {
    const LIST: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Index, "index", "序号"),
        (Self::Name, "name", "姓名"),
        (Self::LatinName, "latin-name", "拉丁字母姓名"),
        (Self::Licence, "licence", "律师执业证号"),
        (Self::FirstPractice, "first-practice", "首次执业日期"),
    ];
}

/// The slug of a choice.
pub fn slug<T: Words + PartialEq>(value: T) -> &'static str {
    T::LIST.iter().find(|(known, _, _)| *known == value).map_or("", |(_, slug, _)| slug)
}

/// The Chinese words of a choice.
pub fn zh<T: Words + PartialEq>(value: T) -> &'static str {
    T::LIST.iter().find(|(known, _, _)| *known == value).map_or("", |(_, _, words)| words)
}

/// Every rule in the order in which it is evaluated and offered: slug, words, and what it looks at.
pub const RULES: [(&str, &str, &str); 10] = [
    ("firm-normal", "律所状态为“正常”", ""),
    ("dues-paid", "所填年度的会费已缴清", "要求填写“年度”。"),
    ("firm-undisciplined", "律所在证明期间内没有行业处分", "要求填写“期间”。"),
    ("lawyers-practising", "每名律师的状态为“执业”", ""),
    ("lawyers-of-firm", "每名律师属于申请的律所", ""),
    ("first-practice-known", "登记有首次执业日期", "正文或表格写首次执业日期、执业经历时需要。"),
    ("latin-name-known", "登记有拉丁字母姓名", "正文或表格写拉丁字母姓名时需要。"),
    ("lawyers-undisciplined", "每名律师在证明期间内没有行业处分", "要求填写“期间”。"),
    ("lawyers-consent", "每名律师本人已同意", "须由本会开通在线征求同意，并选人工审核。"),
    ("honour-on-record", "所选荣誉在本会有登记", "要求选择“荣誉”。"),
];

/// The slug of a rule, whatever its parameters.
pub fn rule_slug(rule: &Rule) -> &'static str {
    match rule {
        Rule::FirmNormal => "firm-normal",
        Rule::DuesPaid => "dues-paid",
        Rule::FirmUndisciplined { .. } => "firm-undisciplined",
        Rule::LawyersPractising => "lawyers-practising",
        Rule::LawyersOfFirm => "lawyers-of-firm",
        Rule::LawyersUndisciplined { .. } => "lawyers-undisciplined",
        Rule::LawyersConsent => "lawyers-consent",
        Rule::FirstPracticeKnown => "first-practice-known",
        Rule::LatinNameKnown => "latin-name-known",
        Rule::HonourOnRecord => "honour-on-record",
    }
}

/// The words of a rule by its slug; the slug itself where there is no such rule.
pub fn rule_zh(slug: &str) -> &str {
    RULES.iter().find(|(known, _, _)| *known == slug).map_or(slug, |(_, words, _)| words)
}

/// A rule by its slug, with the measures that count for the two rules about 行业处分.
pub fn rule(slug: &str, firm_measures: &[Measure], lawyer_measures: &[Measure]) -> Option<Rule> {
    Some(match slug {
        "firm-normal" => Rule::FirmNormal,
        "dues-paid" => Rule::DuesPaid,
        "firm-undisciplined" => Rule::FirmUndisciplined { measures: firm_measures.to_vec() },
        "lawyers-practising" => Rule::LawyersPractising,
        "lawyers-of-firm" => Rule::LawyersOfFirm,
        "lawyers-undisciplined" => Rule::LawyersUndisciplined { measures: lawyer_measures.to_vec() },
        "lawyers-consent" => Rule::LawyersConsent,
        "first-practice-known" => Rule::FirstPracticeKnown,
        "latin-name-known" => Rule::LatinNameKnown,
        "honour-on-record" => Rule::HonourOnRecord,
        _ => return None,
    })
}

/// The slug of a measure in forms and files.
pub fn measure_slug(measure: Measure) -> &'static str {
    match measure {
        Measure::Admonition => "admonition",
        Measure::Warning => "warning",
        Measure::Criticism => "criticism",
        Measure::Censure => "censure",
        Measure::RightsSuspended => "rights-suspended",
        Measure::Expulsion => "expulsion",
    }
}

/// A measure by its slug.
pub fn measure(slug: &str) -> Option<Measure> {
    Measure::ALL.into_iter().find(|measure| measure_slug(*measure) == slug)
}

/// What a field asks for: slug, words, and whether a kind may have it only once.
pub const ENTRIES: [(&str, &str, bool); 8] = [
    ("text", "文字", false),
    ("date", "日期", false),
    ("choice", "选项（从列表中选一个）", false),
    ("period", "期间（起止日期）", true),
    ("year", "年度", true),
    ("honour", "荣誉（从登记中选一个）", true),
    ("purpose", "用途", true),
    ("addressee", "出具对象（印成“致：……”）", true),
];

/// The words of an entry by its slug.
pub fn entry_zh(slug: &str) -> &str {
    ENTRIES.iter().find(|(known, _, _)| *known == slug).map_or(slug, |(_, words, _)| words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_reads_back_what_it_wrote() {
        fn there_and_back<T: Words + PartialEq + std::fmt::Debug>() {
            for (value, known, words) in T::LIST {
                assert_eq!((T::parse(known), slug(*value), zh(*value)), (Some(*value), *known, *words));
            }
            assert_eq!(T::parse("律师"), None);
        }
        there_and_back::<Scope>();
        there_and_back::<Applicants>();
        there_and_back::<Language>();
        there_and_back::<DateStyle>();
        there_and_back::<Column>();
        for (slug, words, _) in RULES {
            assert_eq!((rule_slug(&rule(slug, &[], &[]).unwrap()), rule_zh(slug)), (slug, words));
        }
        for one in Measure::ALL {
            assert_eq!(measure(measure_slug(one)), Some(one));
        }
    }
}
