//! A picture that pages show by name, made once and put into many files as it is: its bytes are deflated already.
//! Whatever it is, it fills the unit square, so that a page places outlines and pixels by the same operator.

use crate::pdf::content::Content;
use crate::pdf::objects::{Deflater, Number, Objects};

/// Outlines or pixels, ready for the file.
pub struct Figure {
    entries: String,
    data: Vec<u8>,
    /// Entries and data of the opacity that goes with pixels.
    mask: Option<(String, Vec<u8>)>,
}

/// How hard to press what is pressed once and kept.
pub const KEPT_LEVEL: u32 = 9;

impl Figure {
    /// Operators that paint in a square of `side` points around (0, 0), y upward.
    pub fn form(content: &Content, side: f32) -> Self {
        let half = side / 2.0;
        let entries = format!(
            "/Type/XObject/Subtype/Form/BBox[-{half:.2} -{half:.2} {half:.2} {half:.2}]\
             /Matrix[{scale:.6} 0 0 {scale:.6} 0.5 0.5]/Resources<<>>/Filter/FlateDecode",
            scale = 1.0 / side
        );
        Self { entries, data: Deflater::new(KEPT_LEVEL).deflate(&content.0), mask: None }
    }

    /// Pixels, rows of RGBA from the top.
    pub fn pixels(width: usize, height: usize, rgba: &[u8]) -> Self {
        let (mut colour, mut opacity) = (Vec::with_capacity(rgba.len()), Vec::with_capacity(rgba.len() / 4));
        for pixel in rgba.chunks_exact(4) {
            colour.extend_from_slice(&pixel[..3]);
            opacity.push(pixel[3]);
        }
        let entries = |space: &str| {
            format!(
                "/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/{space}/BitsPerComponent 8\
                 /Filter/FlateDecode"
            )
        };
        let mut deflater = Deflater::new(KEPT_LEVEL);
        let mask = Some((entries("DeviceGray"), deflater.deflate(&opacity)));
        Self { entries: entries("DeviceRGB"), data: deflater.deflate(&colour), mask }
    }

    /// Puts the figure into a file.
    pub fn put(&self, objects: &mut Objects) -> Number {
        let mask = self.mask.as_ref().map(|(entries, data)| objects.add_stream(entries, data));
        match mask {
            Some(mask) => objects.add_stream(&format!("{}/SMask {mask} 0 R", self.entries), &self.data),
            None => objects.add_stream(&self.entries, &self.data),
        }
    }
}
