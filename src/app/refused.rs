//! Why a deed was not done: an outer sentence for the person, an inner cause for the operator.

use crate::domain::complete::Problem;
use crate::domain::stage::NotNow;
use crate::store::StoreError;

/// Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// There is no such thing, or none that this person may know of: the two are never told apart.
    #[error("没有找到该记录，或您无权查看。")]
    NotFound,
    /// Entries that cannot stand, each with its field.
    #[error("有 {} 处需要更正。", .0.len())]
    Invalid(Vec<Problem>),
    /// Not possible now: somebody was faster, or the record is in another stage. The sentence says which.
    #[error("{0}")]
    Conflict(String),
    /// Too many tries; the sentence says when to come back.
    #[error("{0}")]
    TooMany(String),
    /// The store could not answer or could not write. What was asked may or may not be done.
    #[error("系统暂时无法保存，结果未知，请到“我的证明”查看。")]
    Store(#[from] StoreError),
    /// The disk is nearly full: nothing new is begun. Nothing was written.
    #[error(
        "系统存储空间不足，暂停受理新的申请；已保存的草稿、已提交的申请和证明核验不受影响。请致电服务热线，稍后再试。"
    )]
    NoRoom,
    /// The program's own tools failed: fonts, keys, drawing. Nothing was written.
    #[error("系统暂时无法完成，您填写的内容已保留，请稍后再试。")]
    Broken(String),
}

impl Refused {
    /// One entry that cannot stand.
    pub fn field(field: &str, sentence: impl Into<String>) -> Self {
        Self::Invalid(vec![Problem::new(field, sentence)])
    }

    /// Whether the store takes no writes any more, so that surely nothing was written.
    pub fn is_shut(&self) -> bool {
        matches!(self, Self::Store(StoreError::Shut(_)))
    }

    pub fn broken(cause: impl std::fmt::Display) -> Self {
        Self::Broken(cause.to_string())
    }
}

impl From<NotNow> for Refused {
    fn from(not_now: NotNow) -> Self {
        use crate::domain::stage::StageName;
        let state = match not_now.stage {
            StageName::Draft => "尚未提交",
            StageName::Pending => "正在待审批",
            StageName::Issuing => "已审核通过，正在出具",
            StageName::Approved => "已审核通过",
            StageName::Refused => "已审核不通过",
            StageName::Withdrawn => "已撤回",
        };
        Self::Conflict(format!("该申请{state}，不能再进行此操作。请刷新页面查看最新状态。"))
    }
}
