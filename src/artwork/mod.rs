//! Logos and seals that people upload: read with distrust, refused with a sentence, and written anew.
//!
//! `read` takes SVG or PNG and keeps of it only shapes or pixels; `logo` and `seal` say whether it will do for that use
//! and bring it into its final form; `write` makes the bytes that are kept and served, in which nothing of the uploaded
//! file's text survives. `open` reads those again.

mod pixels;
mod seal;
mod svg;

use crate::domain::artwork::{Artwork, Figure};

pub use seal::seal;

/// Bytes that an upload may have.
pub const MOST_BYTES: usize = 2 << 20;

/// Longer side of a logo in pixels, after reading.
const LOGO_SIDE: u32 = 512;

/// Shorter side that a logo of pixels must have.
const LOGO_LEAST: f32 = 96.0;

/// Why a picture cannot be used, for the person who uploaded it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unfit(pub String);

fn unfit<T>(sentence: impl Into<String>) -> Result<T, Unfit> {
    Err(Unfit(sentence.into()))
}

/// Reads an upload.
pub fn read(bytes: &[u8]) -> Result<Artwork, Unfit> {
    if bytes.is_empty() {
        return unfit("请选择一个图片文件。");
    }
    if bytes.len() > MOST_BYTES {
        let size = bytes.len().div_ceil(1 << 10);
        return unfit(format!("图片文件最大 {} MB，这个文件有 {size} KB，请换一个较小的文件。", MOST_BYTES >> 20));
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return pixels::read(bytes);
    }
    let text = std::str::from_utf8(bytes).map(|text| text.trim_start_matches('\u{feff}'));
    match text {
        Ok(text) if text.contains("<svg") => svg::read(text),
        _ => unfit("只接受 SVG 或 PNG 图片，这个文件两者都不是。"),
    }
}

/// The bytes that are kept: PNG, or SVG of nothing but paths.
pub fn write(artwork: &Artwork) -> Result<Vec<u8>, Unfit> {
    match &artwork.figure {
        Figure::Shapes(shapes) => Ok(svg::write(artwork, shapes).into_bytes()),
        Figure::Pixels(rgba) => pixels::write(artwork, rgba),
    }
}

/// Reads what `write` wrote.
pub fn open(bytes: &[u8]) -> Result<Artwork, Unfit> {
    read(bytes)
}

/// MIME type of what `write` wrote.
pub fn mime(bytes: &[u8]) -> &'static str {
    if bytes.starts_with(b"\x89PNG") { "image/png" } else { "image/svg+xml; charset=utf-8" }
}

/// A logo: not too flat, large enough, and no larger than screens need.
pub fn logo(artwork: Artwork) -> Result<Artwork, Unfit> {
    let ratio = artwork.width / artwork.height;
    if !(0.5..=2.0).contains(&ratio) {
        return unfit("标志显示在方形位置，长边不能超过短边的两倍。请裁去文字部分，只留图形标志。");
    }
    match artwork.figure {
        Figure::Shapes(_) => Ok(artwork),
        Figure::Pixels(_) if artwork.width.min(artwork.height) < LOGO_LEAST => {
            let (width, height) = (artwork.width, artwork.height);
            unfit(format!("标志图片只有 {width}×{height} 像素，放大会模糊。短边至少要 {LOGO_LEAST} 像素。"))
        }
        Figure::Pixels(rgba) => Ok(pixels::at_most(artwork.width, artwork.height, rgba, LOGO_SIDE)),
    }
}

#[cfg(test)]
mod tests;
