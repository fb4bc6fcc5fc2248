//! Step 4, 证明预览: the certificate as it will be, what was filled in, and the button that submits.

use maud::{Markup, html};

use crate::domain::kind::Review;
use crate::paths;
use crate::text::state;
use crate::text::step::Step;
use crate::views::checklist::Checklist;
use crate::views::facts::Fact;
use crate::views::form::Form;
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::parts::{Style, back_link, button, error_summary, hidden, post};
use crate::views::sheets::Sheets;

/// The page at `/apply/{id}/preview`; the form posts to `/apply/{id}/submit`.
#[derive(Clone, Debug)]
pub struct ApplyPreview {
    pub id: String,
    /// Watermarked 预览.
    pub sheets: Sheets,
    pub items: Vec<CheckItem>,
    pub checks: Checklist,
    pub review: Review,
    /// The day that the promised working days come to, counted from today: `11月26日`.
    pub by: Option<String>,
    /// Whether some rule could not judge, so that a reviewer will, whatever the kind's mode is.
    pub unsure: bool,
    /// The draft's last change and its kind's version, posted back: what is submitted is what was seen.
    pub seen: (u64, u32),
    /// A sentence on what is new since the draft was filled in last.
    pub news: Option<String>,
    /// Why it cannot be submitted as it is; the button is then missing.
    pub blocked: Option<String>,
    /// Errors of the submission.
    pub form: Form,
}

/// One line of 核对清单.
#[derive(Clone, Debug)]
pub struct CheckItem {
    pub fact: Fact,
    pub change: Change,
}

/// Where 更改 leads; each comes back to the preview (`?back=preview`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A fact of the register: not changed here.
    No,
    Kind,
    /// A field of step 3, by its name.
    Field(String),
    Lawyers,
}

impl Page for ApplyPreview {
    fn title(&self) -> String {
        Step::Preview.title().to_owned()
    }

    fn place(&self) -> Place {
        Place::Apply
    }

    fn step(&self) -> Option<Step> {
        Some(Step::Preview)
    }

    fn back(&self) -> Option<String> {
        Some(paths::apply_form(&self.id))
    }

    fn lead(&self) -> Option<String> {
        Some("以下仅作预览，编号、核验码和日期在审核通过后生成。".to_owned())
    }

    fn body(&self, frame: &Frame) -> Markup {
        let submit = html! {
            (hidden("seen", &self.seen.0.to_string()))
            (hidden("version", &self.seen.1.to_string()))
            div class="actions stacked" {
                @if self.blocked.is_none() { (button(Style::Primary, "确认信息无误，提交申请")) }
                (back_link(&paths::apply_form(&self.id)))
                @if self.blocked.is_none() { p class="meta" { (icon(Icon::Clock)) "审核方式：" (self.review_words()) } }
            }
        };
        html! {
            @if let Some(news) = &self.news { div class="notice wait" role="status" { (icon(Icon::Info)) p { (news) } } }
            (error_summary(&self.form))
            div class="split" {
                (self.sheets.render())
                div class="beside" {
                    section class="card" {
                        h2 { "核对清单" }
                        dl class="facts changes" {
                            @for item in &self.items { (self.item(item)) }
                        }
                    }
                    @if !self.checks.lines.is_empty() {
                        section class="card" { h2 { "申请前自检" } (self.checks.render()) }
                    }
                    @if let Some(blocked) = &self.blocked {
                        div class="notice bad" role="alert" { (icon(Icon::Alert)) p { (blocked) } }
                    }
                    (post(frame, paths::apply_submit(&self.id), &submit))
                }
            }
        }
    }
}

impl ApplyPreview {
    fn review_words(&self) -> String {
        match self.review {
            Review::Automatic if self.unsure => "人工审核（有项目系统无法判断，由审核员核实）".to_owned(),
            review => match &self.by {
                Some(by) => format!("{}（{by}前）", state::review_sentence(review)),
                None => state::review_sentence(review),
            },
        }
    }

    fn item(&self, item: &CheckItem) -> Markup {
        let href = match &item.change {
            Change::No => None,
            Change::Kind => Some(format!("{}?back=preview", paths::apply_kind(&self.id))),
            Change::Field(name) => Some(format!("{}?back=preview#{name}", paths::apply_form(&self.id))),
            Change::Lawyers => Some(format!("{}?back=preview#lawyers", paths::apply_form(&self.id))),
        };
        html! {
            div {
                dt { (item.fact.term) }
                (item.fact.answers("（未填写）"))
                @if let Some(href) = href {
                    dd class="change" { a href=(href) { "更改" span class="unseen" { (item.fact.term) } } }
                }
            }
        }
    }
}

#[cfg(test)]
impl ApplyPreview {
    pub fn sample() -> Self {
        use crate::views::sample;
        let item = |term: &str, value: &str, change| CheckItem { fact: Fact::new(term, value), change };
        let names: Vec<_> = sample::lawyers().into_iter().map(|(name, _, _)| name).collect();
        Self {
            id: "41".to_owned(),
            sheets: sample::sheets(2, |page| paths::apply_preview_page("41", page)),
            items: vec![
                item("申请人", sample::FIRM, Change::No),
                item("证明类型", "律师会员证明", Change::Kind),
                item(
                    "用途",
                    "参加示例市轨道交通集团有限公司法律顾问服务采购项目投标",
                    Change::Field("purpose".to_owned()),
                ),
                item("出具对象", "", Change::Field("addressee".to_owned())),
                CheckItem { fact: Fact::names("律师（12 名）", names), change: Change::Lawyers },
                item("联系邮箱", "office@firm.example", Change::Field("email".to_owned())),
                item("纸质证明", "2 份，邮寄", Change::Field("paper.wanted".to_owned())),
            ],
            checks: sample::good_checks(),
            review: Review::Manual { working_days: 3 },
            by: Some("11月26日".to_owned()),
            unsure: false,
            seen: (1_795_399_200_000, 1),
            news: None,
            blocked: None,
            form: Form::new(),
        }
    }

    pub fn sample_blocked() -> Self {
        Self {
            checks: crate::views::sample::mixed_checks(),
            blocked: Some("自动审核的证明须全部检查通过才能提交。请先处理上面标出的项目。".to_owned()),
            review: Review::Automatic,
            ..Self::sample()
        }
    }
}
