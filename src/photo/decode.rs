//! JPEG, PNG and WebP to grey. Sides are looked at before a pixel is made.

use std::io::Cursor;

use image_webp::WebPDecoder;
use png::{Decoder, Limits, Transformations};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::photo::Unread;
use crate::photo::grey::{Grey, brightness};

/// Pixels of a picture: more than the 50 million of a good phone's camera.
const MOST_PIXELS: u64 = 64_000_000;

/// Longest side.
const MOST_SIDE: u32 = 16_000;

fn fits(width: u32, height: u32) -> Result<(), Unread> {
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > MOST_SIDE || pixels > MOST_PIXELS { Err(Unread::TooLarge) } else { Ok(()) }
}

pub fn jpeg(bytes: &[u8]) -> Result<Grey, Unread> {
    let side = MOST_SIDE as usize;
    let options = DecoderOptions::default()
        .set_max_width(side)
        .set_max_height(side)
        .jpeg_set_max_scans(64)
        .jpeg_set_out_colorspace(ColorSpace::Luma);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|_| Unread::Damaged)?;
    let info = decoder.info().ok_or(Unread::Damaged)?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    fits(width, height)?;
    let pixels = decoder.decode().map_err(|_| Unread::Damaged)?;
    Grey::new(width, height, pixels).ok_or(Unread::Damaged)
}

pub fn png(bytes: &[u8]) -> Result<Grey, Unread> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: 300 << 20 });
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|_| Unread::Damaged)?;
    let (width, height) = (reader.info().width, reader.info().height);
    fits(width, height)?;
    let mut buffer = vec![0; reader.output_buffer_size().ok_or(Unread::TooLarge)?];
    let frame = reader.next_frame(&mut buffer).map_err(|_| Unread::Damaged)?;
    buffer.truncate(frame.buffer_size());
    let samples = frame.color_type.samples();
    // What is seen through a transparent pixel is white paper.
    let over = |grey: u8, alpha: u8| {
        let alpha = u32::from(alpha);
        u8::try_from((u32::from(grey) * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
    };
    let grey = buffer.chunks_exact(samples).map(|pixel| match *pixel {
        [grey] => grey,
        [grey, alpha] => over(grey, alpha),
        [red, green, blue] => brightness([red, green, blue]),
        [red, green, blue, alpha, ..] => over(brightness([red, green, blue]), alpha),
        [] => 255,
    });
    Grey::new(width, height, grey.collect()).ok_or(Unread::Damaged)
}

pub fn webp(bytes: &[u8]) -> Result<Grey, Unread> {
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(|_| Unread::Damaged)?;
    let (width, height) = decoder.dimensions();
    fits(width, height)?;
    decoder.set_memory_limit(300 << 20);
    let mut buffer = vec![0; decoder.output_buffer_size().ok_or(Unread::TooLarge)?];
    let samples = if decoder.has_alpha() { 4 } else { 3 };
    decoder.read_image(&mut buffer).map_err(|_| Unread::Damaged)?;
    let grey = buffer.chunks_exact(samples).map(|pixel| brightness([pixel[0], pixel[1], pixel[2]]));
    Grey::new(width, height, grey.collect()).ok_or(Unread::Damaged)
}
