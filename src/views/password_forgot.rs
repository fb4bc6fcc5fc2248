//! Ask for a letter that resets the password. The answer is the same whether or not the account exists.

use maud::{Markup, html};

use crate::paths;
use crate::views::form::Form;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::icon;
use crate::views::parts::{Field, Input, Style, button, error_summary, post};

/// The page at `/password/forgot`; its POST sends `mail`.
#[derive(Clone, Debug, Default)]
pub struct PasswordForgot {
    pub form: Form,
    /// The letter, if there is such an account, is on its way.
    pub asked: bool,
}

impl Page for PasswordForgot {
    fn title(&self) -> String {
        "重设密码".to_owned()
    }

    fn place(&self) -> Place {
        Place::Nowhere
    }

    fn back(&self) -> Option<String> {
        Some(paths::sign_in())
    }

    fn breadth(&self) -> Breadth {
        Breadth::Narrow
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            div class="alone" {
                (error_summary(&self.form))
                @if self.asked {
                    div class="notice good" role="status" {
                        (icon(Icon::Mail))
                        p { "如果这个邮箱有账号，重设密码的邮件会在几分钟内送到，链接 2 小时内有效。没有收到时，请查看垃圾邮件，或致电服务热线。" }
                    }
                } @else {
                    div class="card" {
                        (post(frame, paths::password_forgot(), &html! {
                            (Field::new("mail", "登录邮箱").required().input(Input::Email).most(120).autocomplete("email").line(&self.form))
                            (button(Style::Primary, "发送重设邮件"))
                        }))
                    }
                }
                p class="aside" { a href=(paths::sign_in()) { "返回登录" } }
            }
        }
    }
}

#[cfg(test)]
impl PasswordForgot {
    pub fn sample() -> Self {
        Self::default()
    }

    pub fn sample_asked() -> Self {
        Self { asked: true, ..Self::default() }
    }
}
