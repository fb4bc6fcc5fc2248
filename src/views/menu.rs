//! The menu: which places exist, their words and addresses, and who sees them.

use crate::domain::permission::Right;
use crate::paths;
use crate::views::frame::{Place, Who};
use crate::views::icon::Icon;

/// One entry.
pub struct Entry {
    pub place: Place,
    pub word: &'static str,
    pub href: String,
    pub icon: Icon,
}

/// The word of a place in the bar on top; none where a page stands for itself.
pub fn word(place: Place) -> Option<&'static str> {
    match place {
        Place::Nowhere | Place::Public => None,
        Place::Apply => Some("我要申请"),
        Place::Mine => Some("我的证明"),
        Place::Consents => Some("征求同意"),
        Place::Clerks => Some("经办人管理"),
        Place::Faq => Some("常见问题"),
        Place::Hotline => Some("服务热线"),
        Place::Review => Some("审核台"),
        Place::Certificates => Some("证明管理"),
        Place::Paper => Some("制证"),
        Place::Letters => Some("邮件"),
        Place::Register => Some("会员登记"),
        Place::Reports => Some("报错处理"),
        Place::Settings => Some("设置"),
        Place::Kinds => Some("证明种类"),
        Place::Accounts => Some("账号"),
        Place::Audit => Some("审计"),
    }
}

fn entry(place: Place, href: String, icon: Icon) -> Entry {
    Entry { place, word: word(place).unwrap_or_default(), href, icon }
}

/// 电子证明申请 ▸ 我要申请 / 我的证明.
pub fn trip() -> [Entry; 2] {
    [entry(Place::Apply, paths::apply(), Icon::Edit), entry(Place::Mine, paths::mine(), Icon::Files)]
}

/// The entries after the trip's, or all of a staff member's.
pub fn rest(who: &Who) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut add = |right: Right, place, href, icon| {
        if who.has(right) {
            entries.push(entry(place, href, icon));
        }
    };
    add(Right::Consent, Place::Consents, paths::consents(), Icon::Check);
    add(Right::ManageClerks, Place::Clerks, paths::clerks(), Icon::Users);
    add(Right::Review, Place::Review, paths::review(), Icon::List);
    add(Right::SeeCertificates, Place::Certificates, paths::certificates(), Icon::Seal);
    add(Right::MakePaper, Place::Paper, paths::paper(), Icon::Print);
    add(Right::KeepRegister, Place::Register, paths::register(), Icon::Users);
    add(Right::KeepRegister, Place::Reports, paths::register_reports(), Icon::Flag);
    add(Right::KeepLetters, Place::Letters, paths::letters(), Icon::Mail);
    add(Right::ChangeSettings, Place::Settings, paths::settings(), Icon::Gear);
    add(Right::ChangeSettings, Place::Kinds, paths::kinds(), Icon::File);
    add(Right::ManageAccounts, Place::Accounts, paths::accounts(), Icon::Key);
    add(Right::ReadAudit, Place::Audit, paths::audit(), Icon::Shield);
    if who.is_member() {
        entries.push(entry(Place::Faq, paths::faq(), Icon::Unknown));
        entries.push(entry(Place::Hotline, paths::hotline(), Icon::Phone));
    }
    entries
}
