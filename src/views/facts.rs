//! Facts: a list of terms and what is known under each.

use maud::{Markup, html};

/// One fact; several values stand under each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub term: String,
    /// Empty where the register has nothing.
    pub values: Vec<String>,
}

impl Fact {
    pub fn new(term: impl Into<String>, value: impl Into<String>) -> Self {
        let value = value.into();
        Self { term: term.into(), values: if value.is_empty() { Vec::new() } else { vec![value] } }
    }
}

/// The facts as a list of terms.
pub fn facts(facts: &[Fact]) -> Markup {
    html! {
        dl class="facts" {
            @for fact in facts {
                div {
                    dt { (fact.term) }
                    @if fact.values.is_empty() { dd class="none" { "（无记录）" } }
                    @for value in &fact.values { dd { (value) } }
                }
            }
        }
    }
}
