//! Step 3 between browser and draft: the page made of a draft with its self-check, and the draft made of what was posted.

use std::collections::BTreeMap;

use crate::app::fill_in::{Typed, chooses_lawyers};
use crate::app::submit::SelfCheck;
use crate::domain::application::{self, PaperForm};
use crate::domain::complete::MOST_COPIES;
use crate::domain::id::Id;
use crate::domain::kind::Scope;
use crate::domain::kind_change;
use crate::domain::region::Chosen as Region;
use crate::domain::register::Lawyer;
use crate::domain::rule::{Outcome, overall};
use crate::domain::time::Day;
use crate::views::apply_form::{ApplyForm, Chosen, ChosenLawyer};
use crate::views::apply_paper::{AddressLine, Paper};
use crate::views::checklist::Checklist;
use crate::views::form::Form;
use crate::web::forms::Posted;
use crate::web::help;

/// Years that a year field offers.
const YEARS: i16 = 15;

/// Names that are not the kind's own fields.
const OTHER: [&str; 6] = ["form_token", "go", "kind", "version", "email", "lawyers"];

/// What the page posted. `go` may ask to take one lawyer away.
pub fn typed(posted: &Posted) -> Typed {
    let away: Option<Id<Lawyer>> = posted.one("go").strip_prefix("remove:").and_then(Id::parse);
    let lawyers = posted.all("lawyers").filter_map(Id::parse).filter(|id| Some(*id) != away).collect();
    let values: BTreeMap<String, String> = posted
        .pairs()
        .filter(|(name, _)| !OTHER.contains(name) && !name.starts_with("paper."))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let paper = PaperForm {
        wanted: posted.one("paper.wanted") == "yes",
        copies: posted.text("paper.copies"),
        delivery: posted.text("paper.delivery"),
        recipient: posted.text("paper.recipient"),
        phone: posted.text("paper.phone"),
        region: Region::among(posted.one("paper.province"), posted.one("paper.city"), posted.one("paper.district"))
            .code(),
        address: posted.text("paper.address"),
        postcode: posted.text("paper.postcode"),
        remember: posted.one("paper.remember") == "yes",
    };
    Typed {
        kind: posted.text("kind"),
        version: posted.one("version").parse().unwrap_or(0),
        form: application::Form { email: posted.text("email"), lawyers, values, paper },
    }
}

/// The sentence about a kind that was changed since the draft was filled in last.
pub fn news(check: &SelfCheck) -> Option<String> {
    if !check.is_new_version() {
        return None;
    }
    let (kind, version) = (&check.case.kind, &check.case.version);
    let before = kind.version(check.case.application.kind_version);
    let changed = before.map(|before| kind_change::news(before, version).concat()).unwrap_or_default();
    Some(format!(
        "这类证明在您上次填写之后有更新（现为第 {} 版，{}起），您填写的内容都还在，请核对。{changed}",
        version.number,
        version.effective.zh()
    ))
}

/// The page; `strict` says what is missing or wrong.
pub fn page(check: &SelfCheck, strict: bool) -> ApplyForm {
    let case = &check.case;
    let mut form = shown(&case.application.form);
    if strict {
        refuse(check, &mut form);
    } else if let Some(why) = check.not_offered {
        form.note(format!("现在不能申请这类证明：{why}"));
    }
    ApplyForm {
        id: case.application.id.to_string(),
        kind: case.version.name.clone(),
        made_for: (case.kind.id.to_string(), case.version.number),
        news: news(check),
        fields: case.version.fields.clone(),
        years: years(case.today),
        honours: check.honours.clone(),
        lawyers: chosen(check),
        paper: case.version.paper.then(|| paper(check)),
        checks: Checklist::of(&check.findings, &check.facts, true),
        data_date: Some(case.data_date),
        saved: (case.application.changed > case.application.created).then_some(case.application.changed),
        form,
    }
}

fn refuse(check: &SelfCheck, form: &mut Form) {
    if let Some(why) = check.not_offered {
        form.note(format!("现在不能申请这类证明：{why}"));
    }
    for problem in &check.problems {
        form.refuse(&problem.field, &*problem.sentence);
    }
    if overall(&check.findings) == Outcome::Fail {
        form.refuse("self-check", "申请前自检未通过，请按自检表中的说明处理。");
    }
}

fn years(today: Day) -> Vec<i16> {
    let this = today.year();
    (this - YEARS + 1..=this).rev().collect()
}

fn chosen(check: &SelfCheck) -> Option<Chosen> {
    let case = &check.case;
    let many = chooses_lawyers(&case.version, &case.application)?;
    let one = |lawyer: &Lawyer| ChosenLawyer {
        id: lawyer.id.to_string(),
        name: lawyer.name.as_str().to_owned(),
        licence: lawyer.licence.as_str().to_owned(),
    };
    let required = case.version.scope != Scope::FirmOrOneLawyer;
    Some(Chosen { many, required, chosen: check.chosen.iter().map(one).collect(), total: case.lawyers.len() })
}

fn paper(check: &SelfCheck) -> Paper {
    Paper {
        most_copies: MOST_COPIES,
        pick_up: help::collect_at(&check.case.settings).to_owned(),
        region: Region::of(&check.case.application.form.paper.region),
        book: AddressLine::of(&check.book),
    }
}

/// The draft's entries as the page's fields.
fn shown(entered: &application::Form) -> Form {
    let paper = &entered.paper;
    let region = Region::of(&paper.region);
    let mut form = Form::new()
        .with("email", &*entered.email)
        .with("paper.wanted", if paper.wanted { "yes" } else { "no" })
        .with("paper.copies", &*paper.copies)
        .with("paper.delivery", &*paper.delivery)
        .with("paper.recipient", &*paper.recipient)
        .with("paper.phone", &*paper.phone)
        .with("paper.province", region.province())
        .with("paper.city", region.city())
        .with("paper.district", region.code())
        .with("paper.remember", if paper.remember { "yes" } else { "no" })
        .with("paper.address", &*paper.address)
        .with("paper.postcode", &*paper.postcode);
    for (name, value) in &entered.values {
        form.set(name, &**value);
    }
    form
}
