//! 发送邮箱: to the stored mailbox, or to another one.

use maud::{Markup, html};

use crate::paths;
use crate::views::form::Form;
use crate::views::frame::{Breadth, Frame, Page, Place};
use crate::views::parts::{Choice, Field, Input, Style, button, error_summary, link_button, post};
use crate::views::record::{MailLine, mails};

/// The page at `/mine/{id}/mail`; its POST sends `to` (`stored` or `other`) and `mail`.
#[derive(Clone, Debug)]
pub struct RecordMail {
    pub id: String,
    pub kind: String,
    pub number: String,
    /// 联系邮箱 of the application.
    pub stored: String,
    pub mails: Vec<MailLine>,
    pub form: Form,
}

impl Page for RecordMail {
    fn title(&self) -> String {
        "发送邮箱".to_owned()
    }

    fn place(&self) -> Place {
        Place::Mine
    }

    fn back(&self) -> Option<String> {
        Some(paths::record(&self.id))
    }

    fn breadth(&self) -> Breadth {
        Breadth::Form
    }

    fn lead(&self) -> Option<String> {
        Some(format!("{}，{}", self.kind, self.number))
    }

    fn body(&self, frame: &Frame) -> Markup {
        let to =
            [Choice::new("stored", format!("发送到联系邮箱 {}", self.stored)), Choice::new("other", "发送到其他邮箱")];
        let form = html! {
            section class="card" {
                (Field::new("to", "发送到").required().radios(&self.form, &to))
                div class="nested" data-when="to=other" {
                    (Field::new("mail", "其他邮箱").required().input(Input::Email).most(120)
                        .hint("请核对收件人，证明文件将作为附件发出，发出后不能收回。").line(&self.form))
                }
            }
            div class="actions" {
                (link_button(Style::Plain, &paths::record(&self.id), "返回"))
                (button(Style::Primary, "发送证明"))
            }
        };
        html! {
            (error_summary(&self.form))
            (post(frame, paths::record_mail(&self.id), &form))
            @if !self.mails.is_empty() { (mails(&self.mails)) }
        }
    }
}

#[cfg(test)]
impl RecordMail {
    pub fn sample() -> Self {
        use crate::views::record::Record;
        Self {
            id: "44".to_owned(),
            kind: "律师会员证明".to_owned(),
            number: "穗律证〔2026〕第000123号".to_owned(),
            stored: "office@firm.example".to_owned(),
            mails: Record::sample().mails,
            form: Form::new().with("to", "stored"),
        }
    }

    pub fn sample_refused() -> Self {
        let mut form = Form::typed([("to", "other"), ("mail", "招标办")]);
        form.refuse("mail", "“招标办”不是邮箱地址，请填写形如 name@firm.cn 的地址。");
        Self { form, mails: Vec::new(), ..Self::sample() }
    }
}
