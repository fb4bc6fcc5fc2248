//! Working days: Monday to Friday, without the public holidays that the State Council announces for each year, and with
//! the weekend days that are worked for them. The association keeps the list of each year; for a year without one the
//! built-in list stands in, and for a year that has neither, weekends alone are free.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::time::Day;

/// Lists by year, as far as the association wrote its own.
pub type Calendar = BTreeMap<i16, Year>;

/// What departs from Monday to Friday in one year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Year {
    /// 放假
    pub off: Vec<Stretch>,
    /// 调休上班
    pub on: Vec<Stretch>,
}

/// Days from one to another, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    pub from: Day,
    pub until: Day,
    /// 春节
    pub name: String,
}

/// Most days that a stretch may have.
const LONGEST: i32 = 31;

/// Name, first and last day as month and day.
type Holiday = (&'static str, (i8, i8), (i8, i8));

/// 国务院办公厅关于2026年部分节假日安排的通知.
const OFF_2026: [Holiday; 7] = [
    ("元旦", (1, 1), (1, 3)),
    ("春节", (2, 15), (2, 23)),
    ("清明节", (4, 4), (4, 6)),
    ("劳动节", (5, 1), (5, 5)),
    ("端午节", (6, 19), (6, 21)),
    ("中秋节", (9, 25), (9, 27)),
    ("国庆节", (10, 1), (10, 7)),
];
const ON_2026: [(&str, (i8, i8)); 6] = [
    ("元旦", (1, 4)),
    ("春节", (2, 14)),
    ("春节", (2, 28)),
    ("劳动节", (5, 9)),
    ("国庆节", (9, 20)),
    ("国庆节", (10, 10)),
];

/// The list that the program brings for a year, if it does.
pub fn built_in(year: i16) -> Option<Year> {
    if year != 2026 {
        return None;
    }
    let stretch = |name: &str, from: (i8, i8), until: (i8, i8)| {
        Some(Stretch {
            from: Day::new(year, from.0, from.1)?,
            until: Day::new(year, until.0, until.1)?,
            name: name.to_owned(),
        })
    };
    Some(Year {
        off: OFF_2026.iter().filter_map(|(name, from, until)| stretch(name, *from, *until)).collect(),
        on: ON_2026.iter().filter_map(|(name, day)| stretch(name, *day, *day)).collect(),
    })
}

/// The list in force for a year.
pub fn in_force(calendar: &Calendar, year: i16) -> Option<Year> {
    calendar.get(&year).cloned().or_else(|| built_in(year))
}

/// Whether the association works on a day.
pub fn is_working(calendar: &Calendar, day: Day) -> bool {
    let within = |stretch: &Stretch| stretch.from <= day && day <= stretch.until;
    match in_force(calendar, day.year()) {
        Some(year) if year.off.iter().any(within) => false,
        Some(year) if year.on.iter().any(within) => true,
        _ => !day.is_weekend(),
    }
}

/// The last of `days` working days after `from`.
pub fn plus_working_days(calendar: &Calendar, from: Day, days: u16) -> Day {
    let mut day = from;
    for _ in 0..days {
        day = day.plus_days(1);
        // No list frees more than a month at once; the bound only guards against one that was damaged.
        let mut most = 366;
        while most > 0 && !is_working(calendar, day) {
            day = day.plus_days(1);
            most -= 1;
        }
    }
    day
}

impl Stretch {
    /// Reads a line: `10月1日至10月7日 国庆节`, `10-1 至 10-7 国庆节`, `1月4日`.
    pub fn parse(year: i16, line: &str) -> Result<Self, String> {
        let (days, name) = split_name(line.trim());
        let mut ends = days.split(['至', '~', '～', '—']).map(str::trim).filter(|part| !part.is_empty());
        let (first, second, third) = (ends.next(), ends.next(), ends.next());
        let unread = || format!("“{line}”读不出日期，请写成“10月1日至10月7日 国庆节”这样。");
        let (Some(first), None) = (first, third) else { return Err(unread()) };
        let from = month_day(year, first).ok_or_else(unread)?;
        let until = match second {
            Some(second) => month_day(year, second).ok_or_else(unread)?,
            None => from,
        };
        if until < from {
            return Err(format!("“{line}”的结束日期早于开始日期。"));
        }
        if until > from.plus_days(LONGEST - 1) {
            return Err(format!("“{line}”超过 {LONGEST} 天，请核对。"));
        }
        if name.chars().count() > 20 {
            return Err(format!("“{line}”的名称最多 20 个字。"));
        }
        Ok(Self { from, until, name: name.to_owned() })
    }

    /// The line that is read back as the same.
    pub fn line(&self) -> String {
        let day = |day: Day| format!("{}月{}日", day.month(), day.day());
        let days =
            if self.from == self.until { day(self.from) } else { format!("{}至{}", day(self.from), day(self.until)) };
        format!("{days} {}", self.name).trim_end().to_owned()
    }
}

/// Parts a line at the end of its dates.
fn split_name(line: &str) -> (&str, &str) {
    let is_date = |c: char| c.is_ascii_digit() || "月日至~～—-./ \t　".contains(c);
    let end = line.find(|c: char| !is_date(c)).unwrap_or(line.len());
    let (days, name) = line.split_at(end);
    (days.trim(), name.trim())
}

fn month_day(year: i16, text: &str) -> Option<Day> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let (first, second, third) = (numbers.next()?, numbers.next()?, numbers.next());
    let (month, day) = match third {
        // A date with its year: the year must be the list's.
        Some(third) if first.parse::<i16>() == Ok(year) => (second, third),
        Some(_) => return None,
        None => (first, second),
    };
    (numbers.next().is_none()).then(|| Day::new(year, month.parse().ok()?, day.parse().ok()?))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: i8, day: i8) -> Day {
        Day::new(2026, month, day).unwrap()
    }

    #[test]
    fn holidays_are_free_and_the_weekends_worked_for_them_are_not() {
        let none = Calendar::new();
        assert!(!is_working(&none, day(10, 1)) && !is_working(&none, day(10, 7)) && is_working(&none, day(10, 8)));
        assert!(is_working(&none, day(10, 10)), "a Saturday that is worked");
        assert!(!is_working(&none, day(11, 28)));
        assert_eq!(plus_working_days(&none, day(9, 30), 3), day(10, 10));
        assert_eq!(plus_working_days(&none, day(11, 27), 1), day(11, 30));
        assert_eq!(plus_working_days(&none, day(11, 27), 0), day(11, 27));
        let unknown = Day::new(2031, 10, 1).unwrap();
        assert!(is_working(&none, unknown), "no list: Monday to Friday");
    }

    #[test]
    fn the_association_s_own_list_replaces_the_built_in_one() {
        let own = Year { off: vec![Stretch::parse(2026, "11月30日 协会年会").unwrap()], on: Vec::new() };
        let calendar = Calendar::from([(2026, own)]);
        assert!(!is_working(&calendar, day(11, 30)) && is_working(&calendar, day(10, 1)));
        assert_eq!(plus_working_days(&calendar, day(11, 27), 1), day(12, 1));
    }

    #[test]
    fn lines_are_read_in_the_ways_people_write_them() {
        for line in
            ["10月1日至10月7日 国庆节", "10-1 至 10-7 国庆节", "10.1~10.7国庆节", "2026-10-01至2026-10-07 国庆节"]
        {
            let read = Stretch::parse(2026, line).unwrap();
            assert_eq!(read, Stretch { from: day(10, 1), until: day(10, 7), name: "国庆节".into() }, "{line}");
            assert_eq!(Stretch::parse(2026, &read.line()).unwrap(), read);
        }
        assert_eq!(Stretch::parse(2026, "1月4日").unwrap().line(), "1月4日");
        for (line, word) in [
            ("国庆节", "读不出"),
            ("2月30日", "读不出"),
            ("10月7日至10月1日", "早于"),
            ("1月1日至3月1日", "超过"),
            ("2025-10-01", "读不出"),
            ("10月1日至10月7日至10月9日", "读不出"),
        ] {
            let why = Stretch::parse(2026, line).unwrap_err();
            assert!(why.contains(word), "{line}: {why}");
        }
    }

    #[test]
    fn each_built_in_year_is_consistent() {
        let year = built_in(2026).unwrap();
        assert_eq!((year.off.len(), year.on.len()), (7, 6));
        assert!(year.on.iter().all(|stretch| stretch.from.is_weekend()), "only weekends are worked extra");
        assert!(built_in(2025).is_none());
    }
}
