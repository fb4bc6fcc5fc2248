//! The QR code as a picture of a few pixels for each module: an eighth of the size of its outlines. Nothing smooths it,
//! so that its edges are as sharp as outlines on paper and on a screen.
//!
//! A symbol with the seal as payload (text with `#`) is printed at error level M and 35 mm or more, the short one at
//! level Q and 25 mm: both read from paper at 150 dpi.
//!
//! The library encodes and places the modules; the mask is chosen here, on rows of bits (ISO/IEC 18004, 7.8.3), because
//! the library's choice takes longer than all the rest of a certificate's page.

use std::hash::{Hash, Hasher};
use std::iter::repeat_n;
use std::sync::Arc;

use krilla::geom::{Size, Transform};
use krilla::image::{BitsPerComponent, CustomImage, Image, ImageColorspace};
use krilla::surface::Surface;
use qrcode::bits::encode_auto;
use qrcode::canvas::{Canvas, MaskPattern, Module};
use qrcode::ec::construct_codewords;
use qrcode::{Color, EcLevel, Version};

use crate::pdf::plan::MM;
use crate::pdf::qr_mask::{Bits, Grid, penalty, turned};

/// Smallest module that a phone reads from a copied page.
const MODULE: f32 = 0.42 * MM;

/// Pixels along a module's side: where a viewer does smooth pictures, only half of a module's edge is grey. More make longer files.
const PIXELS: u8 = 2;

const MASKS: [MaskPattern; 8] = [
    MaskPattern::Checkerboard,
    MaskPattern::HorizontalLines,
    MaskPattern::VerticalLines,
    MaskPattern::DiagonalLines,
    MaskPattern::LargeCheckerboard,
    MaskPattern::Fields,
    MaskPattern::Diamonds,
    MaskPattern::Meadow,
];

/// What symbols of one version and level have in common: each mask laid over an empty symbol, with the patterns by which
/// a reader finds its way; upright, and turned.
pub struct Frames {
    version: Version,
    level: EcLevel,
    masked: Vec<(Grid, Grid)>,
}

impl Frames {
    fn of(version: Version, level: EcLevel, count: u8) -> Self {
        let mut blank = Canvas::new(version, level);
        blank.draw_all_functional_patterns();
        let masked = MASKS.iter().map(|mask| {
            let mut canvas = blank.clone();
            canvas.apply_mask(*mask);
            let grid = read(&canvas, version.width(), Module::is_dark);
            let columns = turned(&grid, count);
            (grid, columns)
        });
        Self { version, level, masked: masked.collect() }
    }
}

/// An encoded symbol.
pub struct Symbol {
    grid: Grid,
    /// Modules on each side, 177 at most.
    count: u8,
    /// Side of the printed symbol without its quiet zone, points.
    pub side: f32,
}

fn read(canvas: &Canvas, width: i16, dark: impl Fn(Module) -> bool) -> Grid {
    (0..width).map(|y| Bits::of((0..width).map(|x| dark(canvas.get(x, y))))).collect()
}

impl Symbol {
    /// Encodes `text`; `None` where it is too long for any symbol. `kept` holds the frames of sizes met before.
    pub fn of(text: &str, kept: &mut Vec<Arc<Frames>>) -> Option<Self> {
        let long = text.contains('#');
        let (level, least) = if long { (EcLevel::M, 35.0) } else { (EcLevel::Q, 25.0) };
        let bits = encode_auto(text.as_bytes(), level).ok()?;
        let version = bits.version();
        let (data, correction) = construct_codewords(&bits.into_bytes(), version, level).ok()?;
        let mut canvas = Canvas::new(version, level);
        canvas.draw_all_functional_patterns();
        canvas.draw_data(&data, &correction);
        let data = read(&canvas, version.width(), |module| module == Module::Unmasked(Color::Dark));
        let count = u8::try_from(version.width()).ok()?;
        let known = kept.iter().position(|frames| frames.version == version && frames.level == level);
        let place = known.unwrap_or_else(|| {
            kept.push(Arc::new(Frames::of(version, level, count)));
            kept.len() - 1
        });
        let columns = turned(&data, count);
        let laid = |frame: &Grid, data: &Grid| frame.iter().zip(data).map(|(a, b)| a.xor(b)).collect::<Grid>();
        let masked = kept[place].masked.iter().map(|(upright, turned)| (laid(upright, &data), laid(turned, &columns)));
        let (grid, _) = masked.min_by_key(|(grid, columns)| penalty(grid, columns, count))?;
        Some(Self { grid, count, side: (least * MM).max(f32::from(count) * MODULE) })
    }

    /// Side of a module, points.
    pub fn module(&self) -> f32 {
        self.side / f32::from(self.count)
    }

    /// Four modules, points.
    pub fn quiet_zone(&self) -> f32 {
        4.0 * self.module()
    }

    /// Paints the modules, the upper left corner at `x`, `y`.
    pub fn paint(&self, x: f32, y: f32, surface: &mut Surface) {
        let image = Image::from_custom(Pixels::of(&self.grid, self.count), false);
        if let (Ok(image), Some(size)) = (image, Size::from_wh(self.side, self.side)) {
            surface.push_transform(&Transform::from_translate(x, y));
            surface.draw_image(image, size);
            surface.pop();
        }
    }
}

/// A symbol as grey pixels, row by row.
#[derive(Clone)]
struct Pixels {
    grid: Grid,
    count: u8,
    grey: Arc<Vec<u8>>,
}

impl Pixels {
    fn of(grid: &Grid, count: u8) -> Self {
        let side = usize::from(count) * usize::from(PIXELS);
        let mut grey = Vec::with_capacity(side * side);
        for row in grid {
            let start = grey.len();
            for at in 0..count {
                grey.extend(repeat_n(if row.get(at) { 0 } else { u8::MAX }, PIXELS.into()));
            }
            for _ in 1..PIXELS {
                grey.extend_from_within(start..start + side);
            }
        }
        Self { grid: grid.clone(), count, grey: Arc::new(grey) }
    }
}

impl Hash for Pixels {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.grid.hash(state);
    }
}

impl CustomImage for Pixels {
    fn color_channel(&self) -> &[u8] {
        &self.grey
    }

    fn alpha_channel(&self) -> Option<&[u8]> {
        None
    }

    fn bits_per_component(&self) -> BitsPerComponent {
        BitsPerComponent::Eight
    }

    fn size(&self) -> (u32, u32) {
        let side = u32::from(self.count) * u32::from(PIXELS);
        (side, side)
    }

    fn icc_profile(&self) -> Option<&[u8]> {
        None
    }

    fn color_space(&self) -> ImageColorspace {
        ImageColorspace::Luma
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The modules as a text, a line for each row.
    fn rows(symbol: &Symbol) -> Vec<String> {
        let row = |bits: &Bits| (0..symbol.count).map(|at| if bits.get(at) { '#' } else { '.' }).collect();
        symbol.grid.iter().map(row).collect()
    }

    #[test]
    fn a_symbol_is_one_of_the_eight_that_the_library_would_draw() {
        for text in ["HTTPS://ZM.EXAMPLE.ORG/V/7K3M9QWXTB4HR2D8", "HTTPS://ZM.EXAMPLE.ORG/V/7K3M#ABCDEFGHIJKLMNOPQRST"]
        {
            let symbol = Symbol::of(text, &mut Vec::new()).unwrap();
            let level = if text.contains('#') { EcLevel::M } else { EcLevel::Q };
            let bits = encode_auto(text.as_bytes(), level).unwrap();
            let version = bits.version();
            let (data, correction) = construct_codewords(&bits.into_bytes(), version, level).unwrap();
            let drawn = MASKS.map(|mask| {
                let mut canvas = Canvas::new(version, level);
                canvas.draw_all_functional_patterns();
                canvas.draw_data(&data, &correction);
                canvas.apply_mask(mask);
                read(&canvas, version.width(), Module::is_dark)
            });
            let hardness = |grid: &Grid| penalty(grid, &turned(grid, symbol.count), symbol.count);
            let least = drawn.iter().map(hardness).min().unwrap();
            assert!(drawn.contains(&symbol.grid), "{text}");
            assert_eq!(hardness(&symbol.grid), least);
            assert!(rows(&symbol)[0].starts_with("#######.") && rows(&symbol)[1].starts_with("#.....#."));
        }
    }

    #[test]
    fn pixels_are_the_modules() {
        let symbol = Symbol::of("HTTPS://ZM.EXAMPLE.ORG/V/7K3M9QWXTB4HR2D8", &mut Vec::new()).unwrap();
        let pixels = Pixels::of(&symbol.grid, symbol.count);
        let side = usize::from(symbol.count) * usize::from(PIXELS);
        assert_eq!(pixels.grey.len(), side * side);
        let modules = rows(&symbol);
        for (at, grey) in pixels.grey.iter().enumerate() {
            let (x, y) = (at % side / usize::from(PIXELS), at / side / usize::from(PIXELS));
            let dark = modules[y].as_bytes()[x] == b'#';
            assert_eq!(*grey, if dark { 0 } else { 255 }, "{at}");
        }
    }
}
