//! Beginning a new kind.

use maud::{Markup, html};

use crate::paths;
use crate::views::form::Form;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::parts::{Field, Style, Width, button, error_summary, link_button, post};

/// The page at `/settings/kinds/new`; its POST sends `id` and `copy_of`, a kind's slug or nothing.
#[derive(Clone, Debug)]
pub struct KindNew {
    /// Slug and name of the kinds that there are.
    pub kinds: Vec<(String, String)>,
    pub form: Form,
}

impl Page for KindNew {
    fn title(&self) -> String {
        "新建证明种类".to_owned()
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

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            (error_summary(&self.form))
            (post(frame, paths::kind_new(), &html! {
                section class="card" {
                    (Field::new("copy_of", "从哪一种开始").hint("可以复制一种现有的证明再修改。").select(&self.form, Some("空白"), &self.kinds))
                    (Field::new("id", "标识").required().most(40).width(Width::Half)
                        .hint("用在网址和证明的数据里，以后不能改。小写英文字母、数字和连字符，例如 project-undertaking。").line(&self.form))
                }
                div class="actions" {
                    (link_button(Style::Plain, &paths::kinds(), "返回"))
                    (button(Style::Primary, "开始编辑"))
                }
            }))
        }
    }
}

#[cfg(test)]
impl KindNew {
    pub fn sample() -> Self {
        let mut form = Form::typed([("id", "dues")]);
        form.refuse("id", "这个标识已被使用，请换一个。");
        Self { kinds: vec![("dues".to_owned(), "会费缴纳证明".to_owned())], form }
    }
}
