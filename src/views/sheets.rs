//! The pages of a certificate as pictures, each with the facts in words for those who cannot see it.

use maud::{Markup, html};

use crate::views::icon::Icon;
use crate::views::layout::icon;

/// The pictures of one certificate, preview or template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheets {
    /// Addresses of the pages' pictures, in order; made by `paths`.
    pub pages: Vec<String>,
    /// What the certificate is, for screen readers: `律师会员证明，穗律证〔2026〕第000123号`.
    pub alt: String,
}

impl Sheets {
    /// All pages, one under the other.
    pub fn render(&self) -> Markup {
        let count = self.pages.len();
        html! {
            div class="sheets" {
                @for (at, page) in self.pages.iter().enumerate() {
                    figure class="sheet" {
                        // The width and height keep an A4 place while the picture loads.
                        a href=(page) class="picture" title="放大查看" {
                            img src=(page) width="794" height="1123" alt=(format!("{}，第 {} 页，共 {count} 页", self.alt, at + 1));
                        }
                        figcaption { "第 " (at + 1) " 页，共 " (count) " 页" }
                    }
                }
                @if self.pages.is_empty() {
                    p class="empty small" { (icon(Icon::Clock)) "证明文件正在生成，请稍后刷新本页。" }
                }
            }
        }
    }
}
