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
                surface.push_transform(&Transform::from_translate(hundredth(x), hundredth(y)));
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

    /// The outline and what it is filled with; nothing where it has no points.
    pub fn filled(self, fill: Fill) -> Option<Piece> {
        Some(Piece { path: self.path.finish()?, fill })
    }
}
