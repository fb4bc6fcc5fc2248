//! Breaking a paragraph into lines and spreading each line to the full measure.
//!
//! All breaks of a paragraph are chosen together (least total badness), so that names need not be parted, lines are
//! evenly set and the last line is not a lone character. Spreading goes into the gaps between ideographs and stays
//! below a tenth of an em where it can: beyond that, text extractors read a gap as a space.

use std::ops::Range;

use crate::pdf::glyph_line::{Class, Mark, may_part};

/// What a paragraph is set into. Widths in em.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    pub width: f32,
    pub first_indent: f32,
    /// Spread every line but the last to the full width.
    pub justify: bool,
}

/// A glyph in its line; `advance` already holds the space that justification gave or took.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    pub face: usize,
    pub glyph: u32,
    /// The character behind the glyph.
    pub c: char,
    pub advance: f32,
    pub offset: f32,
    /// The distance to the next glyph misleads readers: as wide as a space that is none, or squeezed until the marks
    /// overlap.
    pub odd: bool,
}

/// One line: the glyphs, how far it is indented, and its width without the trailing space, in em.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub placed: Vec<Placed>,
    pub indent: f32,
    pub width: f32,
}

/// Air between ideographs and Latin letters or digits: a quarter of an em, an eighth where a line is full. Extractors take
/// it for a space; `draw` tells them in words that it is none.
const MIXED: f32 = 0.25;
/// The stretch of one gap that looks right.
const EASY: f32 = 0.05;
/// The stretch of one gap that text extractors still read as no space.
const UTMOST: f32 = 0.09;
/// The squeeze of one gap that extractors still read as one line.
const TIGHT: f32 = 0.04;
/// How much a space takes of the stretch, compared with a gap between ideographs.
const SPACE_WEIGHT: f32 = 4.0;

#[derive(Clone, Copy)]
struct Gap {
    /// Natural space between a mark and the next one; negative where punctuation is squeezed.
    space: f32,
    weight: f32,
    shrink: f32,
}

/// Whether two neighbours belong to one name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bond {
    None,
    /// A person's name: hardly ever parted.
    Short,
    /// A firm's name: parted rather than leaving a line half empty.
    Long,
}

fn bond(pair: &[Mark], names: &[Range<usize>]) -> Bond {
    /// Eight ideographs, in bytes.
    const SHORT: usize = 24;
    match names.iter().find(|name| name.start <= pair[0].range.start && pair[1].range.end <= name.end) {
        None => Bond::None,
        Some(name) if name.len() <= SHORT => Bond::Short,
        Some(_) => Bond::Long,
    }
}

/// The space between neighbours on one line.
fn gap(left: &Mark, right: &Mark, bond: Bond) -> Gap {
    let mut space = 0.0;
    let mut shrink = 0.0;
    if left.half_blank && left.class == Class::Close && right.half_blank
        || left.half_blank && left.class == Class::Open && right.half_blank && right.class == Class::Open
    {
        space -= 0.5;
    } else if left.half_blank && left.class == Class::Close || right.half_blank && right.class == Class::Open {
        shrink += 0.25;
    }
    let letter = |m: &Mark| m.class == Class::Word && m.c.is_alphanumeric();
    let ideograph = |m: &Mark| m.class == Class::Cjk;
    if bond == Bond::None && (letter(left) && ideograph(right) || ideograph(left) && letter(right)) {
        space += MIXED;
        shrink += MIXED / 2.0;
        return Gap { space, weight: 0.5, shrink };
    }
    let weight = match (left.class, right.class) {
        (Class::Word, Class::Word) | (Class::Dash, Class::Dash) | (_, Class::Space) => 0.0,
        (Class::Space, _) => SPACE_WEIGHT,
        // What is stretched least is read back best.
        _ if bond != Bond::None => 0.5,
        _ => 1.0,
    };
    if left.class == Class::Space {
        shrink += 0.06;
    }
    Gap { space, weight, shrink }
}

/// Trim at the head of a line: the blank half of an opening mark, except where a paragraph begins.
fn head_trim(mark: &Mark, first: bool) -> f32 {
    if !first && mark.half_blank && mark.class == Class::Open { 0.5 } else { 0.0 }
}

fn tail_trim(mark: &Mark) -> f32 {
    if mark.half_blank && mark.class == Class::Close { 0.5 } else { 0.0 }
}

/// What it costs to end a line between `left` and `right`, or `None` where no line may end. `before` stands ahead of
/// `left`.
fn break_cost(before: Option<&Mark>, left: &Mark, right: &Mark, bond: Bond) -> Option<f32> {
    if !may_part(left, right) {
        // A word longer than a line must be parted somewhere.
        return (left.class == Class::Word && right.class == Class::Word).then_some(60.0);
    }
    let digit = |m: &Mark| m.c.is_ascii_digit();
    let unit = |c: char| matches!(c, '年' | '月' | '日' | '号' | '名' | '人' | '份' | '页' | '元' | '期');
    let of_one_number = digit(left) && unit(right.c) || left.c == '第' && digit(right);
    // "20 November", "No. 1440": a number stays with its word.
    let of_one_phrase = left.class == Class::Space
        && before.is_some_and(|mark| digit(mark) && right.c.is_alphabetic() || mark.c == '.' && digit(right));
    Some(match bond {
        // 间隔号 parts a name where a name may be parted.
        _ if left.c == '·' => 2.0,
        Bond::Short => 24.0,
        Bond::Long => 6.0,
        Bond::None if of_one_number => 0.8,
        Bond::None if of_one_phrase => 3.0,
        Bond::None => 0.0,
    })
}

fn badness(slack: f32, weight: f32, shrink: f32, last: bool, justify: bool) -> Option<f32> {
    if slack < -1e-4 {
        let pressed = -slack / shrink.max(1e-6);
        return (pressed <= 1.0 && justify).then_some(1.5 * pressed * pressed);
    }
    if last {
        return Some(0.0);
    }
    if !justify {
        return Some(0.02 * slack * slack);
    }
    let each = slack / weight.max(0.25);
    Some((each / EASY).powi(2) + (each - UTMOST).max(0.0) * 200.0)
}

/// Sets a paragraph. `names` are the byte ranges that should stay on one line.
pub fn set(marks: &[Mark], names: &[Range<usize>], measure: Measure) -> Vec<Line> {
    let count = marks.len();
    if count == 0 {
        return Vec::new();
    }
    let joined: Vec<Bond> = marks.windows(2).map(|pair| bond(pair, names)).collect();
    let gaps: Vec<Gap> = marks.windows(2).zip(&joined).map(|(pair, &joined)| gap(&pair[0], &pair[1], joined)).collect();
    let mut best: Vec<Option<(f32, usize)>> = vec![None; count + 1];
    best[0] = Some((0.0, 0));
    for start in 0..count {
        let Some((so_far, _)) = best[start] else { continue };
        let room = measure.width - if start == 0 { measure.first_indent } else { 0.0 };
        let (mut width, mut weight, mut shrink) = (-head_trim(&marks[start], start == 0), 0.0, 0.0);
        // Width up to the last mark that is no space: trailing spaces hang.
        let mut inked = (width, weight, shrink, tail_trim(&marks[start]));
        for end in start + 1..=count {
            let mark = &marks[end - 1];
            if end - 1 > start {
                let gap = &gaps[end - 2];
                width += gap.space;
                weight += gap.weight;
                shrink += gap.shrink;
            }
            width += mark.advance;
            if mark.class != Class::Space {
                inked = (width, weight, shrink, tail_trim(mark));
            }
            let slack = room - (inked.0 - inked.3);
            let last = end == count;
            let before = end.checked_sub(2).map(|at| &marks[at]);
            if slack + inked.2 < -1e-3 && end > start + 1 {
                break;
            }
            let parting = if last { Some(0.0) } else { break_cost(before, mark, &marks[end], joined[end - 1]) };
            let Some(parting) = parting else { continue };
            let Some(bad) =
                badness(slack, inked.1, inked.2, last, measure.justify).or((end == start + 1).then_some(1e4))
            else {
                continue;
            };
            let lonely = if last && start > 0 && end - start <= 2 { 4.0 } else { 0.0 };
            let total = so_far + bad + parting + lonely;
            if best[end].is_none_or(|(known, _)| total < known) {
                best[end] = Some((total, start));
            }
        }
        // No legal end within reach (an endless run of brackets): part after as much as one mark.
        if best[start + 1..].iter().all(Option::is_none) {
            best[start + 1] = Some((so_far + 1e4, start));
        }
    }
    let mut cuts = vec![count];
    while let Some(&end) = cuts.last() {
        if end == 0 {
            break;
        }
        cuts.push(best[end].map_or(end - 1, |(_, start)| start));
    }
    cuts.reverse();
    cuts.windows(2).map(|cut| line(marks, &gaps, cut[0]..cut[1], measure, cut[1] == count)).collect()
}

fn line(marks: &[Mark], gaps: &[Gap], range: Range<usize>, measure: Measure, last: bool) -> Line {
    let first = range.start == 0;
    let indent = if first { measure.first_indent } else { 0.0 };
    let inked = range.clone().rev().find(|&at| marks[at].class != Class::Space).unwrap_or(range.start);
    let inner = range.start..inked;
    let head = head_trim(&marks[range.start], first);
    let tail = tail_trim(&marks[inked]);
    let natural = marks[range.start..=inked].iter().map(|m| m.advance).sum::<f32>()
        + gaps[inner.clone()].iter().map(|gap| gap.space).sum::<f32>()
        - head
        - tail;
    let weight: f32 = gaps[inner.clone()].iter().map(|gap| gap.weight).sum();
    let shrink: f32 = gaps[inner.clone()].iter().map(|gap| gap.shrink).sum();
    let slack = measure.width - indent - natural;
    let (stretched, pressed) = if slack < 0.0 {
        (0.0, (-slack / shrink.max(1e-6)).min(1.0))
    } else if last || !measure.justify || weight < 1e-6 {
        (0.0, 0.0)
    } else {
        (slack / weight, 0.0)
    };
    let mut width = 0.0;
    let placed = range
        .clone()
        .map(|at| {
            let mark = &marks[at];
            let mut advance = mark.advance;
            let mut offset = mark.offset;
            let mut odd = false;
            if at == range.start {
                advance -= head;
                offset -= head;
            }
            if at < inked {
                let gap = &gaps[at];
                let added = gap.space + gap.weight * stretched - gap.shrink * pressed;
                advance += added;
                // A real space may be as wide as it likes.
                odd = mark.class != Class::Space && !(-TIGHT..=UTMOST).contains(&added);
            }
            if at <= inked {
                width += advance;
            }
            Placed { face: mark.face, glyph: mark.glyph, c: mark.c, advance, offset, odd }
        })
        .collect();
    Line { placed, indent, width: width - tail }
}

/// A text on one line, never broken.
pub fn single(marks: &[Mark]) -> Line {
    if marks.is_empty() {
        return Line { placed: Vec::new(), indent: 0.0, width: 0.0 };
    }
    let gaps: Vec<Gap> = marks.windows(2).map(|pair| gap(&pair[0], &pair[1], Bond::Long)).collect();
    let whole = Measure { width: f32::MAX, first_indent: 0.0, justify: false };
    line(marks, &gaps, 0..marks.len(), whole, true)
}
