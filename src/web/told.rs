//! Records in the words of staff pages: what was asked for, who did what, where letters and copies are.

use crate::domain::application::{Application, Event, Submission};
use crate::domain::letter::{Letter, Post, masked};
use crate::domain::paper::PaperCopy;
use crate::domain::rule::LawyerFacts;
use crate::text::state::{Delivery, act};
use crate::views::facts::Fact;
use crate::views::record::{CopyLine, MailLine};
use crate::views::timeline;

/// From this many lawyers on, only their names are listed.
const MANY: usize = 20;

/// The lawyers concerned: name and licence number each, or only the names of many.
pub fn lawyers(lawyers: &[LawyerFacts]) -> Option<Fact> {
    let values = if lawyers.len() < MANY {
        lawyers.iter().map(|lawyer| format!("{} {}", lawyer.name, lawyer.licence)).collect()
    } else {
        let names: Vec<&str> = lawyers.iter().map(|lawyer| lawyer.name.as_str()).collect();
        vec![names.join("、")]
    };
    let term = format!("涉及律师（{} 名）", lawyers.len());
    (!lawyers.is_empty()).then_some(Fact { term, values })
}

/// What the applicant filled in. Where paper goes to is not told.
pub fn asked(submission: &Submission) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(period) = submission.period {
        facts.push(Fact::new("证明期间", format!("{}至{}", period.from.zh(), period.to.zh())));
    }
    facts.extend(submission.fields.iter().map(|field| Fact::new(field.label.as_str(), field.value.as_str())));
    let optional = [("出具对象", &submission.addressee), ("用途", &submission.purpose)];
    facts.extend(optional.into_iter().filter_map(|(term, value)| Some(Fact::new(term, value.clone()?))));
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
        note: (!event.note.is_empty()).then(|| event.note.clone()),
    };
    application.history.iter().rev().map(told).collect()
}

/// The letters, to addresses that only the applicant reads in full.
pub fn mails(letters: &[Letter]) -> Vec<MailLine> {
    let told = |letter: &Letter| {
        let (at, reply) = match &letter.post {
            Post::Waiting { last_failure } => (letter.written, last_failure.clone()),
            Post::Sent { at, reply } | Post::Failed { at, reply } => (*at, Some(reply.clone())),
        };
        MailLine {
            to: format!("{}（{}）", masked(&letter.to), letter.subject),
            at,
            state: (&letter.post).into(),
            reply,
        }
    };
    letters.iter().map(told).collect()
}

/// The paper copies.
pub fn copies(copies: &[PaperCopy]) -> Vec<CopyLine> {
    let told = |copy: &PaperCopy| CopyLine {
        name: format!("第 {} 份，共 {} 份（{}）", copy.index, copy.of, Delivery::from(&copy.delivery).word()),
        state: copy.state,
        detail: (!copy.note.is_empty()).then(|| copy.note.clone()),
        day: Some(copy.changed.day()),
    };
    copies.iter().map(told).collect()
}
