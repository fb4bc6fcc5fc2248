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

    /// Puts the figure into a file.
    pub fn put(&self, objects: &mut Objects) -> Number {
        let mask = self.mask.as_ref().map(|(entries, data)| objects.add_stream(entries, data));
        match mask {
            Some(mask) => objects.add_stream(&format!("{}/SMask {mask} 0 R", self.entries), &self.data),
            None => objects.add_stream(&self.entries, &self.data),
        }
    }
}
