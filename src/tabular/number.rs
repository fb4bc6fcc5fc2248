//! Numbers as spreadsheet programs keep them: floats with 15 digits that count.

use crate::domain::import::grid::Cell;

/// From here on a spreadsheet program has replaced the digits after the fifteenth by zeros.
const FIRST_BROKEN: f64 = 1e15;

/// What to do about a number that lost digits.
fn lost(shown: String) -> Cell {
    Cell::Unreadable {
        shown,
        sentence: "这个号码被表格软件存成了数字，后几位已经丢失；请把该列设为“文本”格式，重新填写号码后再导入。"
            .to_owned(),
    }
}

/// A number as the person typed it: no `.0`, no exponent; refuses one too long to have kept its digits.
pub fn whole_or_fraction(value: f64) -> Cell {
    if !value.is_finite() {
        return Cell::Unreadable { shown: value.to_string(), sentence: "不是有效的数字。".to_owned() };
    }
    if value.abs() >= FIRST_BROKEN {
        lost(format!("{value:e}").replace('e', "E+"))
    } else {
        Cell::Text(value.to_string())
    }
}

/// An integer, by the same rule.
pub fn integer(value: i64) -> Cell {
    const FIRST_BROKEN: u64 = 1_000_000_000_000_000;
    if value.unsigned_abs() >= FIRST_BROKEN { lost(value.to_string()) } else { Cell::Text(value.to_string()) }
}

/// A text that a person or another program wrote to keep its digits: a leading apostrophe, `="…"`, or a tab.
pub fn text(raw: &str) -> Cell {
    let text = raw.trim();
    let text = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    let text = text.strip_prefix('\'').unwrap_or(text);
    if is_scientific(text) { lost(text.to_owned()) } else { Cell::Text(text.to_owned()) }
}

/// `1.4402E+16`, which a spreadsheet program writes for a long number in a CSV file.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let Some(exponent) = exponent.strip_prefix('+') else { return false };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    digits(exponent) && digits(whole) && digits(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(cell: Cell) -> Option<String> {
        match cell {
            Cell::Text(text) => Some(text),
            Cell::Unreadable { .. } => None,
        }
    }

    #[test]
    fn short_numbers_read_as_typed_and_long_ones_are_refused() {
        assert_eq!(plain(whole_or_fraction(190_298_100_123.0)).as_deref(), Some("190298100123"));
        assert_eq!(plain(whole_or_fraction(2026.0)).as_deref(), Some("2026"));
        assert_eq!(plain(whole_or_fraction(0.5)).as_deref(), Some("0.5"));
        assert_eq!(plain(whole_or_fraction(14_470_201_510_900_012.0)), None);
        assert_eq!(plain(whole_or_fraction(1e15)), None);
        assert_eq!(plain(whole_or_fraction(f64::NAN)), None);
        assert_eq!(plain(integer(14_470_201_510_900_012)), None);
        assert_eq!(plain(integer(999_999_999_999_999)).as_deref(), Some("999999999999999"));
        let Cell::Unreadable { shown, sentence } = whole_or_fraction(14_470_201_510_900_012.0) else { panic!() };
        assert_eq!(shown, "1.4470201510900012E+16");
        assert!(sentence.contains("“文本”格式"));
    }

    #[test]
    fn guards_of_digits_are_taken_off() {
        for raw in ["'14470201510900012", "=\"14470201510900012\"", "\t14470201510900012", " 14470201510900012 "] {
            assert_eq!(plain(text(raw)).as_deref(), Some("14470201510900012"), "{raw}");
        }
        assert_eq!(plain(text("1.44702E+16")), None);
        assert_eq!(plain(text("1E+16")), None);
        for raw in ["E+16", "31440000MD1E+1X", "穗律处〔2024〕1E号", "1e5", "O'Neil"] {
            assert_eq!(plain(text(raw)).as_deref(), Some(raw));
        }
    }
}
