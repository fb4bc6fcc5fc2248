//! Facts: a list of terms and what is known under each.

use maud::{Markup, html};

/// One fact; several values stand under each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub term: String,
    /// Empty where the register has nothing.
    pub values: Vec<String>,
    /// Names stand in one paragraph, none of them broken over lines.
    pub names: bool,
}

impl Fact {
    pub fn new(term: impl Into<String>, value: impl Into<String>) -> Self {
        let value = value.into();
        Self { term: term.into(), values: if value.is_empty() { Vec::new() } else { vec![value] }, names: false }
    }

    /// Several names in one paragraph.
    pub fn names(term: impl Into<String>, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { term: term.into(), values: names.into_iter().map(Into::into).collect(), names: true }
    }

    /// The `<dd>` elements; `none` stands where there is nothing.
    pub fn answers(&self, none: &str) -> Markup {
        html! {
            @if self.values.is_empty() {
                dd class="none" { (none) }
            } @else if self.names {
                dd { @for (at, name) in self.values.iter().enumerate() {
                    span class="name" { (name) @if at + 1 < self.values.len() { "、" } }
                } }
            } @else {
                @for value in &self.values { dd { (value) } }
            }
        }
    }
}

/// `赵一鸣、钱㐭` or `赵一鸣等 12 名`, no name broken over lines; a dash where there is none.
pub fn joined_names(list: &str) -> Markup {
    let names: Vec<&str> = list.split('、').filter(|name| !name.is_empty()).collect();
    html! {
        @if names.is_empty() { "—" }
        @for (at, name) in names.iter().enumerate() {
            span class="name" { (name) @if at + 1 < names.len() { "、" } }
        }
    }
}

/// The facts as a list of terms.
pub fn facts(facts: &[Fact]) -> Markup {
    html! {
        dl class="facts" {
            @for fact in facts {
                div {
                    dt { (fact.term) }
                    (fact.answers("（无记录）"))
                }
            }
        }
    }
}
