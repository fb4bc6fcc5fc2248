//! Reading: how names sound, so that a clerk finds 单小舟 by `sxz`, `shan` or `dxz`. The only home of `pinyin`.
//!
//! A character may have several readings (单: shan, dan, chan); every one of them finds the name. A query of letters is
//! matched against the name's characters in order, each by its whole reading or its initial, the last one by any
//! beginning of its reading: `zhangs`, `zs` and `zhsan` all find 张三. ü may be typed `v` or `u`.

use pinyin::ToPinyinMulti;

/// Most variants of initials that one name gives.
const MOST_VARIANTS: usize = 16;

/// The initials of a name in lower case, one variant for each combination of readings that begin differently:
/// 张三 → `zs`, 单一 → `sy`, `dy`, `cy`. Dots and spaces are passed over, Latin letters stand for themselves.
pub fn initials(name: &str) -> Vec<String> {
    let mut variants = vec![String::new()];
    for sounds in sounds_of(name) {
        let mut letters: Vec<char> = Vec::new();
        for letter in sounds.iter().filter_map(|sound| sound.chars().next()) {
            if !letters.contains(&letter) {
                letters.push(letter);
            }
        }
        if letters.len() > 1 && variants.len() * letters.len() > MOST_VARIANTS {
            letters.truncate(1);
        }
        variants = letters
            .iter()
            .flat_map(|letter| variants.iter().map(move |variant| format!("{variant}{letter}")))
            .collect();
    }
    variants.retain(|variant| !variant.is_empty());
    variants
}

/// Whether a query finds a lawyer: by a part of the name, by the sound of the name, or by a part of the licence number.
/// Words separated by spaces must all match. An empty query finds everybody.
pub fn matches(query: &str, name: &str, licence: &str) -> bool {
    let query = folded(query);
    let plain_name = folded(name).replace(' ', "");
    query.split_whitespace().all(|word| {
        let digits = word.bytes().all(|byte| byte.is_ascii_digit());
        (digits && licence.contains(word)) || plain_name.contains(word) || sounds_like(word, name)
    }) || plain_name.contains(&query.replace(' ', ""))
}

/// Lower case, ASCII letters and digits, `·` for every dot that a keyboard gives.
fn folded(text: &str) -> String {
    text.trim()
        .chars()
        .map(|character| match character {
            '\u{3000}' => ' ',
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
            '.' | '•' | '・' | '‧' => '·',
            other => other,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// The readings of each sounding character, `ü` written `v`.
fn sounds_of(name: &str) -> Vec<Vec<String>> {
    name.chars().map(sounds).filter(|sounds| !sounds.is_empty()).collect()
}

fn sounds(character: char) -> Vec<String> {
    if character.is_ascii_alphanumeric() {
        return vec![character.to_ascii_lowercase().to_string()];
    }
    let mut sounds: Vec<String> = Vec::new();
    for reading in character.to_pinyin_multi().into_iter().flatten() {
        let sound = plain(reading.plain());
        if !sound.is_empty() && !sounds.contains(&sound) {
            sounds.push(sound);
        }
    }
    sounds
}

/// ASCII letters only: ü is typed `v`; ê, ḿ, ǹ lose their marks.
fn plain(reading: &str) -> String {
    reading
        .chars()
        .map(|letter| match letter {
            'ü' => 'v',
            'ê' => 'e',
            'ḿ' => 'm',
            'ń' | 'ň' | 'ǹ' => 'n',
            other => other,
        })
        .filter(char::is_ascii_lowercase)
        .collect()
}

/// Whether the letters sound like a run of the name's characters.
fn sounds_like(letters: &str, name: &str) -> bool {
    if letters.is_empty() || !letters.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return false;
    }
    let sounds = sounds_of(name);
    (0..sounds.len()).any(|from| runs(letters, &sounds[from..]))
}

/// Whether the letters are used up by characters from the first on. A set of open positions instead of recursion keeps
/// the cost at letters × readings, whatever the query.
fn runs(letters: &str, sounds: &[Vec<String>]) -> bool {
    let mut open = vec![false; letters.len() + 1];
    open[0] = true;
    for readings in sounds {
        let mut next = vec![false; letters.len() + 1];
        for at in (0..letters.len()).filter(|at| open[*at]) {
            let rest = &letters[at..];
            for reading in readings {
                for sound in [reading.clone(), reading.replace('v', "u")] {
                    if sound.starts_with(rest) {
                        return true;
                    }
                    if rest.starts_with(&sound) {
                        next[at + sound.len()] = true;
                    }
                    if rest.as_bytes()[0] == sound.as_bytes()[0] {
                        next[at + 1] = true;
                    }
                }
            }
        }
        if next[letters.len()] {
            return true;
        }
        open = next;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_have_a_variant_for_each_reading() {
        assert_eq!(initials("张三"), ["zs"]);
        assert!(initials("单一").contains(&"sy".to_owned()) && initials("单一").contains(&"dy".to_owned()));
        assert!(initials("曾明").contains(&"cm".to_owned()) && initials("曾明").contains(&"zm".to_owned()));
        assert_eq!(initials("阿依古丽·买买提").iter().filter(|i| *i == "ayglmmt").count(), 1);
        assert_eq!(initials("Anne Lee"), ["annelee"]);
        assert_eq!(initials(""), Vec::<String>::new());
        assert!(initials(&"单曾".repeat(12)).len() <= MOST_VARIANTS);
    }

    #[test]
    fn a_name_is_found_by_its_parts_its_sound_and_its_number() {
        let licence = "14470201510900012";
        for query in [
            "张",
            "三丰",
            "张三丰",
            "zsf",
            "zhang",
            "zhangsanfeng",
            "zhangsf",
            "zsfeng",
            "sf",
            "sanf",
            "ＺＳ",
            "900012",
            "2015",
            "",
            "张 feng",
            "zhang sf",
        ] {
            assert!(matches(query, "张三丰", licence), "{query}");
        }
        for query in ["李", "ls", "zsl", "fs", "999", "张 li", "zhangg", "x", "zs1"] {
            assert!(!matches(query, "张三丰", licence), "{query}");
        }
    }

    #[test]
    fn many_readings_and_umlauts_find_the_same_person() {
        for query in ["shan", "dan", "sxz", "dxz", "shanxiaozhou"] {
            assert!(matches(query, "单小舟", ""), "{query}");
        }
        for query in ["lv", "lu", "lx", "lvxing", "luxing"] {
            assert!(matches(query, "吕行", ""), "{query}");
        }
        assert!(matches("ouyang", "欧阳修竹", "") && matches("oyxz", "欧阳修竹", ""));
        assert!(matches("mmt", "阿依古丽·买买提", "") && matches("古丽.买", "阿依古丽·买买提", ""));
    }

    #[test]
    fn a_hostile_query_costs_little() {
        let name = "安".repeat(25);
        assert!(!matches(&"an".repeat(4000), &name, ""));
    }

    #[test]
    fn rare_characters_do_not_hide_the_rest_of_a_name() {
        assert!(matches("张", "张㛃", "") && matches("zhang", "张𬱖", "") && matches("𬱖", "张𬱖", ""));
    }
}
