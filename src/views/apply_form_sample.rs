//! Samples of step 3: every shape of field, and the same form refused.

use crate::views::apply_form::{ApplyForm, Chosen, ChosenLawyer, KindField, Paper, Shape};
use crate::views::checklist::Checklist;
use crate::views::form::Form;
use crate::views::sample;

impl ApplyForm {
    pub fn sample() -> Self {
        let field = |name: &str, label: &str, hint: &str, required, shape| KindField {
            name: name.to_owned(),
            label: label.to_owned(),
            hint: hint.to_owned(),
            required,
            shape,
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
            fields: vec![
                field("f_purpose", "用途", "将印在证明上，例如：参加某项目投标。", true, Shape::Text { most: 60 }),
                field("f_to", "出具对象", "", false, Shape::Text { most: 40 }),
                field("f_period", "证明期间", "最长三年。", true, Shape::Period),
                field("f_year", "会费年度", "", true, Shape::Year { years: vec![2026, 2025, 2024] }),
                field(
                    "f_lang",
                    "证明语言",
                    "",
                    true,
                    Shape::Choice {
                        options: vec![("zh".to_owned(), "中文".to_owned()), ("both".to_owned(), "中英文".to_owned())],
                    },
                ),
            ],
            lawyers: Some(Chosen { many: true, chosen, total: 60 }),
            paper: Some(Paper {
                most_copies: 20,
                pick_up: "工作日 9:00—11:30、13:30—17:00，示例市示例路 1 号本会一楼服务窗口。".to_owned(),
            }),
            checks: sample::mixed_checks(),
            data_date: Some(sample::day(2026, 11, 20)),
            saved: Some(sample::at(10, 42)),
            form: Form::typed([
                ("f_purpose", "参加示例市轨道交通集团有限公司法律顾问服务采购项目投标"),
                ("f_period_from", "2023-11-01"),
                ("f_period_to", "2026-10-31"),
                ("f_lang", "zh"),
                ("mail", "office@firm.example"),
                ("paper", "yes"),
                ("copies", "2"),
                ("delivery", "post"),
                ("recipient", "许青禾"),
            ]),
        }
    }

    pub fn sample_refused() -> Self {
        let mut page = Self::sample();
        page.form.set("mail", "office@@firm");
        page.form.set("f_period_to", "2026-02-30");
        page.form.refuse("f_period_to", "日历上没有 2026-02-30 这一天，请改正。");
        page.form.refuse("f_year", "请选择会费年度。");
        page.form.refuse("mail", "邮箱地址“office@@firm”格式不正确，例如 name@firm.cn。");
        page.form.refuse("phone", "请填写收件人的手机号。");
        page
    }

    pub fn sample_new() -> Self {
        Self {
            fields: Vec::new(),
            lawyers: Some(Chosen { many: false, chosen: Vec::new(), total: 60 }),
            checks: Checklist::default(),
            saved: None,
            form: Form::new().with("paper", "no"),
            ..Self::sample()
        }
    }
}
