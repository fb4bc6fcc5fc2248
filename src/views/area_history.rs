//! Versions of an area: the list, and one older version with what bringing it back would change.

use maud::{Markup, html};

use crate::domain::revision::Area;
use crate::domain::time::Moment;
use crate::paths;
use crate::text::area;
use crate::views::area::{Change, changes, lines};
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::parts::{Post, Style, button, hidden, link_button};

/// The page at `/settings/{area}/history`.
#[derive(Clone, Debug)]
pub struct AreaHistory {
    pub area: Area,
    /// Newest first; the first is in force.
    pub versions: Vec<VersionLine>,
}

/// One version.
#[derive(Clone, Debug)]
pub struct VersionLine {
    pub version: u32,
    pub at: Moment,
    pub who: String,
    /// The version that was brought back.
    pub from: Option<u32>,
    /// Terms that differ from the version before.
    pub changed: Vec<String>,
}

impl Page for AreaHistory {
    fn title(&self) -> String {
        format!("{}的历史版本", area::title(&self.area))
    }

    fn place(&self) -> Place {
        Place::Settings
    }

    fn back(&self) -> Option<String> {
        Some(paths::settings_area(self.area.slug()))
    }

    fn body(&self, _frame: &Frame) -> Markup {
        let slug = self.area.slug();
        html! {
            @if self.versions.is_empty() {
                div class="empty" { (icon(Icon::Clock)) p { b { "还没有修改过" } } p { "保存第一次修改后，这里会列出每个版本。" } }
            } @else {
                table class="cards" {
                    thead { tr {
                        th scope="col" { "版本" } th scope="col" { "保存" } th scope="col" { "改动" } th scope="col" { "操作" }
                    } }
                    tbody {
                        @for (at, line) in self.versions.iter().enumerate() {
                            tr {
                                th scope="row" {
                                    @if line.version == 0 { "初始内容" } @else { "第 " (line.version) " 版" }
                                    @if at == 0 { " " span class="tag good" { (icon(Icon::Check)) "现在生效" } }
                                }
                                td data-label="保存" {
                                    @if line.version == 0 { "—" } @else { (line.who) " " span class="whole" { (line.at.zh()) } }
                                }
                                td data-label="改动" {
                                    @if let Some(from) = line.from { "恢复" @if from == 0 { "初始内容" } @else { "第 " (from) " 版" } " " }
                                    @if line.changed.is_empty() { "—" } @else { (line.changed.join("、")) }
                                }
                                td data-label="操作" {
                                    a href=(paths::settings_version(&slug, line.version)) { "查看" span class="unseen" { "第 " (line.version) " 版" } }
                                }
                            }
                        }
                    }
                }
            }
            p { (link_button(Style::Plain, &paths::settings_area(&slug), "返回编辑")) }
        }
    }
}

/// The page at `/settings/{area}/history/{version}`; its POST brings the version back.
#[derive(Clone, Debug)]
pub struct AreaVersion {
    pub area: Area,
    pub version: u32,
    pub at: Moment,
    pub who: String,
    /// Terms and values of this version.
    pub told: Vec<(String, String)>,
    /// A picture of this version, by its hash.
    pub artwork: Option<String>,
    /// The version in force, for the form.
    pub current: u32,
    /// What is in force against this version; empty where it is the same.
    pub changes: Vec<Change>,
}

impl Page for AreaVersion {
    fn title(&self) -> String {
        let which = if self.version == 0 { "初始内容".to_owned() } else { format!("第 {} 版", self.version) };
        format!("{}：{which}", area::title(&self.area))
    }

    fn place(&self) -> Place {
        Place::Settings
    }

    fn back(&self) -> Option<String> {
        Some(paths::settings_history(self.area.slug()))
    }

    fn breadth(&self) -> Breadth {
        Breadth::Form
    }

    fn lead(&self) -> Option<String> {
        (self.version > 0).then(|| format!("{}于{}保存。", self.who, self.at.zh()))
    }

    fn body(&self, frame: &Frame) -> Markup {
        let slug = self.area.slug();
        html! {
            section class="card" {
                h2 { "内容" }
                dl class="facts told" {
                    @for (term, value) in &self.told { div { dt { (term) } dd { (lines(value)) } } }
                }
                @if let Some(hash) = &self.artwork {
                    p class="artwork" { img src=(paths::settings_artwork(hash)) alt="这一版的图片" width="120" height="120"; }
                }
            }
            @if self.changes.is_empty() {
                div class="notice quiet" { (icon(Icon::Info)) p { "这一版的内容就是现在生效的内容。" } }
                p { (link_button(Style::Plain, &paths::settings_history(&slug), "返回历史版本")) }
            } @else {
                section class="card" {
                    h2 { "恢复后的改动" }
                    (changes(&self.changes, "现在", "恢复为"))
                }
                (Post::to(paths::settings_version(&slug, self.version)).render(frame, &html! {
                    (hidden("base", &self.current.to_string()))
                    div class="actions" {
                        (link_button(Style::Plain, &paths::settings_history(&slug), "返回历史版本"))
                        (button(Style::Primary, "恢复这一版"))
                    }
                }))
            }
        }
    }
}
