//! A kind from a file: chosen, looked at, and only then taken as a draft.

use maud::{Markup, html};

use crate::domain::kind_change::Change;
use crate::domain::kind_form::KindForm;
use crate::domain::placeholder::{items, with_labels};
use crate::paths;
use crate::views::form::Form;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::kind_publish::change_table;
use crate::views::layout::icon;
use crate::views::parts::{Field, Post, Style, Width, button, error_summary, hidden, link_button};

/// The page at `/settings/kinds/import`; its POST (multipart) sends `file`.
#[derive(Clone, Debug, Default)]
pub struct KindImport {
    pub form: Form,
}

impl Page for KindImport {
    fn title(&self) -> String {
        "导入证明种类".to_owned()
    }

    fn place(&self) -> Place {
        Place::Kinds
    }

    fn back(&self) -> Option<String> {
        Some(paths::kinds())
    }

    fn breadth(&self) -> Breadth {
        Breadth::Form
    }

    fn lead(&self) -> Option<String> {
        Some("先试读，列出内容和有问题的地方；确认之后存为草稿，发布后才生效。".to_owned())
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            (error_summary(&self.form))
            (Post { files: true, ..Post::to(paths::kind_import()) }.render(frame, &html! {
                section class="card" {
                    (Field::new("file", "文件").required().hint("从“证明种类”导出的 JSON 文件。").file(&self.form, ".json"))
                }
                div class="actions" {
                    (link_button(Style::Plain, &paths::kinds(), "返回"))
                    (button(Style::Primary, "上传并试读"))
                }
            }))
        }
    }
}

/// The page that answers the upload; its POST to `/settings/kinds/import/draft` sends `id` and `content`, the file's text.
#[derive(Clone, Debug)]
pub struct KindImportLook {
    pub kind: KindForm,
    pub content: String,
    /// What the editor would refuse.
    pub problems: Vec<String>,
    /// Where a kind with that id exists: what differs from its version in force.
    pub differs: Option<Vec<Change>>,
    /// How this association's numbers begin, where the file's begin otherwise.
    pub other_prefix: Option<String>,
    pub form: Form,
}

impl Page for KindImportLook {
    fn title(&self) -> String {
        format!("导入：{}", self.kind.name)
    }

    fn place(&self) -> Place {
        Place::Kinds
    }

    fn back(&self) -> Option<String> {
        Some(paths::kind_import())
    }

    fn breadth(&self) -> Breadth {
        Breadth::Form
    }

    fn body(&self, frame: &Frame) -> Markup {
        let labels = items(&self.kind);
        html! {
            (error_summary(&self.form))
            section class="card" {
                h2 { "文件里的证明" }
                p { (self.kind.proves) }
                h3 { (self.kind.title) }
                @for paragraph in self.kind.paragraphs() { p class="said" { (with_labels(paragraph, &labels)) } }
                p class="said" { (self.kind.closing) }
            }
            @if self.problems.is_empty() {
                (self.take(frame))
            } @else {
                section class="card" {
                    h2 { (icon(Icon::Alert)) "有 " (self.problems.len()) " 处问题，不能导入" }
                    ul class="mend" { @for sentence in &self.problems { li { (sentence) } } }
                }
                div class="actions" { (link_button(Style::Plain, &paths::kind_import(), "换一份文件")) }
            }
        }
    }
}

impl KindImportLook {
    fn take(&self, frame: &Frame) -> Markup {
        html! {
            @if let Some(differs) = &self.differs {
                section class="card" {
                    h2 { "与本会现行版本的区别" }
                    @if differs.is_empty() { p class="meta" { "没有区别。" } } @else { (change_table(differs)) }
                }
            }
            (Post::to(paths::kind_import_draft()).render(frame, &html! {
                (hidden("content", &self.content))
                section class="card" {
                    h2 { "导入为草稿" }
                    @if let Some(prefix) = &self.other_prefix {
                        p class="reason" { (icon(Icon::Info)) "文件里的编号前缀是“" (self.kind.prefix) "”，本会的是“" (prefix) "”。导入后请在编辑页核对。" }
                    }
                    (Field::new("id", "标识").required().most(40).width(Width::Half)
                        .hint("已有的标识：成为那种证明的下一版；新的标识：成为新的证明种类。").line(&self.form))
                }
                div class="actions" {
                    (link_button(Style::Plain, &paths::kind_import(), "换一份文件"))
                    (button(Style::Primary, "导入为草稿"))
                }
            }))
        }
    }
}

#[cfg(test)]
impl KindImportLook {
    pub fn sample() -> Self {
        let change = Change { what: "有效期".into(), before: "不设期限".into(), after: "90 天".into() };
        Self {
            kind: KindForm {
                name: "会费缴纳证明".into(), title: "会费缴纳证明".into(), ..KindForm::blank("穗律证")
            },
            content: "{}".to_owned(),
            problems: Vec::new(),
            differs: Some(vec![change]),
            other_prefix: Some("示律证".to_owned()),
            form: Form::new().with("id", "dues"),
        }
    }

    pub fn sample_refused() -> Self {
        Self {
            problems: vec!["第 1 段：“abc”不是可以插入的内容，请删除后用“插入”重新选择。".into()], ..Self::sample()
        }
    }
}
