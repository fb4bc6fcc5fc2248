//! The association's own seal on a certificate: shapes as outlines, pixels as an image with its opacity. Either is
//! pressed once and then kept by the press, so that it costs a certificate no more than its bytes.

use crate::domain::artwork::{Artwork, Figure as Parts, Segment, Shape};
use crate::pdf::content::{Content, Outline};
use crate::pdf::figure::Figure;
use crate::pdf::seal::{RADIUS, SIDE};

/// Draws a seal's picture, its longer side as long as the seal is wide.
pub fn draw(artwork: &Artwork) -> Figure {
    let (width, height) = (artwork.width, artwork.height);
    match &artwork.figure {
        Parts::Shapes(shapes) => {
            let scale = SIDE / width.max(height);
            let mut content = Content::default();
            content.raw("0.01 0 0 -0.01 0 0 cm\n");
            for shape in shapes {
                paint(shape, (width, height), scale, &mut content);
            }
            Figure::form(&content, 2.0 * RADIUS)
        }
        Parts::Pixels(rgba) => {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole numbers of pixels")]
            let (across, down) = (width as usize, height as usize);
            Figure::pixels(across, down, rgba)
        }
    }
}

/// A shape around the origin, y downward.
fn paint(shape: &Shape, (width, height): (f32, f32), scale: f32, content: &mut Content) {
    let [red, green, blue] = shape.colour.map(|part| f32::from(part) / 255.0);
    content.raw(&format!("{red:.3} {green:.3} {blue:.3} rg\n"));
    let mut outline = Outline::default();
    for part in &shape.outline {
        match part.placed(-width / 2.0, -height / 2.0, scale) {
            Segment::Move(x, y) => outline.move_to(x, y),
            Segment::Line(x, y) => outline.line_to(x, y),
            Segment::Quad([cx, cy, x, y]) => outline.quad_to(cx, cy, x, y),
            Segment::Cubic([ax, ay, bx, by, x, y]) => outline.cubic_to(ax, ay, bx, by, x, y),
            Segment::Close => outline.close(),
        }
    }
    content.0.extend_from_slice(outline.operators());
    content.raw(if shape.even_odd { "f*\n" } else { "f\n" });
}
