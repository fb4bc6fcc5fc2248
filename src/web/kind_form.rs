//! A kind between its editor's form and what is kept: flat names, and labels instead of the names of items.

use crate::domain::kind_form::{FieldForm, KindForm, MOST_COLUMNS};
use crate::domain::placeholder::{items, with_labels, with_names};
use crate::views::form::Form;
use crate::views::kind_field::FieldRow;
use crate::web::forms::Posted;

/// Most fields that a post may bring; the check says how many a kind may have.
const MOST_POSTED: usize = 60;

/// What the editor posted.
pub fn typed(posted: &Posted) -> KindForm {
    let all = |name: &str| posted.all(name).map(str::to_owned).collect::<Vec<_>>();
    let field = |n: usize| {
        let text = |part: &str| posted.text(&format!("field.{n}.{part}"));
        let is_there = posted.pairs().any(|(name, _)| name == format!("field.{n}.key"));
        is_there.then(|| FieldForm {
            key: text("key"),
            entry: text("entry"),
            label: text("label"),
            hint: text("hint"),
            max: text("max"),
            options: lines(&text("options")),
            required: text("required") == "yes",
        })
    };
    let mut form = KindForm {
        name: posted.text("name"),
        proves: posted.text("proves"),
        scope: posted.text("scope"),
        applicants: posted.text("applicants"),
        fields: (1..=MOST_POSTED).map_while(field).collect(),
        rules: all("rules"),
        firm_measures: all("firm_measures"),
        lawyer_measures: all("lawyer_measures"),
        review: posted.text("review"),
        working_days: posted.text("working_days"),
        validity: posted.text("validity"),
        paper: posted.one("paper") == "yes",
        language: posted.text("language"),
        prefix: posted.text("prefix"),
        title: posted.text("title"),
        body: lines(&posted.text("body")),
        columns: (1..=MOST_COLUMNS).map(|n| posted.text(&format!("column.{n}"))).collect(),
        closing: posted.text("closing"),
        date_style: posted.text("date_style"),
    };
    while form.columns.last().is_some_and(String::is_empty) {
        form.columns.pop();
    }
    let mut shown = form.clone();
    for (n, field) in (1..).zip(&mut shown.fields) {
        field.label = posted.text(&format!("field.{n}.was"));
    }
    form.body = with_names(&form.body, &items(&shown), &items(&form));
    // An automatic review promises nothing; what stood in the hidden entry is not kept.
    if form.review == "automatic" {
        form.working_days.clear();
    }
    form
}

/// Browsers send lines with CR LF.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// A kind as its editor's entries.
pub fn shown(kind: &KindForm) -> Form {
    let mut form = Form::typed(
        [("rules", &kind.rules), ("firm_measures", &kind.firm_measures), ("lawyer_measures", &kind.lawyer_measures)]
            .into_iter()
            .flat_map(|(name, slugs)| slugs.iter().map(move |slug| (name, slug.clone()))),
    );
    for (name, value) in [
        ("name", &kind.name),
        ("proves", &kind.proves),
        ("scope", &kind.scope),
        ("applicants", &kind.applicants),
        ("review", &kind.review),
        ("working_days", &kind.working_days),
        ("validity", &kind.validity),
        ("language", &kind.language),
        ("prefix", &kind.prefix),
        ("title", &kind.title),
        ("closing", &kind.closing),
        ("date_style", &kind.date_style),
    ] {
        form.set(name, value.as_str());
    }
    form.set("body", with_labels(&kind.body, &items(kind)));
    form.set("paper", if kind.paper { "yes" } else { "no" });
    for (n, column) in (1..).zip(&kind.columns) {
        form.set(&format!("column.{n}"), column.as_str());
    }
    for (n, field) in (1..).zip(&kind.fields) {
        let place = |part: &str| format!("field.{n}.{part}");
        form.set(&place("label"), field.label.as_str());
        form.set(&place("hint"), field.hint.as_str());
        form.set(&place("max"), field.max.as_str());
        form.set(&place("options"), field.options.as_str());
        if field.required {
            form.set(&place("required"), "yes");
        }
    }
    form
}

/// The rows of a kind's fields.
pub fn rows(kind: &KindForm) -> Vec<FieldRow> {
    let row = |field: &FieldForm| FieldRow {
        key: field.key.clone(),
        entry: field.entry.clone(),
        was: field.label.trim().to_owned(),
    };
    kind.fields.iter().map(row).collect()
}
