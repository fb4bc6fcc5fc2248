//! What rules ask, why one failed, and what the applicant can do about it.

use crate::domain::register::{FirmState, LawyerState};
use crate::domain::rule::{About, Facts, FirmFacts, LawyerFacts, Outcome, Penalty, Rule};
use crate::text::register::{firm_state, lawyer_state};

/// `执业状态为“执业”`: what a rule asks.
pub fn asks(rule: &Rule, facts: &Facts) -> String {
    match rule {
        Rule::FirmNormal => "律所状态为“正常”".to_owned(),
        Rule::DuesPaid => match facts.year {
            Some(year) => format!("{year} 年度会费已缴清"),
            None => "会费已缴清".to_owned(),
        },
        Rule::FirmUndisciplined { .. } => "律所在证明期间内无行业处分".to_owned(),
        Rule::LawyersPractising => "执业状态为“执业”".to_owned(),
        Rule::LawyersOfFirm => "属于本所".to_owned(),
        Rule::LawyersUndisciplined { .. } => "律师在证明期间内无行业处分".to_owned(),
        Rule::LawyersConsent => "律师本人已同意".to_owned(),
        Rule::FirstPracticeKnown => "登记有首次执业日期".to_owned(),
        Rule::LatinNameKnown => "登记有拉丁字母姓名".to_owned(),
        Rule::HonourOnRecord => "所选荣誉在本会有登记".to_owned(),
    }
}

/// The facts behind an answer.
pub fn why(rule: &Rule, about: &About, outcome: Outcome, facts: &Facts) -> String {
    let lawyer = match about {
        About::Firm => None,
        About::Lawyer(at) => facts.lawyers.get(*at),
    };
    match (lawyer, outcome) {
        (Some(lawyer), _) => of_lawyer(rule, lawyer, outcome, facts),
        (None, _) => of_firm(rule, &facts.firm, outcome, facts),
    }
}

fn of_firm(rule: &Rule, firm: &FirmFacts, outcome: Outcome, facts: &Facts) -> String {
    match (rule, outcome) {
        (Rule::FirmNormal, _) => format!("登记状态：{}", firm_state(firm.state)),
        (Rule::DuesPaid, _) if !facts.dues_loaded => "本会尚未导入会费登记".to_owned(),
        (Rule::DuesPaid, _) if facts.year.is_none() => "尚未选择年度".to_owned(),
        (Rule::DuesPaid, Outcome::Pass) => "会费登记：已缴清".to_owned(),
        (Rule::DuesPaid, _) => "会费登记中没有该年度的缴清记录".to_owned(),
        (Rule::HonourOnRecord, _) if !facts.honours_loaded => "本会尚未导入荣誉登记".to_owned(),
        (Rule::HonourOnRecord, _) if facts.honour.is_none() => "尚未选择荣誉".to_owned(),
        (Rule::HonourOnRecord, Outcome::Pass) => "荣誉登记：有".to_owned(),
        (Rule::HonourOnRecord, _) => "荣誉登记中没有这一项".to_owned(),
        _ => discipline(&firm.discipline, outcome, facts),
    }
}

fn of_lawyer(rule: &Rule, lawyer: &LawyerFacts, outcome: Outcome, facts: &Facts) -> String {
    match (rule, outcome) {
        (Rule::LawyersPractising, _) => format!("登记状态：{}", lawyer_state(lawyer.state)),
        (Rule::LawyersOfFirm, Outcome::Pass) => "登记律所与申请律所一致".to_owned(),
        (Rule::LawyersOfFirm, _) => "登记在其他律师事务所".to_owned(),
        (Rule::LawyersConsent, Outcome::Pass) => "本人已同意".to_owned(),
        (Rule::LawyersConsent, Outcome::Fail) => "本人不同意".to_owned(),
        (Rule::LawyersConsent, Outcome::Unknown) => "本人尚未答复".to_owned(),
        (Rule::FirstPracticeKnown, _) => lawyer
            .first_practice
            .map_or_else(|| "登记中没有首次执业日期".to_owned(), |day| format!("首次执业：{}", day.zh())),
        (Rule::LatinNameKnown, _) => lawyer.latin_name.clone().unwrap_or_else(|| "登记中没有拉丁字母姓名".to_owned()),
        _ => discipline(&lawyer.discipline, outcome, facts),
    }
}

fn discipline(penalties: &[Penalty], outcome: Outcome, facts: &Facts) -> String {
    match outcome {
        _ if !facts.discipline_loaded => "本会尚未导入行业处分登记".to_owned(),
        _ if facts.period.is_none() => "尚未填写证明期间".to_owned(),
        Outcome::Pass => "行业处分登记：期间内无".to_owned(),
        _ => format!("行业处分登记：共 {} 条，期间内有记录", penalties.len()),
    }
}

/// What the applicant can do where a rule does not pass; none where it passes.
pub fn remedy(rule: &Rule, outcome: Outcome, facts: &Facts) -> Option<String> {
    let many = facts.lawyers.len() > 1;
    let sentence = match (rule, outcome) {
        (_, Outcome::Pass) => return None,
        (Rule::DuesPaid, Outcome::Unknown) if facts.year.is_none() => "请选择年度。",
        (Rule::FirmUndisciplined { .. } | Rule::LawyersUndisciplined { .. }, Outcome::Unknown)
            if facts.period.is_none() =>
        {
            "请填写证明期间。"
        }
        (Rule::HonourOnRecord, Outcome::Unknown) if facts.honour.is_none() => "请选择荣誉。",
        (Rule::LawyersConsent, Outcome::Unknown) => {
            "提交后请该律师登录，在“征求同意”中答复；没有账号的，请联系本会开通。"
        }
        (_, Outcome::Unknown) => "可以提交，由审核员人工核实。",
        (Rule::FirmNormal, _) if facts.firm.state == FirmState::Closed => {
            "已注销的律所不能申请本证明。如登记有误，请报错。"
        }
        (Rule::DuesPaid, _) => "请先缴清会费；已经缴清的，请在“信息确认”页报错。",
        (Rule::LawyersConsent, _) => "可以撤回申请，去掉该律师后重新申请。",
        (Rule::LatinNameKnown, _) => "请在“信息确认”页报错，说明护照上的拉丁字母姓名，由本会补登后再申请。",
        (Rule::FirstPracticeKnown, _) => "请在“信息确认”页报错，说明首次执业日期，由本会补登后再申请。",
        (Rule::LawyersPractising | Rule::LawyersOfFirm, _) if many => {
            "请从名单中移除该律师；如登记有误，请在“信息确认”页报错。"
        }
        _ => "不符合本证明的出具条件。如登记有误，请在“信息确认”页报错。",
    };
    Some(sentence.to_owned())
}

/// Why a lawyer cannot be picked for any kind; none for one who practises.
pub fn unusable(state: LawyerState) -> Option<String> {
    (state != LawyerState::Practising).then(|| format!("登记状态为“{}”", lawyer_state(state)))
}
