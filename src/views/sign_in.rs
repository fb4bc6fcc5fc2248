//! Sign in with login and password.

use maud::{Markup, html};

use crate::paths;
use crate::views::form::Form;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::parts::{Field, Input, Style, button, error_summary, hidden, post};

/// The page at `/sign-in`; its POST sends `login`, `password` and `next`.
#[derive(Clone, Debug, Default)]
pub struct SignIn {
    /// `login` as typed; what went wrong as a note, never saying which of the two was wrong.
    pub form: Form,
    /// Where to go after signing in; a path of this server, or empty.
    pub next: String,
}

impl Page for SignIn {
    fn title(&self) -> String {
        "登录".to_owned()
    }

    fn place(&self) -> Place {
        Place::Nowhere
    }

    fn breadth(&self) -> Breadth {
        Breadth::Narrow
    }

    fn body(&self, frame: &Frame) -> Markup {
        let form = html! {
            (hidden("next", &self.next))
            (Field::new("login", "账号").required().most(120).autocomplete("username").hint("登录邮箱或账号名").line(&self.form))
            (Field::new("password", "密码").required().input(Input::Password).most(200).autocomplete("current-password").line(&self.form))
            (button(Style::Primary, "登录"))
        };
        html! {
            div class="alone" {
                (error_summary(&self.form))
                div class="card" { (post(frame, paths::sign_in(), &form)) }
                p class="aside" { a href=(paths::password_forgot()) { "忘记密码" } }
                p class="aside meta" {
                    "收到证明，想核验真伪？不需要登录，请到 " a href=(paths::verify()) { "证明核验" } "。"
                }
            }
        }
    }
}

#[cfg(test)]
impl SignIn {
    pub fn sample() -> Self {
        Self { form: Form::new(), next: paths::mine() }
    }

    pub fn sample_refused() -> Self {
        let mut form = Form::typed([("login", "xu@firm.example")]);
        form.note("账号或密码不正确。连续 5 次不正确，账号将锁定 15 分钟。");
        Self { form, next: String::new() }
    }
}
