//! 账号: who may sign in, as what.

use maud::{Markup, html};

use crate::domain::permission::Role;
use crate::domain::time::Moment;
use crate::paths;
use crate::text::role;
use crate::views::form::Form;
use crate::views::frame::{Frame, Page, Place};
use crate::views::icon::Icon;
use crate::views::layout::moment;
use crate::views::pager::Pager;
use crate::views::parts::{
    Choice, Field, Input, Post, Style, Width, ask, button, button_of, error_summary, link_button, post,
};
use crate::views::tags::{self, Tone};

/// The page at `/accounts`; filters by `q`, `role`, `page`.
///
/// Its POST invites with `name`, `login`, `email`, `roles` (any number of slugs), `firm` (USCC, for a
/// firm's people) and `lawyer` (licence number).
#[derive(Clone, Debug)]
pub struct Accounts {
    pub rows: Vec<AccountRow>,
    pub filter: Form,
    pub pager: Pager,
    pub form: Form,
}

/// One account; its switch form posts `act`: `off`, `on` or `unlock`.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is one fact about the account, independent of the others")]
pub struct AccountRow {
    pub id: String,
    pub name: String,
    pub login: String,
    pub email: String,
    /// Empty for staff.
    pub firm: String,
    pub roles: Vec<Role>,
    pub on: bool,
    pub invited: bool,
    pub locked: bool,
    pub last_seen: Option<Moment>,
    /// One's own account.
    pub own: bool,
}

impl Page for Accounts {
    fn title(&self) -> String {
        "账号".to_owned()
    }

    fn place(&self) -> Place {
        Place::Accounts
    }

    fn body(&self, frame: &Frame) -> Markup {
        let roles: Vec<_> =
            Role::ALL.iter().map(|each| (each.slug().to_owned(), role::role(*each).to_owned())).collect();
        html! {
            (error_summary(&self.form))
            (ask(&paths::accounts(), &html! {
                div class="filter-row" {
                    (Field::new("q", "查找").within("filter").input(Input::Search).most(40).hint("姓名、账号、邮箱或律所").line(&self.filter))
                    (Field::new("role", "角色").within("filter").select(&self.filter, Some("全部角色"), &roles))
                }
                div class="filter-acts" { (button(Style::Plain, "查询")) (link_button(Style::Quiet, &paths::accounts(), "清除")) }
            }))
            table class="cards" {
                thead { tr {
                    th scope="col" { "姓名" } th scope="col" { "账号" } th scope="col" { "角色" }
                    th scope="col" { "最近登录" } th scope="col" { "状态" } th scope="col" { "操作" }
                } }
                tbody { @for row in &self.rows { (account(row, frame)) } }
            }
            (self.pager.render("个账号"))
            (self.invite(frame))
        }
    }
}

fn account(row: &AccountRow, frame: &Frame) -> Markup {
    let body = html! {
        @if row.locked { (button_of(Style::Plain, "act", "unlock", "解锁")) }
        (button_of(Style::Quiet, "act", if row.on { "off" } else { "on" }, if row.on { "停用" } else { "启用" }))
    };
    html! {
        tr {
            th scope="row" class="card-title" { span { (row.name) } @if !row.firm.is_empty() { p class="meta" { (row.firm) } } }
            td data-label="账号" { span class="code" { (row.login) } p class="meta code" { (row.email) } }
            td data-label="角色" {
                @for (at, each) in row.roles.iter().enumerate() { @if at > 0 { "、" } span class="whole" { (role::role(*each)) } }
            }
            td data-label="最近登录" {
                @if let Some(at) = row.last_seen { (moment(at)) } @else if row.invited { "已邀请，尚未设置密码" } @else { "—" }
            }
            td data-label="状态" {
                @if row.locked { (tags::tag(Tone::Bad, Icon::Lock, "已锁定")) } @else { (tags::on_off(row.on, ("启用", "已停用"))) }
            }
            td class="acts" {
                @if row.own { span class="meta" { "本人" } }
                @else { (Post { class: Some("inline row-acts"), ..Post::to(paths::account_switch(&row.id)) }.render(frame, &body)) }
            }
        }
    }
}

impl Accounts {
    fn invite(&self, frame: &Frame) -> Markup {
        let roles: Vec<_> =
            Role::ALL.iter().map(|each| Choice::new(each.slug(), role::role(*each)).hint(role::duty(*each))).collect();
        html! {
            section class="card invite" {
                h2 { "新建账号" }
                (post(frame, paths::accounts(), &html! {
                    div class="pair" {
                        (Field::new("name", "姓名").required().width(Width::Half).most(25).autocomplete("off").line(&self.form))
                        (Field::new("login", "账号").required().width(Width::Half).most(60).autocomplete("off").line(&self.form))
                    }
                    (Field::new("email", "邮箱").required().input(Input::Email).most(120).autocomplete("off")
                        .hint("设置密码的邮件会发到这里。").line(&self.form))
                    (Field::new("roles", "角色").required()
                        .hint("系统管理员、安全管理员、审计员不能兼任；会员角色不能兼任工作人员。").checks(&self.form, &roles))
                    div class="pair" {
                        (Field::new("firm", "律所的统一社会信用代码").most(18).width(Width::Half)
                            .hint("律所管理员和经办人必填。").line(&self.form))
                        (Field::new("lawyer", "律师执业证号").most(17).width(Width::Half).hint("律师必填。").line(&self.form))
                    }
                    (button(Style::Primary, "新建并发送邀请"))
                }))
            }
        }
    }
}

#[cfg(test)]
impl Accounts {
    pub fn sample() -> Self {
        use crate::views::sample;
        let row = |id: &str, name: &str, login: &str, roles: &[Role]| AccountRow {
            id: id.to_owned(),
            name: name.to_owned(),
            login: login.to_owned(),
            email: format!("{login}@shili-lawyers.example"),
            firm: if roles[0].is_member() { sample::FIRM.to_owned() } else { String::new() },
            roles: roles.to_vec(),
            on: id != "4",
            invited: id == "3",
            locked: id == "2",
            last_seen: (id != "3").then(|| sample::at(8, 50)),
            own: id == "1",
        };
        let mut form = Form::typed([("name", "何田"), ("roles", "auditor"), ("roles", "system-admin")]);
        form.refuse("roles", "系统管理员、安全管理员、审计员三权分立，同一账号不能兼任其中两项。");
        Self {
            rows: vec![
                row("1", "林知远", "lin", &[Role::SecurityAdmin]),
                row("2", "顾一", "gu", &[Role::Reviewer, Role::PaperClerk]),
                row("3", sample::LONG_NAME, "guli", &[Role::Registrar]),
                row("4", "许青禾", "xu", &[Role::FirmAdmin]),
            ],
            filter: Form::new(),
            pager: Pager::whole(paths::accounts(), 4),
            form,
        }
    }
}
