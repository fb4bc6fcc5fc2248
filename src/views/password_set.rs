//! Set a password, from an invitation or a reset letter.

use maud::{Markup, html};

use crate::paths;
use crate::views::form::Form;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::parts::{Field, Input, Style, button, error_summary, post};

/// What a password must be; said before it is typed, and checked by the server.
pub const PASSWORD_RULE: &str = "至少 10 个字符，并含字母、数字、符号中的两种；不能与账号相同。";

/// The page at `/password/set/{token}`; its POST sends `password` and `again`.
#[derive(Clone, Debug)]
pub struct PasswordSet {
    /// From the letter's link.
    pub token: String,
    /// Whose password it is.
    pub login: String,
    /// An invitation says welcome; a reset does not.
    pub invited: bool,
    pub form: Form,
}

impl Page for PasswordSet {
    fn title(&self) -> String {
        "设置密码".to_owned()
    }

    fn place(&self) -> Place {
        Place::Nowhere
    }

    fn breadth(&self) -> Breadth {
        Breadth::Narrow
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            div class="alone" {
                (error_summary(&self.form))
                @if self.invited { p { "欢迎使用电子证明系统。设置密码后即可登录。" } }
                p { "账号：" b class="code" { (self.login) } }
                div class="card" {
                    (post(frame, paths::password_set(&self.token), &html! {
                        (Field::new("password", "新密码").required().input(Input::Password).most(200)
                            .autocomplete("new-password").hint(PASSWORD_RULE).line(&self.form))
                        (Field::new("again", "再次输入新密码").required().input(Input::Password).most(200)
                            .autocomplete("new-password").line(&self.form))
                        (button(Style::Primary, "保存密码"))
                    }))
                }
            }
        }
    }
}

#[cfg(test)]
impl PasswordSet {
    pub fn sample() -> Self {
        let mut form = Form::new();
        form.refuse("again", "两次输入的密码不一致，请重新输入。");
        Self { token: "t0k3n".to_owned(), login: "xu@firm.example".to_owned(), invited: true, form }
    }
}
