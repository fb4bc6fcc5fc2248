//! 月度平衡: serials, leaves of the log, certificates and uses of the seal, month by month.

use maud::{Markup, html};

use crate::domain::balance::Line;
use crate::paths;
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::tags::{Tone, tag};

/// The page at `/certificates/balance`.
#[derive(Clone, Debug)]
pub struct Balance {
    pub lines: Vec<Line>,
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
                            @let sums = &line.sums;
                            tr {
                                th scope="row" class="card-title" { (line.name()) }
                                td data-label="编号" { (sums.serials) }
                                td data-label="日志条目" { (sums.leaves) }
                                td data-label="证明" { (sums.certificates) }
                                td data-label="用章" { (sums.seals) @if sums.making > 0 { "（另有 " (sums.making) " 份正在生成）" } }
                                td data-label="纸质证明" { (sums.copies) }
                                td data-label="撤销 / 恢复 / 换发" { (sums.revoked) " / " (sums.reinstated) " / " (sums.replaced) }
                                td data-label="平衡" {
                                    @if sums.balance() { (tag(Tone::Good, Icon::Check, "平衡")) } @else { (tag(Tone::Bad, Icon::Alert, "不平衡")) }
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
        use crate::domain::balance::Sums;
        let line = |month, leaves| {
            let sums = Sums { serials: 41, leaves, certificates: 41, seals: 40, making: 1, ..Sums::default() };
            Line { year: 2026, month, sums: Sums { copies: 6, revoked: 2, reinstated: 1, replaced: 1, ..sums } }
        };
        Self { lines: vec![line(0, 41), line(11, 41), line(10, 40)] }
    }
}
