//! What checking a dropped file found.

use maud::{Markup, html};

use crate::domain::verdict::Answer;
use crate::paths;
use crate::text::Lang;
use crate::text::file::{self, FileFinding, file_words, words};
use crate::text::public;
#[cfg(test)]
use crate::text::seal::SealFinding;
use crate::views::form::Form;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::parts::{Field, Style, button_of, error_summary, hidden, link_button, post};
use crate::views::seal_card::SealCard;
use crate::views::tags::{self, Tone};
use crate::views::verdict;
use crate::views::verify::{domain_line, file_card};

/// The answer to a file or a photo posted to `/verify/file`.
#[derive(Clone, Debug)]
pub struct FileCheck {
    pub lang: Lang,
    /// The file's name as sent.
    pub file: String,
    pub finding: FileFinding,
    /// Where the content differs, or why it is none of ours: sentences that quote the certificate's words.
    pub differs: Vec<String>,
    /// The certificate that the file claims to be, when this server knows it.
    pub certificate: Option<Known>,
    /// What the seal in a photo's QR code says, checked by the server; the page's script checks it again.
    pub seal: Option<SealCard>,
    /// Where a receipt may be had that the file is not as issued.
    pub receipt: Option<FileReceipt>,
}

/// The form for a receipt on a file: what was found, with a mark that only this server can make.
#[derive(Clone, Debug, Default)]
pub struct FileReceipt {
    /// SHA-256 of the file, in hex.
    pub hash: String,
    pub mark: String,
    /// `reference` as typed, with errors.
    pub form: Form,
}

/// The certificate's present state.
#[derive(Clone, Debug)]
pub struct Known {
    pub code: String,
    pub number: String,
    pub answer: Answer,
    /// The seal's payload, for the page that compares.
    pub payload: Option<String>,
}

impl Page for FileCheck {
    fn title(&self) -> String {
        file_words(self.finding, self.lang).0.to_owned()
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
        let (tone, mark) = look(self.finding);
        html! {
            @if let Some(receipt) = &self.receipt { @if self.lang == Lang::Zh { (error_summary(&receipt.form)) } }
            div class=(format!("verdict {tone}")) {
                span class="verdict-mark" { (icon(mark)) }
                div {
                    h1 { (self.title()) }
                    p class="verdict-sentence" { (file_words(self.finding, self.lang).1) }
                    p class="meta" { (icon(Icon::File)) span class="file-name" { (self.file) } }
                }
            }
            (domain_line(self.lang, frame))
            @if !self.differs.is_empty() {
                section class="card differs" {
                    @let words = words(self.lang);
                    h2 { (if self.finding == FileFinding::Altered { words.differs } else { words.found }) }
                    ul { @for sentence in &self.differs { li { (sentence) } } }
                }
            }
            @if let Some(known) = &self.certificate { (self.certificate(known)) }
            @if let Some(seal) = &self.seal { (seal.render(self.lang)) }
            @if let Some(receipt) = &self.receipt { (self.receipt(receipt, frame)) }
            (file_card(self.lang, &Form::new(), frame))
        }
    }
}

/// Tone and icon of a finding. Green only where not a byte was changed.
fn look(finding: FileFinding) -> (&'static str, Icon) {
    match finding {
        FileFinding::Identical => ("good", Icon::Check),
        FileFinding::Resaved
        | FileFinding::Redrawn
        | FileFinding::GenuineNotStored
        | FileFinding::PaperSealed
        | FileFinding::PaperAddress => ("wait", Icon::Alert),
        FileFinding::Altered
        | FileFinding::NotOurs
        | FileFinding::PaperForged
        | FileFinding::PaperOther
        | FileFinding::PaperElsewhere
        | FileFinding::StrangeCode => ("bad", Icon::Cross),
        FileFinding::NoCode | FileFinding::Unreadable => ("quiet", Icon::Unknown),
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
    fn certificate(&self, known: &Known) -> Markup {
        let on_paper = matches!(self.finding, FileFinding::PaperSealed | FileFinding::PaperAddress);
        let label = if on_paper { words(self.lang).compare } else { public::words(self.lang).see_verdict };
        let address = self.lang.on(paths::verdict(&known.code));
        // The seal travels in the fragment, as a scan brings it: that page's script checks it too.
        let address = known.payload.iter().fold(address, |address, payload| format!("{address}#{payload}"));
        html! {
            section class="card" {
                div class="status-line" { (state(known.answer, self.lang)) span class="code" { (known.number) } }
                (link_button(Style::Primary, &address, label))
            }
        }
    }

    fn receipt(&self, receipt: &FileReceipt, frame: &Frame) -> Markup {
        let words = public::words(self.lang);
        html! {
            section class="card no-print" id="receipt" {
                h2 { (words.receipt_heading) }
                p class="hint" { (file::words(self.lang).receipt_lead) }
                (post(frame, self.lang.on(paths::receipt_file()), &html! {
                    (hidden("hash", &receipt.hash))
                    (hidden("mark", &receipt.mark))
                    (hidden("finding", self.finding.slug()))
                    (hidden("name", &self.file))
                    @if let Some(known) = &self.certificate { (hidden("code", &known.code)) }
                    (Field::new("reference", words.receipt_label).most(60).autocomplete("off").hint(words.receipt_hint)
                        .line(&receipt.form))
                    div class="actions inline-acts" {
                        (button_of(Style::Plain, "as", "pdf", words.receipt_pdf))
                        (button_of(Style::Quiet, "as", "json", words.receipt_json))
                    }
                }))
            }
        }
    }
}

#[cfg(test)]
impl FileCheck {
    pub fn samples() -> Vec<Self> {
        let known = |answer| {
            Some(Known {
                code: "7K3M-9QWX-2TRB-5HNC-8XYZ".to_owned(),
                number: "穗律证〔2026〕第000123号".to_owned(),
                answer,
                payload: None,
            })
        };
        let check = |finding, certificate| Self {
            lang: Lang::Zh,
            file: "律师会员证明_穗律证〔2026〕第000123号.pdf".to_owned(),
            finding,
            differs: Vec::new(),
            certificate,
            seal: None,
            receipt: None,
        };
        let mut altered = check(FileFinding::Altered, known(Answer::Valid));
        altered.differs = vec![
            "应为“钱㐭”，文件中为“钱亩”".to_owned(),
            "应为“有效期至2027年5月22日”，文件中为“有效期至2028年5月22日”".to_owned(),
            "出具的文件共1页，这个文件有2页".to_owned(),
            "第1页的画面与出具的文件不同（下部）".to_owned(),
        ];
        altered.receipt = Some(FileReceipt { hash: "0".repeat(64), ..FileReceipt::default() });
        let mut strange = check(FileFinding::NotOurs, None);
        strange.differs = vec!["文件中没有本会证明的签名数据。".to_owned()];
        let mut form = Form::new();
        form.refuse("reference", "请填写您的核验编号。");
        strange.receipt = Some(FileReceipt { hash: "0".repeat(64), mark: String::new(), form });
        let photo =
            |finding, certificate| Self { file: "IMG_20261123_140512.jpg".to_owned(), ..check(finding, certificate) };
        let sealed = |finding| Some(SealCard::sample(Some(finding)));
        let english = Self { lang: Lang::En, ..check(FileFinding::Identical, known(Answer::Revoked)) };
        vec![
            check(FileFinding::Identical, known(Answer::Valid)),
            altered,
            strange,
            check(FileFinding::GenuineNotStored, None),
            check(FileFinding::Unreadable, None),
            english,
            check(FileFinding::Resaved, known(Answer::Valid)),
            check(FileFinding::Redrawn, known(Answer::Expired)),
            Self { seal: sealed(SealFinding::Good), ..photo(FileFinding::PaperSealed, known(Answer::Valid)) },
            Self { seal: sealed(SealFinding::Forged), ..photo(FileFinding::PaperForged, known(Answer::Valid)) },
            photo(FileFinding::PaperElsewhere, None),
            photo(FileFinding::NoCode, None),
        ]
    }
}
