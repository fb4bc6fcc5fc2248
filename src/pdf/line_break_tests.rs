//! Paragraphs against the rules of line ends, over many widths, and the evenness of what is set.

use std::ops::Range;

use crate::pdf::face::Faces;
use crate::pdf::glyph_line::{Class, PLAIN, marks};
use crate::pdf::line_break::{Line, Measure, set, single};
use crate::pdf::sample;

fn lines(text: &str, names: &[Range<usize>], width: f32, indent: f32) -> Vec<(String, Line)> {
    let faces = Faces::new();
    let measure = Measure { width, first_indent: indent, justify: true };
    set(&marks(&faces, text, PLAIN), names, measure)
        .into_iter()
        .map(|line| (line.placed.iter().map(|placed| placed.c).collect(), line))
        .collect()
}

const HARD: &str = "兹证明广东示例（深圳）律师事务所（以下称“该所”）系本会会员，《章程》第十二条……规定——会员享有权利；\
                    编号12345/67890，详见https://zm.example.org/verify?code=7K3M&lang=zh，阿卜杜热合曼·买买提律师（“买买提”）。";

#[test]
fn no_width_breaks_a_rule_of_line_ends() {
    for tenths in 100..=320_u16 {
        let width = f32::from(tenths) / 10.0;
        let set = lines(HARD, &[], width, 2.0);
        let joined: String = set.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(joined, HARD, "nothing is lost at {width}");
        for pair in set.windows(2) {
            let (end, head) = (pair[0].0.chars().last().unwrap(), pair[1].0.chars().next().unwrap());
            assert_ne!(Class::of(end), Class::Open, "{end} ends a line at {width}");
            assert_ne!(Class::of(head), Class::Close, "{head} begins a line at {width}");
            assert!(!(Class::of(end) == Class::Dash && end == head), "{end}{head} parted at {width}");
            assert_ne!(head, '·');
        }
    }
}

#[test]
fn every_line_but_the_last_fills_the_measure() {
    for text in sample::firm().paragraphs {
        let set = lines(&text, &[], 28.0, 2.0);
        let (last, full) = set.split_last().unwrap();
        for (text, line) in full {
            assert!((line.indent + line.width - 28.0).abs() < 0.01, "{text}: {}", line.width);
        }
        assert!(last.1.width <= 28.01);
        assert!((set[0].1.indent - 2.0).abs() < 1e-6);
        assert!(set[1..].iter().all(|(_, line)| line.indent.abs() < 1e-6));
    }
}

#[test]
fn gaps_stay_below_what_reads_as_a_space() {
    let faces = Faces::new();
    for text in sample::firm().paragraphs.iter().chain(&sample::lawyers(30).paragraphs) {
        let all = marks(&faces, text, PLAIN);
        let mut next = 0;
        for (_, line) in lines(text, &[], 28.0, 2.0) {
            for (at, placed) in line.placed.iter().enumerate() {
                if at + 1 < line.placed.len() {
                    assert!(placed.odd || placed.advance - all[next].advance < 0.1, "{text}: {}", all[next].c);
                }
                next += 1;
            }
        }
    }
}

#[test]
fn a_name_stays_whole_where_it_can() {
    let mut parted = 0;
    for lead in 0..28 {
        let text = format!(
            "{}欧阳明远律师系本会会员，执业状态为正常，未受到本会的行业处分，本证明仅用于投标。",
            "示".repeat(lead)
        );
        let start = lead * 3;
        let set = lines(&text, std::slice::from_ref(&(start..start + 12)), 28.0, 2.0);
        parted += usize::from(!set.iter().any(|(line, _)| line.contains("欧阳明远")));
    }
    assert_eq!(parted, 0);
    // A name longer than a line cannot stay whole, and is set all the same.
    let long = "长".repeat(40);
    assert_eq!(lines(&long, std::slice::from_ref(&(0..120)), 28.0, 0.0).len(), 2);
}

#[test]
fn neighbouring_punctuation_is_squeezed() {
    let faces = Faces::new();
    let width = |text: &str| single(&marks(&faces, text, PLAIN)).width;
    assert!((width("甲）。乙") - 3.5).abs() < 1e-3);
    assert!((width("甲：“乙") - 3.5).abs() < 1e-3);
    assert!((width("（《甲") - 2.5).abs() < 1e-3);
    assert!((width("甲乙。") - 2.5).abs() < 1e-3, "the blank half of the last stop does not count");
    assert!((width("甲——乙") - 4.0).abs() < 1e-3);
}

#[test]
fn endless_words_and_brackets_are_set_somehow() {
    assert!(lines(&"9".repeat(200), &[], 20.0, 0.0).len() >= 5);
    assert!(!lines(&"（".repeat(90), &[], 20.0, 0.0).is_empty());
    assert!(!lines(&"。".repeat(90), &[], 20.0, 2.0).is_empty());
    assert!(lines("", &[], 20.0, 2.0).is_empty());
    assert_eq!(lines("   ", &[], 20.0, 2.0).len(), 1);
}

#[test]
fn codes_and_numbers_are_never_parted_and_no_line_is_letter_spaced() {
    let faces = Faces::new();
    let (code, licence) = ("31440000MD0000000X", "14401201510000001");
    let mut short = 0;
    for lead in 0..40 {
        let text = format!(
            "{}（统一社会信用代码：{code}）及欧阳明远（律师执业证号：{licence}）系本会会员。",
            "示".repeat(lead)
        );
        let all = marks(&faces, &text, PLAIN);
        let name = text.find("欧阳明远").unwrap();
        let set = lines(&text, std::slice::from_ref(&(name..name + 12)), 28.0, 2.0);
        for word in [code, licence, "欧阳明远"] {
            assert!(set.iter().any(|(line, _)| line.contains(word)), "{word} is parted behind {lead} characters");
        }
        let mut next = 0;
        for (_, line) in &set {
            for (at, placed) in line.placed.iter().enumerate() {
                let widened = placed.advance - all[next].advance;
                assert!(at + 1 == line.placed.len() || widened < 0.25 + 0.18 + 1e-3, "{widened} in {text}");
                next += 1;
            }
        }
        let full = &set[..set.len() - 1];
        short += full.iter().filter(|(_, line)| line.indent + line.width < 27.9).count();
    }
    assert!((1..25).contains(&short), "{short} of some 90 lines end short");
}
