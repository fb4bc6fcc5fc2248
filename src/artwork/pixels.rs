//! PNG in and out, and making pictures smaller.

use std::io::Cursor;

use png::{BitDepth, ColorType, Compression, Decoder, Encoder, Limits, Transformations};

use crate::artwork::{Unfit, unfit};
use crate::domain::artwork::{Artwork, Figure};

/// Longest side that is read, in pixels.
const MOST_SIDE: u32 = 6000;

/// Pixels that are read: 64 MB of RGBA.
const MOST_PIXELS: u64 = 16_000_000;

const NOT_PNG: &str = "这个 PNG 文件不完整或格式有误，无法读取。请重新导出后再上传。";

/// RGBA with eight bits, whatever the file had; its texts, profiles and times are left behind.
pub fn read(bytes: &[u8]) -> Result<Artwork, Unfit> {
    let limits = Limits { bytes: 96 << 20 };
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_transformations(Transformations::normalize_to_color8() | Transformations::ALPHA);
    let Ok(mut reader) = decoder.read_info() else { return unfit(NOT_PNG) };
    let (width, height) = (reader.info().width, reader.info().height);
    if width.max(height) > MOST_SIDE || u64::from(width) * u64::from(height) > MOST_PIXELS {
        return unfit(format!("图片有 {width}×{height} 像素，太大了。边长请不要超过 4000 像素。"));
    }
    let Some(size) = reader.output_buffer_size() else { return unfit(NOT_PNG) };
    let mut buffer = vec![0; size];
    let Ok(frame) = reader.next_frame(&mut buffer) else { return unfit(NOT_PNG) };
    buffer.truncate(frame.buffer_size());
    let rgba = match frame.color_type {
        ColorType::Rgba => buffer,
        ColorType::GrayscaleAlpha => {
            buffer.chunks_exact(2).flat_map(|pixel| [pixel[0], pixel[0], pixel[0], pixel[1]]).collect()
        }
        _ => return unfit(NOT_PNG),
    };
    Ok(of(width, height, rgba))
}

#[expect(clippy::cast_precision_loss, reason = "sides are at most 6000")]
pub fn of(width: u32, height: u32, rgba: Vec<u8>) -> Artwork {
    Artwork { width: width as f32, height: height as f32, figure: Figure::Pixels(rgba) }
}

/// Sides of a picture of pixels as whole numbers.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "they were whole and at most 6000")]
pub fn sides(width: f32, height: f32) -> (u32, u32) {
    (width as u32, height as u32)
}

pub fn write(artwork: &Artwork, rgba: &[u8]) -> Result<Vec<u8>, Unfit> {
    let (width, height) = sides(artwork.width, artwork.height);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_color(ColorType::Rgba);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::High);
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(rgba));
    match written {
        Ok(()) => Ok(bytes),
        Err(_) => unfit(NOT_PNG),
    }
}

/// The same picture with no side longer than `most`, by averaging what falls on each pixel.
pub fn at_most(width: f32, height: f32, rgba: Vec<u8>, most: u32) -> Artwork {
    let (width, height) = sides(width, height);
    let longer = width.max(height);
    if longer <= most {
        return of(width, height, rgba);
    }
    let scaled = |side: u32| (side * most / longer).max(1);
    let (to_width, to_height) = (scaled(width), scaled(height));
    let mut small = Vec::with_capacity(to_width as usize * to_height as usize * 4);
    for y in 0..to_height {
        let rows = span(y, to_height, height);
        for x in 0..to_width {
            small.extend_from_slice(&average(&rgba, width, &span(x, to_width, width), &rows));
        }
    }
    of(to_width, to_height, small)
}

/// Which source pixels fall on target pixel `at`, each with its share.
fn span(at: u32, to: u32, from: u32) -> Vec<(u32, f32)> {
    #[expect(clippy::cast_precision_loss, reason = "sides are at most 6000")]
    let (at, step) = (at as f32, from as f32 / to as f32);
    let (begin, end) = (at * step, (at + 1.0) * step);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 6000")]
    let (first, last) = (begin as u32, (end.ceil() as u32).min(from));
    #[expect(clippy::cast_precision_loss, reason = "sides are at most 6000")]
    let share = |pixel: u32| ((pixel + 1) as f32).min(end) - (pixel as f32).max(begin);
    (first..last).map(|pixel| (pixel, share(pixel))).filter(|(_, share)| *share > 0.0).collect()
}

fn average(rgba: &[u8], width: u32, columns: &[(u32, f32)], rows: &[(u32, f32)]) -> [u8; 4] {
    let (mut colour, mut alpha, mut area) = ([0.0_f32; 3], 0.0_f32, 0.0_f32);
    for (y, tall) in rows {
        for (x, wide) in columns {
            let at = (*y as usize * width as usize + *x as usize) * 4;
            let Some(pixel) = rgba.get(at..at + 4) else { continue };
            let share = wide * tall;
            let weight = share * f32::from(pixel[3]);
            for (sum, part) in colour.iter_mut().zip(pixel) {
                *sum += weight * f32::from(*part);
            }
            alpha += weight;
            area += share;
        }
    }
    let part = |sum: f32| if alpha > 0.0 { byte(sum / alpha) } else { 0 };
    [part(colour[0]), part(colour[1]), part(colour[2]), byte(alpha / area.max(f32::EPSILON))]
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
pub fn byte(value: f32) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}
