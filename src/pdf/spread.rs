//! The air between two neighbours on a line, what it may grow or shrink by, and how the slack of a line is shared out.

use std::ops::Range;

use crate::pdf::glyph_line::{Class, Mark};

/// Air between ideographs and Latin letters or digits: a quarter of an em, an eighth where a line is full. Extractors take
/// it for a space; `draw` tells them in words that it is none.
const MIXED: f32 = 0.25;
/// The stretch of one gap that looks right.
const EASY: f32 = 0.05;
/// The stretch of one gap that text extractors still read as no space.
pub const UTMOST: f32 = 0.09;
/// The stretch of one gap beyond which a line looks letter-spaced: it rather ends short.
const LOOSE: f32 = 0.18;
/// The squeeze of one gap that extractors still read as one line.
pub const TIGHT: f32 = 0.04;
/// How much a space takes of the stretch, compared with a gap between ideographs.
const SPACE_WEIGHT: f32 = 4.0;

#[derive(Clone, Copy)]
pub struct Gap {
    /// Natural space between a mark and the next one; negative where punctuation is squeezed.
    pub space: f32,
    pub weight: f32,
    pub shrink: f32,
}

/// What a stretch of marks amounts to on a line.
#[derive(Clone, Copy, Default)]
pub struct Sum {
    pub width: f32,
    pub weight: f32,
    pub shrink: f32,
}

impl Sum {
    pub fn add(&mut self, gap: &Gap) {
        self.width += gap.space;
        self.weight += gap.weight;
        self.shrink += gap.shrink;
    }
}

/// How the slack of a line is shared out: to each gap by its weight, and what is left at the line's end.
#[derive(Clone, Copy, Default)]
pub struct Spread {
    pub each: f32,
    pub left: f32,
}

impl Spread {
    /// A line that cannot be filled without letter-spacing is stretched as little as any other, and ends short.
    pub fn of(slack: f32, sum: &Sum) -> Self {
        let weight = sum.weight.max(0.25);
        let even = slack / weight;
        if even <= LOOSE {
            Self { each: even, left: 0.0 }
        } else {
            Self { each: UTMOST, left: slack - UTMOST * weight }
        }
    }

    /// What it costs among the lines of a paragraph.
    pub fn cost(self) -> f32 {
        let short = if self.left > 0.0 { 18.0 + self.left * self.left } else { 0.0 };
        (self.each / EASY).powi(2) + (self.each - UTMOST).max(0.0) * 60.0 + short
    }
}

/// Whether two neighbours belong to one name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Bond {
    None,
    /// A person's name: hardly ever parted.
    Short,
    /// A firm's name: parted rather than leaving a line half empty.
    Long,
}

pub fn bond(pair: &[Mark], names: &[Range<usize>]) -> Bond {
    /// Eight ideographs, in bytes.
    const SHORT: usize = 24;
    match names.iter().find(|name| name.start <= pair[0].range.start && pair[1].range.end <= name.end) {
        None => Bond::None,
        Some(name) if name.len() <= SHORT => Bond::Short,
        Some(_) => Bond::Long,
    }
}

/// The space between neighbours on one line.
pub fn gap(left: &Mark, right: &Mark, bond: Bond) -> Gap {
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
        _ => 1.0,
    };
    if left.class == Class::Space {
        shrink += 0.06;
    }
    Gap { space, weight, shrink }
}

/// Trim at the head of a line: the blank half of an opening mark, except where a paragraph begins.
pub fn head_trim(mark: &Mark, first: bool) -> f32 {
    if !first && mark.half_blank && mark.class == Class::Open { 0.5 } else { 0.0 }
}

pub fn tail_trim(mark: &Mark) -> f32 {
    if mark.half_blank && mark.class == Class::Close { 0.5 } else { 0.0 }
}
