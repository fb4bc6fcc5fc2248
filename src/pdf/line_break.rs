//! Breaking a paragraph into lines and spreading each line to the full measure.
//!
//! All breaks of a paragraph are chosen together (least total badness), so that names need not be parted, lines are
//! evenly set and the last line is not a lone character. Numbers, codes and Latin words are never parted where a line
//! can hold them. Spreading goes into the gaps between ideographs and stays below a tenth of an em where it can: beyond
//! that, text extractors read a gap as a space. A line that a long number leaves too empty to be filled ends short.

use std::ops::Range;

use crate::pdf::glyph_line::{Class, Mark, may_part};
use crate::pdf::spread::{Bond, Gap, Spread, Sum, TIGHT, UTMOST, bond, gap, head_trim, tail_trim};

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

/// What it costs to end a line between `left` and `right`, or `None` where no line may end. `before` stands ahead of
/// `left`; `endless`: both belong to a word that no line can hold.
fn break_cost(before: Option<&Mark>, left: &Mark, right: &Mark, bond: Bond, endless: bool) -> Option<f32> {
    if !may_part(left, right) {
        return endless.then_some(60.0);
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
        Bond::Short => 80.0,
        Bond::Long => 6.0,
        Bond::None if of_one_number => 8.0,
        Bond::None if of_one_phrase => 3.0,
        Bond::None => 0.0,
    })
}

/// For each mark, whether it belongs to a word that is wider than `room` and must be parted somewhere.
fn endless_words(marks: &[Mark], room: f32) -> Vec<bool> {
    let mut endless = Vec::with_capacity(marks.len());
    for word in
        marks.chunk_by(|left, right| left.class == Class::Word && right.class == Class::Word && !may_part(left, right))
    {
        let width: f32 = word.iter().map(|mark| mark.advance).sum();
        endless.extend(word.iter().map(|_| width > room));
    }
    endless
}

fn badness(slack: f32, sum: &Sum, last: bool, justify: bool) -> Option<f32> {
    if slack < -1e-4 {
        let pressed = -slack / sum.shrink.max(1e-6);
        return (pressed <= 1.0 && justify).then_some(1.5 * pressed * pressed);
    }
    if last {
        return Some(0.0);
    }
    if !justify {
        return Some(0.02 * slack * slack);
    }
    Some(Spread::of(slack, sum).cost())
}

/// Sets a paragraph. `names` are the byte ranges that should stay on one line.
pub fn set(marks: &[Mark], names: &[Range<usize>], measure: Measure) -> Vec<Line> {
    let count = marks.len();
    if count == 0 {
        return Vec::new();
    }
    let joined: Vec<Bond> = marks.windows(2).map(|pair| bond(pair, names)).collect();
    let gaps: Vec<Gap> = marks.windows(2).zip(&joined).map(|(pair, &joined)| gap(&pair[0], &pair[1], joined)).collect();
    let endless = endless_words(marks, measure.width - measure.first_indent.max(0.0));
    let mut best: Vec<Option<(f32, usize)>> = vec![None; count + 1];
    best[0] = Some((0.0, 0));
    for start in 0..count {
        let Some((so_far, _)) = best[start] else { continue };
        let room = measure.width - if start == 0 { measure.first_indent } else { 0.0 };
        let mut sum = Sum { width: -head_trim(&marks[start], start == 0), ..Sum::default() };
        // Up to the last mark that is no space: trailing spaces hang.
        let mut inked = (sum, tail_trim(&marks[start]));
        for end in start + 1..=count {
            let mark = &marks[end - 1];
            if end - 1 > start {
                sum.add(&gaps[end - 2]);
            }
            sum.width += mark.advance;
            if mark.class != Class::Space {
                inked = (sum, tail_trim(mark));
            }
            let slack = room - (inked.0.width - inked.1);
            let last = end == count;
            let before = end.checked_sub(2).map(|at| &marks[at]);
            if slack + inked.0.shrink < -1e-3 && end > start + 1 {
                break;
            }
            let parting =
                if last { Some(0.0) } else { break_cost(before, mark, &marks[end], joined[end - 1], endless[end - 1]) };
            let Some(parting) = parting else { continue };
            let Some(bad) = badness(slack, &inked.0, last, measure.justify).or((end == start + 1).then_some(1e4))
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
    let mut sum = Sum::default();
    gaps[inner].iter().for_each(|gap| sum.add(gap));
    let natural = marks[range.start..=inked].iter().map(|m| m.advance).sum::<f32>() + sum.width - head - tail;
    let slack = measure.width - indent - natural;
    let (spread, pressed) = if slack < 0.0 {
        (Spread::default(), (-slack / sum.shrink.max(1e-6)).min(1.0))
    } else if last || !measure.justify || sum.weight < 1e-6 {
        (Spread::default(), 0.0)
    } else {
        (Spread::of(slack, &sum), 0.0)
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
                let added = gap.space + gap.weight * spread.each - gap.shrink * pressed;
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

/// A text on one line, never broken, without air between scripts: a number, a name, a cell.
pub fn single(marks: &[Mark]) -> Line {
    unbroken(marks, Bond::Long)
}

/// The same with that air, as paragraphs have it: a date.
pub fn single_aired(marks: &[Mark]) -> Line {
    unbroken(marks, Bond::None)
}

fn unbroken(marks: &[Mark], bond: Bond) -> Line {
    if marks.is_empty() {
        return Line { placed: Vec::new(), indent: 0.0, width: 0.0 };
    }
    let gaps: Vec<Gap> = marks.windows(2).map(|pair| gap(&pair[0], &pair[1], bond)).collect();
    let whole = Measure { width: f32::MAX, first_indent: 0.0, justify: false };
    line(marks, &gaps, 0..marks.len(), whole, true)
}
