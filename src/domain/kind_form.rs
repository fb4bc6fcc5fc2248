//! A kind as staff type it: kept exactly, right or wrong, until it is checked to a version (`kind_check`). The same shape
//! is what a kind is exported and imported as. The body's text holds the names of its items, never their labels.

use serde::{Deserialize, Serialize};

use crate::domain::kind::{Entry, FieldSpec, KindId, KindVersion, Language, Review, Scope};
use crate::domain::kind_words::{Words, measure_slug, rule_slug, slug};
use crate::domain::register::Measure;
use crate::domain::rule::Rule;
use crate::domain::time::Moment;

/// Every entry of the editor, as typed. Choices are slugs of `kind_words`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KindForm {
    pub name: String,
    pub proves: String,
    pub scope: String,
    pub applicants: String,
    pub fields: Vec<FieldForm>,
    pub rules: Vec<String>,
    /// The measures that count for the two rules about 行业处分; none means any.
    pub firm_measures: Vec<String>,
    pub lawyer_measures: Vec<String>,
    /// `automatic` or `manual`.
    pub review: String,
    /// Working days promised, where the review is manual.
    pub working_days: String,
    /// Days of validity; empty: does not expire.
    pub validity: String,
    pub paper: bool,
    pub language: String,
    pub prefix: String,
    pub title: String,
    /// One paragraph to a line; empty lines mean nothing.
    pub body: String,
    /// The table's columns in order; empty entries mean nothing, no column at all means no table.
    pub columns: Vec<String>,
    pub closing: String,
    pub date_style: String,
}

/// One field that applicants fill in, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FieldForm {
    /// Name in forms, items and the statement; made by the program, never typed.
    pub key: String,
    /// A slug of `kind_words::ENTRIES`.
    pub entry: String,
    pub label: String,
    pub hint: String,
    /// Most characters of a text.
    pub max: String,
    /// One to a line.
    pub options: String,
    pub required: bool,
}

/// A version that is being written: nobody sees it until it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindDraft {
    pub id: KindId,
    pub form: KindForm,
    /// The version that it began as a copy of; 0 where the kind is new.
    pub based_on: u32,
    pub changed: Moment,
    /// Who changed it last, as shown.
    pub by: String,
}

/// Most fields of a kind.
pub const MOST_FIELDS: usize = 12;

/// Columns that a table may have.
pub const MOST_COLUMNS: usize = 5;

impl KindForm {
    /// What a new kind begins with.
    pub fn blank(prefix: &str) -> Self {
        Self {
            scope: "firm".to_owned(),
            applicants: "firm".to_owned(),
            fields: vec![FieldForm::new("addressee", &[]), FieldForm::new("purpose", &[])],
            rules: vec!["firm-normal".to_owned()],
            review: "manual".to_owned(),
            working_days: "3".to_owned(),
            validity: "90".to_owned(),
            paper: true,
            language: "zh".to_owned(),
            prefix: prefix.to_owned(),
            body: "兹证明{firm}（统一社会信用代码：{uscc}）……\n以上内容以本会截至{data_date}的登记信息为准。"
                .to_owned(),
            columns: ["index", "name", "licence"].map(str::to_owned).to_vec(),
            closing: "特此证明。".to_owned(),
            date_style: "arabic".to_owned(),
            ..Self::default()
        }
    }

    /// A version as it would be typed.
    pub fn of(version: &KindVersion) -> Self {
        let (review, working_days) = match version.review {
            Review::Automatic => ("automatic", String::new()),
            Review::Manual { working_days } => ("manual", working_days.to_string()),
        };
        let measures = |about_firm: bool| {
            let of_rule = |rule: &Rule| match rule {
                Rule::FirmUndisciplined { measures } if about_firm => Some(measures.clone()),
                Rule::LawyersUndisciplined { measures } if !about_firm => Some(measures.clone()),
                _ => None,
            };
            let measures: Vec<Measure> = version.rules.iter().find_map(of_rule).unwrap_or_default();
            measures.into_iter().map(|measure| measure_slug(measure).to_owned()).collect()
        };
        Self {
            name: version.name.clone(),
            proves: version.proves.clone(),
            scope: slug(version.scope).to_owned(),
            applicants: slug(version.applicants).to_owned(),
            fields: version.fields.iter().map(FieldForm::of).collect(),
            rules: version.rules.iter().map(|rule| rule_slug(rule).to_owned()).collect(),
            firm_measures: measures(true),
            lawyer_measures: measures(false),
            review: review.to_owned(),
            working_days,
            validity: version.validity_days.map_or_else(String::new, |days| days.to_string()),
            paper: version.paper,
            language: slug(version.language).to_owned(),
            prefix: version.prefix.clone(),
            title: version.title.clone(),
            body: version.body.join("\n"),
            columns: version.columns.iter().map(|column| slug(*column).to_owned()).collect(),
            closing: version.closing.clone(),
            date_style: slug(version.date_style).to_owned(),
        }
    }

    /// The scope as far as it is chosen.
    pub fn scope(&self) -> Scope {
        Scope::parse(&self.scope).unwrap_or(Scope::Firm)
    }

    pub fn is_bilingual(&self) -> bool {
        Language::parse(&self.language) == Some(Language::ChineseEnglish)
    }

    /// The paragraphs, white space at their ends left out.
    pub fn paragraphs(&self) -> Vec<&str> {
        self.body.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
    }

    /// Adds a field of this type at the end; nothing where the type is not known.
    pub fn add_field(&mut self, entry: &str) {
        if crate::domain::kind_words::ENTRIES.iter().any(|(known, ..)| *known == entry) {
            let taken: Vec<String> = self.fields.iter().map(|field| field.key.clone()).collect();
            self.fields.push(FieldForm::new(entry, &taken));
        }
    }

    /// Moves a field one place up; the first stays.
    pub fn raise_field(&mut self, at: usize) {
        if (1..self.fields.len()).contains(&at) {
            self.fields.swap(at - 1, at);
        }
    }

    pub fn remove_field(&mut self, at: usize) {
        if at < self.fields.len() {
            self.fields.remove(at);
        }
    }

    /// Puts an item at the end of the body: what a page without script can do.
    pub fn insert(&mut self, name: &str) {
        self.body = format!("{}{{{name}}}", self.body.trim_end());
    }
}

impl FieldForm {
    /// A new field; its key is free.
    fn new(entry: &str, taken: &[String]) -> Self {
        let free = |n: &usize| !taken.contains(&format!("f{n}"));
        let (key, label, hint) = match entry {
            "purpose" => ("purpose".to_owned(), "用途", "例如：用于参加招标投标。会登记在案，供核验时比对。"),
            "addressee" => ("addressee".to_owned(), "出具对象", "证明抬头的单位全称，不填则不印抬头。"),
            "period" => ("period".to_owned(), "证明期间", "起止日期均包括在内，截止日期不晚于本会登记信息的数据日期。"),
            "year" => ("year".to_owned(), "年度", ""),
            "honour" => ("honour".to_owned(), "荣誉", "只列出本会登记在册的荣誉。"),
            _ => (format!("f{}", (1..=taken.len() + 1).find(free).unwrap_or(1)), "", ""),
        };
        Self {
            required: !matches!(entry, "purpose" | "addressee"),
            max: if matches!(entry, "text" | "purpose" | "addressee") { "60".to_owned() } else { String::new() },
            entry: entry.to_owned(),
            label: label.to_owned(),
            hint: hint.to_owned(),
            options: String::new(),
            key,
        }
    }

    fn of(spec: &FieldSpec) -> Self {
        let (entry, max, options) = match (&spec.entry, spec.key.as_str()) {
            (Entry::Text { max }, key @ ("purpose" | "addressee")) => (key, max.to_string(), String::new()),
            (Entry::Text { max }, _) => ("text", max.to_string(), String::new()),
            (Entry::Date, _) => ("date", String::new(), String::new()),
            (Entry::Period, _) => ("period", String::new(), String::new()),
            (Entry::Year, _) => ("year", String::new(), String::new()),
            (Entry::Honour, _) => ("honour", String::new(), String::new()),
            (Entry::Choice(options), _) => ("choice", String::new(), options.join("\n")),
        };
        Self {
            key: spec.key.clone(),
            entry: entry.to_owned(),
            label: spec.label.clone(),
            hint: spec.hint.clone(),
            max,
            options,
            required: spec.required,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_added_moved_and_removed_and_keys_stay() {
        let mut form = KindForm::default();
        for entry in ["text", "date", "text", "purpose", "nonsense"] {
            form.add_field(entry);
        }
        let keys = |form: &KindForm| form.fields.iter().map(|field| field.key.clone()).collect::<Vec<_>>();
        assert_eq!(keys(&form), ["f1", "f2", "f3", "purpose"]);
        form.raise_field(0);
        form.raise_field(2);
        form.raise_field(9);
        assert_eq!(keys(&form), ["f1", "f3", "f2", "purpose"]);
        form.remove_field(0);
        form.remove_field(7);
        form.add_field("choice");
        assert_eq!(keys(&form), ["f3", "f2", "purpose", "f1"]);
        form.insert("firm");
        assert_eq!(form.body, "{firm}");
    }
}
