//! The answer for one code: one big word, the content to compare, then everything else. Readable in five seconds.

use maud::{Markup, html};

use crate::domain::time::{Day, Moment};
use crate::domain::verdict::{Answer, End, How, Today};
use crate::paths;
use crate::text::Lang;
use crate::text::public::{self, words};
use crate::text::right_site::truth;
use crate::views::form::Form;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::parts::{Field, Input, Style, Width, button, button_of, error_summary, link_button, post};
use crate::views::right_site;
use crate::views::seal_card::SealCard;
use crate::views::verify::file_card;

/// The page at `/V/{code}`; its POST sends `licence`, a number to compare.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub lang: Lang,
    /// In groups, as printed.
    pub code: String,
    pub answer: Answer,
    /// When and why it, or only this copy, ended before its time.
    pub end: Option<End>,
    /// None where there is nothing to show: 查无此证, 暂时无法核验.
    pub content: Option<Content>,
    pub today: Today,
    pub proof: Option<Proof>,
    pub compare: Option<Compare>,
    /// For the seal of a scanned QR code; none where there is no content.
    pub seal: Option<SealCard>,
    /// When this was asked.
    pub at: Moment,
    /// `reference` as typed, with errors, where a receipt was asked for and not given.
    pub receipt: Form,
}

/// What the certificate says, as far as a holder of the paper needs it; licence numbers masked.
#[derive(Clone, Debug)]
pub struct Content {
    pub kind: String,
    pub number: String,
    pub issuer: String,
    pub firm: String,
    /// Name and masked licence number, in the certificate's order.
    pub lawyers: Vec<(String, String)>,
    pub period: Option<(Day, Day)>,
    pub purpose: Option<String>,
    pub addressee: Option<String>,
    /// Further fields of the kind, label and value.
    pub fields: Vec<(String, String)>,
    pub data_date: Day,
    pub issued: Day,
    pub expiry: Option<Day>,
    /// Copy `index` of `of`, where the code belongs to a paper copy.
    pub copy: Option<(u16, u16)>,
}

/// What was checked again for this answer.
#[derive(Clone, Debug)]
pub struct Proof {
    /// Position in the log, counted from 1, and the log's size.
    pub leaf: u64,
    pub size: u64,
    pub key: String,
    /// Fingerprint of the root key, in groups.
    pub root: String,
    /// When all of this was checked; a page that is given again says so.
    pub checked: Moment,
}

/// A number read from the paper, compared in full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compare {
    pub typed: String,
    /// Whose number it is; none where it is nobody's.
    pub name: Option<String>,
}

impl Page for Verdict {
    fn title(&self) -> String {
        public::answer_word(self.answer, self.lang).to_owned()
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
        html! {
            @if self.lang == Lang::Zh { (error_summary(&self.receipt)) }
            div class=(format!("verdict {}", tone(self.answer))) {
                span class="verdict-mark" { (icon(mark(self.answer))) }
                div {
                    h1 { (self.title()) }
                    p class="verdict-sentence" { (public::answer_sentence(self.answer, self.end.as_ref().map(|end| end.how), self.lang)) }
                    @if let Some(end) = &self.end {
                        p { (words.reason) (end.reason) }
                        @match end.how {
                            How::Revoked => {}
                            How::Replaced => p { (words.newer) }
                            How::CopyCancelled => p { (words.copy_cancelled) }
                        }
                        p { (public::ended_at(end.how, self.lang)) " " (public::day(end.at.day(), self.lang)) " " (end.at.clock()) }
                    }
                    p class="meta facts-line" {
                        span class="whole" { (words.code) " " b class="code" { (self.code) } }
                        " "
                        span class="whole" { (words.checked_at) " " (public::day(self.at.day(), self.lang)) " " time class="asked" { (self.at.clock()) } }
                    }
                    p class="meta print-only" { (truth(self.lang).address) " " (frame.association.domain) (paths::verdict(&self.code)) }
                }
            }
            (right_site::line(self.lang, frame, self.proof.as_ref().map(|proof| proof.root.as_str())))
            @if let Some(seal) = &self.seal { (seal.render(self.lang)) }
            @if let Some(content) = &self.content {
                (self.content(content))
                @if !content.lawyers.is_empty() { (self.compare(frame)) }
                (self.truth())
                (self.receipt(frame))
            }
            @if let Some(proof) = &self.proof { (self.proof(proof)) }
            @if self.content.is_some() { (file_card(self.lang, &Form::new(), frame)) }
            p class="meta no-print" { (words.print_hint) }
            div class="actions inline-acts no-print" { (link_button(Style::Plain, &paths::verify(), words.another)) }
        }
    }
}

/// The colour of an answer.
pub fn tone(answer: Answer) -> &'static str {
    match answer {
        Answer::Valid => "good",
        Answer::Expired => "wait",
        Answer::Revoked | Answer::Unknown => "bad",
        Answer::Unavailable => "quiet",
    }
}

/// The icon of an answer.
pub fn mark(answer: Answer) -> Icon {
    match answer {
        Answer::Valid => Icon::Check,
        Answer::Expired => Icon::Clock,
        Answer::Revoked => Icon::Ban,
        Answer::Unknown => Icon::Cross,
        Answer::Unavailable => Icon::Unknown,
    }
}

impl Verdict {
    fn content(&self, content: &Content) -> Markup {
        let (words, lang) = (words(self.lang), self.lang);
        let mut rows = vec![
            (words.kind.to_owned(), content.kind.clone()),
            (words.number.to_owned(), content.number.clone()),
            (words.issuer.to_owned(), content.issuer.clone()),
            (words.firm.to_owned(), content.firm.clone()),
        ];
        let mut add = |term: &str, value: Option<String>| rows.extend(value.map(|value| (term.to_owned(), value)));
        add(
            words.period,
            content.period.map(|(from, to)| format!("{} – {}", public::day(from, lang), public::day(to, lang))),
        );
        add(words.purpose, content.purpose.clone());
        add(words.addressee, content.addressee.clone());
        for (label, value) in &content.fields {
            add(label, Some(value.clone()));
        }
        add(words.data_date, Some(public::day(content.data_date, lang)));
        add(words.issued, Some(public::day(content.issued, lang)));
        let expiry = content.expiry.map_or_else(|| words.no_expiry.to_owned(), |day| public::day(day, lang));
        add(words.expiry, Some(expiry));
        add(words.copy, content.copy.map(|(index, of)| public::copy_of(index, of, lang)));
        html! {
            section class="card" {
                h2 { (words.content_heading) }
                p class="hint" { (words.content_lead) }
                table class="plain" { tbody { @for (term, value) in &rows {
                    tr { th scope="row" { (term) } td { (value) } }
                } } }
                @if !content.lawyers.is_empty() {
                    h3 { (words.lawyers) " " span class="meta" { (content.lawyers.len()) } }
                    table class="plain people-table" {
                        thead { tr { th scope="col" { (words.lawyer_name) } th scope="col" { (words.licence) } } }
                        tbody { @for (name, licence) in &content.lawyers {
                            tr { th scope="row" { (name) } td class="code" { (licence) } }
                        } }
                    }
                }
            }
        }
    }

    fn compare(&self, frame: &Frame) -> Markup {
        let words = words(self.lang);
        let form = self.compare.as_ref().map_or_else(Form::new, |compare| Form::new().with("licence", &compare.typed));
        html! {
            section class="card no-print" id="compare" {
                h2 { (words.compare_heading) }
                @match &self.compare {
                    Some(Compare { name: Some(name), .. }) => {
                        div class="notice good" role="status" { (icon(Icon::Check)) p { (words.compare_yes) " — " b { (name) } } }
                    }
                    Some(Compare { name: None, .. }) => {
                        div class="notice bad" role="alert" { (icon(Icon::Cross)) p { (words.compare_no) } }
                    }
                    None => {}
                }
                (post(frame, self.lang.on(paths::verdict(&self.code)), &html! {
                    (Field::new("licence", words.compare_label).input(Input::Number).width(Width::Half).most(20)
                        .autocomplete("off").hint(words.compare_hint).line(&form))
                    (button(Style::Plain, words.compare_button))
                }))
            }
        }
    }

    /// A signed answer to take along, for the verifier's own reference.
    fn receipt(&self, frame: &Frame) -> Markup {
        let words = words(self.lang);
        html! {
            section class="card no-print" id="receipt" {
                h2 { (words.receipt_heading) }
                p class="hint" { (words.receipt_lead) }
                (post(frame, self.lang.on(paths::receipt(&self.code)), &html! {
                    (Field::new("reference", words.receipt_label).most(60).autocomplete("off").hint(words.receipt_hint)
                        .line(&self.receipt))
                    div class="actions inline-acts" {
                        (button_of(Style::Plain, "as", "pdf", words.receipt_pdf))
                        (button_of(Style::Quiet, "as", "json", words.receipt_json))
                    }
                }))
            }
        }
    }

    fn truth(&self) -> Markup {
        let (words, more) = (words(self.lang), truth(self.lang));
        let line = |tone: &str, mark: Icon, sentence: &str| html! { li class=(tone) { (icon(mark)) (sentence) } };
        html! {
            section class="card" {
                h2 { (words.truth_heading) }
                ul class="ticks" {
                    @if self.end.is_some() { (line("quiet", Icon::Info, more.ended)) }
                    @else { (line("good", Icon::Check, words.at_issue)) }
                    @match (self.answer, public::today_sentence(self.today, self.lang)) {
                        (Answer::Expired, _) => (line("wait", Icon::Clock, more.expired)),
                        (Answer::Valid, None) => (line("quiet", Icon::Info, more.not_answered)),
                        (_, Some(sentence)) if self.today == Today::StillHolds => (line("good", Icon::Check, sentence)),
                        (_, Some(sentence)) => (line("wait", Icon::Alert, sentence)),
                        (_, None) => {}
                    }
                }
            }
        }
    }

    fn proof(&self, proof: &Proof) -> Markup {
        let words = words(self.lang);
        html! {
            section class="card" {
                h2 { (words.proof_heading) }
                table class="plain" { tbody {
                    tr { th scope="row" { (words.signature) } td { (words.signature_good) " " span class="whole" { (public::day(proof.checked.day(), self.lang)) " " (proof.checked.clock()) } } }
                    tr { th scope="row" { (words.log) } td { (public::log_place(proof.leaf, proof.size, self.lang)) } }
                    tr { th scope="row" { (words.key) } td class="code" { (proof.key) } }
                    tr { th scope="row" { (words.root) } td class="code" { a href=(paths::root_key()) { (proof.root) } } }
                } }
            }
        }
    }
}

#[cfg(test)]
impl Verdict {
    pub fn sample() -> Self {
        use crate::views::sample;
        let mask = |licence: &str| format!("{}*********{}", &licence[..5], &licence[14..]);
        Self {
            lang: Lang::Zh,
            code: "7K3M-9QWX-2TRB-5HNC-8XYZ".to_owned(),
            answer: Answer::Valid,
            end: None,
            content: Some(Content {
                kind: "律师会员证明".to_owned(),
                number: "穗律证〔2026〕第000123号".to_owned(),
                issuer: "示例市律师协会".to_owned(),
                firm: sample::FIRM.to_owned(),
                lawyers: sample::lawyers()
                    .into_iter()
                    .map(|(name, _, licence)| (name.to_owned(), mask(licence)))
                    .collect(),
                period: Some((sample::day(2023, 11, 1), sample::day(2026, 10, 31))),
                purpose: Some("参加示例市轨道交通集团有限公司法律顾问服务采购项目投标".to_owned()),
                addressee: None,
                fields: Vec::new(),
                data_date: sample::day(2026, 11, 20),
                issued: sample::day(2026, 11, 23),
                expiry: Some(sample::day(2027, 5, 22)),
                copy: Some((1, 2)),
            }),
            today: Today::StillHolds,
            proof: Some(Proof {
                leaf: 123,
                size: 130,
                key: "issuer-2026-1".to_owned(),
                root: "3F7A-91C2-0B5E-D4A8-66F1-2C9D-8E03-B7A5".to_owned(),
                checked: sample::at(16, 5),
            }),
            compare: None,
            seal: Some(SealCard::sample(None)),
            at: sample::at(16, 20),
            receipt: Form::new(),
        }
    }

    pub fn samples() -> Vec<Self> {
        use crate::text::seal::SealFinding;
        let compared =
            |name: Option<&str>| Some(Compare { typed: "14401201810123456".to_owned(), name: name.map(str::to_owned) });
        let bare = || Self { content: None, seal: None, proof: None, today: Today::NotAnswered, ..Self::sample() };
        vec![
            Self::sample(),
            Self {
                answer: Answer::Expired,
                today: Today::Changed,
                compare: compared(Some("赵一鸣")),
                ..Self::sample()
            },
            Self {
                answer: Answer::Revoked,
                end: Some(End {
                    how: How::Replaced,
                    at: crate::views::sample::at(9, 5),
                    reason: "申请所附用途与事实不符，应律所书面请求撤销。".to_owned(),
                }),
                today: Today::NotAnswered,
                compare: compared(None),
                ..Self::sample()
            },
            Self {
                answer: Answer::Revoked,
                end: Some(End {
                    how: How::CopyCancelled,
                    at: crate::views::sample::at(9, 5),
                    reason: "遗失".to_owned(),
                }),
                today: Today::NotAnswered,
                ..Self::sample()
            },
            Self { answer: Answer::Unknown, ..bare() },
            Self { answer: Answer::Unavailable, ..bare() },
            Self { lang: Lang::En, ..Self::sample() },
            Self { seal: Some(SealCard::sample(Some(SealFinding::Good))), ..Self::sample() },
            Self { seal: Some(SealCard::sample(Some(SealFinding::Forged))), ..Self::sample() },
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::sample;

    #[test]
    fn who_reads_english_stays_in_english_after_comparing_and_after_a_file() {
        let page = Verdict { lang: Lang::En, ..Verdict::sample() };
        let html = page.render(&sample::foreigner()).into_string();
        let compare = Lang::En.on(paths::verdict(&page.code));
        for action in [compare, Lang::En.on(paths::verify_file())] {
            assert!(action.ends_with("?lang=en") && html.contains(&format!("action=\"{action}\"")), "{action}");
        }
        let chinese = Verdict::sample().render(&sample::stranger()).into_string();
        assert!(chinese.contains(&format!("action=\"{}\"", paths::verify_file())));
    }
}
