//! 运行状况: the public log and who witnesses it, the lifeboat, the copies of the store.

use maud::{Markup, html};

use crate::paths;
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::tags::{Tone, tag};

/// The page at `/settings/operation`.
#[derive(Clone, Debug)]
pub struct OperationPage {
    /// Entries of the log.
    pub size: u64,
    /// The log's name and verifier key; none where the issuing keys are missing.
    pub log: Option<(String, String)>,
    pub audit: String,
    pub witnesses: Vec<Stand>,
    /// So many witnesses make a checkpoint the newest that is shown.
    pub quorum: usize,
    /// The lifeboat, the copies.
    pub made: Vec<Stand>,
}

/// How one thing stands.
#[derive(Clone, Debug)]
pub struct Stand {
    pub name: String,
    pub mark: Mark,
    pub sentence: String,
    /// What went wrong last.
    pub detail: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Good,
    Wait,
    Bad,
    /// Not set up.
    Quiet,
}

impl Mark {
    fn tag(self) -> Markup {
        match self {
            Self::Good => tag(Tone::Good, Icon::Check, "正常"),
            Self::Wait => tag(Tone::Wait, Icon::Clock, "重试中"),
            Self::Bad => tag(Tone::Bad, Icon::Alert, "需处理"),
            Self::Quiet => tag(Tone::Quiet, Icon::Info, "未设置"),
        }
    }
}

fn stands(all: &[Stand]) -> Markup {
    html! {
        ul class="areas" {
            @for one in all {
                li {
                    p { b { (one.name) } " " (one.mark.tag()) }
                    p { (one.sentence) }
                    @if let Some(detail) = &one.detail { p class="remark" { (detail) } }
                }
            }
        }
    }
}

impl Page for OperationPage {
    fn title(&self) -> String {
        "运行状况".to_owned()
    }

    fn place(&self) -> Place {
        Place::Settings
    }

    fn back(&self) -> Option<String> {
        Some(paths::settings())
    }

    fn lead(&self) -> Option<String> {
        Some("这里只供查看，各项在服务器的配置文件中设置。出现“需处理”时请告知运维人员（goodstanding doctor 有更详细的说明）。".to_owned())
    }

    fn body(&self, _frame: &Frame) -> Markup {
        html! {
            section class="card" {
                h2 { "公开日志" }
                dl class="facts" {
                    div { dt { "条目" } dd { (self.size) " 条 " a href=(paths::log_checkpoint()) { "最新检查点" } } }
                    div { dt { "审计锚定" } dd { (self.audit) } }
                    @match &self.log {
                        Some((origin, key)) => {
                            div { dt { "日志名称" } dd class="code" { (origin) } }
                            div { dt { "校验公钥" } dd class="code" { (key) } }
                        }
                        None => { div { dt { "日志名称" } dd { "签发密钥不在本机，无法显示。" } } }
                    }
                }
                p class="hint" { "请见证人登记日志名称和校验公钥；更换日志密钥后须重新登记。" }
            }
            section class="card" {
                h2 { "见证人" }
                @if self.witnesses.is_empty() {
                    p { "未设置见证人。见证人是其他机构的服务器，它看着公开日志增长并签名，使协会无法向不同的人出示不同的日志。" }
                } @else {
                    (stands(&self.witnesses))
                    p class="hint" { "有 " (self.quorum) " 位见证人签名的检查点才作为最新检查点公布。见证人不在线时，证明照常出具。" }
                }
            }
            section class="card" {
                h2 { "定时生成" }
                (stands(&self.made))
            }
        }
    }
}

#[cfg(test)]
impl OperationPage {
    pub fn sample() -> Self {
        use crate::text::operation as words;
        use crate::views::sample;
        let stand =
            |name: &str, mark, sentence: String, detail| Stand { name: name.to_owned(), mark, sentence, detail };
        let at = sample::at(3, 0);
        let now = sample::at(14, 31);
        Self {
            size: 1204,
            log: Some((
                "cert.example.org/log".to_owned(),
                "cert.example.org/log+8b7d1c2e+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop".to_owned(),
            )),
            audit: words::audit(17, Some(sample::at(9, 2))),
            witnesses: vec![
                stand("示例省律师协会", Mark::Good, words::cosigned(1204, 1204, now), None),
                stand(
                    "示例大学",
                    Mark::Wait,
                    words::cosigned(1190, 1204, at),
                    Some(words::failed(now, "no answer within 15 seconds")),
                ),
                stand(
                    "示例公证处",
                    Mark::Bad,
                    words::cosigned(1190, 1204, at),
                    Some(words::alarm(now, "it has seen a log of 1230 entries, and ours has 1204")),
                ),
            ],
            quorum: 2,
            made: vec![
                stand(
                    "离线核验包",
                    Mark::Good,
                    words::made(Some(at), now, "/var/lib/goodstanding-lifeboat/site"),
                    None,
                ),
                stand("数据备份", Mark::Quiet, words::NO_BACKUP.to_owned(), None),
            ],
        }
    }
}
