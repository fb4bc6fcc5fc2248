//! Step 3, 信息填写: what the kind asks, the lawyers, the mailbox, paper copies, and 申请前自检.

use maud::{Markup, html};

use crate::domain::kind::{Entry, FieldSpec};
use crate::domain::time::{Day, Moment};
use crate::paths;
use crate::text::step::Step;
use crate::views::apply_paper::Paper;
use crate::views::checklist::Checklist;
use crate::views::form::Form;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::{icon, next_button};
use crate::views::parts::{Choice, Field, Input, Post, Style, Width, button_of, error_summary, hidden};

/// The page at `/apply/{id}/form`.
///
/// Its POST sends `kind` and `version` that the page was made for, and `go`: `next`, `save`, `back`, `lawyers` (save and go to 选择律师), or `remove:{lawyer}`; the kind's
/// own fields under their keys (`key.from` and `key.to` for a period); `lawyers` once for each chosen one; `email`;
/// `paper.wanted` (`yes` or `no`), `paper.copies`, `paper.delivery` (`collect` or `post`), `paper.recipient`,
/// `paper.phone`, `paper.province`, `paper.city`, `paper.district`, `paper.address`, `paper.postcode`, `paper.remember`
/// (and what `views::apply_paper` says of its own buttons). Script posts the same fields to `/apply/{id}/save`, which answers `{"saved":"10:42"}`.
#[derive(Clone, Debug)]
pub struct ApplyForm {
    pub id: String,
    pub kind: String,
    /// The kind's slug and version, posted back: another tab may have changed the kind meanwhile.
    pub made_for: (String, u32),
    /// A sentence on what is new since the draft was filled in last.
    pub news: Option<String>,
    /// What the kind asks, in its order.
    pub fields: Vec<FieldSpec>,
    /// The years that a year field offers, newest first.
    pub years: Vec<i16>,
    /// The honours on record that an honour field offers.
    pub honours: Vec<String>,
    pub lawyers: Option<Chosen>,
    pub paper: Option<Paper>,
    pub checks: Checklist,
    /// Up to which day the register vouches for the self-check.
    pub data_date: Option<Day>,
    pub saved: Option<Moment>,
    pub form: Form,
}

/// The lawyers chosen so far.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Whether several may be chosen.
    pub many: bool,
    /// Whether at least one must be.
    pub required: bool,
    pub chosen: Vec<ChosenLawyer>,
    /// How many the firm has.
    pub total: usize,
}

#[derive(Clone, Debug)]
pub struct ChosenLawyer {
    pub id: String,
    pub name: String,
    pub licence: String,
}

impl Page for ApplyForm {
    fn title(&self) -> String {
        Step::Form.title().to_owned()
    }

    fn place(&self) -> Place {
        Place::Apply
    }

    fn step(&self) -> Option<Step> {
        Some(Step::Form)
    }

    fn back(&self) -> Option<String> {
        Some(paths::apply_kind(&self.id))
    }

    fn breadth(&self) -> Breadth {
        Breadth::Table
    }

    fn lead(&self) -> Option<String> {
        Some(self.kind.clone())
    }

    fn body(&self, frame: &Frame) -> Markup {
        let post = Post {
            id: Some("application"),
            class: Some("questions-beside"),
            autosave: Some(paths::apply_save(&self.id)),
            ..Post::to(paths::apply_form(&self.id))
        };
        let body = html! {
            (hidden("kind", &self.made_for.0))
            (hidden("version", &self.made_for.1.to_string()))
            // Enter in a field presses the first button of the form: that must be the next step, not a tag's ×.
            div class="unseen" aria-hidden="true" { button type="submit" name="go" value="next" tabindex="-1" { "下一步" } }
            p class="meta star-note" { span class="star" { "*" } " 为必填项" }
            @if !self.fields.is_empty() {
                section class="card" { h2 { "证明内容" } @for field in &self.fields { (self.kind_field(field)) } }
            }
            @if let Some(chosen) = &self.lawyers { (self.lawyers(chosen)) }
            section class="card" {
                h2 { "联系邮箱" }
                (Field::new("email", "联系邮箱").required().input(Input::Email).most(120).autocomplete("email")
                    .hint("审核通过后，可以把电子证明发送到这个邮箱。").line(&self.form))
            }
            @if let Some(paper) = &self.paper { (paper.render(&self.form)) }
            section class="card beside" id="self-check" aria-live="polite" {
                h2 { "申请前自检" }
                @if self.checks.lines.is_empty() {
                    p class="empty small" { (icon(Icon::Info)) "填写完整并保存后，这里会逐项显示是否符合条件。" }
                } @else {
                    (self.checks.render())
                    @if let Some(day) = self.data_date { p class="meta" { "依据本会截至 " (day.zh()) " 的登记信息" } }
                }
            }
            p class="meta saved" id="saved" role="status" {
                @if let Some(saved) = self.saved { (icon(Icon::Check)) "已于 " (saved.clock()) " 自动保存" }
            }
            div class="actions" {
                button type="submit" class="button wide-only" name="go" value="back" { "上一步" }
                (button_of(Style::Quiet, "go", "save", "保存草稿"))
                (next_button("下一步：证明预览"))
            }
        };
        html! {
            @if let Some(news) = &self.news { div class="notice wait" role="status" { (icon(Icon::Info)) p { (news) } } }
            (error_summary(&self.form))
            (post.render(frame, &body))
        }
    }
}

impl ApplyForm {
    fn lawyers(&self, chosen: &Chosen) -> Markup {
        let error = self.form.error("lawyers");
        html! {
            section class="card" id="lawyers" data-lawyers=(paths::apply_lawyers(&self.id)) data-total=(chosen.total) {
                h2 {
                    "律师"
                    @if chosen.required { span class="star" aria-hidden="true" { "*" } span class="unseen" { "（必填）" } }
                    span class="tally" { "已选 " span data-count { (chosen.chosen.len()) } " / "
                        @if chosen.many { (chosen.total) } @else { "1" } }
                }
                @if let Some(error) = error { p class="error" { (icon(Icon::Alert)) (error) } }
                ul class="chips" data-chips {
                    @for lawyer in &chosen.chosen {
                        li class="chip" title=(lawyer.licence) {
                            (hidden("lawyers", &lawyer.id))
                            span { (lawyer.name) }
                            button type="submit" name="go" value=(format!("remove:{}", lawyer.id)) {
                                (icon(Icon::Cross)) span class="unseen" { "移除" (lawyer.name) }
                            }
                        }
                    }
                }
                button type="submit" class="button add" name="go" value="lawyers" data-open-lawyers {
                    (icon(Icon::Plus)) @if chosen.many { "选择律师" } @else { "选择一名律师" }
                }
            }
        }
    }
}

impl ApplyForm {
    fn kind_field(&self, field: &FieldSpec) -> Markup {
        let form = &self.form;
        let plain = Field::new(&field.key, &field.label).hint(&field.hint).required_if(field.required);
        match &field.entry {
            Entry::Text { max } => plain.most(usize::from(*max)).line(form),
            Entry::Date => plain.input(Input::Date).width(Width::Half).line(form),
            Entry::Year => {
                let years: Vec<_> = self.years.iter().map(|year| (year.to_string(), format!("{year} 年"))).collect();
                plain.width(Width::Half).select(form, Some("请选择"), &years)
            }
            Entry::Honour => {
                let honours: Vec<_> = self.honours.iter().map(|title| (title.clone(), title.clone())).collect();
                plain.select(form, Some("请选择"), &honours)
            }
            Entry::Choice(options) => {
                let choices: Vec<_> = options.iter().map(|option| Choice::new(option, option)).collect();
                plain.radios(form, &choices)
            }
            Entry::Period => period(field, form),
        }
    }
}

fn period(field: &FieldSpec, form: &Form) -> Markup {
    let (from, to) = (format!("{}.from", field.key), format!("{}.to", field.key));
    let half = |name, label| {
        Field::new(name, label).input(Input::Date).width(Width::Half).required_if(field.required).line(form)
    };
    let error = form.error(&field.key);
    html! {
        fieldset class=(if error.is_some() { "period wrong" } else { "period" }) id=(field.key) {
            legend { (field.label) }
            @if !field.hint.is_empty() { p class="hint" { (field.hint) } }
            @if let Some(error) = error { p class="error" { (icon(Icon::Alert)) (error) } }
            div class="pair" { (half(&from, "起")) (half(&to, "止（含当日）")) }
        }
    }
}
