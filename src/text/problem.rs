//! What a page says when it cannot do what was asked: what happened, what is kept, what to do.

/// Why there is no ordinary page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No such page, or not for this account: the same answer for both.
    NotFound,
    /// Somebody else was quicker, or the state no longer allows the act. The sentence says which.
    Conflict(String),
    /// What was sent cannot be taken. The sentence says what to do.
    Unprocessable(String),
    /// The form is too old or came from elsewhere.
    StaleForm,
    /// Larger than the server takes.
    TooLarge(String),
    /// Seconds to wait.
    TooMany { seconds: u64 },
    /// A fault of ours; the id finds the line in the trace.
    Internal { request: String },
    /// The disk is nearly full: nothing new is begun.
    NoRoom,
    /// The server takes no changes for now, and has made none.
    Unavailable,
    /// A commit failed in a way that leaves open whether it was kept.
    OutcomeUnknown {
        /// Whether this person has 我的证明 to look into.
        applicant: bool,
    },
}

impl Problem {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::Conflict(_) => 409,
            Self::Unprocessable(_) => 422,
            Self::StaleForm => 403,
            Self::TooLarge(_) => 413,
            Self::TooMany { .. } => 429,
            Self::Internal { .. } => 500,
            Self::Unavailable | Self::NoRoom | Self::OutcomeUnknown { .. } => 503,
        }
    }

    pub fn title(&self) -> &'static str {
        match self {
            Self::NotFound => "没有找到这个页面",
            Self::Conflict(_) => "这一步没有执行",
            Self::Unprocessable(_) => "提交的内容无法处理",
            Self::StaleForm => "页面已过期",
            Self::TooLarge(_) => "文件太大",
            Self::TooMany { .. } => "操作太频繁",
            Self::Internal { .. } => "系统出现故障",
            Self::Unavailable => "暂时不能提交",
            Self::NoRoom => "暂停受理新的申请",
            Self::OutcomeUnknown { .. } => "结果未知",
        }
    }

    /// What happened and what to do.
    pub fn sentence(&self) -> String {
        match self {
            Self::NotFound => {
                "网址可能有误，内容可能已被删除，或者当前账号不能查看它。请从左侧菜单或首页重新进入。".to_owned()
            }
            Self::Conflict(sentence) | Self::Unprocessable(sentence) | Self::TooLarge(sentence) => sentence.clone(),
            Self::StaleForm => {
                "这个页面打开的时间太长，或者不是从本站打开的，为了安全没有执行。请返回上一页，刷新后再提交。"
                    .to_owned()
            }
            Self::TooMany { seconds } if *seconds >= 120 => {
                format!("请在 {} 分钟后再试。此前已保存的内容不受影响。", seconds.div_ceil(60))
            }
            Self::TooMany { seconds } => format!("请在 {seconds} 秒后再试。此前已保存的内容不受影响。"),
            Self::Internal { request } => {
                format!(
                    "这次操作没有完成，已保存的内容不受影响。请稍后再试；如仍有问题，请致电服务热线并告知编号 {request}。"
                )
            }
            Self::Unavailable => "系统暂时不接受新的提交，这次操作没有执行；此前已提交的申请和证明核验不受影响。请过几分钟再试。"
                .to_owned(),
            Self::OutcomeUnknown { applicant: true } => {
                "系统在保存时遇到故障，这次提交的结果未知，请到“我的证明”查看。系统会自动恢复，请过一两分钟再查看，不要重复提交。"
                    .to_owned()
            }
            Self::OutcomeUnknown { applicant: false } => {
                "系统在保存时遇到故障，这次操作的结果未知。系统会自动恢复，请过一两分钟重新打开原来的页面，看清结果后再决定是否重做。"
                    .to_owned()
            }
            Self::NoRoom => {
                "系统存储空间不足，这一步没有执行。已保存的草稿、已提交的申请和已出具的证明都在，查看、下载和核验照常。请稍后再试，或致电服务热线告知此事。"
                    .to_owned()
            }
        }
    }
}
