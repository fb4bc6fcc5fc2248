//! Before a kind's draft becomes a version: what changes, how it looks, and from when it holds.

use maud::{Markup, html};

use crate::domain::kind_change::Change;
use crate::domain::time::Day;
use crate::paths;
use crate::views::form::Form;
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::parts::{Field, Input, Style, Width, button, error_summary, hidden, link_button, post};
use crate::views::sheets::Sheets;

/// The page at `/settings/kinds/{kind}/publish`; its POST sends `seen`, `effective` and `note`.
#[derive(Clone, Debug)]
pub struct KindPublish {
    pub slug: String,
    pub name: String,
    /// The number that the version will have.
    pub number: u32,
    /// What differs from the version in force; none for a new kind.
    pub changes: Option<Vec<Change>>,
    /// Versions that were published and whose day is still to come.
    pub scheduled: Vec<(u32, Day)>,
    pub seen: String,
    /// Each length of sample with its pages.
    pub samples: Vec<(String, Sheets)>,
    pub form: Form,
}

/// Differences as a table: what, before, after.
pub fn change_table(changes: &[Change]) -> Markup {
    html! {
        table class="cards changes" {
            thead { tr { th scope="col" { "项目" } th scope="col" { "原来" } th scope="col" { "现在" } } }
            tbody {
                @for change in changes {
                    tr {
                        th scope="row" { (change.what) }
                        td data-label="原来" class="said" { @if change.before.is_empty() { "（无）" } @else { (change.before) } }
                        td data-label="现在" class="said" { @if change.after.is_empty() { "（无）" } @else { (change.after) } }
                    }
                }
            }
        }
    }
}

impl Page for KindPublish {
    fn title(&self) -> String {
        format!("发布：{}", self.name)
    }

    fn place(&self) -> Place {
        Place::Kinds
    }

    fn back(&self) -> Option<String> {
        Some(paths::kind_edit(&self.slug))
    }

    fn lead(&self) -> Option<String> {
        Some(format!(
            "发布为第 {} 版。发布后不能再改，只能再发布新的一版。已出具的证明和已提交的申请保持原来的版本；申请人的草稿会转到新版，并提示他们核对。",
            self.number
        ))
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            (error_summary(&self.form))
            div class="split" {
                div {
                    section class="card" {
                        h2 { "改了什么" }
                        @match &self.changes {
                            None => { p class="meta" { (icon(Icon::Info)) " 这是新的证明种类，发布后列在最后，开放申请。" } }
                            Some(changes) if changes.is_empty() => { p class="meta" { (icon(Icon::Info)) " 和现行版本没有区别。" } }
                            Some(changes) => { (change_table(changes)) }
                        }
                    }
                    @for (word, sheets) in &self.samples {
                        details class="card fold" open[word == "一般"] {
                            summary { (icon(Icon::Right)) "样本：" (word) }
                            (sheets.render())
                        }
                    }
                }
                div class="beside" {
                    section class="card" {
                        h2 { "何时生效" }
                        @for (number, day) in &self.scheduled {
                            p class="reason" { (icon(Icon::Info)) "第 " (number) " 版已定于 " (day.zh()) " 生效；那一天起以它为准，除非本版的生效日期更晚或同一天。" }
                        }
                        (post(frame, paths::kind_publish(&self.slug), &html! {
                            (hidden("seen", &self.seen))
                            (Field::new("effective", "生效日期").required().input(Input::Date).width(Width::Half)
                                .hint("今天或以后。从这一天零时起，新的申请按这一版。").line(&self.form))
                            (Field::new("note", "修改说明（选填）").most(200).hint("改了什么、为什么，记入各版记录。").area(&self.form, 3))
                            div class="actions stacked" {
                                (button(Style::Primary, "发布"))
                                (link_button(Style::Plain, &paths::kind_edit(&self.slug), "回到编辑"))
                            }
                        }))
                    }
                }
            }
        }
    }
}

#[cfg(test)]
impl KindPublish {
    pub fn sample() -> Self {
        use crate::views::sample;
        let change = |what: &str, before: &str, after: &str| Change {
            what: what.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
        };
        let mut form = Form::typed([("effective", "2026-11-01")]);
        form.refuse("effective", "生效日期不能早于今天。");
        Self {
            slug: "dues".to_owned(),
            name: "会费缴纳证明".to_owned(),
            number: 3,
            changes: Some(vec![
                change("有效期", "不设期限", "90 天"),
                change(
                    "正文",
                    "兹证明{律所名称}已缴纳{会费年度}年度会费。",
                    "兹证明{律所名称}已缴清{会费年度}年度会费。",
                ),
            ]),
            scheduled: vec![(2, sample::day(2026, 12, 1))],
            seen: "1".to_owned(),
            samples: vec![("一般".to_owned(), sample::sheets(1, |page| paths::kind_sample("dues", page)))],
            form,
        }
    }
}
