//! 选择律师: a page of its own without script, a dialog over step 3 with it. Script reads the same list.

use maud::{Markup, html};

use crate::paths;
use crate::text::step::Step;
use crate::views::form::Form;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::parts::{Field, Input, Pick, Post, Style, button_of, error_summary, hidden};

/// The page at `/apply/{id}/lawyers`.
///
/// Its POST sends `lawyers` once for each chosen one, `q`, and `go`: `done`, `search`, `all` (all usable ones that are
/// shown), `none`, or `back`. A GET without `q` must show every lawyer: the dialog is made from it.
#[derive(Clone, Debug)]
pub struct ApplyLawyers {
    pub id: String,
    pub many: bool,
    /// What the search found; chosen ones first, unusable ones last.
    pub shown: Vec<LawyerOption>,
    /// Ids of chosen ones that the search did not find.
    pub kept: Vec<String>,
    /// How many the firm has.
    pub total: usize,
    /// `q`, and errors.
    pub form: Form,
}

/// One lawyer of the firm.
#[derive(Clone, Debug)]
pub struct LawyerOption {
    pub id: String,
    pub name: String,
    /// Pinyin initials in lower case, one word for each way of reading the name: `sxz dxz`.
    pub initials: String,
    pub licence: String,
    /// `执业`, as the register has it.
    pub state: String,
    pub chosen: bool,
    /// Why this one cannot be chosen.
    pub refused: Option<String>,
}

impl Page for ApplyLawyers {
    fn title(&self) -> String {
        "选择律师".to_owned()
    }

    fn place(&self) -> Place {
        Place::Apply
    }

    fn step(&self) -> Option<Step> {
        Some(Step::Form)
    }

    fn back(&self) -> Option<String> {
        Some(paths::apply_form(&self.id))
    }

    fn breadth(&self) -> Breadth {
        Breadth::Form
    }

    fn body(&self, frame: &Frame) -> Markup {
        let count = self.kept.len() + self.shown.iter().filter(|lawyer| lawyer.chosen).count();
        let body = html! {
            div class="picker" data-picker data-many=(self.many) {
                div class="picker-head" {
                    div class="search-line" {
                        (Field::new("q", "查找律师").input(Input::Search).most(30)
                            .hint("姓名、拼音首字母或执业证号").line(&self.form))
                        button type="submit" class="button" name="go" value="search" data-scriptless { (icon(Icon::Search)) "查找" }
                    }
                    div class="picker-tools" {
                        p { "已选 " b data-count { (count) } " / " @if self.many { (self.total) } @else { "1" } }
                        @if self.many {
                            (button_of(Style::Quiet, "go", "all", "全选"))
                            (button_of(Style::Quiet, "go", "none", "清空"))
                        }
                    }
                }
                @for id in &self.kept { (hidden("lawyers", id)) }
                ul class="people" {
                    @for lawyer in &self.shown {
                        li class=(if lawyer.refused.is_some() { "person off" } else { "person" }) data-name=(lawyer.name)
                            data-initials=(lawyer.initials) data-licence=(lawyer.licence) {
                            (Pick { many: self.many, name: "lawyers", value: &lawyer.id, chosen: lawyer.chosen,
                                usable: lawyer.refused.is_none() }.render(&html! {
                                b { (lawyer.name) }
                                span class="meta" { span class="code" { (lawyer.licence) } " · " (lawyer.state) }
                                @if let Some(reason) = &lawyer.refused { span class="reason" { (reason) } }
                            }))
                        }
                    }
                }
                p class="empty small" data-nobody hidden[!self.shown.is_empty()] {
                    (icon(Icon::Search)) "没有找到符合条件的律师，请换一个词再查。"
                }
            }
            div class="actions" {
                (button_of(Style::Plain, "go", "back", "返回"))
                (button_of(Style::Primary, "go", "done", "确定"))
            }
        };
        html! {
            (error_summary(&self.form))
            (Post { id: Some("lawyers"), ..Post::to(paths::apply_lawyers(&self.id)) }.render(frame, &body))
        }
    }
}

#[cfg(test)]
impl ApplyLawyers {
    pub fn sample() -> Self {
        let people = crate::views::sample::lawyers();
        let shown = people
            .into_iter()
            .enumerate()
            .map(|(at, (name, initials, licence))| LawyerOption {
                id: (at + 1).to_string(),
                name: name.to_owned(),
                initials: initials.to_owned(),
                licence: licence.to_owned(),
                state: if at == 11 { "停止执业" } else { "执业" }.to_owned(),
                chosen: at < 4,
                refused: (at == 11).then(|| "登记状态为停止执业，不能出具本证明。".to_owned()),
            })
            .collect();
        Self { id: "41".to_owned(), many: true, shown, kept: vec!["58".to_owned()], total: 60, form: Form::new() }
    }

    pub fn sample_nobody() -> Self {
        Self { shown: Vec::new(), form: Form::new().with("q", "zzz"), ..Self::sample() }
    }
}
