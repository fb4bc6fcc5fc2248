//! From a form as typed to a submission without doubt.

use crate::domain::application::{Form, PaperForm, Submission};
use crate::domain::id::Id;
use crate::domain::kind::{Entry, FieldSpec, KindVersion, Scope};
use crate::domain::letter::parse_address;
use crate::domain::paper::{Address, Delivery, PaperWish};
use crate::domain::region::Chosen;
use crate::domain::register::Lawyer;
use crate::domain::statement::{Field, Period};
use crate::domain::time::Day;

/// An entry that cannot stand: the form field's name and the sentence to show beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub field: String,
    pub sentence: String,
}

impl Problem {
    pub fn new(field: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self { field: field.into(), sentence: sentence.into() }
    }
}

/// What completing needs to know besides the form.
pub struct Bounds<'a> {
    pub today: Day,
    /// The day up to which the register vouches for itself; a period asked for ends no later.
    pub data_date: Day,
    /// All lawyers of the firm, in the register's order.
    pub lawyers_of_firm: &'a [Id<Lawyer>],
    /// Those of them who practise.
    pub practising: &'a [Id<Lawyer>],
    /// Where a lawyer applies: only this one may be named.
    pub only: Option<Id<Lawyer>>,
    /// Honours on record for the firm or the chosen lawyer.
    pub honours: &'a [String],
    /// Characters that no font can draw.
    pub undrawable: &'a dyn Fn(&str) -> Vec<char>,
}

/// Most lawyers on one certificate.
pub const MOST_LAWYERS: usize = 500;

/// Most paper copies of one application.
pub const MOST_COPIES: u16 = 20;

/// A form that does not complete: what it amounts to so far (for the self-check), and everything that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incomplete {
    pub so_far: Submission,
    pub problems: Vec<Problem>,
}

/// Checks every entry; all problems at once, in the form's order.
pub fn complete(form: &Form, kind: &KindVersion, bounds: &Bounds) -> Result<Submission, Box<Incomplete>> {
    let mut problems = Vec::new();
    let mut submission = Submission {
        email: String::new(),
        lawyers: lawyers(form, kind, bounds, &mut problems),
        fields: Vec::new(),
        period: None,
        year: None,
        honour: None,
        purpose: None,
        addressee: None,
        paper: None,
    };
    for spec in &kind.fields {
        field(form, spec, bounds, &mut submission, &mut problems);
    }
    match parse_address(&form.email) {
        Ok(email) => submission.email = email,
        Err(sentence) => problems.push(Problem::new("email", sentence)),
    }
    if form.paper.wanted && kind.paper {
        submission.paper = paper(&form.paper, &mut problems);
    }
    if problems.is_empty() { Ok(submission) } else { Err(Box::new(Incomplete { so_far: submission, problems })) }
}

fn lawyers(form: &Form, kind: &KindVersion, bounds: &Bounds, problems: &mut Vec<Problem>) -> Vec<Id<Lawyer>> {
    let chosen: Vec<Id<Lawyer>> = match (bounds.only, kind.scope) {
        (_, Scope::Firm) => return Vec::new(),
        (_, Scope::FirmAndAllLawyers) => return bounds.practising.to_vec(),
        (Some(own), _) => vec![own],
        (None, _) => bounds.lawyers_of_firm.iter().copied().filter(|id| form.lawyers.contains(id)).collect(),
    };
    if bounds.only.is_none() && form.lawyers.iter().any(|id| !bounds.lawyers_of_firm.contains(id)) {
        problems.push(Problem::new("lawyers", "所选律师中有人已不在本所执业，请重新选择。"));
    }
    match kind.scope {
        Scope::SomeLawyers if chosen.is_empty() => {
            problems.push(Problem::new("lawyers", "请选择律师，至少一名。"));
        }
        Scope::SomeLawyers if chosen.len() > MOST_LAWYERS => {
            problems.push(Problem::new("lawyers", format!("一份证明最多包括 {MOST_LAWYERS} 名律师，请分次申请。")));
        }
        Scope::OneLawyer if chosen.len() != 1 => {
            problems.push(Problem::new("lawyers", "本类证明每份只涉及一名律师，请选择一名。"));
        }
        Scope::FirmOrOneLawyer if chosen.len() > 1 => {
            problems.push(Problem::new("lawyers", "本类证明每份只涉及律所或一名律师，请最多选择一名。"));
        }
        _ => {}
    }
    chosen
}

fn field(form: &Form, spec: &FieldSpec, bounds: &Bounds, submission: &mut Submission, problems: &mut Vec<Problem>) {
    let entered = |key: &str| form.values.get(key).map_or("", |value| value.trim());
    let mut problem = |sentence: String| problems.push(Problem::new(&spec.key, sentence));
    let label = &spec.label;
    if let Entry::Period = spec.entry {
        let (from, to) = (entered(&format!("{}.from", spec.key)), entered(&format!("{}.to", spec.key)));
        match (Day::parse(from), Day::parse(to)) {
            (None, None) if from.is_empty() && to.is_empty() && !spec.required => {}
            (Some(from), Some(to)) if from > to => problem(format!("{label}：起始日期不能晚于截止日期。")),
            (Some(_), Some(to)) if to > bounds.data_date => {
                problem(format!("{label}：截止日期不能晚于本会登记信息的数据日期 {}。", bounds.data_date));
            }
            (Some(from), Some(_)) if from.year() < 1980 => problem(format!("{label}：起始日期不能早于1980年。")),
            (Some(from), Some(to)) => submission.period = Some(Period { from, to }),
            _ => problem(format!("请填写{label}的起止日期，例如 2024-01-01。")),
        }
        return;
    }
    let value = entered(&spec.key);
    if value.is_empty() {
        if spec.required {
            let verb = if matches!(spec.entry, Entry::Choice(_) | Entry::Honour) { "选择" } else { "填写" };
            problem(format!("请{verb}{label}。"));
        }
        return;
    }
    let printed = match &spec.entry {
        Entry::Text { max } => match text_line(value, usize::from(*max), bounds.undrawable) {
            Ok(text) => text,
            Err(sentence) => return problem(format!("{label}：{sentence}")),
        },
        Entry::Date => match Day::parse(value) {
            Some(day) => day.zh(),
            None => return problem(format!("{label}：日期应类似 2026-01-31。")),
        },
        Entry::Year => match value.parse::<i16>() {
            Ok(year) if (1980..=bounds.today.year()).contains(&year) => {
                submission.year = Some(year);
                year.to_string()
            }
            _ => return problem(format!("{label}：请填写 1980 至 {} 之间的年份。", bounds.today.year())),
        },
        Entry::Choice(options) => match options.iter().find(|option| *option == value) {
            Some(option) => option.clone(),
            None => return problem(format!("{label}：请从列表中选择。")),
        },
        Entry::Honour => match bounds.honours.iter().find(|honour| *honour == value) {
            Some(honour) => {
                submission.honour = Some(honour.clone());
                honour.clone()
            }
            None => return problem(format!("{label}：本会登记中没有该荣誉，请从列表中选择。")),
        },
        Entry::Period => return,
    };
    match spec.key.as_str() {
        "purpose" => submission.purpose = Some(printed),
        "addressee" => submission.addressee = Some(printed),
        _ => submission.fields.push(Field { key: spec.key.clone(), label: label.clone(), value: printed }),
    }
}

/// One line of text that can be printed: NFC, no control characters, not longer than `max` characters.
pub fn text_line(text: &str, max: usize, undrawable: &dyn Fn(&str) -> Vec<char>) -> Result<String, String> {
    use unicode_normalization::UnicodeNormalization;
    let text: String = text.trim().nfc().collect();
    if text.chars().any(char::is_control) {
        return Err("不能包含换行或控制字符。".to_owned());
    }
    let length = text.chars().count();
    if length > max {
        return Err(format!("最多 {max} 个字，现有 {length} 个。"));
    }
    match undrawable(&text).first() {
        Some(c) => Err(format!("字符“{c}”（U+{:04X}）无法印在证明上，请改用规范字。", u32::from(*c))),
        None => Ok(text),
    }
}

fn paper(form: &PaperForm, problems: &mut Vec<Problem>) -> Option<PaperWish> {
    let before = problems.len();
    let copies = form.copies.trim().parse::<u16>().ok().filter(|n| (1..=MOST_COPIES).contains(n));
    if copies.is_none() {
        problems.push(Problem::new("paper.copies", format!("申请数量请填写 1 至 {MOST_COPIES} 的整数。")));
    }
    let delivery = match form.delivery.as_str() {
        "collect" => Some(Delivery::Collect),
        "post" => Some(Delivery::Post(address(form, problems))),
        _ => {
            problems.push(Problem::new("paper.delivery", "请选择领取方式：自取或邮寄。"));
            None
        }
    };
    (problems.len() == before).then_some(())?;
    Some(PaperWish { copies: copies?, delivery: delivery? })
}

fn address(form: &PaperForm, problems: &mut Vec<Problem>) -> Address {
    let mut required = |field: &str, value: &str, max: usize, what: &str| {
        let value = value.trim();
        if value.is_empty() {
            problems.push(Problem::new(field, format!("请填写{what}。")));
        } else if value.chars().count() > max || value.chars().any(char::is_control) {
            problems.push(Problem::new(field, format!("{what}最多 {max} 个字，不能换行。")));
        }
        value.to_owned()
    };
    let recipient = required("paper.recipient", &form.recipient, 25, "收件人");
    let region = Chosen::of(&form.region).full_name();
    let street = required("paper.address", &form.address, 100, "详细地址");
    if region.is_none() {
        problems.push(Problem::new("paper.region", "请选择省、市和区县。"));
    }
    let phone: String = form.phone.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let digits = phone.strip_prefix("+86").unwrap_or(&phone);
    if !(7..=12).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        problems.push(Problem::new("paper.phone", "请填写手机号，例如 13800000000；座机请连区号。"));
    }
    let postcode = form.postcode.trim();
    let six_digits = postcode.len() == 6 && postcode.bytes().all(|b| b.is_ascii_digit());
    if !postcode.is_empty() && !six_digits {
        problems.push(Problem::new("paper.postcode", "邮编是 6 位数字，也可以不填。"));
    }
    let postcode = (!postcode.is_empty()).then(|| postcode.to_owned());
    Address { recipient, phone, region: region.unwrap_or_default(), street, postcode }
}
