//! What the seal in a scanned QR code says, beside the server's own answer. A scan brings the seal in the address's
//! fragment, which no server sees: the page's script checks it and fills this card in. Where a person pasted the whole
//! text, the server has checked it already.

use maud::{Markup, html};

use crate::text::Lang;
use crate::text::seal::{SealFinding, sentence, words};
use crate::views::icon::Icon;
use crate::views::layout::icon;

/// The card. Hidden until there is a finding.
#[derive(Clone, Debug)]
pub struct SealCard {
    /// Canonical code, and SHA-256 of the statement in hex: what a seal of this page must say.
    pub code: String,
    pub statement: String,
    /// Id and public key in hex of every issuer key.
    pub keys: Vec<(String, String)>,
    pub found: Option<(SealFinding, Vec<Fact>)>,
    /// The seal itself, where it came otherwise than in the address: from a photo.
    pub payload: Option<String>,
}

/// A fact of the seal: the script knows its place by `slug`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub slug: &'static str,
    pub value: String,
}

impl SealCard {
    pub fn render(&self, lang: Lang) -> Markup {
        let words = words(lang);
        let keys: Vec<String> = self.keys.iter().map(|(id, key)| format!("{id}:{key}")).collect();
        let facts = [
            ("number", words.number),
            ("firm", words.firm),
            ("names", words.names),
            ("issued", words.issued),
            ("expiry", words.expiry),
            ("copy", words.copy),
        ];
        let shown = |slug: &str| {
            let (_, facts) = self.found.as_ref()?;
            facts.iter().find(|fact| fact.slug == slug).map(|fact| fact.value.as_str())
        };
        html! {
            section class="card seal-card" id="qr-seal" hidden[self.found.is_none()]
                data-code=(self.code) data-statement=(self.statement) data-keys=(keys.join(" "))
                data-payload=[self.payload.as_deref()] {
                h2 { (words.heading) }
                @for finding in SealFinding::ALL {
                    @let here = self.found.as_ref().is_some_and(|(found, _)| *found == finding);
                    @let good = finding == SealFinding::Good;
                    div class=(if good { "notice good" } else { "notice bad" }) role="status"
                        data-finding=(finding.slug()) hidden[!here] {
                        (icon(if good { Icon::Check } else { Icon::Ban })) p { (sentence(finding, lang)) }
                    }
                }
                div data-facts hidden[self.found.as_ref().is_none_or(|(_, facts)| facts.is_empty())] {
                    p class="hint" { (words.lead) }
                    table class="plain" { tbody { @for (slug, term) in facts {
                        tr hidden[shown(slug).is_none()] {
                            th scope="row" { (term) }
                            td data-fact=(slug) { (shown(slug).unwrap_or_default()) }
                        }
                    } } }
                }
            }
            noscript { p class="hint no-print" { (words.no_script) } }
        }
    }
}

#[cfg(test)]
impl SealCard {
    pub fn sample(found: Option<SealFinding>) -> Self {
        let fact = |slug, value: &str| Fact { slug, value: value.to_owned() };
        let facts = vec![
            fact("number", "穗律证〔2026〕第000123号"),
            fact("firm", "某某律师事务所（示例）"),
            fact("names", "赵一鸣、钱㐭 等 12 名"),
            fact("issued", "2026-11-23"),
            fact("expiry", "2027-05-22"),
        ];
        Self {
            code: "7K3M9QWX2TRB5HNC8XYZ".to_owned(),
            statement: "00".repeat(32),
            keys: vec![("00".repeat(8), "00".repeat(32))],
            found: found.map(|found| (found, if found == SealFinding::Forged { Vec::new() } else { facts })),
            payload: None,
        }
    }
}
