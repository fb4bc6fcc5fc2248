//! The cell 执业经历: stretches of practice, one per line or separated by `；`, each with a firm and its days in
//! whichever order: `示例甲律师事务所 2010-03-01至2015-06-30；示例乙律师事务所 2015年7月1日至今`.

use crate::domain::import::column::Field;
use crate::domain::import::row::{LONGEST_LINE, RowReader};
use crate::domain::register::Practice;
use crate::domain::time::Day;

/// What stands between and around the days and the firm.
const BETWEEN: &[char] = &[
    ' ', '\u{3000}', '\t', '至', '到', '-', '－', '–', '—', '~', '～', '、', ',', '，', ':', '：', '(', ')', '（',
    '）', '.', '。', '/',
];

/// Reads the cell; refuses a stretch without firm or first day rather than guess.
pub(in crate::domain::import) fn read(reader: &mut RowReader<'_, '_>, text: &str) -> Option<Vec<Practice>> {
    let mut history = Vec::new();
    for part in text.split([';', '；', '\n', '\r']).map(str::trim).filter(|part| !part.is_empty()) {
        let Some(stretch) = stretch(part) else {
            reader.refuse(
                Field::Practice,
                format!("看不懂“{part}”，请写成“某某律师事务所 2010-03-01至2015-06-30”，多段用“；”隔开。"),
            );
            return None;
        };
        if stretch.to.is_some_and(|to| to < stretch.from) || stretch.from > reader.today() {
            reader.refuse(Field::Practice, format!("“{part}”的起止日期不对，请核对。"));
            return None;
        }
        let firm = reader.line(Field::Practice, &stretch.firm, LONGEST_LINE)?;
        history.push(Practice { firm, ..stretch });
    }
    history.sort_by_key(|stretch| stretch.from);
    Some(history)
}

/// The history as it is read: `示例甲律师事务所 2010-03-01至2015-06-30；…`.
pub(in crate::domain::import) fn shown(history: &[Practice]) -> String {
    let stretch = |stretch: &Practice| {
        let to = stretch.to.map_or("今".to_owned(), |to| to.to_string());
        format!("{} {}至{to}", stretch.firm, stretch.from)
    };
    history.iter().map(stretch).collect::<Vec<_>>().join("；")
}

fn stretch(part: &str) -> Option<Practice> {
    let mut days = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    let mut until_today = false;
    let mut rest = part;
    let mut word_from = 0;
    let mut at = 0;
    while let Some(here) = part.get(at..) {
        let Some(next) = here.chars().next() else { break };
        if let Some((day, length)) = day_at(here) {
            words.push(&part[word_from..at]);
            days.push(day);
            at += length;
            word_from = at;
            rest = &part[at..];
        } else {
            at += next.len_utf8();
        }
    }
    // `至今` directly after the last day, and not a firm whose name begins with 今.
    let trimmed = rest.trim_start();
    let after = trimmed.trim_start_matches(BETWEEN);
    if after.len() < trimmed.len() && after.starts_with('今') && !days.is_empty() {
        until_today = true;
        rest = &after['今'.len_utf8()..];
    }
    words.push(rest);
    let mut firms = words.into_iter().map(|word| word.trim_matches(BETWEEN)).filter(|word| !word.is_empty());
    let firm = firms.next()?.to_owned();
    if firms.next().is_some() {
        return None;
    }
    match (&days[..], until_today) {
        ([from], true) => Some(Practice { firm, from: *from, to: None }),
        ([from, to], false) => Some(Practice { firm, from: *from, to: Some(*to) }),
        _ => None,
    }
}

/// A day at the start of a text, with its length in bytes: four digits, a separator, one or two digits, a separator,
/// one or two digits, and 日 after 年 and 月.
fn day_at(text: &str) -> Option<(Day, usize)> {
    let digits = |from: usize, most: usize| {
        text.get(from..)?.bytes().take(most).take_while(u8::is_ascii_digit).count().checked_sub(1).map(|n| n + 1)
    };
    if digits(0, 5)? != 4 {
        return None;
    }
    let mut at = 4;
    for separators in [['-', '/', '.', '年'], ['-', '/', '.', '月']] {
        let separator = text.get(at..)?.chars().next().filter(|c| separators.contains(c))?;
        at += separator.len_utf8();
        at += digits(at, 2)?;
    }
    let day = Day::parse(&text[..at])?;
    if text[at..].starts_with('日') {
        at += '日'.len_utf8();
    }
    Some((day, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(text: &str) -> Option<String> {
        stretch(text).map(|one| shown(&[one]))
    }

    #[test]
    fn stretches_are_read_as_people_write_them() {
        let closed = Some("示例甲律师事务所 2010-03-01至2015-06-30".to_owned());
        for text in [
            "示例甲律师事务所 2010-03-01至2015-06-30",
            "2010年3月1日至2015年6月30日 示例甲律师事务所",
            "2010.3.1—2015.6.30，示例甲律师事务所",
            "示例甲律师事务所（2010/03/01-2015/06/30）",
            "2010-03-01-2015-06-30示例甲律师事务所",
        ] {
            assert_eq!(reads(text), closed, "{text}");
        }
        let open = Some("今例律师事务所 2015-07-01至今".to_owned());
        for text in
            ["今例律师事务所 2015-07-01至今", "2015年7月1日至今 今例律师事务所", "2015-07-01 - 今 今例律师事务所"]
        {
            assert_eq!(reads(text), open, "{text}");
        }
    }

    #[test]
    fn what_would_have_to_be_guessed_is_not_read() {
        for text in [
            "示例甲律师事务所",
            "2010-03-01至2015-06-30",
            "示例甲律师事务所 2010年3月至2015年6月",
            "示例甲律师事务所 2010-03-01",
            "示例甲 2010-03-01至2015-06-30 示例乙",
            "示例甲律师事务所 2010-02-30至2015-06-30",
        ] {
            assert_eq!(reads(text), None, "{text}");
        }
    }
}
