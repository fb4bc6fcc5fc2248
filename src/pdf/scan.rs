//! Reading the QR code on a photo or a scan of a printed certificate. Pictures come from strangers: this runs in the
//! child process that reads their files, and refuses sizes that no camera makes.

use std::io::Cursor;

use image::imageops::{FilterType, resize};
use image::{GrayImage, ImageReader, Limits};
use rqrr::PreparedImage;

/// Longest side of a picture, in pixels.
const LONGEST: u32 = 12_000;

/// Most bytes that decoding a picture may take.
const MEMORY: u64 = 320 << 20;

/// Sides to which a picture is brought, one after the other, until a code is found: what blurs at one size is clear at
/// another.
const SIDES: [u32; 4] = [2000, 1400, 1000, 3200];

/// Whether these bytes are a picture that could be a photo of a certificate: PNG or JPEG.
pub fn is_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG\r\n\x1a\n") || bytes.starts_with(b"\xff\xd8\xff")
}

/// The text of the certificate's QR code; none where the picture cannot be read or has no such code.
pub fn read(bytes: &[u8]) -> Option<String> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height, limits.max_alloc) = (Some(LONGEST), Some(LONGEST), Some(MEMORY));
    reader.limits(limits);
    let picture = reader.decode().ok()?.into_luma8();
    let longest = picture.width().max(picture.height());
    if let Some(text) = codes(&picture) {
        return Some(text);
    }
    SIDES.iter().filter(|side| **side != longest).find_map(|side| {
        let scaled = |length: u32| (length.saturating_mul(*side) / longest.max(1)).max(1);
        codes(&resize(&picture, scaled(picture.width()), scaled(picture.height()), FilterType::Triangle))
    })
}

fn codes(picture: &GrayImage) -> Option<String> {
    let mut prepared = PreparedImage::prepare_from_greyscale(
        usize::try_from(picture.width()).ok()?,
        usize::try_from(picture.height()).ok()?,
        |x, y| {
            let place = u32::try_from(x).ok().zip(u32::try_from(y).ok());
            place.map_or(255, |(x, y)| picture.get_pixel(x, y).0[0])
        },
    );
    let grids = prepared.detect_grids();
    grids.iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).find(|text| {
        let text = text.to_ascii_uppercase();
        text.starts_with("HTTP") && text.contains("/V/")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_picture_or_has_no_code_gives_nothing() {
        assert!(!is_picture(b"%PDF-1.7") && read(b"%PDF-1.7").is_none());
        let mut blank = Cursor::new(Vec::new());
        GrayImage::from_pixel(300, 300, image::Luma([255])).write_to(&mut blank, image::ImageFormat::Png).unwrap();
        assert!(is_picture(blank.get_ref()) && read(blank.get_ref()).is_none());
        // A picture that claims to be enormous is refused before it is decoded.
        let mut huge = blank.into_inner();
        huge[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
        assert!(read(&huge).is_none());
    }
}
