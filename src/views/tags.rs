//! State tags: an icon, the one word of the state, and a colour that repeats both.

use maud::{Markup, html};

use crate::domain::paper::PaperState;
use crate::domain::rule::Outcome;
use crate::domain::stage::StageName;
use crate::text::state;
use crate::text::state::{CertificateState, MailState};
use crate::views::icon::Icon;
use crate::views::layout::icon;

/// The four grounds of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Good,
    Wait,
    Bad,
    Quiet,
}

impl Tone {
    pub fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Wait => "wait",
            Self::Bad => "bad",
            Self::Quiet => "quiet",
        }
    }
}

/// A tag for a state that has no function of its own here.
pub fn tag(tone: Tone, mark: Icon, word: &str) -> Markup {
    html! { span class=(format!("tag {}", tone.class())) { (icon(mark)) (word) } }
}

pub fn stage(stage: StageName) -> Markup {
    let (tone, mark) = match stage {
        StageName::Draft => (Tone::Quiet, Icon::Edit),
        StageName::Pending => (Tone::Wait, Icon::Clock),
        StageName::Issuing => (Tone::Wait, Icon::Seal),
        StageName::Approved => (Tone::Good, Icon::Check),
        StageName::Refused => (Tone::Bad, Icon::Cross),
        StageName::Withdrawn => (Tone::Quiet, Icon::Undo),
    };
    tag(tone, mark, state::stage(stage))
}

pub fn certificate(state: CertificateState) -> Markup {
    let (tone, mark) = match state {
        CertificateState::Valid => (Tone::Good, Icon::Shield),
        CertificateState::Expired => (Tone::Wait, Icon::Clock),
        CertificateState::Revoked => (Tone::Bad, Icon::Ban),
        CertificateState::Replaced => (Tone::Quiet, Icon::Files),
    };
    tag(tone, mark, state.word())
}

pub fn mail(state: MailState) -> Markup {
    let (tone, mark) = match state {
        MailState::Queued => (Tone::Wait, Icon::Clock),
        MailState::Sent => (Tone::Good, Icon::Check),
        MailState::Failed => (Tone::Bad, Icon::Alert),
    };
    tag(tone, mark, state.word())
}

pub fn paper(copy: PaperState) -> Markup {
    let (tone, mark) = match copy {
        PaperState::Waiting => (Tone::Wait, Icon::Print),
        PaperState::Ready => (Tone::Wait, Icon::Box),
        PaperState::Posted => (Tone::Wait, Icon::Post),
        PaperState::Collected | PaperState::Delivered => (Tone::Good, Icon::Check),
        PaperState::Cancelled => (Tone::Quiet, Icon::Ban),
    };
    tag(tone, mark, state::paper(copy))
}

pub fn outcome(outcome: Outcome) -> Markup {
    let (tone, mark) = match outcome {
        Outcome::Pass => (Tone::Good, Icon::Check),
        Outcome::Fail => (Tone::Bad, Icon::Cross),
        Outcome::Unknown => (Tone::Wait, Icon::Unknown),
    };
    tag(tone, mark, state::outcome(outcome))
}

/// What waits for somebody's answer.
pub fn waiting(word: &str) -> Markup {
    tag(Tone::Wait, Icon::Clock, word)
}

/// A switch's state: an account, a kind.
pub fn on_off(on: bool, words: (&str, &str)) -> Markup {
    if on { tag(Tone::Good, Icon::Check, words.0) } else { tag(Tone::Quiet, Icon::Ban, words.1) }
}
