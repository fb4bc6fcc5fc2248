//! The QR code as one filled path.
//!
//! A symbol with the seal as payload (text with `#`) is printed at error level M and 35 mm or more, the short one at
//! level Q and 25 mm: both read from paper at 150 dpi.
//!
//! The library encodes and places the modules; the mask is chosen here, on rows of bits (ISO/IEC 18004, 7.8.3), because
//! the library's choice takes longer than all the rest of a certificate's page.

use krilla::geom::{PathBuilder, Rect, Transform};
use krilla::surface::Surface;
use qrcode::bits::encode_auto;
use qrcode::canvas::{Canvas, MaskPattern, Module};
use qrcode::ec::construct_codewords;
use qrcode::{Color, EcLevel, Version};

use crate::pdf::plan::MM;
use crate::pdf::qr_mask::{Bits, Grid, penalty};

/// Smallest module that a phone reads from a copied page.
const MODULE: f32 = 0.42 * MM;

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
/// a reader finds its way.
pub struct Frames {
    version: Version,
    level: EcLevel,
    masked: Vec<Grid>,
}

impl Frames {
    fn of(version: Version, level: EcLevel) -> Self {
        let mut blank = Canvas::new(version, level);
        blank.draw_all_functional_patterns();
        let masked = MASKS.iter().map(|mask| {
            let mut canvas = blank.clone();
            canvas.apply_mask(*mask);
            read(&canvas, version.width(), Module::is_dark)
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
    pub fn of(text: &str, kept: &mut Vec<Frames>) -> Option<Self> {
        let long = text.contains('#');
        let (level, least) = if long { (EcLevel::M, 35.0) } else { (EcLevel::Q, 25.0) };
        let bits = encode_auto(text.as_bytes(), level).ok()?;
        let version = bits.version();
        let (data, correction) = construct_codewords(&bits.into_bytes(), version, level).ok()?;
        let mut canvas = Canvas::new(version, level);
        canvas.draw_all_functional_patterns();
        canvas.draw_data(&data, &correction);
        let data = read(&canvas, version.width(), |module| module == Module::Unmasked(Color::Dark));
        if !kept.iter().any(|frames| frames.version == version && frames.level == level) {
            kept.push(Frames::of(version, level));
        }
        let frames = kept.iter().find(|frames| frames.version == version && frames.level == level)?;
        let count = u8::try_from(version.width()).ok()?;
        let masked = frames.masked.iter().map(|frame| frame.iter().zip(&data).map(|(a, b)| a.xor(b)).collect::<Grid>());
        let grid = masked.min_by_key(|grid| penalty(grid, count))?;
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

    /// Paints the dark modules, the upper left corner at `x`, `y`.
    pub fn paint(&self, x: f32, y: f32, surface: &mut Surface) {
        let mut path = PathBuilder::new();
        for [left, top, width, height] in self.rectangles() {
            if let Some(rect) = Rect::from_xywh(left.into(), top.into(), width.into(), height.into()) {
                path.push_rect(rect);
            }
        }
        let module = self.module();
        surface.push_transform(&Transform::from_row(module, 0.0, 0.0, module, x, y));
        if let Some(path) = path.finish() {
            surface.draw_path(&path);
        }
        surface.pop();
    }

    /// Left, top, width and height of dark rectangles in modules; runs in a row are joined, and so are equal runs below
    /// each other.
    fn rectangles(&self) -> Vec<[u8; 4]> {
        let mut open: Vec<(u8, u8, u8)> = Vec::new();
        let mut done = Vec::new();
        for row in 0..=self.count {
            let runs = self.grid.get(usize::from(row)).map(|bits| runs(bits, self.count)).unwrap_or_default();
            open.retain(|&(left, width, top)| {
                let goes_on = runs.contains(&(left, width));
                if !goes_on {
                    done.push([left, top, width, row - top]);
                }
                goes_on
            });
            for (left, width) in runs {
                if !open.iter().any(|&(known, wide, _)| known == left && wide == width) {
                    open.push((left, width, row));
                }
            }
        }
        done
    }
}

/// Dark runs of a row: where they begin and how wide they are.
fn runs(row: &Bits, count: u8) -> Vec<(u8, u8)> {
    let mut runs = Vec::new();
    let mut begun = None;
    for at in 0..=count {
        let dark = at < count && row.get(at);
        match begun {
            None if dark => begun = Some(at),
            Some(left) if !dark => {
                runs.push((left, at - left));
                begun = None;
            }
            _ => {}
        }
    }
    runs
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
            let least = drawn.iter().map(|grid| penalty(grid, symbol.count)).min().unwrap();
            assert!(drawn.contains(&symbol.grid), "{text}");
            assert_eq!(penalty(&symbol.grid, symbol.count), least);
            assert!(rows(&symbol)[0].starts_with("#######.") && rows(&symbol)[1].starts_with("#.....#."));
        }
    }

    #[test]
    fn rectangles_cover_the_dark_modules_once() {
        let symbol = Symbol::of("HTTPS://ZM.EXAMPLE.ORG/V/7K3M9QWXTB4HR2D8", &mut Vec::new()).unwrap();
        let mut covered = vec![0_u8; usize::from(symbol.count) * usize::from(symbol.count)];
        for [x, y, width, height] in symbol.rectangles().iter().map(|numbers| numbers.map(usize::from)) {
            for row in y..y + height {
                for at in &mut covered[row * usize::from(symbol.count) + x..][..width] {
                    *at += 1;
                }
            }
        }
        let wanted: Vec<u8> = rows(&symbol).concat().chars().map(|c| u8::from(c == '#')).collect();
        assert_eq!(covered, wanted);
    }
}
