//! One's own account: who one is, the password, and 大字 mode.

use maud::{Markup, html};

use crate::domain::time::Moment;
use crate::paths;
use crate::views::facts::{Fact, facts};
use crate::views::form::Form;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::parts::{Field, Input, Style, button, error_summary, post};
use crate::views::password_set::PASSWORD_RULE;

/// The page at `/account`; its POST sends `current`, `password` and `again`.
#[derive(Clone, Debug)]
pub struct OwnAccount {
    pub login: String,
    pub mail: String,
    /// Role names.
    pub roles: String,
    /// The sign-in before this one.
    pub last_seen: Option<Moment>,
    pub form: Form,
}

impl Page for OwnAccount {
    fn title(&self) -> String {
        "我的账号".to_owned()
    }

    fn place(&self) -> Place {
        Place::Nowhere
    }

    fn breadth(&self) -> Breadth {
        Breadth::Form
    }

    fn body(&self, frame: &Frame) -> Markup {
        let mut known =
            vec![Fact::new("账号", &self.login), Fact::new("邮箱", &self.mail), Fact::new("角色", &self.roles)];
        if let Some(at) = self.last_seen {
            known.push(Fact::new("上次登录", at.zh()));
        }
        let password =
            |name, label, word| Field::new(name, label).required().input(Input::Password).most(200).autocomplete(word);
        html! {
            (error_summary(&self.form))
            section class="card" { h2 { "账号信息" } (facts(&known)) }
            section class="card" {
                h2 { "修改密码" }
                (post(frame, paths::own_account(), &html! {
                    (password("current", "当前密码", "current-password").line(&self.form))
                    (password("password", "新密码", "new-password").hint(PASSWORD_RULE).line(&self.form))
                    (password("again", "再次输入新密码", "new-password").line(&self.form))
                    p class="hint" { "修改后，其他设备上的登录会退出。" }
                    (button(Style::Primary, "修改密码"))
                }))
            }
        }
    }
}

#[cfg(test)]
impl OwnAccount {
    pub fn sample() -> Self {
        Self {
            login: "xu@firm.example".to_owned(),
            mail: "xu@firm.example".to_owned(),
            roles: "律所管理员".to_owned(),
            last_seen: Some(crate::views::sample::at(9, 30)),
            form: Form::new(),
        }
    }
}
