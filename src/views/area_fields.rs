//! The fields of each area.

use maud::{Markup, html};

use crate::paths;
use crate::text::letters::LetterKind;
use crate::views::form::Form;
use crate::views::icon::Icon;
use crate::views::layout::{asset, icon};
use crate::views::parts::{Field, Input, Style, Width, button_of, hidden, tick};

/// Which fields, with what they need beside the form's values.
#[derive(Clone, Debug)]
pub enum Fields {
    Association,
    Looks,
    Seal,
    Hotline,
    /// How many questions are shown.
    Faq(usize),
    /// How many notices are shown.
    Notices(usize),
    Places,
    Letter(LetterKind),
    Workdays {
        year: i16,
        built_in: bool,
    },
}

impl Fields {
    /// Whether a file can be chosen.
    pub fn has_file(&self) -> bool {
        matches!(self, Self::Looks | Self::Seal)
    }
}

/// Colours that pass, for who has none in mind.
const COLOURS: [(&str, &str); 6] = [
    ("#164a8a", "深蓝"),
    ("#0b5c63", "青"),
    ("#0e6245", "墨绿"),
    ("#7a1f2b", "绛红"),
    ("#5b2a86", "紫"),
    ("#4a4038", "褐"),
];

pub fn fields(fields: &Fields, form: &Form) -> Markup {
    match fields {
        Fields::Association => association(form),
        Fields::Looks => looks(form),
        Fields::Seal => seal(form),
        Fields::Hotline => html! {
            section class="card" {
                (Field::new("hotline_phone", "电话").most(30).width(Width::Half).input(Input::Phone).line(form))
                (Field::new("hotline_hours", "工作时间").most(80).line(form))
                (Field::new("hotline_email", "电子邮箱").most(120).input(Input::Email).line(form))
            }
        },
        Fields::Faq(count) => faq(*count, form),
        Fields::Notices(count) => notices(*count, form),
        Fields::Places => html! {
            section class="card" {
                (Field::new("collect_at", "纸质证明领取地点和时间").most(120)
                    .hint("选择“自取”时显示。例如：示例路 1 号本会一楼服务窗口，工作日 9:00–17:00。").line(form))
                (Field::new("address_days", "收件信息保存天数").most(4).width(Width::Short).input(Input::Number)
                    .hint("纸质证明领取、签收或作废后过这么多天，收件信息自动删除。1 至 3650，不填为 90 天。").line(form))
                (Field::new("report_note", "报错页面的说明").most(300)
                    .hint("写明多久核实、怎样补充材料。不填时显示内置的说明。").area(form, 3))
            }
        },
        Fields::Letter(kind) => letter(*kind, form),
        Fields::Workdays { year, built_in } => workdays(*year, *built_in, form),
    }
}

fn association(form: &Form) -> Markup {
    html! {
        section class="card" {
            (Field::new("association", "名称").required().most(40).hint("印在证明上，也是印章上的名称。").line(form))
            (Field::new("short", "简称").required().most(12).width(Width::Half).line(form))
            (Field::new("latin", "英文名称").required().most(120).line(form))
            (Field::new("uscc", "统一社会信用代码").required().most(18).width(Width::Half).line(form))
            (Field::new("mail_from", "发件地址").required().most(120).input(Input::Email).line(form))
        }
        section class="card" {
            h2 { "律师同意" }
            (tick(form, "consent", "开通在线征求律师本人同意"))
            p class="hint" { "开通后，才能提供须经律师本人同意的证明种类：申请提交后，写到的律师在“征求同意”里答复，都同意了才能审核通过。没有账号的律师，请先为其开通账号。" }
        }
    }
}

fn looks(form: &Form) -> Markup {
    let logo = form.value("logo");
    let shown = if logo.is_empty() { asset("mark.svg") } else { paths::settings_artwork(logo) };
    html! {
        section class="card" {
            h2 { "标志" }
            (hidden("logo", logo))
            p class="artwork" {
                img src=(shown) alt="标志" width="64" height="64";
                span { @if logo.is_empty() { "内置标志" } @else { "已上传的标志" } }
            }
            (Field::new("logo_file", "上传标志").hint("SVG 或 PNG，接近方形，PNG 短边至少 96 像素，最大 2 MB。")
                .file(form, ".svg,.png,image/svg+xml,image/png"))
            @if !logo.is_empty() { (tick(form, "logo_none", "不用上传的标志，改回内置标志")) }
        }
        section class="card" {
            h2 { "颜色" }
            (Field::new("accent", "按钮和链接的颜色").most(7).width(Width::Half)
                .hint("6 位十六进制颜色值，例如 #164a8a；不填使用内置蓝色。保存时会检查与白色的对比度。").line(form))
            p class="hint" { "可以选用：" }
            ul class="inserts" {
                @for (colour, name) in COLOURS {
                    li { span class="insert" data-insert=(colour) data-into="accent" data-whole { (colour) " " (name) } }
                }
            }
        }
    }
}

fn seal(form: &Form) -> Markup {
    let seal = form.value("seal");
    html! {
        section class="card" {
            (hidden("seal", seal))
            @if seal.is_empty() {
                p class="artwork" { (icon(Icon::Seal)) span { "现在使用系统绘制的印章，带“样章”字样。" } }
            } @else {
                p class="artwork" {
                    img class="seal" src=(paths::settings_artwork(seal)) alt="印章图片" width="159" height="159";
                    span { "按 42 毫米印在证明上。" }
                }
            }
            (Field::new("seal_file", "上传印章图片")
                .hint("在公安机关备案的印章。SVG（文字已转轮廓），或 PNG：直径至少 600 像素，透明或白色底，红色，最大 2 MB。")
                .file(form, ".svg,.png,image/svg+xml,image/png"))
            @if !seal.is_empty() { (tick(form, "seal_none", "停用印章图片，改回带“样章”字样的绘制印章")) }
            p class="hint" { "只影响以后作出的决定。已经通过审核的证明，即使文件稍后才生成，也使用通过时的印章。" }
        }
    }
}

fn order(n: usize, count: usize) -> Markup {
    html! {
        div class="row-acts" {
            @if n > 1 { (button_of(Style::Quiet, "go", &format!("up:{n}"), "上移")) }
            @if n < count { (button_of(Style::Quiet, "go", &format!("down:{n}"), "下移")) }
            (button_of(Style::Quiet, "go", &format!("remove:{n}"), "删除"))
        }
    }
}

fn faq(count: usize, form: &Form) -> Markup {
    html! {
        section class="card entries" {
            @if count == 0 { p class="empty small" { (icon(Icon::Info)) "没有问题，保存后恢复内置的常见问题。" } }
            @for n in 1..=count {
                @let (ask, answer) = (format!("question_{n}"), format!("answer_{n}"));
                @let (ask_label, answer_label) = (format!("问题 {n}"), format!("回答 {n}"));
                div class="nested" {
                    (Field::new(&ask, &ask_label).most(80).line(form))
                    (Field::new(&answer, &answer_label).most(1000).area(form, 3))
                    (order(n, count))
                }
            }
            (button_of(Style::Plain, "go", "add", "添加一条"))
        }
    }
}

fn notices(count: usize, form: &Form) -> Markup {
    html! {
        section class="card entries" {
            @if count == 0 { p class="empty small" { (icon(Icon::Info)) "现在没有通知。" } }
            @for n in 1..=count {
                @let (text, from, until) = (format!("notice_{n}"), format!("from_{n}"), format!("until_{n}"));
                @let label = format!("通知 {n}");
                div class="nested" {
                    (Field::new(&text, &label).most(200).area(form, 2))
                    div class="filter-row" {
                        (Field::new(&from, "从").input(Input::Date).line(form))
                        (Field::new(&until, "到（含当天）").input(Input::Date).line(form))
                    }
                    (order(n, count))
                }
            }
            (button_of(Style::Plain, "go", "add", "添加一条"))
        }
    }
}

fn letter(kind: LetterKind, form: &Form) -> Markup {
    html! {
        section class="card" {
            (Field::new("subject", "主题").required().most(100).line(form))
            (Field::new("body", "正文").required().most(2000).area(form, 12))
            h2 class="sub" { "可以插入的内容" }
            p class="hint" { "花括号里的内容在发信时换成实际的文字；带 * 的必须保留。" }
            ul class="inserts" {
                @for slot in kind.slots() {
                    @let word = format!("{{{}}}", slot.word);
                    li {
                        span class="insert" data-insert=(word) data-into="body" { (word) @if slot.needed { " *" } }
                        span class="meta" { "例如 " (slot.sample) }
                    }
                }
            }
            (tick(form, "built_in", "恢复内置文字（上面的修改不再使用）"))
        }
    }
}

fn workdays(year: i16, built_in: bool, form: &Form) -> Markup {
    html! {
        section class="card" {
            (Field::new("off", "放假").hint("每行一段，例如：10月1日至10月7日 国庆节").area(form, 9))
            (Field::new("on", "调休上班").hint("周末改为上班的日子，每行一天，例如：10月10日 国庆节").area(form, 7))
            @if built_in {
                p class="hint" { "内置的安排随程序提供，以《国务院办公厅关于" (year) "年部分节假日安排的通知》原文为准，请逐项核对后再保存。" }
                (tick(form, "built_in", "恢复内置安排（核对前请勿依赖）"))
            } @else {
                p class="hint" { "没有内置的 " (year) " 年安排。国务院办公厅一般在上一年的十一月公布，公布后请填在这里；在此之前按周一至周五计算。" }
            }
        }
    }
}
