//! 公开原因清单: what the public may be told when a certificate is revoked, reinstated or replaced.

use maud::{Markup, html};

use crate::paths;
use crate::views::form::Form;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::parts::{Field, Style, button, error_summary, post};

/// The page at `/settings/reasons`; posts `revoke`, `reinstate` and `replace`, a phrase a line.
#[derive(Clone, Debug)]
pub struct ReasonsPage {
    pub form: Form,
}

impl Page for ReasonsPage {
    fn title(&self) -> String {
        "公开原因清单".to_owned()
    }

    fn place(&self) -> Place {
        Place::Settings
    }

    fn back(&self) -> Option<String> {
        Some(paths::settings())
    }

    fn breadth(&self) -> Breadth {
        Breadth::Form
    }

    fn lead(&self) -> Option<String> {
        Some("审核员撤销、恢复或换发证明时从这里选一条，核验页上原样显示。已经作出的不受影响。".to_owned())
    }

    fn body(&self, frame: &Frame) -> Markup {
        let form = &self.form;
        html! {
            (error_summary(form))
            (post(frame, paths::reasons(), &html! {
                section class="card" {
                    (Field::new("revoke", "撤销").hint("一行一条，请勿写入个人信息。清空后恢复为内置的清单。").area(form, 6))
                    (Field::new("reinstate", "恢复").hint("一行一条。").area(form, 3))
                    (Field::new("replace", "换发").hint("一行一条。").area(form, 4))
                }
                div class="actions" { (button(Style::Primary, "保存清单")) }
            }))
        }
    }
}

#[cfg(test)]
impl ReasonsPage {
    pub fn sample() -> Self {
        let mut form = Form::typed([
            ("revoke", "持证人申请撤销。\n证明所载内容有误。\n持证人申请撤销。"),
            ("reinstate", "撤销有误，予以恢复。"),
            ("replace", "登记信息更正，换发新的证明。"),
        ]);
        form.refuse("revoke", "第 3 行与前面的一行相同。");
        Self { form }
    }
}
