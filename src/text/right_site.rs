//! How a stranger knows that this is the association's own verification site, and no look-alike; and what is said of a
//! code that cannot be one.

use crate::text::Lang;

/// What is wrong with a typed code, seen without looking anything up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeFault {
    /// Symbols found, and wanted.
    Length {
        found: usize,
        wanted: usize,
    },
    Character(char),
    Check,
}

/// Beside the field; what was typed stays in it.
pub fn code_fault(fault: CodeFault, lang: Lang) -> String {
    match (fault, lang) {
        (CodeFault::Length { found, wanted }, Lang::Zh) => {
            format!("核验码应为 {wanted} 位字母和数字，现有 {found} 位，请对照证明补全。")
        }
        (CodeFault::Character(c), Lang::Zh) => format!("核验码中不会出现“{c}”，请对照证明重新输入。"),
        (CodeFault::Check, Lang::Zh) => {
            "核验码有一位或几位输错了（校验位不符），请对照证明逐组核对。没有输错的，这不是本会出具的证明。".to_owned()
        }
        (CodeFault::Length { found, wanted }, Lang::En) => {
            format!("A verification code has {wanted} letters and digits; this one has {found}. Please complete it from the certificate.")
        }
        (CodeFault::Character(c), Lang::En) => {
            format!("A verification code never contains “{c}”. Please type it again from the certificate.")
        }
        (CodeFault::Check, Lang::En) => {
            "One or more characters are mistyped (the check character does not fit). Please compare group by group. If nothing is mistyped, the certificate is not ours.".to_owned()
        }
    }
}

/// Heading of the card.
pub fn heading(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "怎样确认这是真的核验网站",
        Lang::En => "How to know that this is the right site",
    }
}

/// What to look at, in order; the root key's fingerprint where it is known.
pub fn signs(lang: Lang, association: &str, domain: &str, root: Option<&str>) -> Vec<String> {
    let mut signs = match lang {
        Lang::Zh => vec![
            format!(
                "看域名：浏览器地址栏里，“://”之后到第一个“/”之前，应当正好是 {domain}，一个字符不多，一个字符不少。"
            ),
            format!(
                "认仿冒：仿冒网站的域名常常只差一个字符，或者在后面再接一段，例如 {domain}.example。它们会要求登录、付费或安装程序；本会核验从不这样要求。"
            ),
            format!(
                "不点陌生链接：自己输入域名，或者扫描证明上的二维码后先看域名。本会名称是“{association}”，应与证明的落款一致。"
            ),
        ],
        Lang::En => vec![
            format!(
                "Look at the domain: in the address bar, what stands between “://” and the next “/” must be exactly {domain}, no character more or less."
            ),
            format!(
                "Beware of look-alikes: their domain often differs by one character or goes on, such as {domain}.example. They ask you to sign in, to pay or to install something; the association never does."
            ),
            format!(
                "Follow no stranger's link: type the domain yourself, or scan the QR code and then look at the domain. The association's name is “{association}”; the certificate must be signed by it."
            ),
        ],
    };
    if let Some(root) = root {
        let plain = root.replace('-', "");
        signs.extend(match lang {
            Lang::Zh => [
                format!("比指纹：每份证明的页脚都印着根密钥指纹，应为 {root}。本会也可能在域名的 DNS TXT 记录中公布：goodstanding-root={plain}"),
                "不必相信任何网站：有这个指纹，收到的 PDF 文件断网也能核验（goodstanding verify），本会网站打不开时也一样。".to_owned(),
            ],
            Lang::En => [
                format!(
                    "Compare the fingerprint: the foot of every certificate bears the root key's fingerprint, which must be {root}. The association may also publish it as a DNS TXT record: goodstanding-root={plain}"
                ),
                "You need not trust any site: with this fingerprint a PDF file can be checked offline (goodstanding verify), even where this site cannot be reached.".to_owned(),
            ],
        });
    }
    signs
}

/// What is said under 内容是否属实, beside the answers of `public`.
pub struct Truth {
    /// It agreed at issue, and ended since.
    pub ended: &'static str,
    /// Its time is over.
    pub expired: &'static str,
    /// This page does not say whether it still holds.
    pub not_answered: &'static str,
    /// Where this very answer can be seen again: on paper only.
    pub address: &'static str,
}

pub fn truth(lang: Lang) -> Truth {
    match lang {
        Lang::Zh => Truth {
            ended: "出具时与当日的登记一致；此后已不再有效，原因见上方。",
            expired: "有效期已过，此后的情况本页不作说明。",
            not_answered: "本页不说明今日是否仍然成立；需要最新情况的，请持证人重新申请。",
            address: "本页地址",
        },
        Lang::En => Truth {
            ended: "It agreed with the register on the date of issue; it is no longer good since, for the reason above.",
            expired: "Its validity has ended; what has changed since is not said here.",
            not_answered: "Whether it still holds today is not said here; ask the holder for a new certificate if you need the present facts.",
            address: "Address of this page",
        },
    }
}
