//! Sentences shown once on the page after a redirection. The cookie carries a word of this list, never a text.

use crate::views::frame::Notice;

/// The words and their sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    SignedOut,
    PasswordSet,
    PasswordChanged,
    Invited,
    SwitchedOn,
    SwitchedOff,
    Unlocked,
    Reported,
    Discarded,
    DraftSaved,
    Unfinished,
    Edited,
    KindChanged,
    AlreadySubmitted,
    Submitted,
    Withdrawn,
    Mailed,
    Approved,
    Refused,
    Revoked,
    Reinstated,
    Replacing,
    PaperMoved,
    PaperReissued,
    Resent,
    Imported,
    ReportClosed,
    Saved,
    Unchanged,
    BroughtBack,
    AddressForgotten,
    ApprovedMany,
    KindKept,
    KindUnchanged,
    KindPublished,
    KindUnscheduled,
    KindRetired,
    KindRestored,
    KindImported,
    KindMoved,
    Consented,
    Declined,
}

const ALL: &[(Done, &str, &str)] = &[
    (Done::SignedOut, "signed-out", "已退出登录。"),
    (Done::PasswordSet, "password-set", "密码已保存，请登录。"),
    (Done::PasswordChanged, "password-changed", "密码已修改，其他设备上的登录已退出。"),
    (Done::Invited, "invited", "邀请邮件已放入发送队列，对方打开其中的链接设置密码后即可登录。"),
    (Done::SwitchedOn, "switched-on", "账号已启用。"),
    (Done::SwitchedOff, "switched-off", "账号已停用，已登录的会话随即失效。"),
    (Done::Unlocked, "unlocked", "账号已解锁。"),
    (Done::Reported, "reported", "报错已送达会员管理员，处理后会更正登记信息。"),
    (Done::Discarded, "discarded", "草稿已删除。"),
    (Done::DraftSaved, "draft-saved", "草稿已保存，可以随时继续填写。"),
    (Done::Unfinished, "unfinished", "还有内容需要填写或更正，处理后就可以预览和提交。"),
    (Done::Edited, "edited", "这份草稿在另一个页面有改动，尚未提交。请核对下面的内容后再提交。"),
    (Done::KindChanged, "kind-changed", "这份草稿的证明类型在另一个页面改过，请核对下面的内容。"),
    (Done::AlreadySubmitted, "already-submitted", "这份申请已经提交，不能再修改。下面是它现在的状态。"),
    (Done::Submitted, "submitted", "申请已提交。"),
    (Done::Withdrawn, "withdrawn", "已撤回申请，可以用“重新申请”再次提交。"),
    (Done::Mailed, "mailed", "邮件已放入发送队列，发送结果见申请记录。"),
    (Done::Approved, "approved", "已通过，证明正在出具。"),
    (Done::Refused, "refused", "已作不通过处理，申请人可以看到原因。"),
    (Done::Revoked, "revoked", "证明已撤销，核验页面随即显示。"),
    (Done::Reinstated, "reinstated", "证明已恢复，核验页面随即显示。"),
    (Done::Replacing, "replacing", "换发申请已生成。请核对右边的新证明，通过后原证明即换发。"),
    (Done::PaperMoved, "paper-moved", "纸质证明的状态已更新。"),
    (Done::PaperReissued, "paper-reissued", "已补制一份，编号接在最后，请打印新的一份。"),
    (Done::Resent, "resent", "邮件已放入发送队列，稍后刷新本页查看结果。"),
    (Done::Imported, "imported", "导入完成。"),
    (Done::ReportClosed, "report-closed", "报错已处理，申请人会看到答复。"),
    (Done::Saved, "saved", "已保存。"),
    (Done::Unchanged, "unchanged", "内容没有变化，不需要保存。"),
    (Done::BroughtBack, "brought-back", "已恢复，作为新的版本生效。"),
    (Done::AddressForgotten, "address-forgotten", "已删除这条常用收件地址。"),
    (Done::ApprovedMany, "approved-many", "所选的申请都已通过，证明正在出具。"),
    (Done::KindKept, "kind-kept", "草稿已保存，发布后才生效。"),
    (Done::KindUnchanged, "kind-unchanged", "还没有修改，没有可以发布的内容。"),
    (Done::KindPublished, "kind-published", "已发布，从生效日期起按新版申请。"),
    (Done::KindUnscheduled, "kind-unscheduled", "已撤下，没有影响任何申请。"),
    (Done::KindRetired, "kind-retired", "已停用，不再接受申请；已提交的申请照常办完。"),
    (Done::KindRestored, "kind-restored", "已恢复；需要开放申请时，请在“更改”中选择开放。"),
    (Done::Consented, "consented", "已同意出具，申请的律所可以看到。"),
    (Done::Declined, "declined", "已答复不同意，这份证明不会出具。"),
    (Done::KindMoved, "kind-moved", "已调整顺序，申请人看到的列表随之改变。"),
    (Done::KindImported, "kind-imported", "已导入为草稿，请核对后发布。"),
];

impl Done {
    /// The word in the cookie.
    pub fn word(self) -> &'static str {
        ALL.iter().find(|(done, _, _)| *done == self).map_or("", |(_, word, _)| word)
    }

    /// The sentence for a word; none for a word that is not ours.
    pub fn sentence(word: &str) -> Option<Notice> {
        let (done, _, sentence) = ALL.iter().find(|(_, known, _)| *known == word)?;
        Some(done.tone((*sentence).to_owned()))
    }

    /// Something was done; or it was not, and the person must look again.
    fn tone(self, sentence: String) -> Notice {
        match self {
            Self::Unfinished | Self::Edited | Self::KindChanged | Self::AlreadySubmitted | Self::KindUnchanged => {
                Notice::Wait(sentence)
            }
            _ => Notice::Good(sentence),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_leads_to_its_own_sentence() {
        for (done, word, sentence) in ALL {
            assert_eq!(done.word(), *word);
            assert_eq!(Done::sentence(word), Some(done.tone((*sentence).to_owned())));
        }
        assert_eq!(Done::sentence("<b>"), None);
    }
}
