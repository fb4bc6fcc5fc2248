//! Holidays of a year as typed: one stretch of days on each line.

use crate::app::change_settings::Check;
use crate::app::revise::Typed;
use crate::domain::calendar::{self, Stretch, Year};
use crate::domain::revision::{Area, Content};

/// Lines that a list may have.
const MOST_LINES: usize = 60;

/// `built_in` (`yes`) goes back to the built-in list; so does a list that is the same.
pub fn year(form: &mut Check, year: i16) -> Content {
    if form.text("built_in") == "yes" {
        return Content::Workdays(None);
    }
    let off = lines(form, year, "off");
    let on = lines(form, year, "on");
    for stretch in &on {
        let free = |holiday: &&Stretch| holiday.from <= stretch.until && stretch.from <= holiday.until;
        if let Some(holiday) = off.iter().find(free) {
            form.refuse("on", format!("“{}”同时列在放假“{}”里，请核对。", stretch.line(), holiday.line()));
        }
    }
    let list = Year { off, on };
    let same = calendar::built_in(year).unwrap_or_default() == list;
    Content::Workdays((!same).then_some(list))
}

fn lines(form: &mut Check, year: i16, field: &str) -> Vec<Stretch> {
    let text = form.text(field).replace("\r\n", "\n");
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.len() > MOST_LINES {
        form.refuse(field, format!("最多 {MOST_LINES} 行，现有 {} 行。", lines.len()));
    }
    let mut read = Vec::new();
    for line in lines.into_iter().take(MOST_LINES) {
        match Stretch::parse(year, line) {
            Ok(stretch) => read.push(stretch),
            Err(sentence) => form.refuse(field, sentence),
        }
    }
    read.sort_by_key(|stretch| stretch.from);
    read
}

pub fn fields(area: &Area, list: Option<&Year>) -> Typed {
    let built_in = match area {
        Area::Workdays(year) => calendar::built_in(*year),
        _ => None,
    };
    let list = list.cloned().or(built_in).unwrap_or_default();
    let text = |stretches: &[Stretch]| stretches.iter().map(Stretch::line).collect::<Vec<_>>().join("\n");
    Typed::from([("off".to_owned(), text(&list.off)), ("on".to_owned(), text(&list.on))])
}
