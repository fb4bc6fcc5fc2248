//! What a stranger is told about a file or a photo, in Chinese and in English.

use crate::text::Lang;

/// What checking a file found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileFinding {
    /// Byte for byte the file that was issued.
    Identical,
    /// Other bytes, every object the same: saved again by some program.
    Resaved,
    /// The same words, and pages that look the same, but made anew.
    Redrawn,
    /// The content differs.
    Altered,
    /// Nothing of ours in it, or a forgery.
    NotOurs,
    /// The signature is genuine, but the record is not in this store (restored from an older copy, another server).
    GenuineNotStored,
    /// A photo or scan whose QR code the association signed for this certificate.
    PaperSealed,
    /// The same, with a code that holds an address alone.
    PaperAddress,
    /// The QR code's seal is not the association's.
    PaperForged,
    /// The QR code's seal is of another certificate than its code.
    PaperOther,
    /// The QR code leads to another site.
    PaperElsewhere,
    /// A QR code that is none of our certificates'.
    StrangeCode,
    /// A photo or scan in which no QR code could be read.
    NoCode,
    /// No PDF, damaged, or too complicated to read.
    Unreadable,
}

impl FileFinding {
    /// What may be had in writing: that a file is not as issued, or none of ours.
    pub fn with_receipt() -> [Self; 4] {
        [Self::Altered, Self::NotOurs, Self::Redrawn, Self::Resaved]
    }

    /// How it is asked for in a form.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::Resaved => "resaved",
            Self::Redrawn => "redrawn",
            Self::Altered => "altered",
            Self::NotOurs => "not-ours",
            Self::GenuineNotStored => "not-stored",
            Self::PaperSealed => "paper-sealed",
            Self::PaperAddress => "paper-address",
            Self::PaperForged => "paper-forged",
            Self::PaperOther => "paper-other",
            Self::PaperElsewhere => "paper-elsewhere",
            Self::StrangeCode => "strange-code",
            Self::NoCode => "no-code",
            Self::Unreadable => "unreadable",
        }
    }
}

/// The heading, and the sentence under it.
pub fn file_words(finding: FileFinding, lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::Zh => zh(finding),
        Lang::En => en(finding),
    }
}

fn zh(finding: FileFinding) -> (&'static str, &'static str) {
    match finding {
        FileFinding::Identical => ("与出具的文件完全一致", "一个字节都没有改动。证明现在是否有效，见下方。"),
        FileFinding::Resaved => (
            "内容相同，被重新保存过",
            "别的程序重新保存过这个文件，文件上的电子签章因此不再成立；逐项比对，各页内容与出具的文件相同。留档、转交请用原文件。证明现在是否有效，见下方。",
        ),
        FileFinding::Redrawn => (
            "不是原文件：由别的程序重新生成",
            "读出的文字和画面与出具的文件一致，但文件里没有本会的有效签章，不能证明未被改动。请以核验页列出的内容为准，或者向持证人索取原文件。",
        ),
        FileFinding::Altered => ("内容被改动", "请勿采用这个文件。与出具的文件不同之处如下。"),
        FileFinding::NotOurs => {
            ("不是本会出具的文件", "文件中没有本会的有效签名。请向提供文件的一方索取原文件，或输入证明上的核验码核验。")
        }
        FileFinding::GenuineNotStored => (
            "签名真实，但查不到记录",
            "文件上的签名出自本会的密钥，但这台服务器上没有它的记录，无法比对文件，也无法回答现在是否有效。请致电本会。",
        ),
        FileFinding::PaperSealed => (
            "二维码属实，请逐项比对内容",
            "从图片中读到了本会签名的二维码。图片上的文字没有比对：请打开这份证明的内容，与手中的纸逐项比对，有一处不同就不要采用。",
        ),
        FileFinding::PaperAddress => (
            "读到了核验码，请逐项比对内容",
            "图片中的二维码里只有核验码，没有签名。请打开这份证明的内容，与手中的纸逐项比对，有一处不同就不要采用。",
        ),
        FileFinding::PaperForged => {
            ("二维码的签名不属实", "二维码里的核验码是本会的，签名却不是本会的：这张纸可能是伪造的，请勿采用。")
        }
        FileFinding::PaperOther => {
            ("二维码被拼接过", "二维码里的签名属于另一份证明，与它的核验码不符：这张纸可能是拼接的，请勿采用。")
        }
        FileFinding::PaperElsewhere => (
            "二维码指向的不是本会网站",
            "请不要打开它所指的网址：真的证明，二维码只指向下面写的本会域名。这张纸可能是伪造的，请勿采用。",
        ),
        FileFinding::StrangeCode => (
            "二维码不是本会证明的",
            "读到了二维码，但本会没有出具过这样的证明。请确认拍下的是证明页脚的二维码；确认无误的，这份证明不是本会出具的。",
        ),
        FileFinding::NoCode => (
            "没有读到二维码",
            "请把证明放平，光线均匀，让页脚的二维码完整、清晰地占满画面，再拍一张；也可以直接输入二维码旁边印的核验码。",
        ),
        FileFinding::Unreadable => {
            ("无法读取这个文件", "它不是 PDF 文件或图片，或者已经损坏，或者过于复杂。请确认选择的是收到的证明文件。")
        }
    }
}

fn en(finding: FileFinding) -> (&'static str, &'static str) {
    match finding {
        FileFinding::Identical => {
            ("Identical to the file issued", "Not a byte was changed. Its present state is shown below.")
        }
        FileFinding::Resaved => (
            "Same content, saved again",
            "Another program saved this file again, so that its electronic seal no longer holds; compared item by item, its pages are those of the file issued. To keep or to pass on, use the original. Its present state is shown below.",
        ),
        FileFinding::Redrawn => (
            "Not the original: made anew by another program",
            "The words read from it and the look of its pages agree with what was issued, but it carries no valid seal of the association, so nothing proves that it is unaltered. Rely on the content of the verification page, or ask the holder for the original.",
        ),
        FileFinding::Altered => {
            ("The content was altered", "Do not rely on this file. It differs from the file issued in these items.")
        }
        FileFinding::NotOurs => (
            "Not a file of this association",
            "It carries no valid signature of the association. Ask for the original file, or enter the code printed on the certificate.",
        ),
        FileFinding::GenuineNotStored => (
            "Genuine signature, but no record",
            "The signature in it comes from the association's key, but this server has no record of it and can neither compare the file nor tell its present state. Please call the association.",
        ),
        FileFinding::PaperSealed => (
            "Genuine QR code: now compare the content",
            "The picture shows a QR code signed by the association. The words in the picture were not compared: open the content of this certificate and compare it with the paper, item by item. Do not rely on it if anything differs.",
        ),
        FileFinding::PaperAddress => (
            "A code was read: now compare the content",
            "The QR code in the picture holds a verification code and no signature. Open the content of this certificate and compare it with the paper, item by item. Do not rely on it if anything differs.",
        ),
        FileFinding::PaperForged => (
            "The QR code's signature is false",
            "The verification code in the QR code is the association's, the signature is not: the paper may be forged. Do not rely on it.",
        ),
        FileFinding::PaperOther => (
            "The QR code is pieced together",
            "The signature in the QR code is of another certificate than its verification code: the paper may be pieced together. Do not rely on it.",
        ),
        FileFinding::PaperElsewhere => (
            "The QR code leads to another site",
            "Do not open the address in it: the code of a genuine certificate leads to the domain named below and nowhere else. The paper may be forged. Do not rely on it.",
        ),
        FileFinding::StrangeCode => (
            "Not the QR code of a certificate",
            "A QR code was read, but the association has issued no such certificate. Make sure that the picture shows the code at the foot of the certificate; if it does, the certificate is not ours.",
        ),
        FileFinding::NoCode => (
            "No QR code was found",
            "Lay the paper flat in even light, fill the picture with the whole QR code at its foot, in focus, and take another one; or enter the code printed beside it.",
        ),
        FileFinding::Unreadable => (
            "This file cannot be read",
            "It is neither a PDF nor a picture, is damaged, or is too complicated. Please make sure that you chose the certificate's file.",
        ),
    }
}

/// Words of the page on a file.
pub struct Words {
    /// Over what differs, and over anything else that was found.
    pub differs: &'static str,
    pub found: &'static str,
    pub compare: &'static str,
    pub receipt_lead: &'static str,
    pub choose: &'static str,
    /// Where a receipt is asked for by a page that is too old.
    pub stale: &'static str,
}

/// The words in a language.
pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Zh => &Words {
            differs: "不同之处",
            found: "查到的情况",
            compare: "打开这份证明的内容，逐项比对",
            receipt_lead: "需要留档或向第三方出示的，可以领取本会签名的回执：写明这个文件（以其 SHA-256 摘要为准）不是本会出具的原文件、核验时间和您的核验编号。本站不留存。",
            choose: "请选择要核验的 PDF 文件或照片。",
            stale: "请重新选择文件核验，再领取回执。",
        },
        Lang::En => &Words {
            differs: "What differs",
            found: "What was found",
            compare: "Open the content of this certificate to compare",
            receipt_lead: "To keep or to show the result, take a receipt signed by the association: it says that this file (by its SHA-256) is not one as issued by the association, with the time and your reference. Nothing is kept here.",
            choose: "Choose the PDF file or photo to check.",
            stale: "Please check the file again, and then take the receipt.",
        },
    }
}
