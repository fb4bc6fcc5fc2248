//! The QR code as one filled path.
//!
//! A symbol with the seal as payload (text with `#`) is printed at error level M and 35 mm or more, the short one at
//! level Q and 25 mm: both read from paper at 150 dpi.

use krilla::geom::{Path, PathBuilder, Rect};
use qrcode::{Color, EcLevel, QrCode};

use crate::pdf::plan::MM;

/// Smallest module that a phone reads from a copied page.
const MODULE: f32 = 0.42 * MM;

/// An encoded symbol. Encoding takes a millisecond: done once for a sheet.
pub struct Symbol {
    dark: Vec<bool>,
    /// Modules on each side, 177 at most.
    count: u8,
    /// Side of the printed symbol without its quiet zone, points.
    pub side: f32,
}

impl Symbol {
    /// Encodes `text`; `None` where it is too long for any symbol.
    pub fn of(text: &str) -> Option<Self> {
        let long = text.contains('#');
        let (level, least) = if long { (EcLevel::M, 35.0) } else { (EcLevel::Q, 25.0) };
        let code = QrCode::with_error_correction_level(text.as_bytes(), level).ok()?;
        let count = u8::try_from(code.width()).ok()?;
        let dark = code.into_colors().into_iter().map(|color| color == Color::Dark).collect();
        Some(Self { dark, count, side: (least * MM).max(f32::from(count) * MODULE) })
    }

    /// Four modules, points.
    pub fn quiet_zone(&self) -> f32 {
        4.0 * self.side / f32::from(self.count)
    }

    /// The dark modules, from the upper left corner `x`, `y`; runs in a row are joined.
    pub fn path(&self, x: f32, y: f32) -> Option<Path> {
        let module = self.side / f32::from(self.count);
        let mut path = PathBuilder::new();
        for (row, modules) in (0_u8..).zip(self.dark.chunks(self.count.into())) {
            let mut column = 0_u8;
            for run in modules.chunk_by(|left, right| left == right) {
                let width = u8::try_from(run.len()).ok()?;
                if run[0] {
                    let (left, top) = (x + f32::from(column) * module, y + f32::from(row) * module);
                    path.push_rect(Rect::from_xywh(left, top, f32::from(width) * module, module)?);
                }
                column += width;
            }
        }
        path.finish()
    }
}
