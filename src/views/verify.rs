//! Third parties begin here: type a code, or drop a file.

use maud::{Markup, html};

use crate::paths;
use crate::text::Lang;
use crate::text::public::words;
use crate::views::form::Form;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::parts::{Field, Post, Style, ask, button, error_summary, hidden};
use crate::views::right_site;

/// The page at `/verify`: asks by `?code=`, and posts `file` (multipart) to `/verify/file`.
#[derive(Clone, Debug, Default)]
pub struct Verify {
    /// The language of the page; the frame's.
    pub lang: Lang,
    pub form: Form,
    /// Fingerprint of the root key, in groups.
    pub root: Option<String>,
}

impl Page for Verify {
    fn title(&self) -> String {
        words(self.lang).verify_title.to_owned()
    }

    fn place(&self) -> Place {
        Place::Public
    }

    fn breadth(&self) -> Breadth {
        Breadth::Form
    }

    fn lead(&self) -> Option<String> {
        Some(words(self.lang).verify_lead.to_owned())
    }

    fn body(&self, frame: &Frame) -> Markup {
        let words = words(self.lang);
        html! {
            @if self.lang == Lang::Zh { (error_summary(&self.form)) }
            section class="card code-card" {
                (ask(&paths::verify(), &html! {
                    (hidden("lang", self.lang.slug()))
                    (Field::new("code", words.code_label).most(1000).autocomplete("off").hint(words.code_hint).line(&self.form))
                    (button(Style::Primary, words.code_button))
                }))
            }
            (file_card(self.lang, &self.form, frame))
            section class="card" {
                h2 { (words.how_heading) }
                ol class="next" { @for step in words.how { li { (step) } } }
                p class="meta no-print" { a href=(paths::verify_api()) { (words.api) } }
            }
            (right_site::card(self.lang, frame, self.root.as_deref()))
        }
    }
}

/// The place to drop a file; the verdict's page has it too.
pub fn file_card(lang: Lang, form: &Form, frame: &Frame) -> Markup {
    let words = words(lang);
    html! {
        section class="card no-print" data-known=(lang.on(paths::verify_hash("-"))) {
            h2 { (words.file_heading) }
            (Post { files: true, class: Some("file-check"), ..Post::to(lang.on(paths::verify_file())) }.render(frame, &html! {
                (Field::new("file", words.file_label).hint(words.file_hint).file(form, "application/pdf,.pdf"))
                (button(Style::Plain, words.file_button))
            }))
        }
    }
}

/// Which domain to check, under an answer.
pub fn domain_line(lang: Lang, frame: &Frame) -> Markup {
    right_site::line(lang, frame, None)
}

#[cfg(test)]
use crate::text::right_site::{CodeFault, code_fault};

#[cfg(test)]
impl Verify {
    pub fn sample_refused_en() -> Self {
        let mut form = Form::new().with("code", "7K3M-9QWX-2TRB");
        form.refuse("code", code_fault(CodeFault::Length { found: 12, wanted: 20 }, Lang::En));
        Self { form, ..Self::sample_en() }
    }

    pub fn sample() -> Self {
        Self { root: Some("3F7A-91C2-0B5E-D4A8-66F1-2C9D-8E03-B7A5".to_owned()), ..Self::default() }
    }

    pub fn sample_en() -> Self {
        Self { lang: Lang::En, ..Self::sample() }
    }

    pub fn sample_refused() -> Self {
        let mut form = Form::new().with("code", "7K3M-9QWX-2TRB-5HNC-9");
        form.refuse("code", code_fault(CodeFault::Check, Lang::Zh));
        Self { form, ..Self::sample() }
    }
}
