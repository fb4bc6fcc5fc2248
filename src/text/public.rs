//! Everything a stranger reads on the public pages, in Chinese and in English. Both languages fill the same struct,
//! so that neither can lack a sentence.

use crate::domain::time::Day;
use crate::domain::verdict::{Answer, How, Today};
use crate::text::Lang;

/// The words of the public pages in one language.
pub struct Words {
    pub verify_title: &'static str,
    pub verify_lead: &'static str,
    pub code_label: &'static str,
    pub code_hint: &'static str,
    pub code_button: &'static str,
    pub file_heading: &'static str,
    pub file_label: &'static str,
    pub file_hint: &'static str,
    pub file_button: &'static str,
    pub how_heading: &'static str,
    pub how: [&'static str; 4],
    pub api: &'static str,
    pub domain: &'static str,
    pub content_heading: &'static str,
    pub content_lead: &'static str,
    pub kind: &'static str,
    pub number: &'static str,
    pub issuer: &'static str,
    pub firm: &'static str,
    pub lawyers: &'static str,
    pub lawyer_name: &'static str,
    pub licence: &'static str,
    pub period: &'static str,
    pub data_date: &'static str,
    pub issued: &'static str,
    pub expiry: &'static str,
    pub no_expiry: &'static str,
    pub purpose: &'static str,
    pub addressee: &'static str,
    pub copy: &'static str,
    pub compare_heading: &'static str,
    pub compare_hint: &'static str,
    pub compare_label: &'static str,
    pub compare_button: &'static str,
    pub compare_yes: &'static str,
    pub compare_no: &'static str,
    pub receipt_heading: &'static str,
    pub receipt_lead: &'static str,
    pub receipt_label: &'static str,
    pub receipt_hint: &'static str,
    pub receipt_pdf: &'static str,
    pub receipt_json: &'static str,
    pub truth_heading: &'static str,
    pub at_issue: &'static str,
    pub proof_heading: &'static str,
    pub signature: &'static str,
    pub signature_good: &'static str,
    pub log: &'static str,
    pub key: &'static str,
    pub root: &'static str,
    pub reason: &'static str,
    pub newer: &'static str,
    /// Only this paper copy is no longer good.
    pub copy_cancelled: &'static str,
    pub checked_at: &'static str,
    pub code: &'static str,
    pub another: &'static str,
    pub print_hint: &'static str,
    pub file_title: &'static str,
    pub altered_what: &'static str,
    pub altered_ours: &'static str,
    pub altered_theirs: &'static str,
    pub altered_none: &'static str,
    pub see_verdict: &'static str,
    pub wrong: &'static str,
}

/// The words in a language.
pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

const ZH: Words = Words {
    verify_title: "核验证明",
    verify_lead: "输入证明上印的核验码，或者选择收到的 PDF 文件、纸质证明的照片。不需要登录。",
    code_label: "核验码",
    code_hint: "印在证明页脚，例如 7K3M-9QWX-2TRB-5HNC-8XYZ。不区分大小写，可以不写连字符。",
    code_button: "核验",
    file_heading: "核验文件或照片",
    file_label: "PDF 文件，或纸质证明的照片",
    file_hint: "选择或拖入收到的 PDF 文件；纸质证明可以拍照，二维码要完整、清晰（JPEG、PNG 或 WebP）。文件只用于比对，不会保存。",
    file_button: "核验文件",
    how_heading: "怎样核验",
    how: [
        "扫描证明上的二维码，或者在这里输入核验码。",
        "确认浏览器地址栏中的域名与下面写的一致。",
        "把页面列出的内容与手中的证明逐项比对，有一处不同就不要采用。",
        "收到的是电子文件时，再用“核验文件”确认文件一字未改。",
    ],
    api: "供程序使用的核验接口（OpenAPI）",
    domain: "本会只在这个域名提供核验：",
    content_heading: "证明内容",
    content_lead: "请与手中的证明逐项比对。",
    kind: "证明类型",
    number: "证明编号",
    issuer: "出具单位",
    firm: "律师事务所",
    lawyers: "律师",
    lawyer_name: "姓名",
    licence: "执业证号",
    period: "证明期间",
    data_date: "数据截至",
    issued: "出具日期",
    expiry: "有效期至",
    no_expiry: "不设期限",
    purpose: "用途",
    addressee: "出具对象",
    copy: "纸质副本",
    compare_heading: "核对执业证号",
    compare_hint: "为保护个人信息，上面只显示部分数字。输入证明上印的完整执业证号即可核对。",
    compare_label: "证明上的执业证号",
    compare_button: "核对",
    compare_yes: "一致：这是本证明所载律师的执业证号",
    compare_no: "不一致：本证明所载律师中没有这个执业证号。请核对是否输错。",
    receipt_heading: "核验回执",
    receipt_lead: "需要留档或向第三方出示核验结果的，可以领取本会签名的回执。回执写明核验时间、结果和您的核验编号，只对这个编号有效；本站不留存。",
    receipt_label: "您的核验编号",
    receipt_hint: "例如招标编号、卷宗号或收件号，最多 60 个字，请勿填写个人信息。",
    receipt_pdf: "领取回执（PDF）",
    receipt_json: "JSON 格式",
    truth_heading: "内容是否属实",
    at_issue: "出具时属实：内容与出具当日本会的登记一致。",
    proof_heading: "签名与公开日志",
    signature: "数字签名",
    signature_good: "有效，验证于",
    log: "公开日志",
    key: "签名密钥",
    root: "根密钥指纹",
    reason: "原因：",
    newer: "已换发：本会已另行出具新的证明，请向持证人索取。",
    copy_cancelled: "作废的只是这一份纸质证明。同一编号的电子证明和其他各份，请用各自的核验码核验。",
    checked_at: "核验时间",
    code: "核验码",
    another: "核验另一份证明",
    print_hint: "需要留存时，可以用浏览器打印本页。",
    file_title: "文件核验结果",
    altered_what: "内容",
    altered_ours: "本会出具的",
    altered_theirs: "这个文件里的",
    altered_none: "（没有）",
    see_verdict: "查看这份证明现在的状态",
    wrong: "没有核验",
};

const EN: Words = Words {
    verify_title: "Verify a certificate",
    verify_lead: "Enter the code printed on the certificate, or choose the PDF file you received or a photo of the paper. No account is needed.",
    code_label: "Verification code",
    code_hint: "Printed at the foot of the certificate, e.g. 7K3M-9QWX-2TRB-5HNC-8XYZ. Case and hyphens do not matter.",
    code_button: "Verify",
    file_heading: "Check a file or a photo",
    file_label: "PDF file, or a photo of the paper certificate",
    file_hint: "Choose or drop the PDF you received; of a paper certificate take a photo with the whole QR code in focus (JPEG, PNG or WebP). It is used for comparison only and is not kept.",
    file_button: "Check the file",
    how_heading: "How to verify",
    how: [
        "Scan the QR code on the certificate, or enter its verification code here.",
        "Make sure that the address bar shows the domain named below.",
        "Compare what this page lists with the certificate in your hands, item by item. Do not rely on it if anything differs.",
        "If you received a file, check the file as well: it confirms that not a byte was changed.",
    ],
    api: "The verification API, for programs (OpenAPI)",
    domain: "The association verifies certificates at this domain only: ",
    content_heading: "What the certificate says",
    content_lead: "Compare each item with the certificate in your hands.",
    kind: "Type",
    number: "Number",
    issuer: "Issued by",
    firm: "Law firm",
    lawyers: "Lawyers",
    lawyer_name: "Name",
    licence: "Licence number",
    period: "Period covered",
    data_date: "Records as of",
    issued: "Date of issue",
    expiry: "Valid until",
    no_expiry: "No expiry",
    purpose: "Purpose",
    addressee: "Addressed to",
    copy: "Paper copy",
    compare_heading: "Check a licence number",
    compare_hint: "To protect personal data only some digits are shown above. Enter the full number printed on the certificate to check it.",
    compare_label: "Licence number on the certificate",
    compare_button: "Check",
    compare_yes: "It matches: this is the licence number of a lawyer named in this certificate",
    compare_no: "It does not match any lawyer named in this certificate. Please check for a typing error.",
    receipt_heading: "Verification receipt",
    receipt_lead: "To keep or to show the result, take a receipt signed by the association. It names the time, the result and your reference, and is good for that reference only. Nothing is kept here.",
    receipt_label: "Your reference",
    receipt_hint: "Such as a tender, case or file number, 60 characters at most. No personal data, please.",
    receipt_pdf: "Get the receipt (PDF)",
    receipt_json: "as JSON",
    truth_heading: "Is it true",
    at_issue: "True when issued: the content agreed with the association's register on the date of issue.",
    proof_heading: "Signature and public log",
    signature: "Digital signature",
    signature_good: "Valid, checked on",
    log: "Public log",
    key: "Signing key",
    root: "Root key fingerprint",
    reason: "Reason: ",
    newer: "Replaced: a newer certificate has been issued; please ask the holder for it.",
    copy_cancelled: "Only this paper copy is cancelled. Check the electronic original, or another copy, by its own code.",
    checked_at: "Verified on",
    code: "Verification code",
    another: "Verify another certificate",
    print_hint: "To keep a record, print this page from your browser.",
    file_title: "Result of the file check",
    altered_what: "Item",
    altered_ours: "As issued",
    altered_theirs: "In this file",
    altered_none: "(absent)",
    see_verdict: "See the present state of this certificate",
    wrong: "Not verified",
};

/// The one big word.
pub fn answer_word(answer: Answer, lang: Lang) -> &'static str {
    match (answer, lang) {
        (Answer::Valid, Lang::Zh) => "有效",
        (Answer::Expired, Lang::Zh) => "已过期",
        (Answer::Revoked, Lang::Zh) => "已撤销",
        (Answer::Unknown, Lang::Zh) => "查无此证",
        (Answer::Unavailable, Lang::Zh) => "暂时无法核验",
        (Answer::Valid, Lang::En) => "Valid",
        (Answer::Expired, Lang::En) => "Expired",
        (Answer::Revoked, Lang::En) => "Revoked",
        (Answer::Unknown, Lang::En) => "No such certificate",
        (Answer::Unavailable, Lang::En) => "Cannot be verified now",
    }
}

/// What stands before the moment at which it ended.
pub fn ended_at(how: How, lang: Lang) -> &'static str {
    match (how, lang) {
        (How::Revoked, Lang::Zh) => "撤销时间",
        (How::Replaced, Lang::Zh) => "换发时间",
        (How::CopyCancelled, Lang::Zh) => "作废时间",
        (How::Revoked, Lang::En) => "Revoked on",
        (How::Replaced, Lang::En) => "Replaced on",
        (How::CopyCancelled, Lang::En) => "Cancelled on",
    }
}

/// The sentence under the word.
pub fn answer_sentence(answer: Answer, ended: Option<How>, lang: Lang) -> &'static str {
    match (ended, lang) {
        (Some(How::Replaced), Lang::Zh) => return "这份证明由本会出具，但已换发新的证明，请勿采用这一份。",
        (Some(How::CopyCancelled), Lang::Zh) => return "这是本会出具的纸质证明，但这一份已作废，请勿采用。",
        (Some(How::Replaced), Lang::En) => {
            return "This certificate was issued by the association, but a newer one stands in its place. Do not rely on this one.";
        }
        (Some(How::CopyCancelled), Lang::En) => {
            return "This is a paper copy issued by the association, but this copy has been cancelled. Do not rely on it.";
        }
        (Some(How::Revoked) | None, _) => {}
    }
    match (answer, lang) {
        (Answer::Valid, Lang::Zh) => "这份证明由本会出具，在有效期内，没有被撤销。",
        (Answer::Expired, Lang::Zh) => "这份证明由本会出具，但有效期已过。出具时的内容见下方。",
        (Answer::Revoked, Lang::Zh) => "这份证明由本会出具，但已被撤销，请勿采用。",
        (Answer::Unknown, Lang::Zh) => {
            "本会没有出具过核验码为此的证明。请先核对核验码是否输错；确认无误的，这份证明不是本会出具的。"
        }
        (Answer::Unavailable, Lang::Zh) => "这不表示证明有问题。请过几分钟再核验一次，或致电本会。",
        (Answer::Valid, Lang::En) => {
            "This certificate was issued by the association, is within its validity, and has not been revoked."
        }
        (Answer::Expired, Lang::En) => {
            "This certificate was issued by the association, but its validity has ended. What it said is listed below."
        }
        (Answer::Revoked, Lang::En) => {
            "This certificate was issued by the association but has been revoked. Do not rely on it."
        }
        (Answer::Unknown, Lang::En) => {
            "The association has issued no certificate with this code. Please check for a typing error; if the code is right, the certificate is not ours."
        }
        (Answer::Unavailable, Lang::En) => {
            "This does not mean that anything is wrong with the certificate. Please try again in a few minutes, or call the association."
        }
    }
}

/// 今日 answer; none where the kind does not give one.
pub fn today_sentence(today: Today, lang: Lang) -> Option<&'static str> {
    match (today, lang) {
        (Today::NotAnswered, _) => None,
        (Today::StillHolds, Lang::Zh) => Some("截至今日仍成立：按今日的登记，内容没有变化。"),
        (Today::Changed, Lang::Zh) => {
            Some("情况已变化：按今日的登记，部分内容与出具时不同。需要最新情况的，请持证人重新申请。")
        }
        (Today::StillHolds, Lang::En) => Some("Still true today: nothing has changed in the register since."),
        (Today::Changed, Lang::En) => Some(
            "The facts have changed: today's register differs from the date of issue. Ask the holder for a new certificate if you need the present facts.",
        ),
    }
}

/// A day as the language writes it.
pub fn day(day: Day, lang: Lang) -> String {
    match lang {
        Lang::Zh => day.zh(),
        Lang::En => day.en(),
    }
}

/// `第 1 份，共 2 份`.
pub fn copy_of(index: u16, of: u16, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("第 {index} 份，共 {of} 份"),
        Lang::En => format!("{index} of {of}"),
    }
}

/// Where the certificate stands in the public log.
pub fn log_place(leaf: u64, size: u64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("第 {leaf} 条，日志共 {size} 条"),
        Lang::En => format!("entry {leaf} of {size}"),
    }
}
