//! The association's own seal on a certificate: shapes as outlines, pixels as an image with its opacity. Either is made
//! once and then kept by the press.

use krilla::image::Image;
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule};

use crate::domain::artwork::{Artwork, Figure as Parts, Segment, Shape};
use crate::pdf::figure::{Figure, Outline, Piece, fill};
use crate::pdf::seal::RADIUS;

/// Draws a seal's picture, its longer side as long as the seal is wide.
pub fn draw(artwork: &Artwork) -> Figure {
    let (width, height) = (artwork.width, artwork.height);
    let scale = 2.0 * RADIUS / width.max(height);
    match &artwork.figure {
        Parts::Shapes(shapes) => {
            let pieces = shapes.iter().filter_map(|shape| piece(shape, (width, height), scale));
            Figure::Outlines(pieces.collect())
        }
        Parts::Pixels(rgba) => {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole numbers of pixels")]
            let (across, down) = (width as u32, height as u32);
            let image = Image::from_rgba8(rgba.clone(), across, down);
            Figure::Pixels { image, width: width * scale, height: height * scale }
        }
    }
}

/// A shape around the origin, y downward.
fn piece(shape: &Shape, (width, height): (f32, f32), scale: f32) -> Option<Piece> {
    let mut outline = Outline::new();
    for part in &shape.outline {
        match part.placed(-width / 2.0, -height / 2.0, scale) {
            Segment::Move(x, y) => outline.move_to(x, y),
            Segment::Line(x, y) => outline.line_to(x, y),
            Segment::Quad([cx, cy, x, y]) => outline.quad_to(cx, cy, x, y),
            Segment::Cubic([ax, ay, bx, by, x, y]) => outline.cubic_to(ax, ay, bx, by, x, y),
            Segment::Close => outline.close(),
        }
    }
    let rule = if shape.even_odd { FillRule::EvenOdd } else { FillRule::NonZero };
    let opacity = NormalizedF32::new(shape.opacity).unwrap_or(NormalizedF32::ONE);
    outline.filled(Fill { rule, opacity, ..fill(shape.colour) })
}
