//! 运行状况, in words.

use crate::domain::time::Moment;

/// Nothing makes lifeboats.
pub const NO_LIFEBOAT: &str = "未设置自动生成。请运维人员在配置文件的 [lifeboat] 中设置文件夹。";

/// Nothing makes copies.
pub const NO_BACKUP: &str = "未设置自动备份。请运维人员在配置文件的 [backup] 中设置文件夹。";

/// How much of the audit the log does not commit to.
pub fn audit(lines: usize, since: Option<Moment>) -> String {
    match since {
        None => "审计记录已全部锚定。".to_owned(),
        Some(since) => format!("{}起的 {lines} 条审计记录尚未锚定（每日一次，或每满 1000 条）。", since.zh()),
    }
}

pub fn nothing_cosigned() -> String {
    "尚未签过名".to_owned()
}

/// How far a witness has come.
pub fn cosigned(seen: u64, size: u64, at: Moment) -> String {
    if seen == size {
        format!("全部 {size} 条均已见证，最近一次 {}", at.zh())
    } else {
        format!("已见证 {size} 条中的 {seen} 条，最近一次 {}", at.zh())
    }
}

/// A witness has seen another log than this one.
pub fn alarm(at: Moment, why: &str) -> String {
    format!("警报（{}）：见证人见到的日志与本机的不一致，请立即告知运维人员。技术说明：{why}", at.zh())
}

pub fn failed(at: Moment, why: &str) -> String {
    format!("最近一次失败于{}，会自动重试。技术说明：{why}", at.zh())
}

/// When something was made last, and where it lies.
pub fn made(newest: Option<Moment>, now: Moment, place: &str) -> String {
    match newest {
        None => format!("还没有生成过。文件夹：{place}"),
        Some(at) => {
            let hours = now.seconds_since(at) / 3600;
            let age = if hours == 0 {
                "不到一小时前".to_owned()
            } else if hours < 48 {
                format!("{hours} 小时前")
            } else {
                format!("{} 天前", hours / 24)
            };
            format!("最近一次 {}（{age}）。文件夹：{place}", at.zh())
        }
    }
}
