//! One certificate, for staff: what it says, its history, and what may be done with it.

use maud::{Markup, html};

use crate::domain::certificate::{Act, Deed};
use crate::paths;
use crate::text::state::CertificateState;
use crate::views::certificate_acts::Acts;
use crate::views::facts::{Fact, facts};
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::parts::{Style, link_button};
use crate::views::record::{CopyLine, MailLine, copies, mails};
use crate::views::sheets::Sheets;
use crate::views::tags;
use crate::views::timeline::{Event, timeline};

/// The page at `/certificates/{id}`.
#[derive(Clone, Debug)]
pub struct CertificateOne {
    pub id: String,
    pub number: String,
    pub kind: String,
    pub state: CertificateState,
    /// How it ended: revoked or replaced, when and why.
    pub end: Option<Act>,
    pub facts: Vec<Fact>,
    pub events: Vec<Event>,
    pub mails: Vec<MailLine>,
    pub copies: Vec<CopyLine>,
    pub sheets: Sheets,
    /// Why its file is not there yet, where making it failed.
    pub trouble: Option<String>,
    /// Why an act was not done: somebody was faster.
    pub conflict: Option<String>,
    /// Whether there is a file to hand out.
    pub has_file: bool,
    /// For the way to the public page.
    pub code: Option<String>,
    /// 撤销, 恢复, 换发, as far as this person may now.
    pub acts: Acts,
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

    fn head_action(&self, _frame: &Frame) -> Option<Markup> {
        let href = paths::certificate_download(&self.id);
        self.has_file.then(|| html! { a class="button" href=(href) { (icon(Icon::Download)) "下载证明" } })
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            (self.acts.errors())
            @if let Some(sentence) = &self.conflict {
                div class="notice bad" role="alert" { (icon(Icon::Alert)) p { (sentence) } }
            }
            div class="status-line" { (tags::certificate(self.state)) span class="code" { (self.number) } }
            @if let Some(end) = &self.end { (ended(end)) }
            @if let Some(trouble) = &self.trouble { div class="notice wait" { (icon(Icon::Alert)) p { (trouble) } } }
            div class="split record" {
                div class="beside" {
                    section class="card certificate-facts" {
                        h2 { "证明内容" }
                        (facts(&self.facts))
                        @if let Some(code) = &self.code {
                            p class="aside" { (link_button(Style::Plain, &paths::verdict(code), "查看公开核验页")) }
                        }
                    }
                    @if !self.copies.is_empty() { (copies(&self.copies)) }
                    @if !self.mails.is_empty() { (mails(&self.mails)) }
                    section class="card" { h2 { "记录" } (timeline(&self.events)) }
                    (self.acts.render(&self.id, frame))
                }
                div class="certificate-side" { (self.sheets.render()) }
            }
        }
    }
}

/// What the public is told, and what only staff know.
fn ended(end: &Act) -> Markup {
    html! {
        div class="notice bad" {
            (icon(Icon::Ban))
            div {
                p { b { "原因：" } (end.reason) span class="meta" { " " (end.at.zh()) } }
                @if !end.note.is_empty() { p class="meta" { "内部备注：" (end.note) } }
                @if let Deed::Replace { by } = end.deed {
                    p { a href=(paths::certificate(by)) { "查看换发的新证明" } }
                }
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
            end: None,
            facts: crate::views::record::Record::sample().facts,
            events: sample::history(),
            mails: crate::views::record::Record::sample().mails,
            copies: crate::views::record::Record::sample().copies,
            has_file: true,
            trouble: None,
            conflict: None,
            sheets: sample::sheets(2, |page| paths::certificate_page("1", page)),
            code: Some("7K3M-9QWX-2TRB-5HNC-8XYZ".to_owned()),
            acts: Acts::sample(),
        }
    }

    pub fn sample_revoked() -> Self {
        Self {
            state: CertificateState::Revoked,
            end: Some(Act {
                deed: Deed::Revoke,
                at: crate::views::sample::at(16, 20),
                reason: "申请材料所附用途与事实不符，应律所书面请求撤销。".to_owned(),
                note: "律所来函已存档。".to_owned(),
                leaf: 9,
            }),
            acts: Acts::sample_revoked(),
            ..Self::sample()
        }
    }
}
