//! Records in the words of pages: what was asked for, who did what, where letters and copies are.

use crate::domain::application::{Application, Event, Submission};
use crate::domain::kind::KindVersion;
use crate::domain::letter::{Letter, Post, masked};
use crate::domain::paper::{PaperCopy, Step};
use crate::domain::statement::Subject;
use crate::text::Lang;
use crate::text::public::copy_of;
use crate::text::state::{Delivery, MailState, act, paper};
use crate::views::facts::Fact;
use crate::views::record::{CopyLine, MailLine};
use crate::views::timeline;
use crate::web::entries;

/// From this many lawyers on, only their names are listed.
const MANY: usize = 20;

/// For staff: the lawyers concerned, name and licence number each, or only the names of many.
pub fn lawyers(lawyers: &[Subject]) -> Option<Fact> {
    if lawyers.len() >= MANY {
        return entries::lawyers(&lawyers.iter().map(|lawyer| lawyer.name.clone()).collect::<Vec<_>>());
    }
    let term = if lawyers.len() > 1 { format!("律师（{} 名）", lawyers.len()) } else { "律师".to_owned() };
    let values = lawyers.iter().map(|lawyer| format!("{} {}", lawyer.name, lawyer.licence));
    (!lawyers.is_empty()).then(|| Fact::names(term, values))
}

/// For staff: what the applicant filled in. Where paper and letters go to is not told.
pub fn asked(version: &KindVersion, submission: &Submission) -> Vec<Fact> {
    let mut facts: Vec<Fact> = entries::fields(version, submission).into_iter().map(|(_, fact)| fact).collect();
    facts.retain(|fact| !fact.values.is_empty());
    let paper = submission.paper.as_ref();
    let paper = paper.map(|wish| format!("{} 份，{}", wish.copies, Delivery::from(&wish.delivery).word()));
    facts.push(Fact::new("纸质证明", paper.unwrap_or_else(|| "不需要".to_owned())));
    facts.push(Fact::new("联系邮箱", masked(&submission.email)));
    facts
}

/// 申请记录, newest first.
pub fn history(application: &Application) -> Vec<timeline::Event> {
    let told = |event: &Event| timeline::Event {
        at: event.at,
        what: act(event.act).to_owned(),
        who: event.who.clone(),
        note: Some(event.note.clone()).filter(|note| !note.is_empty()),
    };
    application.history.iter().rev().map(told).collect()
}

/// One letter, with its address in full: for the applicant.
pub fn mail(letter: &Letter) -> MailLine {
    let reply = match &letter.post {
        Post::Waiting { last_failure } => last_failure.as_ref().map(|why| format!("上次没有发出，将自动重试：{why}")),
        Post::Sent { reply, .. } => Some(reply.clone()).filter(|reply| !reply.is_empty()),
        Post::Failed { reply, .. } => Some(failed(letter, reply)),
    };
    MailLine {
        to: letter.to.clone(),
        subject: letter.subject.clone(),
        at: letter.written,
        state: MailState::from(&letter.post),
        reply,
    }
}

/// Why a letter was given up, and what to do.
fn failed(letter: &Letter, reply: &str) -> String {
    let reply = reply.trim_end_matches('。');
    match letter.attach {
        Some(_) => format!("没有发出：{reply}。请核对邮箱地址，再用“发送邮箱”发到其他邮箱，或直接下载证明。"),
        None => format!("没有发出：{reply}。"),
    }
}

/// The same for staff, who need not write to it.
pub fn masked_mail(letter: &Letter) -> MailLine {
    MailLine { to: masked(&letter.to), ..mail(letter) }
}

/// One paper copy, with each of its steps.
pub fn copy(copy: &PaperCopy) -> CopyLine {
    let told = |step: &Step| match step.told.line() {
        words if words.is_empty() => (step.at, paper(step.to).to_owned()),
        words => (step.at, format!("{}：{words}", paper(step.to))),
    };
    let mut steps: Vec<_> = copy.steps.iter().map(told).collect();
    if steps.is_empty() && !copy.note.is_empty() {
        steps.push((copy.changed, copy.note.clone()));
    }
    CopyLine { name: copy_of(copy.index, copy.of, Lang::Zh), state: copy.state, steps }
}
