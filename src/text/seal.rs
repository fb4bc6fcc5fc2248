//! What a reader of a paper print is told about the seal in its QR code, in Chinese and in English.

use crate::text::Lang;

/// What checking the seal found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SealFinding {
    /// Signed by the association, and of the statement on this page.
    Good,
    /// Signed by the association, but of another statement.
    Other,
    /// Not signed by the association.
    Forged,
}

impl SealFinding {
    pub const ALL: [Self; 3] = [Self::Good, Self::Other, Self::Forged];

    /// The word that the page's script knows it by.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Other => "other",
            Self::Forged => "forged",
        }
    }
}

/// The words of the card in one language.
pub struct Words {
    pub heading: &'static str,
    pub lead: &'static str,
    pub number: &'static str,
    pub firm: &'static str,
    pub names: &'static str,
    pub issued: &'static str,
    pub expiry: &'static str,
    pub copy: &'static str,
    pub no_script: &'static str,
}

pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Zh => &Words {
            heading: "二维码里的签名",
            lead: "纸质证明的二维码里有本会签名的内容摘要，请与手中的证明比对：",
            number: "证明编号",
            firm: "律师事务所",
            names: "律师",
            issued: "出具日期",
            expiry: "有效期至",
            copy: "第几份",
            no_script: "浏览器不能运行脚本时，把扫码得到的全部文字粘贴到核验页，同样可以核对二维码里的签名。",
        },
        Lang::En => &Words {
            heading: "The signature in the QR code",
            lead: "The QR code of a paper print carries a signed summary. Compare it with the certificate in your hands:",
            number: "Number",
            firm: "Law firm",
            names: "Lawyers",
            issued: "Date of issue",
            expiry: "Valid until",
            copy: "Copy",
            no_script: "Where the browser runs no scripts, paste all of the scanned text into the verification page: the signature in the QR code is then checked there.",
        },
    }
}

/// The sentence for a finding.
pub fn sentence(finding: SealFinding, lang: Lang) -> &'static str {
    match (finding, lang) {
        (SealFinding::Good, Lang::Zh) => "二维码的签名属实，所载内容与本页一致。",
        (SealFinding::Other, Lang::Zh) => {
            "二维码的签名属实，但所载内容与本页不是同一份证明：手中的这张纸可能是拼接的，请勿采用。"
        }
        (SealFinding::Forged, Lang::Zh) => "二维码的签名不属实：手中的这张纸可能是伪造的，请勿采用。",
        (SealFinding::Good, Lang::En) => "The QR code's signature is genuine and says what this page says.",
        (SealFinding::Other, Lang::En) => {
            "The QR code's signature is genuine, but it is of another certificate than this page's: the paper in your hands may be pieced together. Do not rely on it."
        }
        (SealFinding::Forged, Lang::En) => {
            "The QR code's signature is false: the paper in your hands may be forged. Do not rely on it."
        }
    }
}
