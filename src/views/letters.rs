//! 邮件: every letter with its state and the server's own words.

use maud::{Markup, html};

use crate::domain::time::Moment;
use crate::paths;
use crate::text::state::MailState;
use crate::views::form::Form;
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::pager::Pager;
use crate::views::parts::{Field, Input, Style, act, ask, button, link_button};
use crate::views::tags;

/// The page at `/letters`; filters by `q`, `state`, `page`.
#[derive(Clone, Debug)]
pub struct Letters {
    pub lines: Vec<LetterLine>,
    /// How many wait, and how many failed, in all.
    pub waiting: usize,
    pub failed: usize,
    pub filter: Form,
    pub pager: Pager,
    /// Why a letter was not sent again.
    pub conflict: Option<String>,
}

/// One letter.
#[derive(Clone, Debug)]
pub struct LetterLine {
    pub id: String,
    /// Masked.
    pub to: String,
    pub subject: String,
    /// `申请 SQ000128`, `账号 chen`.
    pub about: String,
    pub firm: String,
    pub at: Moment,
    pub tries: u32,
    pub state: MailState,
    /// The server's own words, or why it was not sent.
    pub reply: Option<String>,
}

impl Page for Letters {
    fn title(&self) -> String {
        "邮件".to_owned()
    }

    fn place(&self) -> Place {
        Place::Letters
    }

    fn body(&self, frame: &Frame) -> Markup {
        let states = MailState::ALL.map(|state| (state.slug().to_owned(), state.word().to_owned()));
        let failed = format!("{}?state={}", paths::letters(), MailState::Failed.slug());
        html! {
            @if self.failed > 0 {
                div class="notice bad" {
                    (icon(Icon::Alert))
                    p { "有 " a href=(failed) { (self.failed) " 封邮件发送失败" } "。邮件服务器不接受收件地址时，请联系律所更正邮箱；服务器恢复后可以重新发送。" }
                }
            } @else if self.waiting > 0 {
                div class="notice wait" { (icon(Icon::Clock)) p { (self.waiting) " 封邮件待发送，没有发出的会自动重试，约两天后仍未发出才算失败。" } }
            }
            @if let Some(sentence) = &self.conflict {
                div class="notice bad" role="alert" { (icon(Icon::Alert)) p { (sentence) } }
            }
            (ask(&paths::letters(), &html! {
                div class="filter-row" {
                    (Field::new("q", "查找").input(Input::Search).most(60).hint("收件地址、主题、律所、申请编号或服务器答复").line(&self.filter))
                    (Field::new("state", "状态").select(&self.filter, Some("全部状态"), &states))
                }
                div class="filter-acts" { (button(Style::Plain, "查询")) (link_button(Style::Quiet, &paths::letters(), "清除")) }
            }))
            @if self.lines.is_empty() {
                div class="empty" { (icon(Icon::Post)) p { b { "没有符合条件的邮件" } } }
            } @else {
                ul class="desk letters" { @for line in &self.lines { li class="card" { (letter(line, frame)) } } }
                (self.pager.render("封邮件"))
            }
        }
    }
}

fn letter(line: &LetterLine, frame: &Frame) -> Markup {
    html! {
        div class="desk-what" {
            p class="status-line" { (tags::mail(line.state)) span class="meta" { (line.at.zh()) } }
            h2 { (line.subject) }
            p class="meta" {
                span class="code" { (line.to) } " · " span class="whole" { (line.about) }
            }
            @if !line.firm.is_empty() { p class="meta" { (line.firm) } }
        }
        div class="desk-where" {
            @if let Some(reply) = &line.reply { p class="said" { (reply) } }
            @if line.tries > 0 { p class="meta" { "已尝试 " (line.tries) " 次" } }
        }
        @if line.state != MailState::Sent {
            div class="desk-steps" {
                (act(frame, paths::letter_resend(&line.id), Style::Plain,
                    if line.state == MailState::Failed { "重新发送" } else { "立即重试" }))
            }
        }
    }
}

#[cfg(test)]
impl Letters {
    pub fn sample() -> Self {
        use crate::views::sample;
        let line = |id: &str, state, tries, reply: Option<&str>| LetterLine {
            id: id.to_owned(),
            to: "o***@firm.example".to_owned(),
            subject: "【示例市律协】电子证明已出具".to_owned(),
            about: "申请 SQ000128".to_owned(),
            firm: sample::FIRM.to_owned(),
            at: sample::at(15, 20),
            tries,
            state,
            reply: reply.map(str::to_owned),
        };
        Self {
            lines: vec![
                line(
                    "9",
                    MailState::Failed,
                    1,
                    Some("550 5.1.1 <office@firm.example>: Recipient address rejected: User unknown"),
                ),
                line("8", MailState::Queued, 3, Some("上次没有发出，将自动重试：451 4.7.1 greylisted")),
                line("7", MailState::Queued, 0, None),
                line("6", MailState::Sent, 1, Some("250 2.0.0 Ok: queued as 4CqWxk0ZpVz1")),
            ],
            waiting: 2,
            failed: 1,
            filter: Form::new(),
            pager: Pager::whole(paths::letters(), 4),
            conflict: None,
        }
    }

    pub fn sample_empty() -> Self {
        Self { lines: Vec::new(), waiting: 0, failed: 0, ..Self::sample() }
    }
}
