//! The round seal of an association (民政部、公安部令第1号): 42 mm, a five-pointed star in the middle, a ring of 1.2 mm,
//! the name in 宋体 along the arc from left to right, feet toward the centre. It is only a picture of a seal, and carries
//! the word 样章; the association's registered one is drawn by `seal_image`.
//!
//! The name is drawn as outlines, so that it is not part of the page's text.

use std::f32::consts::PI;

use krilla::paint::{Fill, FillRule};
use skrifa::GlyphId;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};

use crate::domain::sheet::Seal;
use crate::pdf::face::{Faces, Weight};
use crate::pdf::figure::{Figure, Outline, Rgb, fill};
use crate::pdf::plan::MM;

/// Outer radius in points.
pub const RADIUS: f32 = 21.0 * MM;
/// Width of the ring in points.
const RING: f32 = 1.2 * MM;
/// The star's outer radius: 14 mm from tip to tip.
const STAR: f32 = 7.36 * MM;

/// 公章红.
const RED: Rgb = [0xD7, 0x1A, 0x1A];

/// An affine map of outline points: `x' = a x + c y + e`, `y' = b x + d y + f`.
#[derive(Clone, Copy)]
struct Affine {
    a: f32,
    b: f32,
    c: f32,
    d: f32,
    e: f32,
    f: f32,
}

struct Pen<'a> {
    to: Affine,
    path: &'a mut Outline,
}

impl Pen<'_> {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        let m = self.to;
        (m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f)
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let ((cx, cy), (x, y)) = (self.at(cx, cy), self.at(x, y));
        self.path.quad_to(cx, cy, x, y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let ((ax, ay), (bx, by), (x, y)) = (self.at(ax, ay), self.at(bx, by), self.at(x, y));
        self.path.cubic_to(ax, ay, bx, by, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

/// Where an outlined character stands: the middle of its foot, its turn (clockwise, radians) and its size.
#[derive(Clone, Copy)]
struct Stand {
    x: f32,
    y: f32,
    angle: f32,
    tall: f32,
    wide: f32,
}

/// A word set in outlines around a point.
#[derive(Clone, Copy)]
pub struct Banner {
    pub x: f32,
    pub y: f32,
    /// Clockwise, radians.
    pub angle: f32,
    pub size: f32,
    /// From one character's middle to the next one's.
    pub step: f32,
}

fn outline(faces: &Faces, c: char, stand: Stand, path: &mut Outline) {
    let Stand { x, y, angle, tall, wide } = stand;
    let Some(found) = faces.find(c, Weight::Bold) else { return };
    let face = faces.get(found.face);
    let Some(glyph) = face.outlines.get(GlyphId::new(found.glyph)) else { return };
    let (sx, sy) = (wide / face.units_per_em, tall / face.units_per_em);
    let (sin, cos) = angle.sin_cos();
    // Font space: y up, the em box from -0.12 to 0.88; its foot and middle become the origin.
    let (mid, foot) = (found.advance * face.units_per_em / 2.0, -0.12 * face.units_per_em);
    let to = Affine {
        a: cos * sx,
        b: sin * sx,
        c: sin * sy,
        d: -cos * sy,
        e: x - cos * sx * mid - sin * sy * foot,
        f: y - sin * sx * mid + cos * sy * foot,
    };
    let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
    // A glyph that cannot be drawn leaves its place empty; `Press` refuses such names before.
    let _ = glyph.draw(settings, &mut Pen { to, path });
}

/// Words laid across a page, drawn around its middle.
pub fn across(faces: &Faces, text: &str, banner: Banner, colour: Rgb) -> Figure {
    let mut path = Outline::new();
    add_word(faces, text, banner, &mut path);
    Figure::Outlines(path.filled(fill(colour)).into_iter().collect())
}

fn add_word(faces: &Faces, text: &str, banner: Banner, path: &mut Outline) {
    let Banner { x, y, angle, size, step } = banner;
    let (sin, cos) = angle.sin_cos();
    for (at, c) in text.chars().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a few characters")]
        let along = (at as f32 - (text.chars().count() as f32 - 1.0) / 2.0) * step;
        let (x, y) = (x + cos * along - sin * size / 2.0, y + sin * along + cos * size / 2.0);
        outline(faces, c, Stand { x, y, angle, tall: size, wide: size }, path);
    }
}

fn circle(radius: f32, path: &mut Outline) {
    const K: f32 = 0.552_284_8;
    let (r, k) = (radius, radius * K);
    path.move_to(r, 0.0);
    path.cubic_to(r, k, k, r, 0.0, r);
    path.cubic_to(-k, r, -r, k, -r, 0.0);
    path.cubic_to(-r, -k, -k, -r, 0.0, -r);
    path.cubic_to(k, -r, r, -k, r, 0.0);
    path.close();
}

fn star(path: &mut Outline) {
    for tip in 0_u8..10 {
        let radius = if tip % 2 == 0 { STAR } else { STAR * 0.382 };
        let angle = f32::from(tip) * PI / 5.0;
        let (x, y) = (radius * angle.sin(), -radius * angle.cos());
        if tip == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
    }
    path.close();
}

/// How a name stands along the ring: size of its characters, how far their feet are from the centre (points), and the
/// angle from one to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Curve {
    tall: f32,
    wide: f32,
    foot: f32,
    step: f32,
}

impl Curve {
    /// Few characters stand large and far apart; many grow smaller, narrower than they are tall, and reach further round,
    /// as far as 样章 leaves room.
    fn of(count: usize) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "a name has some dozen characters")]
        let count = count.max(1) as f32;
        let tall = (6.0 - (count - 8.0).max(0.0) * 0.1).clamp(4.0, 6.0) * MM;
        let foot = RADIUS - RING - 0.9 * MM - tall;
        let span = (70.0 + 18.0 * count).min(252.0) + ((count - 18.0) * 3.0).clamp(0.0, 36.0);
        let gaps = (count - 1.0).max(1.0);
        let step = (span.to_radians() / gaps).min(1.75 * tall / foot);
        Self { tall, wide: tall.min(1.06 * step * foot), foot, step }
    }
}

/// Draws a seal.
pub fn draw(faces: &Faces, seal: &Seal) -> Figure {
    let mut figure = Outline::new();
    star(&mut figure);
    let name: Vec<char> = seal.name.chars().filter(|c| !c.is_whitespace()).collect();
    let Curve { tall, wide, foot, step } = Curve::of(name.len());
    for (at, c) in name.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a name has some dozen characters")]
        let angle = (at as f32 - (name.len() as f32 - 1.0) / 2.0) * step;
        outline(faces, *c, Stand { x: foot * angle.sin(), y: -foot * angle.cos(), angle, tall, wide }, &mut figure);
    }
    let banner = Banner { x: 0.0, y: 12.2 * MM, angle: 0.0, size: 5.2 * MM, step: 7.0 * MM };
    add_word(faces, "样章", banner, &mut figure);
    // A ring is what lies between two circles.
    let mut ring = Outline::new();
    circle(RADIUS, &mut ring);
    circle(RADIUS - RING, &mut ring);
    let pieces = [ring.filled(Fill { rule: FillRule::EvenOdd, ..fill(RED) }), figure.filled(fill(RED))];
    Figure::Outlines(pieces.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_four_to_thirty_characters_fit_their_ring() {
        let mut before = Curve::of(4);
        for count in 4_u8..=30 {
            let curve = Curve::of(count.into());
            let span = curve.step * f32::from(count - 1);
            // At half their height characters are as far apart as they are wide, or further.
            assert!(curve.step * (curve.foot + curve.tall / 2.0) >= curve.wide, "{count} touch each other");
            assert!(curve.wide >= 0.6 * curve.tall, "{count} are pressed too narrow");
            assert!(curve.tall >= 4.0 * MM - 0.01, "{count} are too small to read");
            assert!(curve.foot > STAR + MM && curve.foot + curve.tall <= RADIUS - RING - 0.8 * MM);
            // 样章 stands at the foot: its corners stay clear of the first and the last character.
            assert!(span + curve.wide / curve.foot < 300_f32.to_radians(), "{count} meet 样章");
            assert!(curve.tall <= before.tall && curve.step <= before.step);
            before = curve;
        }
    }
}
