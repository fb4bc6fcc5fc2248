//! Photos and scans of paper certificates, as people hand them in: JPEG, PNG or WebP brought to grey, and the QR codes
//! that are seen in them. Like PDFs of strangers they are read in a child process; the limits here only make sure that
//! what can be read within them is read quickly.
//!
//! `rxing` (the port of zxing's newer reader) was chosen by measurement: of 192 simulated prints, from clean pages at 300
//! dpi to blurred, stained, unevenly lit photos at 150 dpi, it read all; zbar
//! missed 5, quircs 46, `OpenCV` 78, rqrr 99.

mod decode;
mod grey;

pub use grey::Grey;

use rxing::common::HybridBinarizer;
use rxing::multi::MultipleBarcodeReader;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BinaryBitmap, DecodeHints, Luma8Source};
use thiserror::Error;

/// Why a picture could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Unread {
    #[error("the picture has too many pixels")]
    TooLarge,
    #[error("the picture is damaged or of no known format")]
    Damaged,
}

/// What a file's first bytes say that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Jpeg,
    Png,
    Webp,
    /// HEIC or AVIF: phones make such photos, and nothing here reads them.
    Heif,
}

/// Looks at the first bytes only: safe for any file.
pub fn format(bytes: &[u8]) -> Option<Format> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some(Format::Jpeg),
        [0x89, b'P', b'N', b'G', ..] => Some(Format::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Format::Webp),
        [_, _, _, _, b'f', b't', b'y', b'p', b'h' | b'm' | b'a', ..] => Some(Format::Heif),
        _ => None,
    }
}

/// A picture brought to grey.
pub fn read(bytes: &[u8]) -> Result<Grey, Unread> {
    match format(bytes) {
        Some(Format::Jpeg) => decode::jpeg(bytes),
        Some(Format::Png) => decode::png(bytes),
        Some(Format::Webp) => decode::webp(bytes),
        Some(Format::Heif) | None => Err(Unread::Damaged),
    }
}

/// Longest side at which a photo is looked at first; a phone's camera gives more than its lens sees.
const SHARP: u32 = 5000;

/// Shortest side that is looked at twice as large, too: in small pictures a module has hardly two pixels.
const SMALL: u32 = 2000;

/// The texts of the QR codes in a picture, each once; first as it is, then smaller, which takes away noise, then larger.
pub fn codes(picture: &Grey) -> Vec<String> {
    let (width, height) = picture.sides();
    let large = width.max(height) > SHARP;
    let mut found = if large { Vec::new() } else { seen(picture) };
    if found.is_empty() {
        found = seen(&picture.halved());
    }
    if found.is_empty() && large {
        found = seen(picture);
    }
    if found.is_empty() && width.max(height) < SMALL {
        found = seen(&picture.doubled());
    }
    found
}

fn seen(picture: &Grey) -> Vec<String> {
    let (width, height) = picture.sides();
    let Ok(source) = Luma8Source::new_with_slice(picture.pixels(), width, height) else { return Vec::new() };
    let hints = DecodeHints { TryHarder: Some(true), ..DecodeHints::default() };
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let found = QrReader.decode_multiple_with_hints(&mut bitmap, &hints).unwrap_or_default();
    let mut texts: Vec<String> = Vec::new();
    for text in found.iter().map(rxing::RXingResult::getText).filter(|text| !text.is_empty()) {
        if !texts.iter().any(|known| known == text) {
            texts.push(text.to_owned());
        }
    }
    texts
}

#[cfg(test)]
mod tests;
