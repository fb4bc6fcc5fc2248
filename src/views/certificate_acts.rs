//! What staff do with an issued certificate: 撤销, 恢复, 换发. Each act asks for a reason that the public is told, chosen
//! from the association's list or written, and apart from it for a note that only staff read.

use maud::{Markup, html};

use crate::domain::certificate::Deed;
use crate::paths;
use crate::views::form::Form;
use crate::views::frame::Frame;
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::parts::{Field, Post, Style, button, error_summary_within, tick_within};

/// The acts that are open now. Each posts `reason` (a phrase, or `other`), `other`, `note` and `sure` (`yes`).
#[derive(Clone, Debug, Default)]
pub struct Acts {
    pub offers: Vec<Offer>,
}

/// One act.
#[derive(Clone, Debug)]
pub struct Offer {
    pub deed: Deed,
    /// What the public may be told.
    pub phrases: Vec<String>,
    /// What was typed, with errors, where the act was tried and not done.
    pub tried: Option<Form>,
}

/// The value of the choice for words of one's own.
pub const OTHER: &str = "other";

struct Words {
    scope: &'static str,
    title: &'static str,
    lead: &'static str,
    reason: &'static str,
    sure: &'static str,
    style: Style,
}

fn words(deed: Deed) -> Words {
    match deed {
        Deed::Revoke => Words {
            scope: "revoke",
            title: "撤销证明",
            lead: "撤销后，核验页立即显示“已撤销”和下面的原因，律所会收到通知。撤销会永久记入公开日志。",
            reason: "撤销原因",
            sure: "我已核对编号，确认撤销这份证明",
            style: Style::Danger,
        },
        Deed::Reinstate => Words {
            scope: "reinstate",
            title: "恢复证明",
            lead: "恢复后，核验页重新按有效期显示，律所会收到通知。撤销和恢复都留在公开日志里。",
            reason: "恢复原因",
            sure: "我已核对编号，确认恢复这份证明",
            style: Style::Primary,
        },
        Deed::Replace { .. } => Words {
            scope: "replace",
            title: "换发证明",
            lead: "按今日的登记另拟一份新证明，交您审核。审核通过后，原证明显示“已撤销”并说明已换发，律所会收到通知。登记信息有误的，请先更正登记。须经律师同意的证明，会再请所涉律师答复，全部同意后才能通过；在此之前原证明仍然有效。",
            reason: "换发原因",
            sure: "我已核对编号，确认发起换发",
            style: Style::Plain,
        },
    }
}

impl Acts {
    /// What could not be taken, on top of the page.
    pub fn errors(&self) -> Markup {
        html! {
            @for offer in &self.offers {
                @if let Some(form) = &offer.tried { (error_summary_within(form, words(offer.deed).scope)) }
            }
        }
    }

    pub fn render(&self, id: &str, frame: &Frame) -> Markup {
        html! { @for offer in &self.offers { (offer.render(id, frame)) } }
    }
}

impl Offer {
    fn render(&self, id: &str, frame: &Frame) -> Markup {
        let words = words(self.deed);
        let path = match self.deed {
            Deed::Revoke => paths::certificate_revoke(id),
            Deed::Reinstate => paths::certificate_reinstate(id),
            Deed::Replace { .. } => paths::certificate_replace(id),
        };
        let fresh = Form::new();
        let form = self.tried.as_ref().unwrap_or(&fresh);
        let mut options: Vec<(String, String)> =
            self.phrases.iter().map(|phrase| (phrase.clone(), phrase.clone())).collect();
        options.push((OTHER.to_owned(), "其他（在下面写明）".to_owned()));
        html! {
            section class=(if self.deed == Deed::Revoke { "card danger-zone" } else { "card" }) {
                details class="fold act-fold" open[self.tried.is_some()] {
                    summary { (icon(Icon::Right)) (words.title) }
                    p { (words.lead) }
                    (Post::to(path).render(frame, &html! {
                        (Field::new("reason", words.reason).within(words.scope).required()
                            .hint("任何持证人核验时都会看到。").select(form, Some("请选择"), &options))
                        (Field::new("other", "其他原因").within(words.scope).most(200)
                            .hint("同样公开，请勿写入个人信息。").line(form))
                        (Field::new("note", "内部备注").within(words.scope).most(500)
                            .hint("只有本会工作人员看得到。").area(form, 2))
                        (tick_within(form, words.scope, "sure", words.sure))
                        (button(words.style, words.title))
                    }))
                }
            }
        }
    }
}

#[cfg(test)]
impl Acts {
    fn offer(deed: Deed, phrases: &[&str]) -> Offer {
        Offer { deed, phrases: phrases.iter().map(|phrase| (*phrase).to_owned()).collect(), tried: None }
    }

    pub fn sample() -> Self {
        let by = crate::domain::id::Id::new(0);
        let mut form = Form::typed([("reason", OTHER), ("note", "律所来函已存档。")]);
        form.refuse("other", "请写明公开的原因。");
        let revoke = Self::offer(Deed::Revoke, &["持证人申请撤销。", "证明所载内容有误。"]);
        Self {
            offers: vec![
                Self::offer(Deed::Replace { by }, &["登记信息更正，换发新的证明。"]),
                Offer { tried: Some(form), ..revoke },
            ],
        }
    }

    pub fn sample_revoked() -> Self {
        Self { offers: vec![Self::offer(Deed::Reinstate, &["撤销有误，予以恢复。"])] }
    }
}
