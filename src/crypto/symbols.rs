//! Symbol strings (STATEMENT.md, section 3): 32 symbols that people do not confuse, and a check symbol that finds every
//! single slip and every exchange of neighbours. Verification codes and fingerprints are written in them.

/// The symbols in the order of their worth; without I, L, O and U.
pub const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Why a typed symbol string cannot be what was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSymbols {
    /// Number of symbols found, and number wanted.
    #[error("应为{wanted}位字母和数字，现有{found}位，请对照原件补全")]
    Length { found: usize, wanted: usize },
    /// A character that is never printed.
    #[error("含有不会出现的字符“{0}”，请对照原件重新输入")]
    Character(char),
    /// All symbols are possible, but the check symbol does not fit them.
    #[error("有一位或几位输错（校验位不符），请对照原件逐组核对")]
    Check,
}

/// The first `count` symbols of some bytes, five bits each, most significant first, and their check symbol.
/// `bytes` holds at least `5 * count` bits; missing ones count as zero.
pub fn from_bits(bytes: &[u8], count: usize) -> String {
    let bit = |n: usize| bytes.get(n / 8).map_or(0, |byte| byte >> (7 - n % 8) & 1);
    let values: Vec<u8> = (0..count).map(|i| (0..5).fold(0, |value, j| value << 1 | bit(5 * i + j))).collect();
    let check = check_value(&values);
    values.iter().chain([&check]).map(|value| char::from(ALPHABET[usize::from(*value)])).collect()
}

/// The bits of a symbol string without its check symbol, filled with zero bits to whole bytes.
pub fn to_bits(symbols: &str) -> Vec<u8> {
    let data = symbols.as_bytes();
    let data = &data[..data.len().saturating_sub(1)];
    let mut bytes = vec![0; (data.len() * 5).div_ceil(8)];
    for (i, symbol) in data.iter().enumerate() {
        let value = value_of(*symbol).unwrap_or(0);
        for j in 0..5 {
            let n = 5 * i + j;
            bytes[n / 8] |= (value >> (4 - j) & 1) << (7 - n % 8);
        }
    }
    bytes
}

/// Reads what a person typed or scanned: any case, spaces, dashes and dots of any width, full-width characters, and the
/// look-alikes O, I and L. `count` is the number of symbols with the check symbol.
pub fn read(typed: &str, count: usize) -> Result<String, BadSymbols> {
    let mut symbols = String::with_capacity(count);
    for c in typed.chars() {
        if c.is_whitespace() || is_separator(c) {
            continue;
        }
        let plain = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            _ => c,
        };
        let symbol = match plain.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            upper => upper,
        };
        if !symbol.is_ascii() || value_of(symbol as u8).is_none() {
            return Err(BadSymbols::Character(c));
        }
        symbols.push(symbol);
    }
    if symbols.len() != count {
        return Err(BadSymbols::Length { found: symbols.len(), wanted: count });
    }
    let values: Vec<u8> = symbols.bytes().filter_map(value_of).collect();
    let Some((check, data)) = values.split_last() else {
        return Err(BadSymbols::Length { found: 0, wanted: count });
    };
    if *check == check_value(data) { Ok(symbols) } else { Err(BadSymbols::Check) }
}

/// In groups of four, joined by `-`.
pub fn grouped(symbols: &str) -> String {
    let mut out = String::with_capacity(symbols.len() * 5 / 4);
    for (i, c) in symbols.chars().enumerate() {
        if i > 0 && i % 4 == 0 {
            out.push('-');
        }
        out.push(c);
    }
    out
}

fn is_separator(c: char) -> bool {
    matches!(
        c,
        '-' | '.'
            | '_'
            | '\u{b7}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200d}'
            | '\u{2010}'..='\u{2015}'
            | '\u{2212}'
            | '\u{3002}'
            | '\u{30fb}'
            | '\u{30fc}'
            | '\u{fe58}'
            | '\u{fe63}'
            | '\u{ff0d}'
            | '\u{ff0e}'
            | '\u{ff3f}'
    )
}

fn value_of(symbol: u8) -> Option<u8> {
    ALPHABET.iter().position(|s| *s == symbol).and_then(|at| u8::try_from(at).ok())
}

/// Sum of alpha^(i+2) * value[i] in GF(32) by Horner's rule, from the last value to the first. The exponent starts at 2
/// so that even with 31 values an exchange of the last one with the check symbol is found.
fn check_value(values: &[u8]) -> u8 {
    times_alpha(values.iter().rev().fold(0, |sum, value| times_alpha(sum ^ value)))
}

/// Multiplies by x modulo x^5 + x^2 + 1.
fn times_alpha(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 0x20 == 0 { doubled } else { doubled ^ 0x25 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE_BITS: [u8; 12] = [0x9f, 0x13, 0x2a, 0xc4, 0x77, 0x01, 0xee, 0x58, 0x3b, 0x90, 0x0d, 0x62];

    #[test]
    fn bits_survive_the_trip() {
        let symbols = from_bits(&CODE_BITS, 19);
        assert_eq!(symbols.len(), 20);
        assert_eq!(to_bits(&symbols), CODE_BITS);
        assert_eq!(read(&symbols, 20).as_deref(), Ok(symbols.as_str()));
    }

    #[test]
    fn every_single_slip_and_every_exchange_is_found() {
        let symbols = from_bits(&CODE_BITS, 19).into_bytes();
        for at in 0..symbols.len() {
            for other in ALPHABET {
                let mut slip = symbols.clone();
                slip[at] = *other;
                let good = *other == symbols[at];
                assert_eq!(read(std::str::from_utf8(&slip).unwrap(), 20).is_ok(), good);
            }
            for with in at + 1..symbols.len() {
                let mut exchanged = symbols.clone();
                exchanged.swap(at, with);
                let good = exchanged == symbols;
                let accepted = read(std::str::from_utf8(&exchanged).unwrap(), 20).is_ok();
                assert_eq!(accepted, good, "exchange of {at} and {with}");
            }
        }
    }

    #[test]
    fn people_may_write_it_as_they_like() {
        let symbols = from_bits(&CODE_BITS, 19);
        let grouped = grouped(&symbols);
        assert_eq!(grouped.len(), 24);
        let full_width: String = symbols.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
        for typed in [
            grouped.to_lowercase(),
            grouped.replace('-', " — "),
            grouped.replace('-', "－"),
            grouped.replace('0', "o").replace('1', "l"),
            grouped.replace('0', "Ｏ").replace('1', "I"),
            full_width,
            format!("  {grouped}\n"),
        ] {
            assert_eq!(read(&typed, 20).as_deref(), Ok(symbols.as_str()), "{typed}");
        }
        assert_eq!(read(&symbols[1..], 20), Err(BadSymbols::Length { found: 19, wanted: 20 }));
        assert_eq!(read(&format!("U{}", &symbols[1..]), 20), Err(BadSymbols::Character('U')));
        assert_eq!(read("码", 20), Err(BadSymbols::Character('码')));
    }
}
