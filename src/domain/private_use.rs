//! Private-use code points that Chinese systems have stored for characters which Unicode had not yet encoded, and the
//! standard code points that GB 18030-2022 gives the same characters. Files written through GBK or GB 18030-2000/2005
//! still carry them; a certificate must not, for no font draws them and no one can search them.

/// GBK and GB 18030 0xFE50–0xFEA0 (without 0xFE7F) were U+E815–U+E864, in this order. 24 of them stayed private until
/// GB 18030-2005, 14 of these even in it.
const FROM_E815: [char; 80] = [
    '\u{2E81}',
    '\u{20087}',
    '\u{20089}',
    '\u{200CC}',
    '\u{2E84}',
    '\u{3473}',
    '\u{3447}',
    '\u{2E88}',
    '\u{2E8B}',
    '\u{9FB4}',
    '\u{359E}',
    '\u{361A}',
    '\u{360E}',
    '\u{2E8C}',
    '\u{2E97}',
    '\u{396E}',
    '\u{3918}',
    '\u{9FB5}',
    '\u{39CF}',
    '\u{39DF}',
    '\u{3A73}',
    '\u{39D0}',
    '\u{9FB6}',
    '\u{9FB7}',
    '\u{3B4E}',
    '\u{3C6E}',
    '\u{3CE0}',
    '\u{2EA7}',
    '\u{215D7}',
    '\u{9FB8}',
    '\u{2EAA}',
    '\u{4056}',
    '\u{415F}',
    '\u{2EAE}',
    '\u{4337}',
    '\u{2EB3}',
    '\u{2EB6}',
    '\u{2EB7}',
    '\u{2298F}',
    '\u{43B1}',
    '\u{43AC}',
    '\u{2EBB}',
    '\u{43DD}',
    '\u{44D6}',
    '\u{4661}',
    '\u{464C}',
    '\u{9FB9}',
    '\u{4723}',
    '\u{4729}',
    '\u{477C}',
    '\u{478D}',
    '\u{2ECA}',
    '\u{4947}',
    '\u{497A}',
    '\u{497D}',
    '\u{4982}',
    '\u{4983}',
    '\u{4985}',
    '\u{4986}',
    '\u{499F}',
    '\u{499B}',
    '\u{49B7}',
    '\u{49B6}',
    '\u{9FBA}',
    '\u{241FE}',
    '\u{4CA3}',
    '\u{4C9F}',
    '\u{4CA0}',
    '\u{4CA1}',
    '\u{4C77}',
    '\u{4CA2}',
    '\u{4D13}',
    '\u{4D14}',
    '\u{4D15}',
    '\u{4D16}',
    '\u{4D17}',
    '\u{4D18}',
    '\u{4D19}',
    '\u{4DAE}',
    '\u{9FBB}',
];

/// 0xA6D9–0xA6DF, 0xA6EC, 0xA6ED, 0xA6F3: punctuation for vertical text, U+E78D–U+E796.
const FROM_E78D: [char; 10] = [
    '\u{FE10}', '\u{FE12}', '\u{FE11}', '\u{FE13}', '\u{FE14}', '\u{FE15}', '\u{FE16}', '\u{FE17}', '\u{FE18}',
    '\u{FE19}',
];

/// 0xA8BC and 0xA8BF, letters of pinyin: U+E7C7, U+E7C8.
const FROM_E7C7: [char; 2] = ['\u{1E3F}', '\u{01F9}'];

/// 0xA989–0xA995: U+303E and the ideographic description characters, U+E7E7–U+E7F3.
const FROM_E7E7: [char; 13] = [
    '\u{303E}', '\u{2FF0}', '\u{2FF1}', '\u{2FF2}', '\u{2FF3}', '\u{2FF4}', '\u{2FF5}', '\u{2FF6}', '\u{2FF7}',
    '\u{2FF8}', '\u{2FF9}', '\u{2FFA}', '\u{2FFB}',
];

/// The standard code point of a private-use one of GBK and GB 18030; `None` for every other character.
pub fn standard(character: char) -> Option<char> {
    let from = |first: u32, table: &'static [char]| {
        let index = usize::try_from(u32::from(character).checked_sub(first)?).ok()?;
        table.get(index).copied()
    };
    from(0xE815, &FROM_E815)
        .or_else(|| from(0xE78D, &FROM_E78D))
        .or_else(|| from(0xE7C7, &FROM_E7C7))
        .or_else(|| from(0xE7E7, &FROM_E7E7))
}

/// Whether a code point is for private use: the area in the first plane and the two last planes.
pub fn is_private(character: char) -> bool {
    matches!(u32::from(character), 0xE000..=0xF8FF | 0xF_0000..=0xF_FFFD | 0x10_0000..=0x10_FFFD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_twenty_four_of_gb_18030_map_as_its_2022_edition_says() {
        for (private, public) in [
            ('\u{E78D}', '\u{FE10}'),
            ('\u{E78E}', '\u{FE12}'),
            ('\u{E78F}', '\u{FE11}'),
            ('\u{E790}', '\u{FE13}'),
            ('\u{E791}', '\u{FE14}'),
            ('\u{E792}', '\u{FE15}'),
            ('\u{E793}', '\u{FE16}'),
            ('\u{E794}', '\u{FE17}'),
            ('\u{E795}', '\u{FE18}'),
            ('\u{E796}', '\u{FE19}'),
            ('\u{E816}', '\u{20087}'),
            ('\u{E817}', '\u{20089}'),
            ('\u{E818}', '\u{200CC}'),
            ('\u{E81E}', '\u{9FB4}'),
            ('\u{E826}', '\u{9FB5}'),
            ('\u{E82B}', '\u{9FB6}'),
            ('\u{E82C}', '\u{9FB7}'),
            ('\u{E831}', '\u{215D7}'),
            ('\u{E832}', '\u{9FB8}'),
            ('\u{E83B}', '\u{2298F}'),
            ('\u{E843}', '\u{9FB9}'),
            ('\u{E854}', '\u{9FBA}'),
            ('\u{E855}', '\u{241FE}'),
            ('\u{E864}', '\u{9FBB}'),
        ] {
            assert_eq!(standard(private), Some(public), "{:X}", u32::from(private));
        }
    }

    #[test]
    fn older_gbk_ones_map_too_and_all_targets_are_public() {
        assert_eq!(standard('\u{E81A}'), Some('㑳'));
        assert_eq!(standard('\u{E863}'), Some('䶮'));
        assert_eq!(standard('\u{E7C8}'), Some('ǹ'));
        let mapped: Vec<char> = ('\u{E000}'..='\u{F8FF}').filter_map(standard).collect();
        assert_eq!(mapped.len(), 105);
        assert!(mapped.iter().all(|c| !is_private(*c)));
        let mut distinct = mapped.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), mapped.len());
    }

    #[test]
    fn other_characters_are_left_alone() {
        for character in ['\u{E814}', '\u{E865}', '\u{E000}', '张', 'A', '\u{F8FF}'] {
            assert_eq!(standard(character), None);
        }
        assert!(is_private('\u{E000}') && is_private('\u{10FFFD}') && !is_private('张') && !is_private('\u{F900}'));
    }
}
