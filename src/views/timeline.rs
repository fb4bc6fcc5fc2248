//! 申请记录: who did what when.

use maud::{Markup, html};

use crate::domain::time::Moment;

/// One line of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub at: Moment,
    /// `提交申请`, `审核通过` …
    pub what: String,
    /// The person's name and role, or `系统`.
    pub who: String,
    /// A reason, or what changed.
    pub note: Option<String>,
}

/// The history, newest first as given.
pub fn timeline(events: &[Event]) -> Markup {
    html! {
        ol class="timeline" {
            @for event in events {
                li {
                    b { (event.what) }
                    p class="meta" {
                        time datetime=(event.at.rfc3339()) { (event.at.zh()) } " · " span class="whole" { (event.who) }
                    }
                    @if let Some(note) = &event.note { p { (note) } }
                }
            }
        }
    }
}
