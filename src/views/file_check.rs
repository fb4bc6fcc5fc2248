//! What checking a dropped file found.

use maud::{Markup, html};

use crate::domain::verdict::Answer;
use crate::paths;
use crate::text::Lang;
use crate::text::public::{self, FileFinding, words};
use crate::views::form::Form;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::parts::{Style, link_button};
use crate::views::tags::{self, Tone};
use crate::views::verdict;
use crate::views::verify::{domain_line, file_card};

/// The answer to a file posted to `/verify/file`.
#[derive(Clone, Debug)]
pub struct FileCheck {
    pub lang: Lang,
    /// The file's name as sent.
    pub file: String,
    pub finding: FileFinding,
    /// Where the content differs.
    pub altered: Vec<Altered>,
    /// The certificate that the file claims to be, when this server knows it.
    pub certificate: Option<Known>,
}

/// One place in which the file differs from what was issued.
#[derive(Clone, Debug)]
pub struct Altered {
    pub what: String,
    /// Empty where there is nothing on that side.
    pub ours: String,
    pub theirs: String,
}

/// The certificate's present state.
#[derive(Clone, Debug)]
pub struct Known {
    pub code: String,
    pub number: String,
    pub answer: Answer,
}

impl Page for FileCheck {
    fn title(&self) -> String {
        public::file_word(self.finding, self.lang).to_owned()
    }

    fn place(&self) -> Place {
        Place::Public
    }

    fn has_own_heading(&self) -> bool {
        true
    }

    fn breadth(&self) -> Breadth {
        Breadth::Form
    }

    fn body(&self, frame: &Frame) -> Markup {
        let words = words(self.lang);
        let (tone, mark) = match self.finding {
            FileFinding::Identical => ("good", Icon::Check),
            FileFinding::Resaved | FileFinding::GenuineNotStored => ("wait", Icon::Alert),
            FileFinding::Altered | FileFinding::NotOurs => ("bad", Icon::Cross),
            FileFinding::Unreadable => ("quiet", Icon::Unknown),
        };
        html! {
            div class=(format!("verdict {tone}")) {
                span class="verdict-mark" { (icon(mark)) }
                div {
                    h1 { (self.title()) }
                    p class="verdict-sentence" { (public::file_sentence(self.finding, self.lang)) }
                    p class="meta" { (icon(Icon::File)) span class="file-name" { (self.file) } }
                }
            }
            (domain_line(self.lang, frame))
            @if !self.altered.is_empty() { (self.altered()) }
            @if let Some(known) = &self.certificate {
                section class="card" {
                    div class="status-line" { (state(known.answer, self.lang)) span class="code" { (known.number) } }
                    (link_button(Style::Primary, &self.lang.on(paths::verdict(&known.code)), words.see_verdict))
                }
            }
            (file_card(self.lang, &Form::new(), frame))
        }
    }
}

fn state(answer: Answer, lang: Lang) -> Markup {
    let tone = match answer {
        Answer::Valid => Tone::Good,
        Answer::Expired => Tone::Wait,
        Answer::Revoked | Answer::Unknown => Tone::Bad,
        Answer::Unavailable => Tone::Quiet,
    };
    tags::tag(tone, verdict::mark(answer), public::answer_word(answer, lang))
}

impl FileCheck {
    fn altered(&self) -> Markup {
        let words = words(self.lang);
        let cell = |text: &str| if text.is_empty() { words.altered_none.to_owned() } else { text.to_owned() };
        html! {
            table class="cards" {
                thead { tr {
                    th scope="col" { (words.altered_what) } th scope="col" { (words.altered_ours) } th scope="col" { (words.altered_theirs) }
                } }
                tbody { @for place in &self.altered {
                    tr {
                        th scope="row" { (place.what) }
                        td data-label=(words.altered_ours) { ins { (cell(&place.ours)) } }
                        td data-label=(words.altered_theirs) { del { (cell(&place.theirs)) } }
                    }
                } }
            }
        }
    }
}

#[cfg(test)]
impl FileCheck {
    pub fn samples() -> Vec<Self> {
        let known = |answer| {
            Some(Known {
                code: "7K3M-9QWX-2TRB-5HNC-8".to_owned(),
                number: "穗律证〔2026〕第000123号".to_owned(),
                answer,
            })
        };
        let check = |finding, certificate| Self {
            lang: Lang::Zh,
            file: "律师会员证明_穗律证〔2026〕第000123号.pdf".to_owned(),
            finding,
            altered: Vec::new(),
            certificate,
        };
        let mut altered = check(FileFinding::Altered, known(Answer::Valid));
        altered.altered = vec![
            Altered { what: "律师".to_owned(), ours: "钱㐭".to_owned(), theirs: "钱亩".to_owned() },
            Altered {
                what: "有效期至".to_owned(),
                ours: "2027年5月22日".to_owned(),
                theirs: "2028年5月22日".to_owned(),
            },
            Altered { what: "第 2 页".to_owned(), ours: String::new(), theirs: "另见附件".to_owned() },
        ];
        let english = Self { lang: Lang::En, ..check(FileFinding::Identical, known(Answer::Revoked)) };
        vec![
            check(FileFinding::Identical, known(Answer::Valid)),
            altered,
            check(FileFinding::NotOurs, None),
            check(FileFinding::GenuineNotStored, None),
            check(FileFinding::Unreadable, None),
            english,
        ]
    }
}
