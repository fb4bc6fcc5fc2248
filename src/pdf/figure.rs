//! A picture of flat colours, made once and painted into many files: the seal, the word across a page that is not
//! issued. Points around its middle, y downward.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;

/// Red, green, blue.
pub type Rgb = [u8; 3];

/// A filled outline.
pub struct Piece {
    pub path: Path,
    pub colour: Rgb,
    pub rule: FillRule,
}

/// Pieces from the bottom up.
#[derive(Default)]
pub struct Figure(pub Vec<Piece>);

impl Figure {
    /// Paints it around a point of the page.
    pub fn paint(&self, x: f32, y: f32, surface: &mut Surface) {
        surface.push_transform(&Transform::from_translate(hundredth(x), hundredth(y)));
        for piece in &self.0 {
            surface.set_fill(Some(Fill { rule: piece.rule, ..fill(piece.colour) }));
            surface.draw_path(&piece.path);
        }
        surface.pop();
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

/// An outline in the making; its points keep two decimals.
pub struct Outline {
    path: PathBuilder,
    last: (f32, f32),
}

impl Outline {
    pub fn new() -> Self {
        Self { path: PathBuilder::new(), last: (0.0, 0.0) }
    }

    pub fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(hundredth(x), hundredth(y));
        self.last = (x, y);
    }

    pub fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(hundredth(x), hundredth(y));
        self.last = (x, y);
    }

    pub fn cubic_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let [ax, ay, bx, by, to_x, to_y] = [ax, ay, bx, by, x, y].map(hundredth);
        self.path.cubic_to(ax, ay, bx, by, to_x, to_y);
        self.last = (x, y);
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

    /// The outline filled with a colour; nothing where it has no points.
    pub fn fill(self, colour: Rgb, rule: FillRule) -> Option<Piece> {
        Some(Piece { path: self.path.finish()?, colour, rule })
    }
}

impl Default for Outline {
    fn default() -> Self {
        Self::new()
    }
}
