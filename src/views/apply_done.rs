//! Step 5, 提交成功: the number, what happens next and when.

use maud::{Markup, html};

use crate::paths;
use crate::text::state::Delivery;
use crate::text::step::Step;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::parts::{Style, link_button};

/// The page at `/apply/{id}/done`.
#[derive(Clone, Debug)]
pub struct ApplyDone {
    pub id: String,
    /// 申请编号.
    pub number: String,
    pub kind: String,
    pub next: Next,
    /// Copies asked for and how they come.
    pub paper: Option<(u16, Delivery)>,
}

/// Working days that a kind promises, and the day that they come to (`11月26日`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    pub working_days: u16,
    pub by: String,
}

/// What the association does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Approved by rule, and made; the certificate's number.
    Issued { number: String },
    /// Approved by rule, the file being made.
    Issuing,
    /// A reviewer looks at it, within the working days that the kind promises, if it does.
    Pending { promise: Option<Promise> },
}

impl Page for ApplyDone {
    fn title(&self) -> String {
        Step::Done.title().to_owned()
    }

    fn place(&self) -> Place {
        Place::Apply
    }

    fn step(&self) -> Option<Step> {
        Some(Step::Done)
    }

    fn breadth(&self) -> Breadth {
        Breadth::Form
    }

    fn body(&self, _frame: &Frame) -> Markup {
        html! {
            section class="card done" {
                span class="big-tick" { (icon(Icon::Check)) }
                p class="lead" { (self.kind) }
                p { "申请编号 " b class="code" { (self.number) } }
            }
            section class="card" {
                h2 { "接下来" }
                ol class="next" {
                    @match &self.next {
                        Next::Issued { number } => {
                            li { "证明已出具，编号 " b class="code" { (number) } "。" }
                            li { "点击“查看证明”即可下载，或者发送到邮箱。" }
                        }
                        Next::Issuing => {
                            li { "审核已通过，正在生成证明文件，通常不到一分钟。" }
                            li { "生成后可以在“我的证明”中下载，或者发送到邮箱。" }
                        }
                        Next::Pending { promise } => {
                            li {
                                @match promise {
                                    Some(promise) => { "本会将在 " (promise.working_days) " 个工作日内（" (promise.by) "前）审核。" }
                                    None => { "有项目系统无法判断，由本会审核员人工核实。" }
                                }
                            }
                            li { "审核结果会显示在“我的证明”中，并发邮件通知您。" }
                            li { "审核之前，可以在详情页撤回申请。" }
                        }
                    }
                    @match self.paper {
                        Some((copies, Delivery::Collect)) => { li { "纸质证明 " (copies) " 份：制好后通知您到本会领取。" } }
                        Some((copies, Delivery::Post)) => { li { "纸质证明 " (copies) " 份：制好后寄出，快递单号会显示在详情页。" } }
                        None => {}
                    }
                }
            }
            div class="actions" {
                (link_button(Style::Plain, &paths::apply(), "再次申请"))
                (link_button(Style::Primary, &paths::record(&self.id), "查看证明"))
            }
        }
    }
}

#[cfg(test)]
impl ApplyDone {
    pub fn sample() -> Self {
        Self {
            id: "41".to_owned(),
            number: "SQ2026-000041".to_owned(),
            kind: "律师事务所及全体律师无行业处分证明".to_owned(),
            next: Next::Pending { promise: Some(Promise { working_days: 3, by: "11月26日".to_owned() }) },
            paper: Some((2, Delivery::Post)),
        }
    }

    pub fn sample_issued() -> Self {
        Self {
            kind: "律师会员证明".to_owned(),
            next: Next::Issued { number: "穗律证〔2026〕第000123号".to_owned() },
            paper: None,
            ..Self::sample()
        }
    }
}
