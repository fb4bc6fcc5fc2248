//! Names of the settings' areas, and what each holds, in the words of the pages.

use crate::domain::calendar::{self, Stretch};
use crate::domain::revision::{Area, Content};
use crate::domain::settings::{ADDRESS_DAYS, Question};
use crate::text::help;
use crate::text::letters::LetterKind;

/// What an area is called.
pub fn title(area: &Area) -> String {
    match area {
        Area::Association => "协会信息".to_owned(),
        Area::Looks => "标志与颜色".to_owned(),
        Area::Seal => "印章".to_owned(),
        Area::Hotline => "服务热线".to_owned(),
        Area::Faq => "常见问题".to_owned(),
        Area::Notices => "通知".to_owned(),
        Area::Places => "领取与报错".to_owned(),
        Area::Letter(kind) => {
            let kind = LetterKind::parse(kind).map_or_else(|| kind.clone(), |kind| kind.name().to_owned());
            format!("信函：{kind}")
        }
        Area::Workdays(year) => format!("{year} 年工作日"),
    }
}

/// One sentence about where it shows.
pub fn lead(area: &Area) -> &'static str {
    match area {
        Area::Association => "印在证明和印章上的名称，以及信函的发件地址。",
        Area::Looks => "显示在每个页面的左上角、登录页和核验页。",
        Area::Seal => "以后出具的证明使用的印章图片。",
        Area::Hotline => "“服务热线”页面的内容。",
        Area::Faq => "“常见问题”页面的内容和顺序。",
        Area::Notices => "在所写日期之间，显示在律所和律师的每个页面上方。",
        Area::Places => "填写申请时看到的领取地点，收件信息保存多久，和报错页面的说明。",
        Area::Letter(kind) => LetterKind::parse(kind).map_or("", LetterKind::when),
        Area::Workdays(_) => "“预计几个工作日”按这里的放假和调休计算。",
    }
}

/// A content as terms and values, for people to read and compare; what is built in is told as what it says.
pub fn told(area: &Area, content: &Content) -> Vec<(String, String)> {
    let line = |term: &str, value: &str| (term.to_owned(), value.to_owned());
    match content {
        Content::Association { name, short, latin, uscc, mail_from, consent } => vec![
            line("名称", name),
            line("简称", short),
            line("英文名称", latin),
            line("统一社会信用代码", uscc),
            line("发件地址", mail_from),
            line("在线征求律师同意", if *consent { "已开通" } else { "未开通" }),
        ],
        Content::Looks { logo, accent } => vec![
            (("标志").to_owned(), picture(logo.as_ref(), "内置标志")),
            line("颜色", accent.as_deref().unwrap_or("内置蓝色")),
        ],
        Content::Seal(seal) => vec![(("印章图片").to_owned(), picture(seal.as_ref(), "系统绘制，带“样章”字样"))],
        Content::Hotline(hotline) => {
            vec![line("电话", &hotline.phone), line("工作时间", &hotline.hours), line("电子邮箱", &hotline.email)]
        }
        Content::Faq(faq) => {
            let built_in =
                help::QUESTIONS.map(|(question, answer)| Question { question: question.into(), answer: answer.into() });
            let faq = if faq.is_empty() { &built_in[..] } else { faq };
            (1..).zip(faq).map(|(n, one)| (format!("第 {n} 条"), format!("{}\n{}", one.question, one.answer))).collect()
        }
        Content::Notices(notices) => (1..)
            .zip(notices)
            .map(|(n, one)| (format!("第 {n} 条"), format!("{}\n{}至{}", one.text, one.from.zh(), one.until.zh())))
            .collect(),
        Content::Places { collect_at, report_note, address_days } => {
            let days = format!("{} 天", address_days.unwrap_or(ADDRESS_DAYS));
            vec![line("领取地点和时间", collect_at), line("收件信息保存", &days), line("报错页面的说明", report_note)]
        }
        Content::Letter(Some(text)) => vec![line("主题", &text.subject), line("正文", &text.body)],
        Content::Letter(None) => match area {
            Area::Letter(kind) => {
                let built_in = LetterKind::parse(kind).map(LetterKind::built_in);
                told(area, &Content::Letter(Some(built_in.unwrap_or_default())))
            }
            _ => Vec::new(),
        },
        Content::Workdays(Some(list)) => {
            vec![line("放假", &stretches(&list.off)), line("调休上班", &stretches(&list.on))]
        }
        Content::Workdays(None) => match area {
            Area::Workdays(year) => {
                let built_in = calendar::built_in(*year);
                told(area, &Content::Workdays(Some(built_in.unwrap_or_default())))
            }
            _ => Vec::new(),
        },
    }
}

fn picture(hash: Option<&String>, none: &str) -> String {
    hash.map_or_else(|| none.to_owned(), |hash| format!("图片 {}", hash.get(..12).unwrap_or(hash)))
}

fn stretches(list: &[Stretch]) -> String {
    list.iter().map(Stretch::line).collect::<Vec<_>>().join("\n")
}

/// What two contents of one area differ in: term, the one's value, the other's.
pub fn changes(area: &Area, old: &Content, new: &Content) -> Vec<(String, String, String)> {
    let (mut old, new) = (told(area, old), told(area, new));
    let mut found = Vec::new();
    for (term, value) in new {
        let before = old.iter().position(|(known, _)| *known == term).map(|at| old.remove(at).1);
        let before = before.unwrap_or_default();
        if before != value {
            found.push((term, before, value));
        }
    }
    found.extend(old.into_iter().map(|(term, value)| (term, value, String::new())));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::settings::{Hotline, LetterText};

    #[test]
    fn only_what_differs_is_told() {
        let old = Hotline { phone: "1".into(), hours: "9–17".into(), email: String::new() };
        let new = Hotline { phone: "2".into(), ..old.clone() };
        let told = changes(&Area::Hotline, &Content::Hotline(old), &Content::Hotline(new));
        assert_eq!(told, [("电话".to_owned(), "1".to_owned(), "2".to_owned())]);
        let one = Content::Notices(Vec::new());
        assert!(changes(&Area::Notices, &one, &one).is_empty());
        let faq = changes(
            &Area::Faq,
            &Content::Faq(Vec::new()),
            &Content::Faq(vec![Question { question: "甲".into(), answer: "乙".into() }]),
        );
        assert_eq!(faq.len(), help::QUESTIONS.len(), "the built-in ones that are gone are told too");
        let own = LetterText { subject: "甲".into(), ..LetterKind::Refused.built_in() };
        let letter = Area::Letter("refused".into());
        let told = changes(&letter, &Content::Letter(None), &Content::Letter(Some(own)));
        assert_eq!(told, [("主题".to_owned(), LetterKind::Refused.built_in().subject, "甲".to_owned())]);
    }
}
