//! Days and moments. Every date a person reads is a day in Asia/Shanghai (UTC+8, no daylight saving since 1992).

use std::fmt;

use jiff::civil::{Date, Weekday};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

const SHANGHAI: Offset = Offset::constant(8);

/// A calendar day in Asia/Shanghai; on disk and in forms `2026-11-23`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(Date);

impl Day {
    /// A day from year, month (1–12) and day of month; `None` where the calendar has no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self)
    }

    /// Reads `2026-11-23`, and the ways in which people and spreadsheets write it: `2026/11/23`, `2026.11.23`,
    /// `2026年11月23日`, `20261123`, with or without leading zeros.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
            return Self::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?);
        }
        let parts: Vec<&str> =
            text.split(['-', '/', '.', '年', '月', '日', 'T', ' ']).filter(|part| !part.is_empty()).collect();
        let [year, month, day, ..] = parts[..] else { return None };
        if year.len() != 4 {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    pub fn year(self) -> i16 {
        self.0.year()
    }

    pub fn month(self) -> i8 {
        self.0.month()
    }

    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The day `days` later (earlier where negative); stays at the calendar's end instead of overflowing.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days.days()))
    }

    /// The same day `years` later; 29 February becomes 28 February.
    #[must_use]
    pub fn plus_years(self, years: i16) -> Self {
        Self(self.0.saturating_add(years.years()))
    }

    pub fn is_weekend(self) -> bool {
        matches!(self.0.weekday(), Weekday::Saturday | Weekday::Sunday)
    }

    /// `2025年10月10日`, as GB/T 9704-2012 writes a date.
    pub fn zh(self) -> String {
        format!("{}年{}月{}日", self.year(), self.month(), self.day())
    }

    /// `二〇二五年十月十日`; the zero is U+3007.
    pub fn zh_digits(self) -> String {
        const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
        let year: String =
            self.year().to_string().chars().filter_map(|c| c.to_digit(10)).map(|d| DIGITS[d as usize]).collect();
        let below_hundred = |n: i8| {
            let (tens, ones) = (n / 10, n % 10);
            let mut text = String::new();
            if tens > 1 {
                text.push(DIGITS[usize::from(tens.unsigned_abs())]);
            }
            if tens > 0 {
                text.push('十');
            }
            if ones > 0 {
                text.push(DIGITS[usize::from(ones.unsigned_abs())]);
            }
            text
        };
        format!("{year}年{}月{}日", below_hundred(self.month()), below_hundred(self.day()))
    }

    /// `10 October 2025`.
    pub fn en(self) -> String {
        self.0.strftime("%-d %B %Y").to_string()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("not a day: {text}"))
    }
}

/// A point in time, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub u64);

impl Moment {
    fn civil(self) -> jiff::civil::DateTime {
        let millis = i64::try_from(self.0).unwrap_or(i64::MAX);
        SHANGHAI.to_datetime(Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX))
    }

    /// The day in Asia/Shanghai.
    pub fn day(self) -> Day {
        Day(self.civil().date())
    }

    /// `14:05`, Asia/Shanghai.
    pub fn clock(self) -> String {
        self.civil().strftime("%H:%M").to_string()
    }

    /// `2026年11月23日 14:05`.
    pub fn zh(self) -> String {
        format!("{} {}", self.day().zh(), self.clock())
    }

    /// `2026-11-23T14:05:09+08:00` (RFC 3339), to the second.
    pub fn rfc3339(self) -> String {
        self.civil().strftime("%Y-%m-%dT%H:%M:%S+08:00").to_string()
    }

    pub fn seconds(self) -> u64 {
        self.0 / 1000
    }

    #[must_use]
    pub fn plus_seconds(self, seconds: u64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    /// Whole seconds from `earlier` to this moment; 0 where the clock went backwards.
    pub fn seconds_since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0) / 1000
    }

    /// The first moment of a day in Asia/Shanghai.
    pub fn start_of(day: Day) -> Self {
        let midnight = day.0.to_datetime(jiff::civil::Time::midnight());
        let millis = SHANGHAI.to_timestamp(midnight).map_or(0, Timestamp::as_millisecond);
        Self(u64::try_from(millis).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_dates_follow_the_product_page() {
        for (text, digits) in [
            ("2025-10-10", "二〇二五年十月十日"),
            ("2020-12-31", "二〇二〇年十二月三十一日"),
            ("2031-11-20", "二〇三一年十一月二十日"),
            ("2025-01-01", "二〇二五年一月一日"),
        ] {
            assert_eq!(Day::parse(text).map(Day::zh_digits).as_deref(), Some(digits));
        }
    }

    #[test]
    fn a_day_is_read_as_people_write_it_and_never_guessed() {
        let day = Day::new(2026, 1, 5);
        for text in ["2026-01-05", "2026/1/5", "2026.01.05", "2026年1月5日", "20260105", " 2026-1-5 "] {
            assert_eq!(Day::parse(text), day, "{text}");
        }
        for text in ["2026-02-30", "26-1-5", "", "2026-13-01", "昨天", "1/5/2026"] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn midnight_in_shanghai_opens_the_day() {
        let day = Day::new(2026, 11, 23).unwrap();
        let start = Moment::start_of(day);
        assert_eq!(start.day(), day);
        assert_eq!(Moment(start.0 - 1).day(), day.plus_days(-1));
        assert_eq!(start.rfc3339(), "2026-11-23T00:00:00+08:00");
    }
}
