//! What differs between two versions of a kind: for staff every entry, for an applicant what is to be filled in anew.

use crate::domain::kind::{Applicants, Column, DateStyle, Entry, FieldSpec, KindVersion, Language, Review, Scope};
use crate::domain::kind_form::{FieldForm, KindForm};
use crate::domain::kind_words::{Words, entry_zh, measure, rule_zh};
use crate::domain::placeholder::{items, with_labels};
use crate::domain::register::Measure;

/// One entry that differs, in words; an empty text is nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub what: String,
    pub before: String,
    pub after: String,
}

/// Every difference, in the editor's order.
pub fn changes(before: &KindForm, after: &KindForm) -> Vec<Change> {
    let (old, new) = (entries(before), entries(after));
    old.into_iter()
        .zip(new)
        .filter(|((_, before), (_, after))| before != after)
        .map(|((what, before), (_, after))| Change { what: what.to_owned(), before, after })
        .collect()
}

/// A form as words, entry by entry.
fn entries(form: &KindForm) -> Vec<(&'static str, String)> {
    let review = match form.review.as_str() {
        "automatic" => "自动审核".to_owned(),
        _ => format!("人工审核，{} 个工作日", form.working_days.trim()),
    };
    let validity = match form.validity.trim() {
        "" => "不设期限".to_owned(),
        days => format!("{days} 天"),
    };
    let rules = form.rules.iter().map(|slug| match slug.as_str() {
        "firm-undisciplined" => rule_zh(slug).to_owned() + &measures(&form.firm_measures),
        "lawyers-undisciplined" => rule_zh(slug).to_owned() + &measures(&form.lawyer_measures),
        _ => rule_zh(slug).to_owned(),
    });
    vec![
        ("名称", form.name.trim().to_owned()),
        ("说明", form.proves.trim().to_owned()),
        ("证明对象", words::<Scope>(&form.scope)),
        ("由谁申请", words::<Applicants>(&form.applicants)),
        ("填写内容", form.fields.iter().map(field).collect::<Vec<_>>().join("\n")),
        ("规则", rules.collect::<Vec<_>>().join("\n")),
        ("审核方式", review),
        ("有效期", validity),
        ("纸质证明", if form.paper { "提供" } else { "不提供" }.to_owned()),
        ("语言", words::<Language>(&form.language)),
        ("编号前缀", form.prefix.trim().to_owned()),
        ("标题", form.title.trim().to_owned()),
        ("正文", with_labels(&form.paragraphs().join("\n"), &items(form))),
        (
            "表格",
            form.columns
                .iter()
                .filter(|one| !one.is_empty())
                .map(|one| words::<Column>(one))
                .collect::<Vec<_>>()
                .join("、"),
        ),
        ("结束语", form.closing.trim().to_owned()),
        ("日期写法", words::<DateStyle>(&form.date_style)),
    ]
}

fn words<T: Words>(slug: &str) -> String {
    T::LIST.iter().find(|(_, known, _)| *known == slug).map_or(slug, |(_, _, words)| words).to_owned()
}

fn measures(slugs: &[String]) -> String {
    let named: Vec<&str> = slugs.iter().filter_map(|slug| measure(slug)).map(Measure::zh).collect();
    if named.is_empty() { String::new() } else { format!("（仅{}）", named.join("、")) }
}

fn field(field: &FieldForm) -> String {
    let mut traits = vec![entry_zh(&field.entry).to_owned()];
    traits.push(if field.required { "必填" } else { "选填" }.to_owned());
    if !field.max.trim().is_empty() {
        traits.push(format!("最多 {} 字", field.max.trim()));
    }
    let options: Vec<&str> = field.options.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if !options.is_empty() {
        traits.push(options.join(" / "));
    }
    if !field.hint.trim().is_empty() {
        traits.push(format!("提示：{}", field.hint.trim()));
    }
    format!("{}（{}）", field.label.trim(), traits.join("，"))
}

/// What an applicant with a half-filled draft must know: what is new to fill in, what is not asked any more, and what else
/// changed that matters to him or her. Empty where nothing does but the words of the certificate.
pub fn news(before: &KindVersion, after: &KindVersion) -> Vec<String> {
    let mut news = Vec::new();
    let find = |fields: &'_ [FieldSpec], key: &str| fields.iter().find(|field| field.key == key).cloned();
    for field in &after.fields {
        match find(&before.fields, &field.key) {
            None if field.required => news.push(format!("新增“{}”，请填写。", field.label)),
            None => news.push(format!("新增“{}”，可以不填。", field.label)),
            Some(old) if old.entry != field.entry => news.push(entry_news(field)),
            Some(old) if field.required && !old.required => news.push(format!("“{}”改为必填。", field.label)),
            Some(_) => {}
        }
    }
    for field in &before.fields {
        if find(&after.fields, &field.key).is_none() {
            news.push(format!("不再需要填写“{}”。", field.label));
        }
    }
    if before.scope != after.scope {
        news.push("证明对象有变化，请重新核对律师。".to_owned());
    }
    if before.rules != after.rules {
        news.push("出具条件有变化，请看申请前自检。".to_owned());
    }
    match (before.review, after.review) {
        (old, new) if old == new => {}
        (_, Review::Automatic) => news.push("改为自动审核，提交后即时出具。".to_owned()),
        (_, Review::Manual { working_days }) => news.push(format!("改为人工审核，预计 {working_days} 个工作日。")),
    }
    match (before.paper, after.paper) {
        (true, false) => news.push("不再提供纸质证明。".to_owned()),
        (false, true) => news.push("可以申请纸质证明了。".to_owned()),
        _ => {}
    }
    if before.validity_days != after.validity_days {
        news.push(match after.validity_days {
            Some(days) => format!("有效期改为 {days} 天。"),
            None => "改为不设有效期。".to_owned(),
        });
    }
    if before.body != after.body || before.title != after.title {
        news.push("证明的文字有更新，请在预览中核对。".to_owned());
    }
    news
}

fn entry_news(field: &FieldSpec) -> String {
    match &field.entry {
        Entry::Text { max } => format!("“{}”现在最多 {max} 个字，请核对。", field.label),
        Entry::Choice(_) => format!("“{}”的选项有变化，请重新选择。", field.label),
        _ => format!("“{}”的填写方式有变化，请重新填写。", field.label),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::kind::KindId;
    use crate::domain::seed;
    use crate::domain::time::Day;

    fn version(id: &str) -> KindVersion {
        let kinds = seed::kinds("示律证", Day::new(2026, 1, 1).unwrap());
        let id = KindId::parse(id).unwrap();
        kinds.into_iter().find(|kind| kind.id == id).unwrap().versions.remove(0)
    }

    #[test]
    fn staff_read_each_difference_in_words() {
        let before = KindForm::of(&version("firm-no-discipline"));
        assert_eq!(changes(&before, &before), []);
        let mut after = before.clone();
        after.validity.clear();
        after.body = after.body.replace("经查", "经核查");
        after.firm_measures = vec!["censure".into()];
        after.fields[2].required = true;
        let found = changes(&before, &after);
        let what: Vec<&str> = found.iter().map(|change| change.what.as_str()).collect();
        assert_eq!(what, ["填写内容", "规则", "有效期", "正文"]);
        assert_eq!((found[2].before.as_str(), found[2].after.as_str()), ("90 天", "不设期限"));
        assert!(found[1].after.contains("没有行业处分（仅公开谴责）"), "{}", found[1].after);
        assert!(found[3].after.starts_with("经核查本会登记信息，{律所名称}"), "{}", found[3].after);
    }

    #[test]
    fn an_applicant_reads_what_is_to_be_filled_in_anew() {
        let before = version("dues");
        let mut form = KindForm::of(&before);
        assert!(news(&before, &before).is_empty());
        form.add_field("text");
        form.fields[3].label = "项目名称".into();
        form.remove_field(1);
        form.paper = false;
        form.review = "manual".into();
        form.working_days = "2".into();
        let after = crate::domain::kind_check::check(&form, 2, before.effective, &|_| Vec::new());
        assert_eq!(after.problems, []);
        assert_eq!(
            news(&before, &after.version),
            [
                "新增“项目名称”，请填写。",
                "不再需要填写“出具对象”。",
                "改为人工审核，预计 2 个工作日。",
                "不再提供纸质证明。",
            ]
        );
    }
}
