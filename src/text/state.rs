//! One word per state, everywhere.

/// The stage of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    Draft,
    Pending,
    Issuing,
    Approved,
    Refused,
    Withdrawn,
}

impl Stage {
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::Pending, Self::Issuing, Self::Approved, Self::Refused, Self::Withdrawn];

    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "草稿",
            Self::Pending => "待审批",
            Self::Issuing => "出具中",
            Self::Approved => "审核通过",
            Self::Refused => "审核不通过",
            Self::Withdrawn => "已撤回",
        }
    }

    /// The value in filters.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Pending => "pending",
            Self::Issuing => "issuing",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.slug() == slug)
    }
}

/// The state of an issued certificate.
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

/// The state of one letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MailState {
    Queued,
    Sent,
    Failed,
}

impl MailState {
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "待发送",
            Self::Sent => "已发送",
            Self::Failed => "发送失败",
        }
    }
}

/// The state of one paper copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PaperState {
    ToMake,
    ToCollect,
    Posted,
    Collected,
    Delivered,
    Cancelled,
}

impl PaperState {
    pub const ALL: [Self; 6] =
        [Self::ToMake, Self::ToCollect, Self::Posted, Self::Collected, Self::Delivered, Self::Cancelled];

    pub fn word(self) -> &'static str {
        match self {
            Self::ToMake => "待制证",
            Self::ToCollect => "待领取",
            Self::Posted => "已寄出",
            Self::Collected => "已领取",
            Self::Delivered => "已签收",
            Self::Cancelled => "已作废",
        }
    }

    /// The value in filters and in the step form.
    pub fn slug(self) -> &'static str {
        match self {
            Self::ToMake => "to-make",
            Self::ToCollect => "to-collect",
            Self::Posted => "posted",
            Self::Collected => "collected",
            Self::Delivered => "delivered",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.slug() == slug)
    }
}

/// How a paper copy reaches the applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Delivery {
    PickUp,
    Post,
}

impl Delivery {
    pub fn word(self) -> &'static str {
        match self {
            Self::PickUp => "自取",
            Self::Post => "邮寄",
        }
    }

    pub fn slug(self) -> &'static str {
        match self {
            Self::PickUp => "pick-up",
            Self::Post => "post",
        }
    }

    pub fn parse(slug: &str) -> Option<Self> {
        [Self::PickUp, Self::Post].into_iter().find(|way| way.slug() == slug)
    }
}

/// What a rule answered. A table that was never loaded answers `Unknown`, never `Pass`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    Pass,
    Fail,
    Unknown,
}

impl Outcome {
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "通过",
            Self::Fail => "不通过",
            Self::Unknown => "无法判断",
        }
    }
}

/// 审核方式 of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Review {
    Automatic,
    /// Working days promised.
    Manual {
        days: u16,
    },
}

impl Review {
    pub fn word(self) -> &'static str {
        match self {
            Self::Automatic => "自动审核",
            Self::Manual { .. } => "人工审核",
        }
    }

    /// The sentence under the submit button and on the card of a kind.
    pub fn sentence(self) -> String {
        match self {
            Self::Automatic => "自动审核，提交后即时出具".to_owned(),
            Self::Manual { days } => format!("人工审核，预计 {days} 个工作日"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_read_back_what_they_wrote() {
        for stage in Stage::ALL {
            assert_eq!(Stage::parse(stage.slug()), Some(stage));
        }
        for state in PaperState::ALL {
            assert_eq!(PaperState::parse(state.slug()), Some(state));
        }
        for state in CertificateState::ALL {
            assert_eq!(CertificateState::parse(state.slug()), Some(state));
        }
        assert_eq!(Stage::parse("待审批"), None);
    }
}
