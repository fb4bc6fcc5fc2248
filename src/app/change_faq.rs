//! 常见问题 and notices as typed: lists whose entries are numbered from 1 in the names of their fields.

use crate::app::change_settings::Check;
use crate::app::revise::Typed;
use crate::domain::revision::Content;
use crate::domain::settings::{Notice, Question};
use crate::domain::time::Day;
use crate::text::help;

/// Most entries of 常见问题.
const MOST_QUESTIONS: usize = 40;

/// Most notices; firms read one or two at a time.
const MOST_NOTICES: usize = 20;

/// How many entries a list has: the highest number of any of these fields.
pub fn count(typed: &Typed, stems: &[&str]) -> usize {
    let number = |name: &String| {
        let (stem, number) = name.rsplit_once('_')?;
        stems.contains(&stem).then(|| number.parse::<usize>().ok()).flatten()
    };
    typed.keys().filter_map(number).max().unwrap_or(0).min(200)
}

/// A pair of two empty fields is left out.
pub fn faq(form: &mut Check) -> Content {
    let mut faq = Vec::new();
    for n in 1..=count(form.typed, &["question", "answer"]) {
        let (ask, reply) = (format!("question_{n}"), format!("answer_{n}"));
        let (question, answer) = (form.text(&ask).trim().is_empty(), form.text(&reply).trim().is_empty());
        match (question, answer) {
            (true, true) => continue,
            (true, false) => form.refuse(&ask, "请填写问题，或者把问题和回答都清空。"),
            (false, true) => form.refuse(&reply, "请填写回答，或者把问题和回答都清空。"),
            (false, false) => {}
        }
        faq.push(Question { question: form.line(&ask, 80), answer: form.block(&reply, 1000) });
    }
    if faq.len() > MOST_QUESTIONS {
        form.refuse("question_1", format!("常见问题最多 {MOST_QUESTIONS} 条，现有 {} 条，请删去一些。", faq.len()));
    }
    let built_in = help::QUESTIONS.iter().map(|(question, answer)| (*question, *answer));
    let same = faq.iter().map(|one| (one.question.as_str(), one.answer.as_str())).eq(built_in);
    Content::Faq(if same { Vec::new() } else { faq })
}

/// Until staff have edited 常见问题, the built-in one is shown.
pub fn faq_fields(faq: &[Question]) -> Typed {
    let mut fields = Typed::new();
    let mut put = |n: usize, question: &str, answer: &str| {
        fields.insert(format!("question_{n}"), question.to_owned());
        fields.insert(format!("answer_{n}"), answer.to_owned());
    };
    if faq.is_empty() {
        for (n, (question, answer)) in (1..).zip(help::QUESTIONS) {
            put(n, question, answer);
        }
    }
    for (n, one) in (1..).zip(faq) {
        put(n, &one.question, &one.answer);
    }
    fields
}

/// A notice without a text is left out.
pub fn notices(form: &mut Check) -> Content {
    let mut notices = Vec::new();
    for n in 1..=count(form.typed, &["notice", "from", "until"]) {
        let (text, from, until) = (format!("notice_{n}"), format!("from_{n}"), format!("until_{n}"));
        if form.text(&text).trim().is_empty() {
            if [&from, &until].into_iter().any(|field| !form.text(field).trim().is_empty()) {
                form.refuse(&text, "请填写通知内容，或者把日期也清空。");
            }
            continue;
        }
        let text = form.line(&text, 200);
        let first = day(form, &from, "开始日期");
        let last = day(form, &until, "结束日期");
        let (Some(first), Some(last)) = (first, last) else { continue };
        if last < first {
            form.refuse(&until, "结束日期不能早于开始日期。");
        }
        notices.push(Notice { text, from: first, until: last });
    }
    if notices.len() > MOST_NOTICES {
        form.refuse("notice_1", format!("通知最多 {MOST_NOTICES} 条，请删去过期的。"));
    }
    Content::Notices(notices)
}

fn day(form: &mut Check, field: &str, what: &str) -> Option<Day> {
    let typed = form.text(field).trim().to_owned();
    let read = Day::parse(&typed);
    if read.is_none() {
        let why = if typed.is_empty() {
            format!("请填写{what}。")
        } else {
            format!("{what}“{typed}”不是有效的日期，请写成 2026-11-23 这样。")
        };
        form.refuse(field, why);
    }
    read
}

pub fn notice_fields(notices: &[Notice]) -> Typed {
    let mut fields = Typed::new();
    for (n, notice) in (1..).zip(notices) {
        fields.insert(format!("notice_{n}"), notice.text.clone());
        fields.insert(format!("from_{n}"), notice.from.to_string());
        fields.insert(format!("until_{n}"), notice.until.to_string());
    }
    fields
}
