//! One word per state, everywhere.

use crate::domain::application::HistoryAct;
use crate::domain::calendar::{self, Calendar};
use crate::domain::certificate::State;
use crate::domain::kind::Review;
use crate::domain::letter::Post;
use crate::domain::paper;
use crate::domain::paper::PaperState;
use crate::domain::rule::Outcome;
use crate::domain::stage::StageName;
use crate::domain::time::Day;

/// The stage of an application.
pub fn stage(stage: StageName) -> &'static str {
    match stage {
        StageName::Draft => "草稿",
        StageName::Pending => "待审批",
        StageName::Issuing => "出具中",
        StageName::Approved => "审核通过",
        StageName::Refused => "审核不通过",
        StageName::Withdrawn => "已撤回",
    }
}

/// A line of 申请记录.
pub fn act(act: HistoryAct) -> &'static str {
    match act {
        HistoryAct::Begin => "新建草稿",
        HistoryAct::Submit => "提交申请",
        HistoryAct::Approve => "审核通过",
        HistoryAct::Refuse => "审核不通过",
        HistoryAct::Withdraw => "撤回申请",
        HistoryAct::Made => "证明出具",
        HistoryAct::Mailed => "发送邮箱",
        HistoryAct::Download => "下载证明",
        HistoryAct::Revoke => "撤销证明",
        HistoryAct::Reinstate => "恢复证明",
        HistoryAct::Replace => "换发证明",
        HistoryAct::PaperStep => "纸质证明",
        HistoryAct::Consent => "同意出具",
        HistoryAct::Decline => "不同意出具",
    }
}

/// The state of an issued certificate as the firm and staff read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CertificateState {
    Valid,
    Expired,
    Revoked,
    Replaced,
}

impl CertificateState {
    pub const ALL: [Self; 4] = [Self::Valid, Self::Expired, Self::Revoked, Self::Replaced];

    pub fn word(self) -> &'static str {
        match self {
            Self::Valid => "有效",
            Self::Expired => "已过期",
            Self::Revoked => "已撤销",
            Self::Replaced => "已换发",
        }
    }

    /// The value in filters.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Replaced => "replaced",
        }
    }

    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.slug() == slug)
    }
}

impl From<State> for CertificateState {
    fn from(state: State) -> Self {
        match state {
            State::Valid => Self::Valid,
            State::Expired => Self::Expired,
            State::Revoked => Self::Revoked,
            State::Replaced => Self::Replaced,
        }
    }
}

/// The state of one letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MailState {
    Queued,
    Sent,
    Failed,
}

impl MailState {
    pub const ALL: [Self; 3] = [Self::Queued, Self::Sent, Self::Failed];

    /// The value in filters.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }

    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.slug() == slug)
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "待发送",
            Self::Sent => "已发送",
            Self::Failed => "发送失败",
        }
    }
}

impl From<&Post> for MailState {
    fn from(post: &Post) -> Self {
        match post {
            Post::Waiting { .. } => Self::Queued,
            Post::Sent { .. } => Self::Sent,
            Post::Failed { .. } => Self::Failed,
        }
    }
}

/// The state of one paper copy.
pub fn paper(state: PaperState) -> &'static str {
    match state {
        PaperState::Waiting => "待制证",
        PaperState::Ready => "待领取",
        PaperState::Posted => "已寄出",
        PaperState::Collected => "已领取",
        PaperState::Delivered => "已签收",
        PaperState::Cancelled => "已作废",
    }
}

/// What stands in place of a postal address that is no longer needed.
pub const ADDRESS_ERASED: &str = "已按规定删除";

/// 领取方式 without the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Delivery {
    Collect,
    Post,
}

impl Delivery {
    pub fn word(self) -> &'static str {
        match self {
            Self::Collect => "自取",
            Self::Post => "邮寄",
        }
    }

    /// The value in forms.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Collect => "collect",
            Self::Post => "post",
        }
    }
}

impl From<&paper::Delivery> for Delivery {
    fn from(delivery: &paper::Delivery) -> Self {
        if delivery.is_post() { Self::Post } else { Self::Collect }
    }
}

/// What a rule answered.
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "通过",
        Outcome::Fail => "不通过",
        Outcome::Unknown => "无法判断",
    }
}

/// 审核方式 in a word.
pub fn review(review: Review) -> &'static str {
    match review {
        Review::Automatic => "自动审核",
        Review::Manual { .. } => "人工审核",
    }
}

/// 审核方式 in a sentence, as it stands under the submit button and on the card of a kind.
pub fn review_sentence(review: Review) -> String {
    match review {
        Review::Automatic => "自动审核，提交后即时出具".to_owned(),
        Review::Manual { working_days } => format!("人工审核，预计 {working_days} 个工作日"),
    }
}

/// `11月26日`: the last of the promised working days by the association's calendar.
pub fn promised_by(calendar: &Calendar, submitted: Day, working_days: u16) -> String {
    let by = calendar::plus_working_days(calendar, submitted, working_days);
    format!("{}月{}日", by.month(), by.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_read_back_what_they_wrote() {
        for state in CertificateState::ALL {
            assert_eq!(CertificateState::parse(state.slug()), Some(state));
        }
        assert_eq!(CertificateState::parse("有效"), None);
    }
}
