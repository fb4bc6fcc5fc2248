//! The five steps of an application, in the guide's words.

/// A step of 我要申请.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    Facts,
    Kind,
    Form,
    Preview,
    Done,
}

impl Step {
    pub const ALL: [Self; 5] = [Self::Facts, Self::Kind, Self::Form, Self::Preview, Self::Done];

    /// 1–5.
    pub fn number(self) -> usize {
        match self {
            Self::Facts => 1,
            Self::Kind => 2,
            Self::Form => 3,
            Self::Preview => 4,
            Self::Done => 5,
        }
    }

    /// The page's title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Facts => "信息确认",
            Self::Kind => "选择电子证明类型",
            Self::Form => "信息填写",
            Self::Preview => "证明预览",
            Self::Done => "提交成功",
        }
    }

    /// The word in the step bar.
    pub fn short(self) -> &'static str {
        match self {
            Self::Facts => "信息确认",
            Self::Kind => "选择类型",
            Self::Form => "信息填写",
            Self::Preview => "证明预览",
            Self::Done => "提交成功",
        }
    }
}
