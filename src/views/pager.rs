//! Turning the pages of a long list.

use maud::{Markup, html};

/// Where in a list a page stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pager {
    /// The list's own address with its filters, without the page: `/mine?stage=pending`.
    pub href: String,
    /// Counted from 1.
    pub page: u64,
    pub pages: u64,
    /// Rows in all.
    pub total: u64,
}

impl Pager {
    /// A list that fits on one page.
    pub fn whole(href: String, total: u64) -> Self {
        Self { href, page: 1, pages: 1, total }
    }

    fn to(&self, page: u64) -> String {
        let joint = if self.href.contains('?') { '&' } else { '?' };
        format!("{}{joint}page={page}", self.href)
    }

    /// Count of rows, and ways to the neighbouring pages; `unit` is the measure word with its noun.
    pub fn render(&self, unit: &str) -> Markup {
        html! {
            nav class="pager" aria-label="翻页" {
                p { "共 " (self.total) " " (unit) }
                @if self.pages > 1 {
                    p class="turn" {
                        @if self.page > 1 { a class="button" href=(self.to(self.page - 1)) rel="prev" { "上一页" } }
                        span { "第 " (self.page) " / " (self.pages) " 页" }
                        @if self.page < self.pages { a class="button" href=(self.to(self.page + 1)) rel="next" { "下一页" } }
                    }
                }
            }
        }
    }
}
