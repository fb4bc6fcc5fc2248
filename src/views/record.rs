//! 详情: the applicant's facts, 申请记录, and the certificate beside them (on a phone: first).

use maud::{Markup, html};

use crate::domain::paper::PaperState;
use crate::domain::stage::StageName;
use crate::domain::time::Moment;
use crate::paths;
use crate::text::state::{CertificateState, MailState};
use crate::views::checklist::Checklist;
use crate::views::facts::{Fact, facts};
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::mine::May;
use crate::views::parts::{Style, act, link_button};
use crate::views::sheets::Sheets;
use crate::views::tags;
use crate::views::timeline::{Event, timeline};

/// The page at `/mine/{id}`.
#[derive(Clone, Debug)]
pub struct Record {
    pub id: String,
    pub number: String,
    pub kind: String,
    pub stage: StageName,
    pub certificate: Option<CertificateState>,
    /// One sentence on what happens next: `预计 2026年11月26日 前审核完毕。`
    pub next: Option<String>,
    /// Why it was refused, or revoked.
    pub reason: Option<String>,
    pub facts: Vec<Fact>,
    /// Shown while it is pending or refused; empty otherwise.
    pub checks: Checklist,
    /// The newest event first.
    pub events: Vec<Event>,
    pub mails: Vec<MailLine>,
    pub copies: Vec<CopyLine>,
    pub sheets: Sheets,
    pub may: May,
}

/// One letter with the certificate.
#[derive(Clone, Debug)]
pub struct MailLine {
    pub to: String,
    pub subject: String,
    pub at: Moment,
    pub state: MailState,
    /// The server's own words, or why it failed.
    pub reply: Option<String>,
}

/// One paper copy.
#[derive(Clone, Debug)]
pub struct CopyLine {
    /// `第 1 份，共 2 份`.
    pub name: String,
    pub state: PaperState,
    /// What was done with it, oldest first: when, and the state with what it told.
    pub steps: Vec<(Moment, String)>,
}

impl Page for Record {
    fn title(&self) -> String {
        self.kind.clone()
    }

    fn place(&self) -> Place {
        Place::Mine
    }

    fn back(&self) -> Option<String> {
        Some(paths::mine())
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            div class="status-line" {
                (tags::stage(self.stage))
                @if let Some(state) = self.certificate { (tags::certificate(state)) }
                span class="code" { (self.number) }
            }
            @if let Some(reason) = &self.reason {
                div class="notice bad" {
                    (icon(Icon::Info))
                    p { b { @if self.stage == StageName::Refused { "不通过的原因：" } @else { "原因：" } } (reason) }
                }
            }
            @if let Some(next) = &self.next { div class="notice wait" { (icon(Icon::Clock)) p { (next) } } }
            div class="split record" {
                div class="beside" {
                    (self.acts(frame))
                    section class="card" { h2 { "基本信息" } (facts(&self.facts)) }
                    @if !self.checks.lines.is_empty() {
                        section class="card" { h2 { "条件检查" } (self.checks.render()) }
                    }
                    @if !self.copies.is_empty() { (copies(&self.copies)) }
                    @if !self.mails.is_empty() { (mails(&self.mails)) }
                    section class="card" { h2 { "申请记录" } (timeline(&self.events)) }
                }
                @if !self.sheets.pages.is_empty() || self.stage == StageName::Issuing {
                    div class="certificate-side" { (self.sheets.render()) }
                }
            }
        }
    }
}

impl Record {
    fn acts(&self, frame: &Frame) -> Markup {
        let May { download, mail, withdraw, again, replace, .. } = self.may;
        html! {
            @if download || mail || withdraw || again || replace {
                div class="actions" {
                    @if withdraw { (act(frame, paths::record_withdraw(&self.id), Style::Danger, "撤回申请")) }
                    @if again { (act(frame, paths::record_again(&self.id), Style::Plain, "重新申请")) }
                    @if replace { (act(frame, paths::record_replace(&self.id), Style::Plain, "申请换发")) }
                    @if mail { (link_button(Style::Plain, &paths::record_mail(&self.id), "发送邮箱")) }
                    @if download { (link_button(Style::Primary, &paths::record_download(&self.id), "下载证明")) }
                }
            }
        }
    }
}

/// The paper copies of a certificate; the page for staff shows them too.
pub fn copies(copies: &[CopyLine]) -> Markup {
    html! {
        section class="card" {
            h2 { "纸质证明" }
            ul class="rows" {
                @for copy in copies {
                    li {
                        div {
                            b { (copy.name) }
                            @for (at, words) in &copy.steps { p class="meta" { (words) " · " span class="whole" { (at.zh()) } } }
                        }
                        (tags::paper(copy.state))
                    }
                }
            }
        }
    }
}

/// The letters sent with a certificate; the 发送邮箱 page shows them too.
pub fn mails(mails: &[MailLine]) -> Markup {
    html! {
        section class="card" {
            h2 { "邮件发送记录" }
            ul class="rows" {
                @for mail in mails {
                    li {
                        div {
                            b { (mail.subject) }
                            p class="meta code" { (mail.to) }
                            p class="meta" { (mail.at.zh()) }
                            @if let Some(reply) = &mail.reply { p class="meta" { (reply) } }
                        }
                        (tags::mail(mail.state))
                    }
                }
            }
        }
    }
}

#[cfg(test)]
impl Record {
    pub fn sample() -> Self {
        use crate::views::sample;
        let mail = |to: &str, state, reply: Option<&str>| MailLine {
            to: to.to_owned(),
            subject: "【示例市律协】律师会员证明".to_owned(),
            at: sample::at(15, 20),
            state,
            reply: reply.map(str::to_owned),
        };
        Self {
            id: "44".to_owned(),
            number: "穗律证〔2026〕第000123号".to_owned(),
            kind: "律师会员证明".to_owned(),
            stage: StageName::Approved,
            certificate: Some(CertificateState::Valid),
            next: None,
            reason: None,
            facts: vec![
                Fact::new("申请人", sample::FIRM),
                Fact::new("经办人", "许青禾"),
                Fact::new("申请类型", "律师会员证明"),
                Fact::names("涉及律师", sample::lawyers().into_iter().map(|(name, _, _)| name)),
                Fact::new("用途", "参加示例市轨道交通集团有限公司法律顾问服务采购项目投标"),
                Fact::new("申请时间", sample::at(10, 42).zh()),
                Fact::new("联系邮箱", "office@firm.example"),
                Fact::new("有效期至", "2027年5月22日"),
                Fact::new("纸质证明", "2 份，邮寄"),
            ],
            checks: Checklist::default(),
            events: sample::history(),
            mails: vec![
                mail("office@firm.example", MailState::Sent, None),
                mail(
                    "bid-department-with-a-long-name@tendering.example",
                    MailState::Failed,
                    Some("没有发出：550 5.1.1 User unknown。请核对邮箱地址，再用“发送邮箱”发到其他邮箱。"),
                ),
                mail("xu@firm.example", MailState::Queued, None),
            ],
            copies: vec![
                CopyLine {
                    name: "第 1 份，共 2 份".to_owned(),
                    state: PaperState::Posted,
                    steps: vec![(sample::at(16, 5), "已寄出：示例速递 SL20261123000456".to_owned())],
                },
                CopyLine { name: "第 2 份，共 2 份".to_owned(), state: PaperState::Waiting, steps: Vec::new() },
            ],
            sheets: sample::sheets(2, |page| paths::record_page("44", page)),
            may: May { download: true, mail: true, again: true, ..May::default() },
        }
    }

    pub fn sample_pending() -> Self {
        use crate::views::sample;
        Self {
            number: "SQ2026-000042".to_owned(),
            stage: StageName::Pending,
            certificate: None,
            next: Some("本会将在 3 个工作日内审核，预计不晚于 2026年11月26日。".to_owned()),
            checks: sample::mixed_checks(),
            mails: Vec::new(),
            copies: Vec::new(),
            events: sample::history().split_off(2),
            may: May { withdraw: true, ..May::default() },
            ..Self::sample()
        }
    }

    pub fn sample_refused() -> Self {
        Self {
            stage: StageName::Refused,
            next: None,
            reason: Some("所附用途与出具对象不一致，请写明招标项目的全称后重新申请。".to_owned()),
            may: May { again: true, ..May::default() },
            ..Self::sample_pending()
        }
    }
}
