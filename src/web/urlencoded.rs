//! `application/x-www-form-urlencoded`, as browsers send forms and queries.

use percent_encoding::percent_decode_str;

/// Most fields of one form.
const MOST: usize = 4000;

/// Longest value of a field, in bytes: many times the longest text that any field may hold.
const LONGEST_VALUE: usize = 48 << 10;

/// Longest name of a field, in bytes.
const LONGEST_NAME: usize = 100;

/// Reads the pairs in order. The sentence is for the person.
pub fn parse(text: &str) -> Result<Vec<(String, String)>, &'static str> {
    let mut pairs = Vec::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        pairs.push((checked_name(decode(name)?)?, clean(decode(value)?)?));
        if pairs.len() > MOST {
            return Err("表单的内容太多，无法处理。");
        }
    }
    Ok(pairs)
}

fn decode(text: &str) -> Result<String, &'static str> {
    let text = text.replace('+', " ");
    let decoded =
        percent_decode_str(&text).decode_utf8().map_err(|_| "表单内容不是有效的 UTF-8 文字，请换用新版浏览器。")?;
    Ok(decoded.into_owned())
}

pub fn checked_name(name: String) -> Result<String, &'static str> {
    if name.len() > LONGEST_NAME {
        Err("表单的内容不是本站页面发出的，无法处理。")
    } else {
        Ok(name)
    }
}

/// What no field may hold is taken away or refused here, once for all of them. Line ends become `\n`. What copied text
/// brings along unseen goes: marks that turn the writing's direction, breaks of office programs. Other control
/// characters, noncharacters and the sign of a failed decoding are refused; NUL among them.
pub fn clean(value: String) -> Result<String, &'static str> {
    if value.len() > LONGEST_VALUE {
        return Err("有一项内容太长，无法处理，请删减后重新填写。");
    }
    if value.chars().all(|c| !c.is_control() && !is_unseen(c) && !is_no_text(c)) {
        return Ok(value);
    }
    let mut cleaned = String::with_capacity(value.len());
    for c in value.replace("\r\n", "\n").chars() {
        match c {
            '\r' => cleaned.push('\n'),
            '\n' | '\t' => cleaned.push(c),
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => cleaned.push(' '),
            _ if is_unseen(c) => {}
            _ if c.is_control() || is_no_text(c) => {
                return Err("表单中有无法处理的字符（控制字符或乱码），请删除后重新填写。");
            }
            _ => cleaned.push(c),
        }
    }
    Ok(cleaned)
}

/// Marks and breaks that nobody sees and nobody typed.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Noncharacters, and what stands where bytes could not be read as text.
fn is_no_text(c: char) -> bool {
    let code = u32::from(c);
    code & 0xfffe == 0xfffe || (0xfdd0..=0xfdef).contains(&code) || c == char::REPLACEMENT_CHARACTER
}

/// Writes pairs, for links with a query.
pub fn write(pairs: &[(&str, &str)]) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const KEEP: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    let encode = |text: &str| utf8_percent_encode(text, KEEP).to_string();
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    pairs.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_read_as_browsers_write_them() {
        let pairs = parse("name=%E4%BD%95+%E7%94%B0&l=3&l=7&empty=&flag&text=a%0D%0Ab%2Bc").unwrap();
        let expected = [("name", "何 田"), ("l", "3"), ("l", "7"), ("empty", ""), ("flag", ""), ("text", "a\nb+c")];
        assert_eq!(pairs, expected.map(|(k, v)| (k.to_owned(), v.to_owned())));
        let link = write(&[("next", "/apply/1?x=何&y"), ("a", "")]);
        assert_eq!(parse(&link).unwrap()[0].1, "/apply/1?x=何&y");
    }

    #[test]
    fn what_is_no_text_or_too_much_is_refused() {
        assert!(parse("a=%FF%FE").is_err());
        assert!(parse("a=%00").is_err());
        assert!(parse(&format!("a={}", "x".repeat(LONGEST_VALUE + 1))).is_err());
        assert!(parse(&"a=1&".repeat(5000)).is_err());
        assert!(parse(&format!("{}=1", "n".repeat(101))).is_err());
        for bad in ["a=%01", "a=%7F", "a=%C2%9B", "a=%EF%BF%BE", "a=%EF%BF%BD", "a=%EF%B7%90"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
        let cleaned = parse("a=%E2%80%AAx%E2%80%AE%E2%81%A6y%EF%BB%BF&b=1%0B2%E2%80%A83%0D4%095").unwrap();
        assert_eq!(cleaned.into_iter().map(|(_, value)| value).collect::<Vec<_>>(), ["xy", "1 2 3\n4\t5"]);
        assert_eq!(parse("").unwrap(), []);
        assert_eq!(parse("a=100%").unwrap()[0].1, "100%");
    }
}
