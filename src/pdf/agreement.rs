//! Whether the words in a file are the words of a sheet: all of them, in order, and no others but page numbers, the
//! number at the head of later pages and the table's repeated header. White space does not count.
//!
//! The labels of the foot stand here a second time on purpose: this side must not learn from the writer.

use std::ops::Range;

use crate::domain::sheet::Sheet;
use crate::pdf::difference::{Hunk, hunks};
use crate::pdf::inspect::Inspection;

/// Compares. The error holds one sentence for each place that differs.
pub fn text_agrees(inspection: &Inspection, sheet: &Sheet) -> Result<(), Vec<String>> {
    let units: Vec<String> = units(sheet).iter().map(|unit| bare(unit)).filter(|unit| !unit.is_empty()).collect();
    let mut complaints = Vec::new();
    let found = page_words(inspection, sheet, &mut complaints);
    let expected: Vec<char> = units.iter().flat_map(|unit| unit.chars()).collect();
    if expected != found {
        complaints.extend(sentences(&units, &expected, &found));
    }
    if complaints.is_empty() { Ok(()) } else { Err(complaints) }
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The sheet's words in reading order.
fn units(sheet: &Sheet) -> Vec<String> {
    let mut units = vec![sheet.title.clone(), sheet.number.clone()];
    units.extend(sheet.addressee.clone());
    units.extend(sheet.paragraphs.iter().cloned());
    if let Some(table) = &sheet.table {
        units.extend(table.columns.iter().chain(table.rows.iter().flatten()).cloned());
    }
    units.extend([sheet.closing.clone(), sheet.signer.clone(), sheet.date_line.clone()]);
    units.push(format!("核验码：{}", sheet.check.code));
    units.push(format!("核验网址：{}", sheet.check.url));
    units.push(format!("信任根指纹：{}", sheet.check.fingerprint));
    units.extend(sheet.validity.clone());
    if sheet.copy.index > 0 {
        units.push(format!("纸质证明第{}份/共{}份", sheet.copy.index, sheet.copy.of));
    }
    units.push("扫描二维码，或打开上述网址输入核验码，即可核验本证明；请认准上述网址的域名。".into());
    units
}

/// The words of all pages, without what pages repeat.
fn page_words(inspection: &Inspection, sheet: &Sheet, complaints: &mut Vec<String>) -> Vec<char> {
    let count = inspection.page_texts.len();
    let number = bare(&sheet.number);
    let header = sheet.table.as_ref().map(|table| bare(&table.columns.concat())).filter(|header| !header.is_empty());
    let mut all = String::new();
    for (at, text) in inspection.page_texts.iter().enumerate() {
        let text = bare(text);
        let label = format!("第{}页/共{count}页", at + 1);
        let mut words = text.strip_suffix(label.as_str()).unwrap_or_else(|| {
            complaints.push(format!("第{}页缺少页码“{label}”", at + 1));
            &text
        });
        if at > 0 {
            words = words.strip_prefix(number.as_str()).unwrap_or_else(|| {
                complaints.push(format!("第{}页缺少页首编号“{number}”", at + 1));
                words
            });
            if let Some(header) = header.as_deref().filter(|header| all.contains(header)) {
                words = words.strip_prefix(header).unwrap_or(words);
            }
        }
        all.push_str(words);
    }
    all.chars().collect()
}

/// One sentence for each difference, with the whole word, cell or line around it where that is short.
fn sentences(units: &[String], expected: &[char], found: &[char]) -> Vec<String> {
    const SHORT: usize = 40;
    const AROUND: usize = 6;
    const MOST: usize = 30;
    let mut spans: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for unit in units {
        let end = start + unit.chars().count();
        spans.push(start..end);
        start = end;
    }
    let Some(hunks) = hunks(expected, found) else {
        return vec!["文件中的文字与证明内容大部分不同".into()];
    };
    let mut out: Vec<String> = Vec::new();
    for Hunk { left, right } in hunks {
        let around = |at: usize, head: bool| {
            let span = spans.iter().find(|span| span.contains(&at));
            span.map_or(0, |span| {
                let reach = if head { at - span.start } else { span.end - at - 1 };
                if span.len() <= SHORT { reach } else { reach.min(AROUND) }
            })
        };
        let (before, after) = if left.is_empty() {
            (0, 0)
        } else {
            (around(left.start, true).min(right.start), around(left.end - 1, false).min(found.len() - right.end))
        };
        let wanted: String = expected[left.start - before..left.end + after].iter().collect();
        let actual: String = found[right.start - before..right.end + after].iter().collect();
        let sentence = match (left.is_empty(), right.is_empty() && before + after == 0) {
            (true, _) => format!("文件中多出“{actual}”"),
            (false, true) => format!("文件中缺少“{wanted}”"),
            (false, false) => format!("应为“{wanted}”，文件中为“{actual}”"),
        };
        if !out.contains(&sentence) {
            out.push(sentence);
        }
        if out.len() == MOST {
            out.push("以下还有其他不同之处".into());
            break;
        }
    }
    out
}
