//! What an area will look like once saved.

use maud::{Markup, html};

use crate::paths;
use crate::views::faq::Faq;
use crate::views::frame::{Frame, Page};
use crate::views::hotline::Hotline;
use crate::views::icon::Icon;
use crate::views::layout::icon;

/// The sample of one area.
#[derive(Clone, Debug)]
pub enum Sample {
    /// The changes say all.
    None,
    /// This page itself bears the logo and the colour; contrast with white where there is an own colour.
    Looks {
        contrast: Option<f32>,
    },
    /// Hash of the seal, and how many bytes it adds to a certificate; none: the drawn one.
    Seal(Option<(String, usize)>),
    Hotline(Hotline),
    Faq(Faq),
    /// Text, and where the notice stands today: `现在显示`, `11月30日起显示`, `已过期`.
    Notices(Vec<(String, String)>),
    Letter {
        subject: String,
        body: String,
    },
    /// Sentences.
    Lines(Vec<String>),
}

pub fn sample(sample: &Sample, frame: &Frame) -> Markup {
    html! {
        @if !matches!(sample, Sample::None) {
            section class="card sample" {
                h2 { "预览" }
                @match sample {
                    Sample::None => {}
                    Sample::Looks { contrast } => (looks(*contrast)),
                    Sample::Seal(seal) => (seal_sample(seal.as_ref())),
                    Sample::Hotline(page) => (page.body(frame)),
                    Sample::Faq(page) => (page.body(frame)),
                    Sample::Notices(notices) => {
                        @if notices.is_empty() { p class="empty small" { (icon(Icon::Info)) "不显示任何通知。" } }
                        @for (text, when) in notices {
                            (crate::views::layout::banner(text))
                            p class="meta" { (when) }
                        }
                    }
                    Sample::Letter { subject, body } => {
                        div class="letter" {
                            p class="subject" { (subject) }
                            @for line in body.lines() { @if line.is_empty() { br; } @else { p { (line) } } }
                        }
                        p class="meta" { "花括号里的内容已换成示例文字。" }
                    }
                    Sample::Lines(lines) => { @for line in lines { p { (line) } } }
                }
            }
        }
    }
}

fn looks(contrast: Option<f32>) -> Markup {
    html! {
        p { "本页已经换上了新的标志和颜色，其他页面要到保存后才会换。" }
        p class="swatches" {
            span class="button primary" { "主要按钮" }
            span class="link" { "链接文字" }
            span class="tinted" { "当前选中" }
        }
        @if let Some(contrast) = contrast {
            p class="meta" { "与白色的对比度 " (format!("{contrast:.2}")) ":1，符合 4.5:1 的要求。" }
        }
    }
}

fn seal_sample(seal: Option<&(String, usize)>) -> Markup {
    html! {
        @match seal {
            Some((hash, bytes)) => {
                p { "样本证明上的印章，直径 42 毫米。" }
                div class="sheets" {
                    div class="sheet" { img src=(paths::settings_specimen(hash)) alt="盖有这枚印章的样本证明" width="595" height="842"; }
                }
                p class="meta" {
                    @if *bytes < 1024 { "每份证明文件的大小几乎不变。" } @else { "每份证明文件约增大 " (bytes.div_ceil(1024)) " KB。" }
                }
            }
            None => { p { "以后的证明使用系统绘制的印章，并带“样章”字样。" } }
        }
    }
}
