//! One area of the settings: its fields, the preview of what was typed, and what was changed meanwhile by another.

use maud::{Markup, html};

use crate::domain::revision::Area;
use crate::domain::time::Moment;
use crate::paths;
use crate::text::area;
use crate::views::area_fields::{Fields, fields};
use crate::views::area_sample::{Sample, sample};
use crate::views::form::Form;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::parts::{Post, Style, button_of, error_summary, hidden, link_button};

/// The page at `/settings/{area}`. Its POST sends the fields, `base` (the version that the page was made from) and
/// `go`: `preview`, `save`, or a change of a list (`add`, `up:2`, `down:2`, `remove:2`).
#[derive(Clone, Debug)]
pub struct AreaPage {
    pub area: Area,
    pub fields: Fields,
    pub form: Form,
    pub base: u32,
    /// Who wrote the version in force, and when; none where it was never changed.
    pub last: Option<(String, Moment)>,
    pub overtaken: Option<Overtaken>,
    pub preview: Option<Preview>,
}

/// Somebody else saved while this was being edited.
#[derive(Clone, Debug)]
pub struct Overtaken {
    pub who: String,
    pub at: Moment,
    /// What is in force now against what was typed.
    pub changes: Vec<Change>,
}

/// What saving would do.
#[derive(Clone, Debug)]
pub struct Preview {
    pub changes: Vec<Change>,
    pub sample: Sample,
}

/// Term, the value in force, the value typed.
pub type Change = (String, String, String);

impl Page for AreaPage {
    fn title(&self) -> String {
        area::title(&self.area)
    }

    fn place(&self) -> Place {
        Place::Settings
    }

    fn back(&self) -> Option<String> {
        Some(paths::settings())
    }

    fn breadth(&self) -> Breadth {
        Breadth::Form
    }

    fn lead(&self) -> Option<String> {
        Some(area::lead(&self.area).to_owned())
    }

    fn body(&self, frame: &Frame) -> Markup {
        let slug = self.area.slug();
        let inner = html! {
            (hidden("base", &self.base.to_string()))
            // The first button is the one that Enter presses; it must not move an entry of a list.
            button type="submit" class="unseen" tabindex="-1" aria-hidden="true" name="go" value="preview" { "预览" }
            @match &self.preview {
                Some(preview) => {
                    (self.previewed(preview, frame))
                    details class="fold" {
                        summary { (icon(Icon::Right)) "继续修改" }
                        (fields(&self.fields, &self.form))
                        (button_of(Style::Plain, "go", "preview", "再次预览"))
                    }
                }
                None => {
                    (fields(&self.fields, &self.form))
                    div class="actions" {
                        (link_button(Style::Plain, &paths::settings(), "返回设置"))
                        (button_of(Style::Primary, "go", "preview", "预览改动"))
                    }
                }
            }
        };
        html! {
            (error_summary(&self.form))
            @if let Some(overtaken) = &self.overtaken {
                div class="notice wait" role="alert" { (icon(Icon::Alert)) div {
                    p { (overtaken.who) " 已于 " (overtaken.at.zh()) " 保存了新的内容。您填写的内容还没有保存，都保留在下面；请对照后再预览和保存。" }
                } }
                section class="card" {
                    h2 { "现在生效的内容与您填写的不同之处" }
                    (changes(&overtaken.changes, "现在生效", "您填写的"))
                }
            }
            (Post { files: self.fields.has_file(), ..Post::to(paths::settings_area(&slug)) }.render(frame, &inner))
            p class="meta" {
                @match &self.last {
                    Some((who, at)) => {
                        "第 " (self.base) " 版，" (who) " 于 " (at.zh()) " 保存。"
                        a href=(paths::settings_history(&slug)) { "查看历史版本" }
                    }
                    None => { "还没有修改过，正在使用初始内容。" }
                }
            }
        }
    }
}

impl AreaPage {
    fn previewed(&self, preview: &Preview, frame: &Frame) -> Markup {
        html! {
            @if preview.changes.is_empty() {
                div class="notice wait" role="status" { (icon(Icon::Info)) p { "内容与现在生效的相同，没有需要保存的改动。" } }
            } @else {
                section class="card" {
                    h2 { "将要保存的改动" }
                    (changes(&preview.changes, "现在", "改为"))
                }
            }
            (sample(&preview.sample, frame))
            div class="actions" {
                (link_button(Style::Plain, &paths::settings_area(self.area.slug()), "放弃改动"))
                @if !preview.changes.is_empty() { (button_of(Style::Primary, "go", "save", "保存并生效")) }
            }
        }
    }
}

/// A table of what differs.
pub fn changes(changes: &[Change], old: &str, new: &str) -> Markup {
    html! {
        table class="cards changes" {
            thead { tr { th scope="col" { "项目" } th scope="col" { (old) } th scope="col" { (new) } } }
            tbody {
                @for (term, before, after) in changes {
                    tr {
                        th scope="row" { (term) }
                        td data-label=(old) { (lines(before)) }
                        td data-label=(new) { (lines(after)) }
                    }
                }
            }
        }
    }
}

/// A value of one or several lines.
pub fn lines(value: &str) -> Markup {
    html! {
        @if value.is_empty() { span class="none" { "（空）" } }
        @for line in value.lines() { @if line.is_empty() { br; } @else { span class="line" { (line) } } }
    }
}
