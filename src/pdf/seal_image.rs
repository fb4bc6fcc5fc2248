//! The association's own seal on a certificate: shapes as paths, pixels as one image, which the PDF writer compresses
//! once and then keeps for every certificate after it.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Size, Transform};
use krilla::image::Image;
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;

use crate::domain::artwork::{Artwork, Figure, Segment, Shape};
use crate::pdf::seal::RADIUS;

/// A seal ready to be drawn around the origin, its longer side the seal's diameter on paper.
pub enum SealImage {
    Paths(Vec<(Path, Fill)>),
    Pixels(Image, Size),
}

/// Makes it ready; none where a picture has no extent or a shape no area.
pub fn prepare(artwork: &Artwork) -> Option<SealImage> {
    let (width, height) = (artwork.width, artwork.height);
    let scale = 2.0 * RADIUS / width.max(height);
    if !scale.is_finite() || scale <= 0.0 {
        return None;
    }
    match &artwork.figure {
        Figure::Shapes(shapes) => {
            let paths: Option<Vec<_>> =
                shapes.iter().map(|shape| Some((path(shape, (width, height), scale)?, fill(shape)))).collect();
            paths.map(SealImage::Paths)
        }
        Figure::Pixels(rgba) => {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole numbers of pixels")]
            let (across, down) = (width as u32, height as u32);
            if rgba.len() != across as usize * down as usize * 4 {
                return None;
            }
            let size = Size::from_wh(width * scale, height * scale)?;
            Some(SealImage::Pixels(Image::from_rgba8(rgba.clone(), across, down), size))
        }
    }
}

impl SealImage {
    /// Draws it around the origin.
    pub fn draw(&self, surface: &mut Surface) {
        surface.set_stroke(None);
        match self {
            Self::Paths(paths) => {
                for (path, fill) in paths {
                    surface.set_fill(Some(fill.clone()));
                    surface.draw_path(path);
                }
            }
            Self::Pixels(image, size) => {
                surface.push_transform(&Transform::from_translate(-size.width() / 2.0, -size.height() / 2.0));
                surface.draw_image(image.clone(), *size);
                surface.pop();
            }
        }
    }
}

fn fill(shape: &Shape) -> Fill {
    let [red, green, blue] = shape.colour;
    Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        opacity: NormalizedF32::new(shape.opacity.clamp(0.0, 1.0)).unwrap_or(NormalizedF32::ONE),
        rule: if shape.even_odd { FillRule::EvenOdd } else { FillRule::NonZero },
    }
}

fn path(shape: &Shape, (width, height): (f32, f32), scale: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    for part in &shape.outline {
        match part.placed(-width / 2.0, -height / 2.0, scale) {
            Segment::Move(x, y) => path.move_to(x, y),
            Segment::Line(x, y) => path.line_to(x, y),
            Segment::Quad([ax, ay, x, y]) => path.quad_to(ax, ay, x, y),
            Segment::Cubic([ax, ay, bx, by, x, y]) => path.cubic_to(ax, ay, bx, by, x, y),
            Segment::Close => path.close(),
        }
    }
    path.finish()
}
