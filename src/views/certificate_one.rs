//! One certificate, for staff: what it says, its history, and revoking it.

use maud::{Markup, html};

use crate::paths;
use crate::text::state::CertificateState;
use crate::views::facts::{Fact, facts};
use crate::views::form::Form;
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::parts::{Field, Style, button, error_summary, link_button, post};
use crate::views::record::{CopyLine, MailLine, copies, mails};
use crate::views::sheets::Sheets;
use crate::views::tags;
use crate::views::timeline::{Event, timeline};

/// The page at `/certificates/{id}`; revoking posts `reason` and `sure` (`yes`).
#[derive(Clone, Debug)]
pub struct CertificateOne {
    pub id: String,
    pub number: String,
    pub kind: String,
    pub state: CertificateState,
    /// Why it was revoked or replaced.
    pub reason: Option<String>,
    pub facts: Vec<Fact>,
    pub events: Vec<Event>,
    pub mails: Vec<MailLine>,
    pub copies: Vec<CopyLine>,
    pub sheets: Sheets,
    /// Why its file is not there yet, where making it failed.
    pub trouble: Option<String>,
    /// Why an act was not done: somebody was faster.
    pub conflict: Option<String>,
    /// For the way to the public page.
    pub code: Option<String>,
    /// Whether this person may revoke it now.
    pub may_revoke: bool,
    pub form: Form,
}

impl Page for CertificateOne {
    fn title(&self) -> String {
        self.kind.clone()
    }

    fn place(&self) -> Place {
        Place::Certificates
    }

    fn back(&self) -> Option<String> {
        Some(paths::certificates())
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            (error_summary(&self.form))
            @if let Some(sentence) = &self.conflict {
                div class="notice bad" role="alert" { (icon(Icon::Alert)) p { (sentence) } }
            }
            div class="status-line" { (tags::certificate(self.state)) span class="code" { (self.number) } }
            @if let Some(reason) = &self.reason {
                div class="notice bad" { (icon(Icon::Ban)) p { b { "原因：" } (reason) } }
            }
            @if let Some(trouble) = &self.trouble { div class="notice wait" { (icon(Icon::Alert)) p { (trouble) } } }
            div class="split record" {
                div class="beside" {
                    section class="card" {
                        h2 { "证明内容" }
                        (facts(&self.facts))
                        @if let Some(code) = &self.code {
                            p class="aside" { (link_button(Style::Plain, &paths::verdict(code), "查看公开核验页")) }
                        }
                    }
                    @if !self.copies.is_empty() { (copies(&self.copies)) }
                    @if !self.mails.is_empty() { (mails(&self.mails)) }
                    section class="card" { h2 { "记录" } (timeline(&self.events)) }
                    @if self.may_revoke { (self.revoke(frame)) }
                }
                div class="certificate-side" { (self.sheets.render()) }
            }
        }
    }
}

impl CertificateOne {
    fn revoke(&self, frame: &Frame) -> Markup {
        html! {
            section class="card danger-zone" {
                h2 { "撤销证明" }
                p { "撤销后，核验页立即显示“已撤销”和下面的原因，律所会收到通知。撤销会永久记入公开日志。" }
                (post(frame, paths::certificate_revoke(&self.id), &html! {
                    (Field::new("reason", "撤销原因").required().most(200)
                        .hint("任何持证人核验时都会看到，请勿写入个人信息。").area(&self.form, 3))
                    (crate::views::parts::tick(&self.form, "sure", "我已核对编号，确认撤销这份证明"))
                    (button(Style::Danger, "撤销证明"))
                }))
            }
        }
    }
}

#[cfg(test)]
impl CertificateOne {
    pub fn sample() -> Self {
        use crate::views::sample;
        Self {
            id: "1".to_owned(),
            number: "穗律证〔2026〕第000123号".to_owned(),
            kind: "律师会员证明".to_owned(),
            state: CertificateState::Valid,
            reason: None,
            facts: crate::views::record::Record::sample().facts,
            events: sample::history(),
            mails: crate::views::record::Record::sample().mails,
            copies: crate::views::record::Record::sample().copies,
            trouble: None,
            conflict: None,
            sheets: sample::sheets(2, |page| paths::certificate_page("1", page)),
            code: Some("7K3M-9QWX-2TRB-5HNC-8".to_owned()),
            may_revoke: true,
            form: Form::new(),
        }
    }

    pub fn sample_revoked() -> Self {
        Self {
            state: CertificateState::Revoked,
            reason: Some("申请材料所附用途与事实不符，应律所书面请求撤销。".to_owned()),
            may_revoke: false,
            ..Self::sample()
        }
    }
}
