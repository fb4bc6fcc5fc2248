//! What letters say: the built-in words of each kind, the places in them that are filled in, and the one function that
//! fills them. The association may write its own words for a kind; a place that the kind does not have is refused when
//! they are saved, so that no letter ever carries an unfilled one.

use crate::domain::settings::{LetterText, Settings};

/// Why a letter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LetterKind {
    Approved,
    Refused,
    Revoked,
    Reinstated,
    Replaced,
    /// 发送邮箱.
    Sent,
    PaperReady,
    PaperPosted,
    CopyCancelled,
    Invitation,
    Reset,
    /// 征求同意.
    Consent,
}

/// A place in a letter that is filled in when it is written: `{证明名称}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub word: &'static str,
    /// What a preview shows there.
    pub sample: &'static str,
    /// Without it the letter would be of no use: its body must have it.
    pub needed: bool,
}

const fn slot(word: &'static str, sample: &'static str) -> Slot {
    Slot { word, sample, needed: false }
}

const fn needed(word: &'static str, sample: &'static str) -> Slot {
    Slot { word, sample, needed: true }
}

pub const TITLE: &str = "证明名称";
pub const NUMBER: &str = "证明编号";
pub const NEWER: &str = "新证明编号";
pub const APPLICATION: &str = "申请编号";
pub const REASON: &str = "理由";
pub const LINK: &str = "链接";
/// Which paper copies.
pub const COPIES: &str = "份号";
pub const COLLECT_AT: &str = "领取地点";
pub const COURIER: &str = "快递公司";
pub const TRACKING: &str = "快递单号";
pub const NAME: &str = "姓名";
pub const LOGIN: &str = "账号";
pub const FIRM: &str = "律所名称";

/// Every letter may name the association; these are filled from the settings.
const COMMON: [Slot; 3] =
    [slot("协会名称", "示例市律师协会"), slot("协会简称", "示例市律协"), slot("系统网址", "https://cert.example.org")];

const RESULT: [Slot; 3] = [
    slot(TITLE, "律师会员证明"),
    slot(NUMBER, "示律证〔2026〕第000123号"),
    needed(LINK, "https://cert.example.org/mine/128"),
];

impl LetterKind {
    pub const ALL: [Self; 12] = [
        Self::Approved,
        Self::Refused,
        Self::Revoked,
        Self::Reinstated,
        Self::Replaced,
        Self::Sent,
        Self::PaperReady,
        Self::PaperPosted,
        Self::CopyCancelled,
        Self::Invitation,
        Self::Reset,
        Self::Consent,
    ];

    /// The word in addresses, records and the audit.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Revoked => "revoked",
            Self::Reinstated => "reinstated",
            Self::Replaced => "replaced",
            Self::Sent => "sent",
            Self::PaperReady => "paper-ready",
            Self::PaperPosted => "paper-posted",
            Self::CopyCancelled => "copy-cancelled",
            Self::Invitation => "invitation",
            Self::Reset => "reset",
            Self::Consent => "consent",
        }
    }

    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }

    /// What staff call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Approved => "审核通过",
            Self::Refused => "审核不通过",
            Self::Revoked => "证明撤销",
            Self::Reinstated => "证明恢复",
            Self::Replaced => "证明换发",
            Self::Sent => "发送邮箱",
            Self::PaperReady => "纸质证明可以领取",
            Self::PaperPosted => "纸质证明已寄出",
            Self::CopyCancelled => "纸质证明作废",
            Self::Invitation => "账号邀请",
            Self::Reset => "重设密码",
            Self::Consent => "征求同意",
        }
    }

    /// When it is written, and to whom.
    pub fn when(self) -> &'static str {
        match self {
            Self::Approved => "证明出具后发给申请人，附电子证明。",
            Self::Refused => "审核不通过时发给申请人。",
            Self::Revoked => "证明被撤销时发给申请人。",
            Self::Reinstated => "撤销的证明恢复时发给申请人。",
            Self::Replaced => "证明换发时发给原证明的申请人。",
            Self::Sent => "申请人点击“发送邮箱”时发出，附电子证明。",
            Self::PaperReady => "自取的纸质证明制好后发给申请人。",
            Self::PaperPosted => "纸质证明寄出后发给申请人。",
            Self::CopyCancelled => "某一份纸质证明作废时发给申请人。",
            Self::Invitation => "开通账号时发给使用人，链接 7 天内有效。",
            Self::Reset => "使用人点击“忘记密码”时发出，链接 2 小时内有效。",
            Self::Consent => "律所申请须经律师同意的证明时，发给证明上写到的律师。",
        }
    }

    /// The places that this kind fills, the association's own last.
    pub fn slots(self) -> Vec<Slot> {
        let own: &[Slot] = match self {
            Self::Approved => &RESULT,
            Self::Refused => &[
                slot(APPLICATION, "SQ000128"),
                needed(REASON, "请补全执业经历后重新申请。"),
                needed(LINK, "https://cert.example.org/mine/128"),
            ],
            Self::Revoked => &[RESULT[0], RESULT[1], needed(REASON, "律所申请更正人数后重新出具。"), RESULT[2]],
            Self::Reinstated => &[RESULT[0], RESULT[1], needed(REASON, "撤销有误，予以恢复。"), RESULT[2]],
            Self::Replaced => &[
                RESULT[0],
                RESULT[1],
                needed(NEWER, "示律证〔2026〕第000124号"),
                needed(REASON, "登记信息更正，换发新的证明。"),
                RESULT[2],
            ],
            Self::Sent => &[RESULT[0], RESULT[1], needed(LINK, "https://cert.example.org/verify")],
            Self::PaperReady => &[
                RESULT[0],
                RESULT[1],
                slot(COPIES, "第 1 份、第 2 份"),
                needed(COLLECT_AT, "示例市示例路 1 号，本会一楼服务窗口"),
                RESULT[2],
            ],
            Self::PaperPosted => &[
                RESULT[0],
                RESULT[1],
                slot(COPIES, "第 1 份、第 2 份"),
                needed(COURIER, "示例快递"),
                needed(TRACKING, "SL0000000001"),
                RESULT[2],
            ],
            Self::CopyCancelled => {
                &[RESULT[0], RESULT[1], needed(COPIES, "第 1 份"), needed(REASON, "遗失"), RESULT[2]]
            }
            Self::Consent => &[
                slot(NAME, "张示例"),
                slot(FIRM, "示例律师事务所"),
                slot(TITLE, "律师无行业处分证明"),
                needed(LINK, "https://cert.example.org/consents"),
            ],
            Self::Invitation | Self::Reset => &[
                slot(NAME, "陈经办"),
                slot(LOGIN, "chen@firm.example"),
                needed(LINK, "https://cert.example.org/password/set/7K3M9QWX"),
            ],
        };
        own.iter().chain(&COMMON).copied().collect()
    }

    /// The words until the association writes its own.
    pub fn built_in(self) -> LetterText {
        let (subject, body) = match self {
            Self::Approved => (
                "【{协会简称}】电子证明已出具",
                "您好：\n\n您申请的《{证明名称}》（{证明编号}）已审核通过，电子证明见附件，也可在此查看和下载：{链接}\n\n{协会名称}",
            ),
            Self::Refused => (
                "【{协会简称}】申请审核不通过",
                "您好：\n\n您提交的申请（{申请编号}）审核不通过。\n理由：{理由}\n\n您可以修改后重新申请：{链接}\n\n{协会名称}",
            ),
            Self::Revoked => (
                "【{协会简称}】电子证明已撤销",
                "您好：\n\n《{证明名称}》（{证明编号}）已被撤销，请勿再使用。\n理由：{理由}\n\n详情：{链接}\n\n{协会名称}",
            ),
            Self::Reinstated => (
                "【{协会简称}】电子证明已恢复",
                "您好：\n\n《{证明名称}》（{证明编号}）此前被撤销，现已恢复，可以继续使用。\n理由：{理由}\n\n详情：{链接}\n\n{协会名称}",
            ),
            Self::Replaced => (
                "【{协会简称}】电子证明已换发",
                "您好：\n\n《{证明名称}》（{证明编号}）已换发为{新证明编号}，原证明请勿再使用。\n理由：{理由}\n\n新证明制成后另行发送。原证明的记录：{链接}\n\n{协会名称}",
            ),
            Self::Sent => (
                "【{协会简称}】{证明名称}",
                "您好：\n\n随信附上《{证明名称}》（{证明编号}）。收到后请核验：打开 {链接}，选择附件，或者输入证明上印的核验码。\n\n{协会名称}",
            ),
            Self::PaperReady => (
                "【{协会简称}】纸质证明可以领取",
                "您好：\n\n《{证明名称}》（{证明编号}）纸质证明{份号}已制好，可以领取。\n领取地点：{领取地点}\n\
                 领取时请出示本人身份证件或律所介绍信。\n\n详情：{链接}\n\n{协会名称}",
            ),
            Self::PaperPosted => (
                "【{协会简称}】纸质证明已寄出",
                "您好：\n\n《{证明名称}》（{证明编号}）纸质证明{份号}已寄出。\n快递公司：{快递公司}\n快递单号：{快递单号}\n\n\
                 详情：{链接}\n\n{协会名称}",
            ),
            Self::CopyCancelled => (
                "【{协会简称}】纸质证明已作废",
                "您好：\n\n《{证明名称}》（{证明编号}）纸质证明{份号}已作废，请勿再使用；有人核验这一份时会显示“已撤销”。\
                 电子证明和其他各份不受影响。\n原因：{理由}\n\n详情：{链接}\n\n{协会名称}",
            ),
            Self::Invitation => (
                "{协会名称}：开通电子证明系统账号",
                "{姓名}：\n\n{协会名称}为您开通了电子证明系统的账号 {账号}。请在 7 天内打开下面的链接设置密码：\n\n{链接}\n\n\
                 设置密码后，请到 {系统网址} 登录。链接过期后，可以在登录页点击“忘记密码”重新获取。\n\n{协会名称}",
            ),
            Self::Reset => (
                "{协会名称}：重设密码",
                "{姓名}：\n\n有人请求重设账号 {账号} 的密码。如果是您本人，请在 2 小时内打开下面的链接设置新密码：\n\n{链接}\n\n\
                 如果不是您本人，请忽略这封邮件，原密码仍然有效。\n\n{协会名称}",
            ),
            Self::Consent => (
                "【{协会简称}】请答复是否同意出具{证明名称}",
                "{姓名}：\n\n{律所名称}申请出具《{证明名称}》，上面写有您的姓名和执业情况，须经您本人同意才能出具。\n\n\
                 请登录后查看证明内容，答复同意或不同意：\n\n{链接}\n\n{协会名称}",
            ),
        };
        LetterText { subject: subject.to_owned(), body: body.to_owned() }
    }

    /// The words in force.
    pub fn in_force(self, settings: &Settings) -> LetterText {
        settings.letters.get(self.slug()).cloned().unwrap_or_else(|| self.built_in())
    }
}

/// Subject and text of a letter. `values` has the kind's own places by their words.
pub fn words(settings: &Settings, kind: LetterKind, values: &[(&str, &str)]) -> (String, String) {
    let text = kind.in_force(settings);
    let common = [settings.association.as_str(), settings.short.as_str(), settings.base_url.as_str()];
    let all: Vec<(&str, &str)> =
        values.iter().copied().chain(COMMON.iter().map(|slot| slot.word).zip(common)).collect();
    // A subject is one line, whatever a place was filled with.
    let subject = fill(&text.subject, &all).split_whitespace().collect::<Vec<_>>().join(" ");
    (subject, fill(&text.body, &all))
}

/// The same with sample values, for a preview.
pub fn sample(settings: &Settings, kind: LetterKind, text: &LetterText) -> (String, String) {
    let mut with = settings.clone();
    with.letters.insert(kind.slug().to_owned(), text.clone());
    let values: Vec<(&str, &str)> = kind.slots().iter().map(|slot| (slot.word, slot.sample)).collect();
    words(&with, kind, &values[..values.len() - COMMON.len()])
}

/// A part of a text: plain words, or a place between braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Plain(&'a str),
    Slot(&'a str),
    /// A brace without its other half, and what follows on its line.
    Torn(&'a str),
}

/// Takes a text apart; the pieces joined are the text again, braces aside.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        if at > 0 {
            found.push(Piece::Plain(&rest[..at]));
        }
        let line = rest[at..].split('\n').next().unwrap_or_default();
        match line[1..].find(['{', '}']) {
            Some(end) if line.starts_with('{') && line[1 + end..].starts_with('}') => {
                found.push(Piece::Slot(&line[1..=end]));
                rest = &rest[at + end + 2..];
            }
            _ => {
                found.push(Piece::Torn(line));
                rest = &rest[at + line.len()..];
            }
        }
    }
    if !rest.is_empty() {
        found.push(Piece::Plain(rest));
    }
    found
}

/// Fills each place once; what a value brings is not looked at again.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Plain(words) | Piece::Torn(words) => filled.push_str(words),
            Piece::Slot(word) => match values.iter().find(|(known, _)| *known == word) {
                Some((_, value)) => filled.push_str(value),
                None => filled.push_str(&format!("{{{word}}}")),
            },
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_words_use_every_needed_place_and_no_unknown_one() {
        for kind in LetterKind::ALL {
            let text = kind.built_in();
            let slots = kind.slots();
            for piece in pieces(&text.subject).into_iter().chain(pieces(&text.body)) {
                match piece {
                    Piece::Slot(word) => assert!(slots.iter().any(|slot| slot.word == word), "{kind:?} {word}"),
                    Piece::Torn(line) => panic!("{kind:?} {line}"),
                    Piece::Plain(_) => {}
                }
            }
            for slot in slots.iter().filter(|slot| slot.needed) {
                assert!(text.body.contains(&format!("{{{}}}", slot.word)), "{kind:?} {}", slot.word);
            }
            let (subject, body) = sample(&Settings::default(), kind, &text);
            assert!(!subject.contains('{') && !body.contains('{'), "{kind:?} {subject} {body}");
            assert_eq!(LetterKind::parse(kind.slug()), Some(kind));
        }
    }

    #[test]
    fn a_value_is_never_filled_again_and_a_subject_stays_one_line() {
        let mut settings = Settings { association: "示例市律师协会".into(), ..Settings::default() };
        let own = LetterText { subject: "{理由}".into(), body: "{理由}；{协会名称}".into() };
        settings.letters.insert("refused".into(), own);
        let (subject, body) = words(&settings, LetterKind::Refused, &[(REASON, "{协会名称}\nBcc: x")]);
        assert_eq!(subject, "{协会名称} Bcc: x");
        assert_eq!(body, "{协会名称}\nBcc: x；示例市律师协会");
    }

    #[test]
    fn a_text_is_taken_apart_at_its_braces() {
        use Piece::{Plain, Slot, Torn};
        assert_eq!(pieces("甲{理由}乙"), [Plain("甲"), Slot("理由"), Plain("乙")]);
        assert_eq!(pieces("{链接}{理由}"), [Slot("链接"), Slot("理由")]);
        assert_eq!(pieces("甲{理由\n乙}"), [Plain("甲"), Torn("{理由"), Plain("\n乙"), Torn("}")]);
        assert_eq!(pieces("{{理由}}"), [Torn("{{理由}}")]);
        assert_eq!(pieces(""), []);
    }
}
