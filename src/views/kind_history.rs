//! All versions of a kind, each with what it changed.

use maud::{Markup, html};

use crate::domain::kind_change::Change;
use crate::domain::time::{Day, Moment};
use crate::paths;
use crate::views::frame::{Frame, Page, Place};
use crate::views::kind_publish::change_table;
use crate::views::layout::moment;
use crate::views::parts::{Style, button_of, hidden, link_button, post};
use crate::views::sheets::Sheets;
use crate::views::tags;

/// The page at `/settings/kinds/{kind}/history`; `?version=` shows the sample of one version.
#[derive(Clone, Debug)]
pub struct KindHistory {
    pub slug: String,
    pub name: String,
    /// The newest first.
    pub versions: Vec<VersionRow>,
    /// The version whose sample is shown.
    pub shown: Option<(u32, Sheets)>,
}

/// One version.
#[derive(Clone, Debug)]
pub struct VersionRow {
    pub number: u32,
    pub effective: Day,
    pub in_force: bool,
    /// Its day is still to come: it can be taken back.
    pub to_come: bool,
    /// When, by whom, and why; none for what `init` seeded.
    pub published: Option<(Moment, String, String)>,
    /// What differs from the version before.
    pub changes: Vec<Change>,
}

impl Page for KindHistory {
    fn title(&self) -> String {
        format!("各版记录：{}", self.name)
    }

    fn place(&self) -> Place {
        Place::Kinds
    }

    fn back(&self) -> Option<String> {
        Some(paths::kinds())
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            div class=(if self.shown.is_some() { "split record" } else { "" }) {
                div { @for version in &self.versions { (self.version(version, frame)) } }
                @if let Some((number, sheets)) = &self.shown {
                    section class="card" id="sample" { h2 { "第 " (number) " 版的样本" } (sheets.render()) }
                }
            }
        }
    }
}

impl KindHistory {
    fn version(&self, version: &VersionRow, frame: &Frame) -> Markup {
        html! {
            section class="card version" {
                h2 { "第 " (version.number) " 版" }
                p class="status-line" {
                    @if version.in_force { (tags::on_off(true, ("现行", ""))) }
                    @if version.to_come { (tags::on_off(false, ("", "尚未生效"))) }
                    " " (version.effective.zh()) "起生效"
                }
                @match &version.published {
                    Some((at, by, note)) => {
                        p class="meta" { (by) " 发布于 " (moment(*at)) }
                        @if !note.is_empty() { p class="said" { (note) } }
                    }
                    None => { p class="meta" { "系统初始化时建立。" } }
                }
                @if !version.changes.is_empty() { (change_table(&version.changes)) }
                div class="row-acts" {
                    (link_button(Style::Quiet, &format!("{}?version={}#sample", paths::kind_history(&self.slug), version.number), "查看样本"))
                    (link_button(Style::Quiet, &format!("{}?version={}", paths::kind_export(&self.slug), version.number), "导出这一版"))
                    @if version.to_come {
                        (post(frame, paths::kind_unschedule(&self.slug), &html! {
                            (hidden("version", &version.number.to_string()))
                            (button_of(Style::Danger, "sure", "yes", "撤下"))
                        }))
                    }
                }
            }
        }
    }
}

#[cfg(test)]
impl KindHistory {
    pub fn sample() -> Self {
        use crate::views::sample;
        let change = Change { what: "有效期".into(), before: "不设期限".into(), after: "90 天".into() };
        let row = |number, in_force, to_come, changes| VersionRow {
            number,
            effective: sample::day(2026, 1, 1),
            in_force,
            to_come,
            published: (number > 1)
                .then(|| (sample::at(10, 42), "王系统（示例）".to_owned(), "按新规加有效期。".to_owned())),
            changes,
        };
        Self {
            slug: "dues".to_owned(),
            name: "会费缴纳证明".to_owned(),
            versions: vec![
                row(3, false, true, vec![change]),
                row(2, true, false, vec![]),
                row(1, false, false, vec![]),
            ],
            shown: Some((2, sample::sheets(1, |page| paths::kind_sample("dues", page)))),
        }
    }
}
