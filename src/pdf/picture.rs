//! A page as a picture for screens that cannot show PDFs: SVG for showing (outlines inside, no script, no outside
//! reference), PNG for saving and sharing. Only for our own files: a foreign file may be a bomb.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use hayro_interpret::InterpreterSettings;
use hayro_svg::SvgRenderSettings;
use thiserror::Error;

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PictureError {
    #[error("the file cannot be read as a PDF")]
    Unreadable,
    #[error("there is no page {0}")]
    NoSuchPage(usize),
    #[error("the picture could not be encoded: {0}")]
    Encoding(String),
}

fn read(pdf: &[u8]) -> Result<Pdf, PictureError> {
    Pdf::new(pdf.to_vec()).map_err(|_| PictureError::Unreadable)
}

/// Number of pages.
pub fn page_count(pdf: &[u8]) -> Result<usize, PictureError> {
    Ok(read(pdf)?.pages().len())
}

/// Page `page` (from 0) as an SVG document with a transparent ground.
pub fn svg(pdf: &[u8], page: usize) -> Result<String, PictureError> {
    let file = read(pdf)?;
    let page = file.pages().get(page).ok_or(PictureError::NoSuchPage(page))?;
    let cache = hayro_svg::RenderCache::new();
    Ok(hayro_svg::convert(page, &cache, &InterpreterSettings::default(), &SvgRenderSettings::default()))
}

/// An SVG document pressed by gzip, a third of its size: it is kept, and sent, so.
pub fn pack(svg: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(svg.len() / 2), Compression::new(4));
    // Writing to memory does not fail.
    let _ = encoder.write_all(svg.as_bytes());
    encoder.finish().unwrap_or_default()
}

/// For those who do not take gzip.
pub fn unpack(packed: &[u8]) -> Vec<u8> {
    let mut svg = Vec::new();
    let _ = GzDecoder::new(packed).read_to_end(&mut svg);
    svg
}

/// Page `page` (from 0) as a PNG on white, `width` pixels wide.
pub fn png(pdf: &[u8], page: usize, width: u16) -> Result<Vec<u8>, PictureError> {
    let file = read(pdf)?;
    let page = file.pages().get(page).ok_or(PictureError::NoSuchPage(page))?;
    let scale = f32::from(width) / page.render_dimensions().0.max(1.0);
    // Half a pixel more, since the renderer cuts the fraction off.
    let scale = scale * (1.0 + 0.01 / f32::from(width.max(1)));
    let pixels = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let cache = RenderCache::new();
    let map = hayro::render(page, &cache, &InterpreterSettings::default(), &RenderSettings::default(), &pixels);
    let mut rgb = Vec::with_capacity(usize::from(map.width()) * usize::from(map.height()) * 3);
    for pixel in map.data() {
        rgb.extend_from_slice(&[pixel.r, pixel.g, pixel.b]);
    }
    encode(&rgb, map.width().into(), map.height().into()).map_err(|error| PictureError::Encoding(error.to_string()))
}

/// Few colours (text, grey edges, one red) make a palette; a page with more is written as it is.
fn encode(rgb: &[u8], width: u32, height: u32) -> Result<Vec<u8>, png::EncodingError> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_depth(png::BitDepth::Eight);
    if let Some((palette, indices)) = palette(rgb) {
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(palette);
        encoder.set_filter(png::Filter::NoFilter);
        encoder.write_header()?.write_image_data(&indices)?;
    } else {
        encoder.set_color(png::ColorType::Rgb);
        encoder.write_header()?.write_image_data(rgb)?;
    }
    Ok(out)
}

/// Colours in steps of eight, which the eye does not see at the edge of a letter; `None` where they are too many.
fn palette(rgb: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let coarse = |value: u8| if value >= 248 { 255 } else { value & 0xF8 };
    let mut known = std::collections::HashMap::new();
    let mut colours = Vec::new();
    let mut indices = Vec::with_capacity(rgb.len() / 3);
    for pixel in rgb.chunks_exact(3) {
        let colour = [coarse(pixel[0]), coarse(pixel[1]), coarse(pixel[2])];
        let next = known.len();
        let index = *known.entry(colour).or_insert_with(|| {
            colours.extend_from_slice(&colour);
            next
        });
        indices.push(u8::try_from(index).ok()?);
    }
    Some((colours, indices))
}
