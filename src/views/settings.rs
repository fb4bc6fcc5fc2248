//! 设置: what the association says of itself.

use maud::{Markup, html};

use crate::paths;
use crate::views::form::Form;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::parts::{Field, Input, Style, Width, button, error_summary, post, tick};

/// The page at `/settings`.
///
/// Its POST sends `association`, `short`, `latin`, `uscc`, `consent` (`yes`), `hotline_phone`, `hotline_hours`,
/// `hotline_email`, `mail_from`, `collect_at`, and for each question n from 1 `question_n` and `answer_n`.
#[derive(Clone, Debug)]
pub struct SettingsPage {
    pub form: Form,
    /// How many questions 常见问题 has; one more empty pair is offered.
    pub questions: usize,
    /// Set in the configuration file, shown only.
    pub base_url: String,
}

impl Page for SettingsPage {
    fn title(&self) -> String {
        "设置".to_owned()
    }

    fn place(&self) -> Place {
        Place::Settings
    }

    fn breadth(&self) -> Breadth {
        Breadth::Form
    }

    fn body(&self, frame: &Frame) -> Markup {
        let form = &self.form;
        html! {
            (error_summary(form))
            (post(frame, paths::settings(), &html! {
                section class="card" {
                    h2 { "协会" }
                    (Field::new("association", "名称").required().most(40).hint("印在证明上，也是印章上的名称。").line(form))
                    (Field::new("short", "简称").required().most(12).width(Width::Half).line(form))
                    (Field::new("latin", "英文名称").required().most(120).line(form))
                    (Field::new("uscc", "统一社会信用代码").required().most(18).width(Width::Half).line(form))
                    p class="hint" { "核验网址 " b class="code" { (self.base_url) } " 在服务器的配置文件中设置。" }
                }
                section class="card" {
                    h2 { "服务热线" }
                    (Field::new("hotline_phone", "电话").most(30).width(Width::Half).input(Input::Phone).line(form))
                    (Field::new("hotline_hours", "工作时间").most(80).line(form))
                    (Field::new("hotline_email", "电子邮箱").most(120).input(Input::Email).line(form))
                }
                section class="card" {
                    h2 { "邮件与领取" }
                    (Field::new("mail_from", "发件地址").required().most(120).input(Input::Email).line(form))
                    (Field::new("collect_at", "纸质证明领取地点和时间").most(120).line(form))
                }
                section class="card" {
                    h2 { "律师同意" }
                    (tick(form, "consent", "开通在线征求律师本人同意"))
                    p class="hint" { "开通后，才能提供须经律师本人同意的证明种类。当前版本还不能在线征求同意，暂不能开通。" }
                }
                section class="card" {
                    h2 { "撤销、恢复和换发" }
                    p { "核验页上告诉公众的原因，从一份清单中选择。" a href=(paths::reasons()) { "修改公开原因清单" } }
                }
                section class="card" {
                    h2 { "常见问题" }
                    p class="hint" { "两栏都清空，即删除这一条。" }
                    @for n in 1..=self.questions + 1 {
                        @let (ask, answer) = (format!("question_{n}"), format!("answer_{n}"));
                        @let (ask_label, answer_label) = (format!("问题 {n}"), format!("回答 {n}"));
                        div class="nested" {
                            (Field::new(&ask, &ask_label).most(80).line(form))
                            (Field::new(&answer, &answer_label).most(1000).area(form, 3))
                        }
                    }
                }
                div class="actions" { (button(Style::Primary, "保存设置")) }
            }))
        }
    }
}

#[cfg(test)]
impl SettingsPage {
    pub fn sample() -> Self {
        let mut form = Form::typed([
            ("association", "示例市律师协会"),
            ("short", "示例市律协"),
            ("latin", "Shili Lawyers Association"),
            ("uscc", "91350100M000100Y4Z"),
            ("hotline_phone", "0000-1234-5678"),
            ("mail_from", "cert@shili-lawyers.example"),
            ("question_1", "怎样知道申请是否审核通过？"),
            ("answer_1", "打开“我的证明”，每条申请都写有状态。"),
        ]);
        form.refuse("uscc", "统一社会信用代码校验码不符，最后一位应为 3；协会的代码应以 51 开头。");
        Self { form, questions: 1, base_url: "https://verify.shili-lawyers.example".to_owned() }
    }
}
