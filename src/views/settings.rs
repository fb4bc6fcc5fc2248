//! 设置: what the association says in its own words, by area, with who changed each last.

use maud::{Markup, html};

use crate::domain::time::Moment;
use crate::paths;
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;

/// The page at `/settings`.
#[derive(Clone, Debug)]
pub struct SettingsPage {
    /// Title of a group, and its areas.
    pub groups: Vec<(&'static str, Vec<AreaLine>)>,
    /// Set in the configuration file, shown only.
    pub base_url: String,
    /// What draws title and text of certificates; set there too.
    pub fonts: Vec<FontLine>,
}

/// What draws a part of a certificate.
#[derive(Clone, Debug)]
pub struct FontLine {
    /// 标题, 正文.
    pub part: &'static str,
    pub name: String,
    pub licence: Option<String>,
    /// Characters that fall back.
    pub remark: Option<String>,
}

/// One area.
#[derive(Clone, Debug)]
pub struct AreaLine {
    pub href: String,
    pub title: String,
    pub lead: String,
    /// What needs attention: 样章, a year without a list.
    pub remark: Option<String>,
    /// Who wrote the version in force, and when.
    pub last: Option<(String, Moment)>,
}

impl Page for SettingsPage {
    fn title(&self) -> String {
        "设置".to_owned()
    }

    fn place(&self) -> Place {
        Place::Settings
    }

    fn lead(&self) -> Option<String> {
        Some("每一项单独保存，先预览再生效，改过的内容都留有版本，可以查看和恢复。".to_owned())
    }

    fn body(&self, _frame: &Frame) -> Markup {
        html! {
            @for (title, areas) in &self.groups {
                section class="card" {
                    h2 { (title) }
                    ul class="areas" {
                        @for area in areas {
                            li {
                                a href=(area.href) { b { (area.title) } (icon(Icon::Right)) }
                                p { (area.lead) }
                                @if let Some(remark) = &area.remark { p class="remark" { (icon(Icon::Info)) (remark) } }
                                p class="meta" {
                                    @match &area.last {
                                        Some((who, at)) => { (who) " 于 " (at.zh()) " 修改" }
                                        None => { "未修改过" }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            section class="card" {
                h2 { "撤销、恢复和换发" }
                ul class="areas" { li {
                    a href=(paths::reasons()) { b { "公开原因清单" } (icon(Icon::Right)) }
                    p { "审核员撤销、恢复或换发证明时，核验页上告诉公众的原因从这份清单中选择。" }
                } }
            }
            section class="card" {
                h2 { "运行" }
                ul class="areas" { li {
                    a href=(paths::operation()) { b { "运行状况" } (icon(Icon::Right)) }
                    p { "公开日志和见证人、离线核验包、数据备份：最近一次在什么时候，有没有失败。" }
                } }
            }
            (fonts(&self.fonts))
            p class="hint" { "核验网址 " b class="code" { (self.base_url) } " 在服务器的配置文件中设置。" }
        }
    }
}

fn fonts(lines: &[FontLine]) -> Markup {
    html! {
        section class="card" {
            h2 { "证明所用字体" }
            ul class="areas" {
                @for line in lines {
                    li {
                        p { b { (line.part) "：" (line.name) } }
                        @if let Some(licence) = &line.licence { p class="meta" { "字体自述的许可：" (licence) } }
                        @if let Some(remark) = &line.remark { p class="remark" { (icon(Icon::Info)) (remark) } }
                    }
                }
            }
            p class="hint" { "字体在服务器的配置文件中设置，须有允许嵌入文件的授权；字体里没有的字由内置字体印出。已出具的证明不变。" }
        }
    }
}

#[cfg(test)]
impl SettingsPage {
    pub fn sample() -> Self {
        use crate::domain::revision::Area;
        use crate::text::area;
        let line = |of: Area, remark: Option<&str>| AreaLine {
            href: paths::settings_area(of.slug()),
            title: area::title(&of),
            lead: area::lead(&of).to_owned(),
            remark: remark.map(str::to_owned),
            last: matches!(of, Area::Faq).then(|| ("王系统".to_owned(), crate::views::sample::at(10, 42))),
        };
        let single = Area::SINGLE.into_iter().map(|of| line(of, None)).collect();
        let years = vec![line(Area::Workdays(2027), Some("还没有 2027 年的放假安排，暂按周一至周五计算。"))];
        Self {
            groups: vec![("协会", single), ("工作日", years)],
            base_url: "https://verify.shili-lawyers.example".to_owned(),
            fonts: vec![
                FontLine {
                    part: "标题",
                    name: "示例小标宋".to_owned(),
                    licence: Some("（示例）授权示例市律师协会在出具的证明中嵌入使用。".to_owned()),
                    remark: Some("现行证明类型的文字中，有 2 个字由内置字体印出：䶮堃".to_owned()),
                },
                FontLine {
                    part: "正文",
                    name: "内置的思源宋体（Noto Serif SC）".to_owned(),
                    licence: Some("SIL Open Font License 1.1".to_owned()),
                    remark: None,
                },
            ],
        }
    }
}
