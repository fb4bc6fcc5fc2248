//! 证明种类: which kinds are offered, how they are reviewed, what the public page answers.

use maud::{Markup, html};

use crate::domain::kind::Review;
use crate::domain::time::Day;
use crate::paths;
use crate::text::state;
use crate::views::form::Form;
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::parts::{Field, Input, Post, Style, Width, button, error_summary_within, link_button};
use crate::views::tags;

/// The page at `/settings/kinds`.
#[derive(Clone, Debug)]
pub struct Kinds {
    pub kinds: Vec<KindRow>,
    /// The kind whose change was refused, with what was typed and why.
    pub refused: Option<(String, Form)>,
}

/// One kind; its form posts `offered`, `answers_today` and `paper` (`yes` or `no`), `review` (`automatic` or `manual`) and `working_days`.
#[derive(Clone, Debug)]
pub struct KindRow {
    pub slug: String,
    pub name: String,
    pub proves: String,
    pub version: u32,
    pub effective: Day,
    pub offered: bool,
    pub answers_today: bool,
    pub review: Review,
    /// Whether paper copies may be asked for.
    pub paper: bool,
    /// Why it cannot be offered now.
    pub blocked: Option<String>,
}

impl Page for Kinds {
    fn title(&self) -> String {
        "证明种类".to_owned()
    }

    fn place(&self) -> Place {
        Place::Kinds
    }

    fn lead(&self) -> Option<String> {
        Some("更改只影响以后的申请，已出具的证明保持出具时的版本。".to_owned())
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            @if let Some((slug, form)) = &self.refused { (error_summary_within(form, &format!("kind-{slug}"))) }
            ul class="desk" { @for kind in &self.kinds { li class="card kind-row" { (self.kind(kind, frame)) } } }
        }
    }
}

impl Kinds {
    fn kind(&self, kind: &KindRow, frame: &Frame) -> Markup {
        let (review, days) = match kind.review {
            Review::Automatic => ("automatic", String::new()),
            Review::Manual { working_days } => ("manual", working_days.to_string()),
        };
        let word = |yes| if yes { "yes" } else { "no" };
        let stored = Form::new()
            .with("offered", word(kind.offered))
            .with("answers_today", word(kind.answers_today))
            .with("paper", word(kind.paper))
            .with("review", review)
            .with("working_days", days);
        let (form, open) = match &self.refused {
            Some((slug, form)) if *slug == kind.slug => (form, true),
            _ => (&stored, false),
        };
        let scope = format!("kind-{}", kind.slug);
        let pair = |yes: &str, no: &str| vec![("yes".to_owned(), yes.to_owned()), ("no".to_owned(), no.to_owned())];
        let reviews =
            vec![("automatic".to_owned(), "自动审核".to_owned()), ("manual".to_owned(), "人工审核".to_owned())];
        html! {
            div class="desk-what" {
                h2 { (kind.name) }
                p { (kind.proves) }
                p class="meta" {
                    "第 " (kind.version) " 版，" (kind.effective.zh()) " 起 · " (state::review_sentence(kind.review))
                    " · 纸质证明：" @if kind.paper { "提供" } @else { "不提供" }
                    " · 公开答复今日是否仍成立：" @if kind.answers_today { "是" } @else { "否" }
                }
                @if let Some(blocked) = &kind.blocked { p class="reason" { (icon(Icon::Info)) (blocked) } }
                p { (link_button(Style::Quiet, &paths::template(&kind.slug), "查看模板")) }
            }
            div class="desk-where" { (tags::on_off(kind.offered, ("开放申请", "未开放"))) }
            details class="fold" open[open] {
                summary { (icon(Icon::Right)) "更改" span class="unseen" { (kind.name) } }
                (Post::to(paths::kind_switch(&kind.slug)).render(frame, &html! {
                    div class="filter-row" {
                        (Field::new("offered", "申请").within(&scope).select(form, None, &pair("开放", "不开放")))
                        (Field::new("review", "审核方式").within(&scope).select(form, None, &reviews))
                        (Field::new("working_days", "承诺工作日").within(&scope).input(Input::Number).width(Width::Short).most(3).line(form))
                        (Field::new("paper", "纸质证明").within(&scope).select(form, None, &pair("提供", "不提供")))
                        (Field::new("answers_today", "公开答复今日是否仍成立").within(&scope).select(form, None, &pair("是", "否")))
                    }
                    (button(Style::Plain, "保存"))
                }))
            }
        }
    }
}

#[cfg(test)]
impl Kinds {
    pub fn sample() -> Self {
        let kind = |slug: &str, name: &str, review, blocked: Option<&str>| KindRow {
            slug: slug.to_owned(),
            name: name.to_owned(),
            proves: "证明所选律师是本会个人会员，在本所执业。".to_owned(),
            version: 1,
            effective: crate::views::sample::day(2026, 1, 1),
            offered: blocked.is_none(),
            answers_today: blocked.is_none(),
            review,
            paper: true,
            blocked: blocked.map(str::to_owned),
        };
        let mut form = Form::typed([("offered", "yes"), ("review", "manual"), ("working_days", "0")]);
        form.refuse("working_days", "承诺工作日请填写 1 至 60 的整数。");
        Self {
            kinds: vec![
                kind("lawyer-membership", "律师会员证明", Review::Automatic, None),
                kind("experience", "律师执业经历证明", Review::Manual { working_days: 5 }, None),
                kind(
                    "lawyers-undisciplined",
                    "律师无行业处分证明",
                    Review::Manual { working_days: 3 },
                    Some("需要律师本人同意：请先在“设置”中开通在线征求同意。"),
                ),
            ],
            refused: Some(("experience".to_owned(), form)),
        }
    }
}
