//! A letter as RFC 5322 and MIME want it.

use mail_send::mail_builder::MessageBuilder;

use crate::domain::time::Moment;
use crate::mail::html;

/// What is sent, all of it.
#[derive(Clone, Debug)]
pub struct Message {
    pub from: String,
    /// The sender's name: the association.
    pub from_name: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    /// Without angle brackets; the same at every try.
    pub message_id: String,
    pub date: Moment,
    pub attachment: Option<Attachment>,
}

/// A PDF that goes with a letter.
#[derive(Clone)]
pub struct Attachment {
    /// As the reader's machine will call it; Chinese is welcome.
    pub file_name: String,
    pub pdf: Vec<u8>,
}

impl std::fmt::Debug for Attachment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({} bytes)", self.file_name, self.pdf.len())
    }
}

impl Message {
    /// The whole letter with its heads, lines ended by CR LF. No line end of ours gets into a head.
    pub fn mime(&self) -> std::io::Result<Vec<u8>> {
        let one_line = |text: &str| text.replace(['\r', '\n'], " ");
        let mut builder = MessageBuilder::new()
            .from((one_line(&self.from_name), one_line(&self.from)))
            .to(one_line(&self.to))
            .subject(one_line(&self.subject))
            .message_id(one_line(&self.message_id))
            .date(i64::try_from(self.date.seconds()).unwrap_or(i64::MAX))
            .header("Auto-Submitted", mail_send::mail_builder::headers::raw::Raw::new("auto-generated"))
            .text_body(lines(&self.text))
            .html_body(lines(&html::page(&self.subject, &self.text)));
        if let Some(Attachment { file_name, pdf }) = &self.attachment {
            builder = builder.attachment("application/pdf", one_line(file_name), pdf.as_slice());
        }
        builder.write_to_vec()
    }
}

/// Ends each line as mail wants it.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::domain::time::Day;

    pub fn sample() -> Message {
        Message {
            from: "cert@bar.example".into(),
            from_name: "示例市律师协会".into(),
            to: "clerk@firm.example".into(),
            subject: "【示例市律协】电子证明已出具".into(),
            text: "您好：\n\n证明见附件。\n.\n.只有点的行".into(),
            message_id: "abc@bar.example".into(),
            date: Moment::start_of(Day::new(2026, 11, 23).unwrap()).plus_seconds(9 * 3600),
            attachment: Some(Attachment {
                file_name: "律师会员证明.pdf".into(), pdf: b"%PDF-1.7 \x00\xff".to_vec()
            }),
        }
    }

    #[test]
    fn heads_say_what_they_must_and_cannot_be_broken_out_of() {
        let mut message = sample();
        message.subject = "一\r\nBcc: evil@example.org".into();
        message.to = "clerk@firm.example\r\nX: y".into();
        let text = String::from_utf8(message.mime().unwrap()).unwrap();
        let heads: Vec<&str> = text.split("\r\n\r\n").next().unwrap().split("\r\n").collect();
        assert!(heads.iter().all(|head| !head.starts_with("Bcc") && !head.starts_with("X:")), "{heads:?}");
        assert!(text.contains("Message-ID: <abc@bar.example>"), "{text}");
        assert!(text.contains("Date: Mon, 23 Nov 2026 01:00:00 +0000"), "{text}");
        assert!(text.contains("Auto-Submitted: auto-generated"));
        assert!(text.is_ascii(), "every server takes ASCII");
        assert!(text.split("\r\n").all(|line| line.len() <= 998 && !line.contains('\n')));
    }

    #[test]
    fn the_attachment_keeps_its_bytes_and_its_chinese_name() {
        let text = String::from_utf8(sample().mime().unwrap()).unwrap();
        let pdf = data_encoding::BASE64.encode(b"%PDF-1.7 \x00\xff");
        assert!(text.contains(&pdf), "{text}");
        let name = percent_encoding::utf8_percent_encode("律师会员证明.pdf", percent_encoding::NON_ALPHANUMERIC);
        let name = name.to_string().replace("%2E", ".");
        let word = data_encoding::BASE64.encode("律师会员证明.pdf".as_bytes());
        assert!(text.contains(&name) || text.contains(&word), "{text}");
    }
}
