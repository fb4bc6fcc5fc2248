//! The ten kinds that `init` seeds. All of it is data that staff may change afterwards.
//!
//! Wording: an association speaks only of its own 行业处分, names the period and the data date, and never asserts 诚信
//! as an unqualified fact.

use crate::domain::kind::{
    Applicants, Column, DateStyle, Entry, FieldSpec, Kind, KindId, KindVersion, Language, Review, Scope,
};
use crate::domain::rule::Rule;
use crate::domain::time::Day;

const DATA_DATE: &str = "以上内容以本会截至{data_date}的登记信息为准。";
const MANUAL: Review = Review::Manual { working_days: 3 };

fn field(key: &str, label: &str, hint: &str, entry: Entry, required: bool) -> FieldSpec {
    FieldSpec { key: key.into(), label: label.into(), hint: hint.into(), entry, required }
}

fn purpose() -> FieldSpec {
    field("purpose", "用途", "例如：用于参加招标投标。会登记在案，供核验时比对。", Entry::Text { max: 60 }, false)
}

fn addressee() -> FieldSpec {
    field("addressee", "出具对象", "证明抬头的单位全称，不填则不印抬头。", Entry::Text { max: 60 }, false)
}

fn period() -> FieldSpec {
    field("period", "证明期间", "起止日期均包括在内，截止日期不晚于本会登记信息的数据日期。", Entry::Period, true)
}

struct Seed<'a> {
    id: &'a str,
    name: &'a str,
    proves: &'a str,
    scope: Scope,
    applicants: Applicants,
    fields: Vec<FieldSpec>,
    rules: Vec<Rule>,
    review: Review,
    validity_days: Option<u16>,
    language: Language,
    body: Vec<&'a str>,
    answers_today: bool,
}

/// The seeded kinds, version 1 effective on `effective`. `prefix` opens their numbers (`穗律证`). Those that need
/// consent are not offered.
pub fn kinds(prefix: &str, effective: Day) -> Vec<Kind> {
    seeds()
        .into_iter()
        .zip(1..)
        .filter_map(|(seed, position)| {
            let version = KindVersion {
                number: 1,
                effective,
                name: seed.name.into(),
                proves: seed.proves.into(),
                scope: seed.scope,
                applicants: seed.applicants,
                fields: seed.fields,
                rules: seed.rules,
                review: seed.review,
                validity_days: seed.validity_days,
                paper: true,
                language: seed.language,
                prefix: prefix.into(),
                title: if seed.language == Language::Chinese {
                    seed.name.into()
                } else {
                    "律师执业状况证明 Certificate of Standing".into()
                },
                body: seed.body.into_iter().map(str::to_owned).collect(),
                columns: vec![Column::Index, Column::Name, Column::Licence],
                closing: "特此证明。".into(),
                date_style: DateStyle::Arabic,
                published: None,
            };
            let offered = !version.needs_consent();
            let id = KindId::parse(seed.id)?;
            Some(Kind {
                id,
                position,
                offered,
                retired: None,
                answers_today: seed.answers_today,
                versions: vec![version],
            })
        })
        .collect()
}

fn seeds() -> Vec<Seed<'static>> {
    let mut seeds = membership();
    seeds.extend(conduct());
    seeds.extend(career());
    seeds
}

fn membership() -> Vec<Seed<'static>> {
    vec![
        Seed {
            id: "firm-membership",
            name: "律师事务所会员证明",
            proves: "证明本所是本会团体会员。",
            scope: Scope::Firm,
            applicants: Applicants::Firm,
            fields: vec![addressee(), purpose()],
            rules: vec![Rule::FirmNormal],
            review: Review::Automatic,
            validity_days: Some(180),
            language: Language::Chinese,
            body: vec!["兹证明{firm}（统一社会信用代码：{uscc}）系本会团体会员，会员状态正常。", DATA_DATE],
            answers_today: true,
        },
        Seed {
            id: "lawyer-membership",
            name: "律师会员证明",
            proves: "证明所选律师在本所执业，是本会个人会员。",
            scope: Scope::SomeLawyers,
            applicants: Applicants::Both,
            fields: vec![addressee(), purpose()],
            rules: vec![Rule::LawyersPractising, Rule::LawyersOfFirm],
            review: Review::Automatic,
            validity_days: Some(180),
            language: Language::Chinese,
            body: vec!["兹证明{lawyers}在{firm}（统一社会信用代码：{uscc}）执业，系本会个人会员。", DATA_DATE],
            answers_today: true,
        },
        Seed {
            id: "dues",
            name: "会费缴纳证明",
            proves: "证明本所已缴纳某一年度的会费。",
            scope: Scope::Firm,
            applicants: Applicants::Firm,
            fields: vec![field("year", "会费年度", "例如：2025。", Entry::Year, true), addressee(), purpose()],
            rules: vec![Rule::DuesPaid],
            review: Review::Automatic,
            validity_days: None,
            language: Language::Chinese,
            body: vec!["兹证明{firm}（统一社会信用代码：{uscc}）已缴纳{year}年度会费。", DATA_DATE],
            answers_today: false,
        },
        Seed {
            id: "lawyer-count",
            name: "执业律师人数证明",
            proves: "证明截至数据日期，本所在册执业律师的人数。",
            scope: Scope::Firm,
            applicants: Applicants::Firm,
            fields: vec![addressee(), purpose()],
            rules: vec![Rule::FirmNormal],
            review: Review::Automatic,
            validity_days: Some(90),
            language: Language::Chinese,
            body: vec![
                "兹证明截至{data_date}，{firm}（统一社会信用代码：{uscc}）在本会登记的执业律师共{practising}名。",
                DATA_DATE,
            ],
            answers_today: false,
        },
    ]
}

fn conduct() -> Vec<Seed<'static>> {
    let any = Vec::new;
    let of_lawyers = || vec![Rule::LawyersPractising, Rule::LawyersOfFirm];
    let with = |mut rules: Vec<Rule>, more: Vec<Rule>| {
        rules.extend(more);
        rules
    };
    vec![
        Seed {
            id: "firm-no-discipline",
            name: "律师事务所无行业处分证明",
            proves: "证明本所在某一期间没有受过本会的行业处分。",
            scope: Scope::Firm,
            applicants: Applicants::Firm,
            fields: vec![period(), addressee(), purpose()],
            rules: vec![Rule::FirmNormal, Rule::FirmUndisciplined { measures: any() }],
            review: MANUAL,
            validity_days: Some(90),
            language: Language::Chinese,
            body: vec![
                "经查本会登记信息，{firm}（统一社会信用代码：{uscc}）在{period}期间，没有受过本会的行业处分\
                 （训诫、警告、通报批评、公开谴责、中止会员权利、取消会员资格）。",
                DATA_DATE,
            ],
            answers_today: false,
        },
        Seed {
            id: "lawyer-no-discipline",
            name: "律师无行业处分证明",
            proves: "证明所选律师在某一期间没有受过本会的行业处分；须经每名律师本人同意。",
            scope: Scope::SomeLawyers,
            applicants: Applicants::Both,
            fields: vec![period(), addressee(), purpose()],
            rules: with(of_lawyers(), vec![Rule::LawyersUndisciplined { measures: any() }, Rule::LawyersConsent]),
            review: MANUAL,
            validity_days: Some(90),
            language: Language::Chinese,
            body: vec![
                "经查本会登记信息，{firm}{lawyers}在{period}期间，没有受过本会的行业处分\
                 （训诫、警告、通报批评、公开谴责、中止会员权利、取消会员资格）。",
                DATA_DATE,
            ],
            answers_today: false,
        },
        Seed {
            id: "firm-and-lawyers-no-discipline",
            name: "律师事务所及全体律师无行业处分证明",
            proves: "证明本所及全体执业律师在某一期间没有受过本会的行业处分；须经每名律师本人同意。",
            scope: Scope::FirmAndAllLawyers,
            applicants: Applicants::Firm,
            fields: vec![period(), addressee(), purpose()],
            rules: vec![
                Rule::FirmNormal,
                Rule::FirmUndisciplined { measures: any() },
                Rule::LawyersUndisciplined { measures: any() },
                Rule::LawyersConsent,
            ],
            review: MANUAL,
            validity_days: Some(90),
            language: Language::Chinese,
            body: vec![
                "经查本会登记信息，{firm}（统一社会信用代码：{uscc}）及{lawyers}在{period}期间，没有受过本会的行业处分\
                 （训诫、警告、通报批评、公开谴责、中止会员权利、取消会员资格）。",
                DATA_DATE,
            ],
            answers_today: false,
        },
    ]
}

fn career() -> Vec<Seed<'static>> {
    vec![
        Seed {
            id: "practice-history",
            name: "律师执业经历证明",
            proves: "证明一名律师的首次执业日期和执业机构。",
            scope: Scope::OneLawyer,
            applicants: Applicants::Both,
            fields: vec![addressee(), purpose()],
            rules: vec![Rule::LawyersPractising, Rule::LawyersOfFirm, Rule::FirstPracticeKnown],
            review: MANUAL,
            validity_days: Some(180),
            language: Language::Chinese,
            body: vec![
                "兹证明{lawyers}于{first_practice}首次执业，现在{firm}（统一社会信用代码：{uscc}）执业。",
                "其在本会登记的执业经历为：{practice}。",
                DATA_DATE,
            ],
            answers_today: false,
        },
        Seed {
            id: "honour",
            name: "荣誉证明",
            proves: "证明本所或一名律师获得过本会登记在册的荣誉。",
            scope: Scope::FirmOrOneLawyer,
            applicants: Applicants::Both,
            fields: vec![
                field("honour", "荣誉", "只列出本会登记在册的荣誉。", Entry::Honour, true),
                addressee(),
                purpose(),
            ],
            rules: vec![Rule::HonourOnRecord],
            review: Review::Automatic,
            validity_days: None,
            language: Language::Chinese,
            body: vec!["兹证明{member}获得“{honour}”。", DATA_DATE],
            answers_today: false,
        },
        Seed {
            id: "certificate-of-standing",
            name: "Certificate of Standing 律师执业状况证明（中英文）",
            proves: "以中英文证明一名律师的执业状况和某一期间的行业处分情况；须经律师本人同意。",
            scope: Scope::OneLawyer,
            applicants: Applicants::Both,
            fields: vec![period(), addressee(), purpose()],
            rules: vec![
                Rule::LawyersPractising,
                Rule::LawyersOfFirm,
                Rule::FirstPracticeKnown,
                Rule::LatinNameKnown,
                Rule::LawyersUndisciplined { measures: Vec::new() },
                Rule::LawyersConsent,
            ],
            review: Review::Manual { working_days: 5 },
            validity_days: Some(90),
            language: Language::ChineseEnglish,
            body: vec![
                "兹证明{lawyers}于{first_practice}首次执业，现在{firm}执业，执业状态正常；在{period}期间，没有受过本会的行业处分。",
                DATA_DATE,
                "This is to certify that {latin_name} (lawyer's licence No. {licence}) was first admitted to practise on \
                 {first_practice_en} and is currently practising at {firm}; in the period {period_en}, this Association \
                 has imposed no disciplinary measure on the lawyer. The above is based on the register of this Association \
                 as of {data_date_en}. Issued by {association_en} on {issue_date_en}.",
            ],
            answers_today: false,
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::kind_check::check;
    use crate::domain::kind_form::KindForm;

    #[test]
    fn ten_kinds_that_name_only_known_placeholders() {
        let kinds = kinds("示律证", Day::new(2026, 1, 1).unwrap());
        assert_eq!(kinds.len(), 10);
        for kind in &kinds {
            for text in kind.versions.iter().flat_map(|version| &version.body) {
                assert!(!text.contains("诚信"));
            }
            let needs_consent = kind.versions[0].needs_consent();
            assert_eq!(kind.offered, !needs_consent, "{}", kind.id);
            if kind.id.as_str().contains("discipline") {
                assert!(!kind.answers_today, "discipline is not answered in public");
            }
        }
        assert_eq!(kinds.iter().filter(|kind| !kind.offered).count(), 3);
    }

    #[test]
    fn the_editor_can_say_everything_that_the_seeds_say() {
        for kind in kinds("示律证", Day::new(2026, 1, 1).unwrap()) {
            let version = &kind.versions[0];
            let checked = check(&KindForm::of(version), 1, version.effective, &|_| Vec::new());
            assert_eq!(checked.problems, [], "{}", kind.id);
            assert_eq!(&checked.version, version, "{}", kind.id);
        }
    }
}
