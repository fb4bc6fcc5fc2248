//! A picture that is made once and painted into many files: the seal, the word across a page that is not issued. Outlines
//! are around its middle, y downward; pixels are pressed when the picture is made.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Size, Transform};
use krilla::image::Image;
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;

/// Red, green, blue.
pub type Rgb = [u8; 3];

/// A filled outline.
pub struct Piece {
    pub path: Path,
    pub fill: Fill,
}

/// Outlines from the bottom up, or pixels.
pub enum Figure {
    Outlines(Vec<Piece>),
    Pixels {
        image: Image,
        /// Points.
        width: f32,
        height: f32,
    },
}

impl Figure {
    /// Paints it around a point of the page.
    pub fn paint(&self, x: f32, y: f32, surface: &mut Surface) {
        match self {
            Self::Outlines(pieces) => {
                let step = 1.0 / STEPS;
                surface.push_transform(&Transform::from_row(step, 0.0, 0.0, step, hundredth(x), hundredth(y)));
                for piece in pieces {
                    surface.set_fill(Some(piece.fill.clone()));
                    surface.draw_path(&piece.path);
                }
                surface.pop();
            }
            Self::Pixels { image, width, height } => {
                let (left, top) = (hundredth(x - width / 2.0), hundredth(y - height / 2.0));
                surface.push_transform(&Transform::from_translate(left, top));
                if let Some(size) = Size::from_wh(*width, *height) {
                    surface.draw_image(image.clone(), size);
                }
                surface.pop();
            }
        }
    }
}

/// A flat colour that hides what lies under it.
pub fn fill([red, green, blue]: Rgb) -> Fill {
    let paint = rgb::Color::new(red, green, blue).into();
    Fill { paint, opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

/// A hundredth of a point is a 180th of the width of a hair; further digits only make files longer.
pub fn hundredth(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}

/// Steps to a point in outlines: whole numbers make short files, and a step is a 57th of a millimetre.
const STEPS: f32 = 20.0;

/// An outline in the making, drawn in points; what it keeps are whole steps.
pub struct Outline {
    path: PathBuilder,
    /// The last point as it was given, and as it was kept.
    last: (f32, f32),
    kept: (f32, f32),
}

impl Outline {
    pub fn new() -> Self {
        Self { path: PathBuilder::new(), last: (0.0, 0.0), kept: (0.0, 0.0) }
    }

    pub fn move_to(&mut self, x: f32, y: f32) {
        (self.last, self.kept) = ((x, y), steps(x, y));
        self.path.move_to(self.kept.0, self.kept.1);
    }

    pub fn line_to(&mut self, x: f32, y: f32) {
        let to = steps(x, y);
        if to != self.kept {
            self.path.line_to(to.0, to.1);
        }
        (self.last, self.kept) = ((x, y), to);
    }

    /// A cubic curve; a straight line where the curve leaves it by less than half a step.
    pub fn cubic_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let (a, b, to) = ((ax * STEPS, ay * STEPS), (bx * STEPS, by * STEPS), steps(x, y));
        if near_chord(self.kept, to, a) && near_chord(self.kept, to, b) {
            return self.line_to(x, y);
        }
        self.path.cubic_to(a.0.round(), a.1.round(), b.0.round(), b.1.round(), to.0, to.1);
        (self.last, self.kept) = ((x, y), to);
    }

    /// A quadratic curve, raised to the cubic one that PDF knows.
    pub fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let (x0, y0) = self.last;
        let third = |end: f32, control: f32| end + 2.0 / 3.0 * (control - end);
        self.cubic_to(third(x0, cx), third(y0, cy), third(x, cx), third(y, cy), x, y);
    }

    pub fn close(&mut self) {
        self.path.close();
    }

    /// The outline and what it is filled with; nothing where it has no points.
    pub fn filled(self, fill: Fill) -> Option<Piece> {
        Some(Piece { path: self.path.finish()?, fill })
    }
}

fn steps(x: f32, y: f32) -> (f32, f32) {
    ((x * STEPS).round(), (y * STEPS).round())
}

/// Whether a control point lies so near to a chord, between its ends, that the curve cannot be told from it.
fn near_chord(from: (f32, f32), to: (f32, f32), point: (f32, f32)) -> bool {
    let (along_x, along_y) = (to.0 - from.0, to.1 - from.1);
    let (x, y) = (point.0 - from.0, point.1 - from.1);
    let length = along_x.hypot(along_y);
    let (along, off) = (x * along_x + y * along_y, x * along_y - y * along_x);
    off.abs() <= 0.5 * length && (-0.5 * length..=length * (length + 0.5)).contains(&along)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_that_are_as_good_as_straight_are_lines() {
        assert!(near_chord((0.0, 0.0), (30.0, 40.0), (15.0, 20.0)));
        assert!(!near_chord((0.0, 0.0), (30.0, 40.0), (15.0, 22.0)), "beside it");
        assert!(!near_chord((0.0, 0.0), (30.0, 40.0), (60.0, 80.0)), "beyond its end");
    }
}
