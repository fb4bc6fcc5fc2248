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
use crate::views::parts::{
    Field, Input, Post, Style, Width, button, button_of, error_summary_within, hidden, link_button,
};
use crate::views::tags;

/// The page at `/settings/kinds`.
#[derive(Clone, Debug)]
pub struct Kinds {
    pub kinds: Vec<KindRow>,
    /// The kind whose change was refused, with what was typed and why.
    pub refused: Option<(String, Form)>,
    /// Kinds that were never published: slug and name.
    pub unpublished: Vec<(String, String)>,
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
    /// When something was last written that is not published: `11月25日 10:42，王系统`.
    pub draft: Option<String>,
    /// The version that comes next, and its day.
    pub next: Option<(u32, Day)>,
    /// Since when it is 停用.
    pub retired: Option<Day>,
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

    fn head_action(&self, _frame: &Frame) -> Option<Markup> {
        Some(html! {
            (link_button(Style::Plain, &paths::kind_import(), "导入"))
            " " (link_button(Style::Primary, &paths::kind_new(), "新建证明种类"))
        })
    }

    fn body(&self, frame: &Frame) -> Markup {
        let (retired, current): (Vec<_>, Vec<_>) = self.kinds.iter().partition(|kind| kind.retired.is_some());
        html! {
            @if let Some((slug, form)) = &self.refused { (error_summary_within(form, &format!("kind-{slug}"))) }
            @if !self.unpublished.is_empty() {
                section class="card unpublished" {
                    h2 { "还没有发布" }
                    ul { @for (slug, name) in &self.unpublished { li {
                        a href=(paths::kind_edit(slug)) { @if name.is_empty() { (slug) } @else { (name) } }
                        span class="meta code" { (slug) }
                    } } }
                }
            }
            ul class="desk" {
                @for (at, kind) in current.iter().enumerate() {
                    li class="card kind-row" id=(format!("row-{}", kind.slug)) {
                        (self.kind(kind, Some((at, current.len())), frame))
                    }
                }
            }
            @if !retired.is_empty() {
                h2 class="apart" { "已停用" }
                ul class="desk" { @for kind in retired { li class="card kind-row" { (self.kind(kind, None, frame)) } } }
            }
        }
    }
}

impl Kinds {
    /// `place`: where it stands in the applicants' list, from 0, and how long that is.
    fn kind(&self, kind: &KindRow, place: Option<(usize, usize)>, frame: &Frame) -> Markup {
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
                ul class="traits" {
                    li { (icon(Icon::Clock)) (state::review_sentence(kind.review)) }
                    li { (icon(Icon::Print)) @if kind.paper { "可要纸质证明" } @else { "仅电子证明" } }
                    li { (icon(Icon::Globe)) @if kind.answers_today { "公开答复今日是否仍成立" } @else { "不公开答复今日是否仍成立" } }
                    li { (icon(Icon::File)) "第 " (kind.version) " 版，" (kind.effective.zh()) "起" }
                }
                @if let Some(blocked) = &kind.blocked { p class="reason" { (icon(Icon::Info)) (blocked) } }
                @if let Some(day) = kind.retired { p class="meta" { (day.zh()) " 起停用" } }
                @if let Some((number, day)) = kind.next {
                    p class="reason" { (icon(Icon::Clock)) "第 " (number) " 版定于 " (day.zh()) " 生效" }
                }
                @if let Some(draft) = &kind.draft { p class="reason" { (icon(Icon::Edit)) "有未发布的草稿：" (draft) } }
            }
            div class="desk-where" {
                (tags::on_off(kind.offered, ("开放申请", "未开放")))
                (link_button(Style::Quiet, &paths::kind_edit(&kind.slug), if kind.draft.is_some() { "继续编辑" } else { "编辑" }))
                (link_button(Style::Quiet, &paths::template(&kind.slug), "查看模板"))
                @if let Some((at, count)) = place {
                    (Post { class: Some("inline"), ..Post::to(paths::kind_move(&kind.slug)) }.render(frame, &html! {
                        (hidden("from", &at.to_string()))
                        @if at > 0 { (button_of(Style::Quiet, "to", "up", "上移")) }
                        @if at + 1 < count { (button_of(Style::Quiet, "to", "down", "下移")) }
                    }))
                }
            }
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
                div class="row-acts kind-acts" {
                    (link_button(Style::Quiet, &paths::kind_history(&kind.slug), "各版记录"))
                    (link_button(Style::Quiet, &paths::kind_export(&kind.slug), "导出"))
                    (Post { class: Some("inline"), ..Post::to(paths::kind_retire(&kind.slug)) }.render(frame, &html! {
                        @if kind.retired.is_some() { (button_of(Style::Plain, "to", "restored", "恢复")) }
                        @else { (button_of(Style::Danger, "to", "retired", "停用")) }
                    }))
                }
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
            draft: (slug == "experience").then(|| "11月25日 10:42，王系统（示例）".to_owned()),
            next: (slug == "experience").then(|| (2, crate::views::sample::day(2026, 12, 1))),
            retired: (slug == "lawyers-undisciplined").then(|| crate::views::sample::day(2026, 11, 1)),
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
            unpublished: vec![("project".to_owned(), "法律服务项目承办证明".to_owned())],
        }
    }
}
