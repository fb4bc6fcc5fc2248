//! From a string to characters with glyphs, classes and natural widths. Widths are in em; the size comes at drawing.

use std::ops::Range;

use crate::pdf::face::{Faces, Weight};

/// How a character behaves at the ends of a line and beside its neighbours (GB/T 15834, 避头尾).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Opening bracket or quotation mark: never ends a line.
    Open,
    /// Closing mark or stop: never begins a line.
    Close,
    /// —— and ……: never parted.
    Dash,
    /// Latin letters, digits and their punctuation: broken only at spaces and after `/ ? &`.
    Word,
    Space,
    Cjk,
}

/// One character with its glyph.
#[derive(Clone, Debug)]
pub struct Mark {
    pub c: char,
    /// Bytes of the source text.
    pub range: Range<usize>,
    pub face: usize,
    pub glyph: u32,
    pub advance: f32,
    /// Shift of the drawn glyph inside its advance.
    pub offset: f32,
    pub class: Class,
    /// Half of the em is air that may be taken away.
    pub half_blank: bool,
}

/// The look of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    pub weight: Weight,
    /// Every digit as wide as the widest, for columns of numbers.
    pub tabular: bool,
}

pub const PLAIN: Style = Style { weight: Weight::Regular, tabular: false };
pub const STRONG: Style = Style { weight: Weight::Bold, tabular: false };
pub const TITLE: Style = Style { weight: Weight::Title, tabular: false };
pub const TABULAR: Style = Style { weight: Weight::Regular, tabular: true };

/// Noto Serif SC's digits are 0.47–0.56 em wide and the font has no tabular figures.
const DIGIT: f32 = 0.56;

impl Class {
    pub fn of(c: char) -> Self {
        match c {
            '（' | '《' | '〈' | '“' | '‘' | '【' | '〔' | '「' | '『' | '［' | '｛' => Self::Open,
            '）' | '》' | '〉' | '”' | '’' | '】' | '〕' | '」' | '』' | '］' | '｝' | '，' | '。' | '、' | '；'
            | '：' | '！' | '？' | '％' | '‰' | '·' | '・' | '～' | '／' => Self::Close,
            '—' | '…' => Self::Dash,
            ' ' | '\u{A0}' | '\u{3000}' => Self::Space,
            '!'..='~' | '\u{A1}'..='\u{24F}' | '\u{2010}'..='\u{2013}' => Self::Word,
            _ => Self::Cjk,
        }
    }
}

fn is_half_blank(c: char) -> bool {
    match Class::of(c) {
        Class::Open => true,
        Class::Close => !matches!(c, '％' | '‰' | '·' | '・' | '～' | '／'),
        _ => false,
    }
}

/// Finds a glyph for every character. Characters that no face holds are left out: `Press` refuses them beforehand.
pub fn marks(faces: &Faces, text: &str, style: Style) -> Vec<Mark> {
    let mut out: Vec<Mark> = Vec::with_capacity(text.len() / 3 + 1);
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let joined = c == '—'
            && (characters.peek().is_some_and(|(_, next)| *next == '—') || out.last().is_some_and(|m| m.c == '—'));
        // The font's own dash is 0.89 em and sits low: two of them would not join. The box-drawing stroke fills the
        // em at mid-height; the text behind the glyph stays U+2014.
        let wanted = if joined { '─' } else { c };
        let Some(found) = faces.find(wanted, style.weight) else { continue };
        let tabular = style.tabular && c.is_ascii_digit();
        let (advance, offset) = if tabular { (DIGIT, (DIGIT - found.advance) / 2.0) } else { (found.advance, 0.0) };
        // The second stroke reaches into the first: two that only touch show a seam on a screen.
        let offset = if joined && out.last().is_some_and(|m| m.c == '—') { offset - 0.02 } else { offset };
        out.push(Mark {
            c,
            range: at..at + c.len_utf8(),
            face: found.face,
            glyph: found.glyph,
            advance,
            offset,
            class: Class::of(c),
            half_blank: is_half_blank(c) && found.advance > 0.95,
        });
    }
    out
}

/// Whether a line may end between two neighbours.
pub fn may_part(left: &Mark, right: &Mark) -> bool {
    use Class::{Close, Dash, Open, Space, Word};
    match (left.class, right.class) {
        (_, Close | Space) | (Open, _) => false,
        (Dash, Dash) => left.c != right.c,
        (Word, Word) => matches!(left.c, '/' | '?' | '&'),
        // A closing ASCII mark behind ideographs keeps to them, an opening one to what follows.
        (_, Word) if matches!(right.c, ')' | ']' | '}' | ',' | '.' | ';' | ':' | '!' | '?' | '%') => {
            left.class == Space
        }
        (Word, _) => !matches!(left.c, '(' | '[' | '{'),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parting_follows_the_rules_of_line_ends() {
        let faces = Faces::new();
        let parts = |text: &str| {
            let marks = marks(&faces, text, PLAIN);
            marks.windows(2).map(|pair| may_part(&pair[0], &pair[1])).collect::<Vec<_>>()
        };
        assert_eq!(parts("甲。乙"), [false, true]);
        assert_eq!(parts("甲（乙）"), [true, false, false]);
        assert_eq!(parts("甲——乙"), [true, false, true]);
        assert_eq!(parts("甲……"), [true, false]);
        assert_eq!(parts("a/b c"), [false, true, false, true]);
        assert_eq!(parts("阿·乙"), [false, true]);
        assert_eq!(parts("甲(乙)丙"), [true, false, false, true]);
    }

    #[test]
    fn dashes_join_and_digits_align() {
        let faces = Faces::new();
        let dashes = marks(&faces, "——", PLAIN);
        assert!(dashes.iter().all(|m| (m.advance - 1.0).abs() < 1e-6 && m.c == '—'));
        let digits = marks(&faces, "0123456789", TABULAR);
        assert!(digits.iter().all(|m| (m.advance - DIGIT).abs() < 1e-6));
    }
}
