//! From a kind as typed to a version without doubt: every refusal at its place, in a sentence. What is checked here holds
//! for the editor and for imported files alike.

use crate::domain::complete::{Problem, text_line};
use crate::domain::kind::{Applicants, Column, DateStyle, Entry, FieldSpec, KindVersion, Language, Review, Scope};
use crate::domain::kind_body;
use crate::domain::kind_form::{FieldForm, KindForm, MOST_COLUMNS, MOST_FIELDS};
use crate::domain::kind_words::{ENTRIES, RULES, Words, entry_zh, measure, rule, rule_zh};
use crate::domain::placeholder;
use crate::domain::register::Measure;
use crate::domain::rule::Rule;
use crate::domain::time::Day;

/// Most working days that a review may be promised in.
pub const MOST_DAYS: u16 = 60;
/// Most days of validity: ten years.
pub const MOST_VALIDITY: u16 = 3650;
/// Most characters of an entry that applicants type.
const MOST_TEXT: u16 = 200;
const MOST_OPTIONS: usize = 20;

/// A form as a version, with everything that is wrong. The version is whole only where nothing is wrong; else it is what
/// the form amounts to so far, for previews.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    pub version: KindVersion,
    /// In the order of the page. Field names are those of the editor's form.
    pub problems: Vec<Problem>,
}

/// Collects problems while entries are read.
pub struct Check<'a> {
    undrawable: &'a dyn Fn(&str) -> Vec<char>,
    pub problems: Vec<Problem>,
}

/// Checks a form. `undrawable` says which characters no font can draw; number and day are given when it is published.
pub fn check(form: &KindForm, number: u32, effective: Day, undrawable: &dyn Fn(&str) -> Vec<char>) -> Checked {
    let mut check = Check { undrawable, problems: Vec::new() };
    let name = check.line("name", &form.name, 40, "名称");
    let proves = check.line("proves", &form.proves, 100, "说明");
    let scope = check.choice("scope", &form.scope, Scope::Firm, "请选择这类证明是关于谁的。");
    let applicants = check.choice("applicants", &form.applicants, Applicants::Firm, "请选择由谁申请。");
    let about_firm = matches!(scope, Scope::Firm | Scope::FirmAndAllLawyers);
    if about_firm && applicants != Applicants::Firm {
        check.refuse("applicants", "关于律师事务所的证明由律师事务所申请，请选择“律师事务所”。");
    }
    let language = check.choice("language", &form.language, Language::Chinese, "请选择语言。");
    if language == Language::ChineseEnglish && scope != Scope::OneLawyer {
        check.refuse("language", "中英文证明只能关于一名律师：本会登记中只有律师有拉丁字母姓名。");
    }
    let fields = check.fields(form);
    let rules = check.rules(form, scope, &fields);
    let review = check.review(form, &rules);
    let validity_days = match form.validity.trim() {
        "" => None,
        typed => check.number("validity", typed, MOST_VALIDITY, "有效期的天数"),
    };
    let prefix = check.prefix(&form.prefix);
    let title = check.line("title", &form.title, 40, "标题");
    let closing = check.line("closing", &form.closing, 60, "结束语");
    let columns = check.columns(form, scope, &rules);
    let date_style = check.choice("date_style", &form.date_style, DateStyle::Arabic, "请选择日期的写法。");
    let body = kind_body::check(&mut check, form, &fields, &rules);
    let version = KindVersion {
        number,
        effective,
        name,
        proves,
        scope,
        applicants,
        fields,
        rules,
        review,
        validity_days,
        paper: form.paper,
        language,
        prefix,
        title,
        body,
        columns,
        closing,
        date_style,
        published: None,
    };
    Checked { version, problems: check.problems }
}

impl Check<'_> {
    pub fn refuse(&mut self, field: impl Into<String>, sentence: impl Into<String>) {
        self.problems.push(Problem::new(field, sentence));
    }

    /// A line that must be there, can be printed, and holds no brace: those belong to the body.
    fn line(&mut self, field: &str, typed: &str, most: usize, what: &str) -> String {
        if typed.trim().is_empty() {
            self.refuse(field, format!("请填写{what}。"));
        }
        self.optional_line(field, typed, most, what)
    }

    fn optional_line(&mut self, field: &str, typed: &str, most: usize, what: &str) -> String {
        if typed.contains(['{', '}']) {
            self.refuse(field, format!("{what}里不能有花括号。"));
        }
        self.words(field, typed, most, what)
    }

    /// A text that can be printed.
    pub fn words(&mut self, field: &str, typed: &str, most: usize, what: &str) -> String {
        text_line(typed, most, self.undrawable).unwrap_or_else(|sentence| {
            self.refuse(field, format!("{what}：{sentence}"));
            typed.trim().to_owned()
        })
    }

    fn choice<T: Words>(&mut self, field: &str, typed: &str, otherwise: T, sentence: &str) -> T {
        T::parse(typed).unwrap_or_else(|| {
            self.refuse(field, sentence);
            otherwise
        })
    }

    fn number(&mut self, field: &str, typed: &str, most: u16, what: &str) -> Option<u16> {
        let number = typed.trim().parse::<u16>().ok().filter(|number| (1..=most).contains(number));
        if number.is_none() {
            self.refuse(field, format!("{what}请填写 1 至 {most} 的整数。"));
        }
        number
    }

    fn prefix(&mut self, typed: &str) -> String {
        let prefix = self.line("prefix", typed, 10, "编号前缀");
        if prefix.contains(|c: char| c.is_ascii_digit() || c.is_whitespace() || "〔〕[]（）()第号".contains(c)) {
            self.refuse("prefix", "编号前缀后面会接年份和序号，例如“穗律证〔2026〕第000123号”，前缀里不要有数字、空格、括号、“第”和“号”。");
        }
        prefix
    }

    fn fields(&mut self, form: &KindForm) -> Vec<FieldSpec> {
        if form.fields.len() > MOST_FIELDS {
            self.refuse("fields", format!("填写内容最多 {MOST_FIELDS} 项，现有 {} 项。", form.fields.len()));
        }
        let mut specs: Vec<FieldSpec> = Vec::new();
        for (at, field) in form.fields.iter().enumerate() {
            let before = &form.fields[..at];
            let place = |part: &str| format!("field.{}.{part}", at + 1);
            let Some((slug, words, once)) = ENTRIES.iter().find(|(slug, ..)| *slug == field.entry) else {
                self.refuse(place("label"), "这一项的类型无法识别，请删除后重新添加。");
                continue;
            };
            if *once && before.iter().any(|earlier| earlier.entry == *slug) {
                self.refuse(place("label"), format!("“{words}”只能有一项。"));
            }
            let label = self.line(&place("label"), &field.label, 20, "名称");
            if before.iter().any(|earlier| earlier.label.trim() == label && !label.is_empty()) {
                self.refuse(place("label"), format!("已有一项叫“{label}”，请换一个名称。"));
            } else if placeholder::is_label(&label) {
                self.refuse(place("label"), format!("“{label}”是本会登记信息的名称，请换一个名称。"));
            }
            if !is_key(&field.key, slug) || before.iter().any(|earlier| earlier.key == field.key) {
                self.refuse(place("label"), "这一项的内部名称无效，请删除后重新添加。");
            }
            let hint = self.optional_line(&place("hint"), &field.hint, 80, "提示");
            let entry = self.entry(field, &place);
            specs.push(FieldSpec { key: field.key.clone(), label, hint, entry, required: field.required });
        }
        specs
    }

    fn entry(&mut self, field: &FieldForm, place: &impl Fn(&str) -> String) -> Entry {
        match field.entry.as_str() {
            "date" => Entry::Date,
            "period" => Entry::Period,
            "year" => Entry::Year,
            "honour" => Entry::Honour,
            "choice" => {
                let mut options: Vec<String> = Vec::new();
                for line in field.options.lines().filter(|line| !line.trim().is_empty()) {
                    let option = self.optional_line(&place("options"), line, 40, "选项");
                    if options.contains(&option) {
                        self.refuse(place("options"), format!("选项“{option}”重复。"));
                    }
                    options.push(option);
                }
                if !(2..=MOST_OPTIONS).contains(&options.len()) {
                    let sentence = format!("请填写 2 至 {MOST_OPTIONS} 个选项，每行一个，现有 {} 个。", options.len());
                    self.refuse(place("options"), sentence);
                }
                Entry::Choice(options)
            }
            _ => {
                let what = format!("“{}”最多可填的字数", entry_zh(&field.entry));
                Entry::Text { max: self.number(&place("max"), &field.max, MOST_TEXT, &what).unwrap_or(MOST_TEXT) }
            }
        }
    }

    fn rules(&mut self, form: &KindForm, scope: Scope, fields: &[FieldSpec]) -> Vec<Rule> {
        let (of_firm, of_lawyers) = (self.measures(&form.firm_measures), self.measures(&form.lawyer_measures));
        for slug in form.rules.iter().filter(|slug| !RULES.iter().any(|(known, ..)| known == slug)) {
            self.refuse("rules", format!("没有“{slug}”这条规则。"));
        }
        // In the one order in which they are evaluated and shown, whatever order they came in.
        let ticked = RULES.iter().filter(|(slug, ..)| form.rules.iter().any(|ticked| ticked == slug));
        let rules: Vec<Rule> = ticked.filter_map(|(slug, ..)| rule(slug, &of_firm, &of_lawyers)).collect();
        let required = |wanted: &Entry| fields.iter().any(|field| field.entry == *wanted && field.required);
        for rule in &rules {
            let words = rule_zh(crate::domain::kind_words::rule_slug(rule)).to_owned();
            let why = match rule {
                Rule::DuesPaid if !required(&Entry::Year) => "填写内容里没有必填的“年度”，请先添加。",
                Rule::FirmUndisciplined { .. } | Rule::LawyersUndisciplined { .. } if !required(&Entry::Period) => {
                    "填写内容里没有必填的“期间”，请先添加。"
                }
                Rule::HonourOnRecord if !required(&Entry::Honour) => "填写内容里没有必填的“荣誉”，请先添加。",
                Rule::HonourOnRecord if matches!(scope, Scope::SomeLawyers | Scope::FirmAndAllLawyers) => {
                    "荣誉属于律所或一名律师，不能用在关于多名律师的证明里。"
                }
                rule if is_about_lawyers(rule) && scope == Scope::Firm => {
                    "这类证明不涉及律师，请去掉这条规则，或者改选证明对象。"
                }
                _ => continue,
            };
            self.refuse("rules", format!("规则“{words}”：{why}"));
        }
        rules
    }

    fn measures(&mut self, slugs: &[String]) -> Vec<Measure> {
        let found: Vec<Option<Measure>> = slugs.iter().map(|slug| measure(slug)).collect();
        if found.contains(&None) {
            self.refuse("rules", "行业处分的种类无法识别，请重新勾选。");
        }
        // All six are the same as none named: any measure counts.
        let named: Vec<Measure> = Measure::ALL.into_iter().filter(|measure| found.contains(&Some(*measure))).collect();
        if named.len() == Measure::ALL.len() { Vec::new() } else { named }
    }

    fn review(&mut self, form: &KindForm, rules: &[Rule]) -> Review {
        match form.review.as_str() {
            "automatic" => {
                if rules.is_empty() {
                    self.refuse("review", "自动审核全凭规则，至少要有一条规则。");
                }
                if rules.contains(&Rule::LawyersConsent) {
                    self.refuse("review", "须经律师同意的证明要等待答复，请选择人工审核。");
                }
                Review::Automatic
            }
            "manual" => {
                let days = self.number("working_days", &form.working_days, MOST_DAYS, "承诺的工作日");
                Review::Manual { working_days: days.unwrap_or(MOST_DAYS) }
            }
            _ => {
                self.refuse("review", "请选择审核方式：自动审核或人工审核。");
                Review::Manual { working_days: MOST_DAYS }
            }
        }
    }

    fn columns(&mut self, form: &KindForm, scope: Scope, rules: &[Rule]) -> Vec<Column> {
        let mut columns: Vec<Column> = Vec::new();
        for (at, slug) in form.columns.iter().enumerate().filter(|(_, slug)| !slug.is_empty()) {
            let place = format!("column.{}", at + 1);
            match Column::parse(slug) {
                None => self.refuse(place, "没有这一栏，请重新选择。"),
                Some(column) if columns.contains(&column) => {
                    self.refuse(place, format!("“{}”重复。", column.heading()));
                }
                Some(column) => columns.push(column),
            }
        }
        if form.columns.len() > MOST_COLUMNS {
            self.refuse("column.1", format!("表格最多 {MOST_COLUMNS} 栏。"));
        }
        let several = matches!(scope, Scope::SomeLawyers | Scope::FirmAndAllLawyers);
        if several && !columns.is_empty() && !columns.contains(&Column::Name) {
            self.refuse("column.1", "表格里要有“姓名”一栏，否则看不出是哪些律师。");
        }
        if several && columns.contains(&Column::FirstPractice) && !rules.contains(&Rule::FirstPracticeKnown) {
            self.refuse("rules", "表格有“首次执业日期”一栏，请勾选规则“登记有首次执业日期”，否则可能印出空缺。");
        }
        if several && columns.contains(&Column::LatinName) && !rules.contains(&Rule::LatinNameKnown) {
            self.refuse("rules", "表格有“拉丁字母姓名”一栏，请勾选规则“登记有拉丁字母姓名”，否则可能印出空缺。");
        }
        columns
    }
}

fn is_about_lawyers(rule: &Rule) -> bool {
    match rule {
        Rule::FirmNormal | Rule::DuesPaid | Rule::FirmUndisciplined { .. } | Rule::HonourOnRecord => false,
        Rule::LawyersPractising
        | Rule::LawyersOfFirm
        | Rule::LawyersUndisciplined { .. }
        | Rule::LawyersConsent
        | Rule::FirstPracticeKnown
        | Rule::LatinNameKnown => true,
    }
}

/// Keys are made by the program; a file from elsewhere, or a forged form, may bring others.
fn is_key(key: &str, entry: &str) -> bool {
    if placeholder::is_of_one_field(entry) {
        return key == entry;
    }
    let number = key.strip_prefix('f').filter(|digits| (1..=3).contains(&digits.len()));
    number.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests;
