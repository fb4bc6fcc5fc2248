//! 月度平衡: serials, leaves of the log, certificates and uses of the seal, month by month.

use maud::{Markup, html};

use crate::paths;
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::tags::{Tone, tag};

/// The page at `/certificates/balance`.
#[derive(Clone, Debug)]
pub struct Balance {
    pub lines: Vec<BalanceLine>,
}

/// A month, or a whole year.
#[derive(Clone, Debug)]
pub struct BalanceLine {
    /// `2026年11月`, `2026年合计`.
    pub name: String,
    pub serials: u64,
    pub leaves: u64,
    pub certificates: u64,
    pub seals: u64,
    pub making: u64,
    pub copies: u64,
    pub revoked: u64,
    pub reinstated: u64,
    pub replaced: u64,
    pub even: bool,
}

impl Page for Balance {
    fn title(&self) -> String {
        "月度平衡".to_owned()
    }

    fn place(&self) -> Place {
        Place::Certificates
    }

    fn back(&self) -> Option<String> {
        Some(paths::certificates())
    }

    fn lead(&self) -> Option<String> {
        Some("编号、公开日志、证明和用章四个数应当相等（正在生成的文件尚未用章）。不相等的，请立即告知运维人员运行 verify-log。".to_owned())
    }

    fn body(&self, _frame: &Frame) -> Markup {
        html! {
            @if self.lines.is_empty() {
                div class="empty" { (icon(Icon::Seal)) p { b { "还没有出具过证明" } } }
            } @else {
                table class="cards" {
                    thead { tr {
                        th scope="col" { "月份" } th scope="col" { "编号" } th scope="col" { "日志条目" } th scope="col" { "证明" }
                        th scope="col" { "用章" } th scope="col" { "纸质证明" } th scope="col" { "撤销 / 恢复 / 换发" } th scope="col" { "平衡" }
                    } }
                    tbody {
                        @for line in &self.lines {
                            tr {
                                th scope="row" class="card-title" { (line.name) }
                                td data-label="编号" { (line.serials) }
                                td data-label="日志条目" { (line.leaves) }
                                td data-label="证明" { (line.certificates) }
                                td data-label="用章" { (line.seals) @if line.making > 0 { "（另有 " (line.making) " 份正在生成）" } }
                                td data-label="纸质证明" { (line.copies) }
                                td data-label="撤销 / 恢复 / 换发" { (line.revoked) " / " (line.reinstated) " / " (line.replaced) }
                                td data-label="平衡" {
                                    @if line.even { (tag(Tone::Good, Icon::Check, "平衡")) } @else { (tag(Tone::Bad, Icon::Alert, "不平衡")) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
impl Balance {
    pub fn sample() -> Self {
        let line = |name: &str, leaves, even| BalanceLine {
            name: name.to_owned(),
            serials: 41,
            leaves,
            certificates: 41,
            seals: 40,
            making: 1,
            copies: 6,
            revoked: 2,
            reinstated: 1,
            replaced: 1,
            even,
        };
        Self {
            lines: vec![line("2026年合计", 41, true), line("2026年11月", 41, true), line("2026年10月", 40, false)]
        }
    }
}
