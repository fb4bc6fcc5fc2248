//! 经办人管理: the firm's admin invites clerks and switches their accounts off and on.

use maud::{Markup, html};

use crate::domain::time::Moment;
use crate::paths;
use crate::views::form::Form;
use crate::views::frame::{Frame, Page, Place};
use crate::views::layout::moment;
use crate::views::parts::{Field, Input, Post, Style, Width, button, button_of, error_summary, post};
use crate::views::tags;

/// The page at `/clerks`; its POST invites with `name` and `mail`.
#[derive(Clone, Debug)]
pub struct Clerks {
    pub clerks: Vec<Clerk>,
    pub form: Form,
}

#[derive(Clone, Debug)]
pub struct Clerk {
    pub id: String,
    pub name: String,
    /// Also the login.
    pub mail: String,
    /// `律所管理员` or `经办人`.
    pub role: String,
    pub on: bool,
    /// Invited, but no password set yet.
    pub invited: bool,
    pub last_seen: Option<Moment>,
    /// Oneself and the last admin cannot be switched off.
    pub fixed: bool,
}

impl Page for Clerks {
    fn title(&self) -> String {
        "经办人管理".to_owned()
    }

    fn place(&self) -> Place {
        Place::Clerks
    }

    fn lead(&self) -> Option<String> {
        Some("经办人可以代表本所申请证明，并查看本所全部申请。".to_owned())
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            (error_summary(&self.form))
            table class="cards" {
                thead { tr {
                    th scope="col" { "姓名" } th scope="col" { "登录邮箱" } th scope="col" { "角色" }
                    th scope="col" { "最近登录" } th scope="col" { "状态" } th scope="col" { "操作" }
                } }
                tbody {
                    @for clerk in &self.clerks {
                        tr {
                            th scope="row" class="card-title" { (clerk.name) }
                            td data-label="登录邮箱" class="code" { (clerk.mail) }
                            td data-label="角色" { (clerk.role) }
                            td data-label="最近登录" {
                                @if let Some(at) = clerk.last_seen { (moment(at)) } @else if clerk.invited { "已邀请，尚未设置密码" } @else { "—" }
                            }
                            td data-label="状态" { (tags::on_off(clerk.on, ("启用", "已停用"))) }
                            td class="acts" {
                                @if clerk.fixed { span class="meta" { "—" } } @else {
                                    @let (to, label) = if clerk.on { ("off", "停用") } else { ("on", "启用") };
                                    (Post { class: Some("inline"), ..Post::to(paths::clerk_switch(&clerk.id)) }
                                        .render(frame, &button_of(Style::Plain, "act", to, label)))
                                }
                            }
                        }
                    }
                }
            }
            section class="card invite" {
                h2 { "邀请经办人" }
                (post(frame, paths::clerks(), &html! {
                    div class="pair" {
                        (Field::new("name", "姓名").required().width(Width::Half).most(25).autocomplete("off").line(&self.form))
                        (Field::new("mail", "邮箱").required().width(Width::Half).input(Input::Email).most(120).autocomplete("off")
                            .line(&self.form))
                    }
                    p class="hint" { "对方会收到一封邮件，通过其中的链接设置密码后即可登录。" }
                    div class="actions inline-acts" { (button(Style::Primary, "发送邀请")) }
                }))
            }
        }
    }
}

#[cfg(test)]
impl Clerks {
    pub fn sample() -> Self {
        use crate::views::sample;
        let clerk = |id: &str, name: &str, mail: &str, on, invited| Clerk {
            id: id.to_owned(),
            name: name.to_owned(),
            mail: mail.to_owned(),
            role: if id == "1" { "律所管理员" } else { "经办人" }.to_owned(),
            on,
            invited,
            last_seen: (!invited).then(|| sample::at(9, 30)),
            fixed: id == "1",
        };
        let mut form = Form::typed([("name", "何田"), ("mail", "xu@firm.example")]);
        form.refuse("mail", "这个邮箱已经有账号，请直接在上表中启用。");
        Self {
            clerks: vec![
                clerk("1", "许青禾", "xu@firm.example", true, false),
                clerk("2", sample::LONG_NAME, "a-rather-long-mailbox-name@firm.example", true, true),
                clerk("3", "沈之", "shen@firm.example", false, false),
            ],
            form,
        }
    }
}
