//! Samples of step 3: every shape of field, and the same form refused.

use crate::domain::kind::{Entry, FieldSpec};
use crate::views::apply_form::{ApplyForm, Chosen, ChosenLawyer};
use crate::views::apply_paper::Paper;
use crate::views::checklist::Checklist;
use crate::views::form::Form;
use crate::views::sample;

impl ApplyForm {
    pub fn sample() -> Self {
        let field = |name: &str, label: &str, hint: &str, required, entry| FieldSpec {
            key: name.to_owned(),
            label: label.to_owned(),
            hint: hint.to_owned(),
            required,
            entry,
        };
        let chosen = sample::lawyers()
            .into_iter()
            .enumerate()
            .map(|(at, (name, _, licence))| ChosenLawyer {
                id: (at + 1).to_string(),
                name: name.to_owned(),
                licence: licence.to_owned(),
            })
            .collect();
        Self {
            id: "41".to_owned(),
            kind: "律师会员证明".to_owned(),
            made_for: ("lawyer-membership".to_owned(), 1),
            news: None,
            fields: vec![
                field("purpose", "用途", "将印在证明上，例如：参加某项目投标。", true, Entry::Text { max: 60 }),
                field("addressee", "出具对象", "", false, Entry::Text { max: 40 }),
                field("period", "证明期间", "最长三年。", true, Entry::Period),
                field("year", "会费年度", "", true, Entry::Year),
                field("lang", "证明语言", "", true, Entry::Choice(vec!["中文".to_owned(), "中英文".to_owned()])),
            ],
            years: vec![2026, 2025, 2024],
            honours: Vec::new(),
            lawyers: Some(Chosen { many: true, required: true, chosen, total: 60 }),
            paper: Some(Paper::sample()),
            checks: sample::mixed_checks(),
            data_date: Some(sample::day(2026, 11, 20)),
            saved: Some(sample::at(10, 42)),
            form: Form::typed([
                ("purpose", "参加示例市轨道交通集团有限公司法律顾问服务采购项目投标"),
                ("period.from", "2023-11-01"),
                ("period.to", "2026-10-31"),
                ("lang", "中文"),
                ("email", "office@firm.example"),
                ("paper.wanted", "yes"),
                ("paper.copies", "2"),
                ("paper.delivery", "post"),
                ("paper.recipient", "许青禾"),
                ("paper.province", "44"),
                ("paper.city", "4401"),
                ("paper.district", "440106"),
            ]),
        }
    }

    pub fn sample_refused() -> Self {
        let mut page = Self::sample();
        page.form.set("email", "office@@firm");
        page.form.set("period.to", "2026-02-30");
        page.form.refuse("period.to", "日历上没有 2026-02-30 这一天，请改正。");
        page.form.refuse("year", "请选择会费年度。");
        page.form.refuse("email", "邮箱地址“office@@firm”格式不正确，例如 name@firm.cn。");
        page.form.refuse("paper.phone", "请填写收件人的手机号。");
        page.form.set("paper.district", "");
        page.form.refuse("paper.region", "请选择省、市和区县。");
        page
    }

    pub fn sample_new() -> Self {
        Self {
            fields: Vec::new(),
            lawyers: Some(Chosen { many: false, required: false, chosen: Vec::new(), total: 60 }),
            checks: Checklist::default(),
            saved: None,
            news: Some("这类证明的内容有更新，请按新的要求核对。".to_owned()),
            form: Form::new().with("paper.wanted", "no"),
            ..Self::sample()
        }
    }
}
