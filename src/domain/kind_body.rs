//! The body of a kind: only items that have a value are named, and everything that a certificate must say is said.

use crate::domain::kind::{Entry, FieldSpec, Scope};
use crate::domain::kind_check::Check;
use crate::domain::kind_form::KindForm;
use crate::domain::placeholder::{Asks, Item, Piece, is_english, items, pieces};
use crate::domain::rule::Rule;

const MOST_PARAGRAPHS: usize = 12;
/// Most characters of a paragraph, its items counted by their names.
const MOST_CHARACTERS: usize = 800;

/// Reads the paragraphs; what is wrong with them goes to the field `body`.
pub fn check(check: &mut Check, form: &KindForm, fields: &[FieldSpec], rules: &[Rule]) -> Vec<String> {
    let paragraphs = form.paragraphs();
    if paragraphs.is_empty() {
        check.refuse("body", "请填写正文。");
        return Vec::new();
    }
    if paragraphs.len() > MOST_PARAGRAPHS {
        check.refuse("body", format!("正文最多 {MOST_PARAGRAPHS} 段，现有 {} 段。", paragraphs.len()));
    }
    let items = items(form);
    let mut read = Vec::with_capacity(paragraphs.len());
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let place = format!("第 {} 段", at + 1);
        if let Err(sentence) = named(form, fields, &items, paragraph) {
            check.refuse("body", format!("{place}：{sentence}"));
        }
        read.push(check.words("body", paragraph, MOST_CHARACTERS, &place));
    }
    // What is missing can only be told where everything that is there is known.
    if !check.problems.iter().any(|problem| problem.field == "body") {
        said(check, form, rules, &read);
    }
    read
}

fn label<'a>(items: &'a [Item], name: &'a str) -> &'a str {
    items.iter().find(|item| item.name == name).map_or(name, |item| item.label.as_str())
}

/// The first thing that is wrong with a paragraph's items.
fn named(form: &KindForm, fields: &[FieldSpec], items: &[Item], paragraph: &str) -> Result<(), String> {
    let english = is_english(paragraph);
    for piece in pieces(paragraph) {
        let name = match piece {
            Piece::Words(_) => continue,
            Piece::Broken(_) => return Err("有单独的花括号，请删除，登记和填写的内容请用“插入”选择。".to_owned()),
            Piece::Open(name) => name,
        };
        let Some(item) = items.iter().find(|item| item.name == name) else {
            return Err(match name {
                "period" | "year" | "honour" | "purpose" | "addressee" => {
                    format!("用到了“{}”，但填写内容里没有这一项，请先添加，或从正文中删除。", of_field(name))
                }
                _ => format!("“{name}”不是可以插入的内容，请删除后用“插入”重新选择。"),
            });
        };
        if !item.asks.fits(form.scope()) {
            let whom =
                if item.asks == Asks::Lawyers { "涉及律师的证明" } else { "只关于一名律师的证明" };
            return Err(format!("“{}”只能用在{whom}里。", item.label));
        }
        if item.english && !form.is_bilingual() {
            return Err(format!("“{}”只能用在中英文证明里。", item.label));
        }
        if name == "period_en" && !fields.iter().any(|field| field.entry == Entry::Period) {
            return Err("用到了“期间（英文）”，但填写内容里没有“期间”，请先添加，或从正文中删除。".to_owned());
        }
        let key = if name == "period_en" { "period" } else { name };
        if item.asks == Asks::Field && fields.iter().any(|field| field.key == key && !field.required) {
            return Err(format!(
                "用到了“{}”，它不是必填项，没有填写时正文会缺字；请改为必填，或从正文中删除。",
                item.label
            ));
        }
        if english && has_english(name) {
            return Err(format!(
                "英文段落里请用“{}”，不要用中文的“{}”。",
                label(items, &format!("{name}_en")),
                item.label
            ));
        }
        if item.english && !english {
            return Err(format!("“{}”只用在英文段落里。", item.label));
        }
    }
    Ok(())
}

fn of_field(name: &str) -> &'static str {
    match name {
        "period" => "期间",
        "year" => "年度",
        "honour" => "荣誉",
        "purpose" => "用途",
        _ => "出具对象",
    }
}

fn has_english(name: &str) -> bool {
    matches!(name, "first_practice" | "data_date" | "issue_date" | "association" | "period")
}

/// What the body must say: whom it is about, the data date, the period or year or honour that was judged; in a bilingual
/// kind the same in English.
fn said(check: &mut Check, form: &KindForm, rules: &[Rule], paragraphs: &[String]) {
    let (english, chinese): (Vec<&String>, Vec<&String>) = paragraphs.iter().partition(|text| is_english(text));
    let names = |texts: &[&String], name: &str| {
        texts.iter().any(|text| pieces(text).into_iter().any(|piece| piece == Piece::Open(name)))
    };
    let mut missing = |half: &[&String], any: &[&str], sentence: &str| {
        if !any.iter().any(|name| names(half, name)) {
            check.refuse("body", sentence);
        }
    };
    match form.scope() {
        Scope::Firm => missing(&chinese, &["firm", "member"], "正文没有写明是哪家律师事务所，请插入“律所名称”。"),
        Scope::FirmOrOneLawyer => {
            missing(&chinese, &["member"], "正文没有写明是哪家律所或哪名律师，请插入“律所或律师”。");
        }
        Scope::OneLawyer => {
            missing(&chinese, &["lawyers", "lawyer"], "正文没有写明是哪名律师，请插入“律师名单”或“律师姓名”。");
        }
        Scope::SomeLawyers => missing(&chinese, &["lawyers"], "正文没有写明是哪些律师，请插入“律师名单”。"),
        Scope::FirmAndAllLawyers => {
            missing(&chinese, &["firm"], "正文没有写明是哪家律师事务所，请插入“律所名称”。");
            missing(&chinese, &["lawyers"], "正文没有写明是哪些律师，请插入“律师名单”。");
        }
    }
    missing(&chinese, &["data_date"], "正文没有写明数据日期，请加上“以本会截至某日的登记信息为准”，并插入“数据日期”。");
    let judged = |rule: &Rule| matches!(rule, Rule::FirmUndisciplined { .. } | Rule::LawyersUndisciplined { .. });
    if rules.iter().any(judged) {
        missing(&chinese, &["period"], "规则审查了一段期间，正文没有写明，请插入“期间”。");
    }
    if rules.contains(&Rule::DuesPaid) {
        missing(&chinese, &["year"], "规则审查了会费年度，正文没有写明，请插入“年度”。");
    }
    if rules.contains(&Rule::HonourOnRecord) {
        missing(&chinese, &["honour"], "规则审查了荣誉，正文没有写明，请插入“荣誉”。");
    }
    if form.is_bilingual() {
        missing(&english, &["latin_name"], "英文段落没有写明律师，请插入“拉丁字母姓名”。");
        missing(&english, &["data_date_en"], "英文段落没有写明数据日期，请插入“数据日期（英文）”。");
        for name in ["period", "first_practice"] {
            let needed = format!("{name}_en");
            if names(&chinese, name) && !names(&english, &needed) {
                let label = if name == "period" { "期间" } else { "首次执业日期" };
                check.refuse(
                    "body",
                    format!("中文写了“{label}”，英文段落没有，请插入“{label}（英文）”，两种文字要说同样的内容。"),
                );
            }
        }
    }
    let all: Vec<&String> = paragraphs.iter().collect();
    for (name, rule, words) in [
        ("latin_name", Rule::LatinNameKnown, "登记有拉丁字母姓名"),
        ("first_practice", Rule::FirstPracticeKnown, "登记有首次执业日期"),
        ("first_practice_en", Rule::FirstPracticeKnown, "登记有首次执业日期"),
        ("practice", Rule::FirstPracticeKnown, "登记有首次执业日期"),
    ] {
        if names(&all, name) && !rules.contains(&rule) {
            check.refuse("rules", format!("正文用到了这项登记，请勾选规则“{words}”，否则登记缺这一项时无法出具。"));
            break;
        }
    }
}
