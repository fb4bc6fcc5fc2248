//! Which domain to check, and how else to know that this is no look-alike.

use maud::{Markup, html};

use crate::text::Lang;
use crate::text::public::words;
use crate::text::right_site::{heading, signs};
use crate::views::frame::Frame;
use crate::views::icon::Icon;
use crate::views::layout::icon;

fn list(lang: Lang, frame: &Frame, root: Option<&str>) -> Markup {
    let association = &frame.association;
    let name = if lang == Lang::Zh { &association.name } else { &association.latin };
    html! { ol class="next" { @for sign in signs(lang, name, &association.domain, root) { li { (sign) } } } }
}

/// For the page on which one begins.
pub fn card(lang: Lang, frame: &Frame, root: Option<&str>) -> Markup {
    html! {
        section class="card domain" {
            h2 { (icon(Icon::Shield)) (heading(lang)) }
            p { (words(lang).domain) b class="code" { (frame.association.domain) } }
            (list(lang, frame, root))
        }
    }
}

/// The same under an answer: one line, and the rest for whoever opens it.
pub fn line(lang: Lang, frame: &Frame, root: Option<&str>) -> Markup {
    html! {
        div class="domain domain-line" {
            (icon(Icon::Shield))
            div {
                p { (words(lang).domain) b class="code" { (frame.association.domain) } }
                details class="fold no-print" {
                    summary { (icon(Icon::Right)) (heading(lang)) }
                    (list(lang, frame, root))
                }
            }
        }
    }
}
