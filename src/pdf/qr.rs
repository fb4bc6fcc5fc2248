//! The QR code as one filled path.
//!
//! A symbol with the seal as payload (text with `#`) is printed at error level M and 35 mm or more, the short one at
//! level Q and 25 mm: both read from paper at 150 dpi.

use krilla::geom::{Path, PathBuilder, Rect};
use qrcode::{Color, EcLevel, QrCode};

use crate::pdf::plan::MM;

/// Smallest module that a phone reads from a copied page.
const MODULE: f32 = 0.42 * MM;

fn symbol(text: &str) -> Option<QrCode> {
    let level = if text.contains('#') { EcLevel::M } else { EcLevel::Q };
    QrCode::with_error_correction_level(text.as_bytes(), level).ok()
}

#[expect(clippy::cast_precision_loss, reason = "a symbol has at most 177 modules")]
fn width(text: &str) -> f32 {
    symbol(text).map_or(21.0, |symbol| symbol.width() as f32)
}

/// Whether a text fits into a symbol at all.
pub fn fits(text: &str) -> bool {
    symbol(text).is_some()
}

/// Side of the printed symbol without its quiet zone, points.
pub fn side(text: &str) -> f32 {
    let least = if text.contains('#') { 35.0 } else { 25.0 } * MM;
    least.max(width(text) * MODULE)
}

/// Four modules, points.
pub fn quiet_zone(text: &str) -> f32 {
    4.0 * side(text) / width(text)
}

/// The dark modules, from the upper left corner `x`, `y`; runs in a row are joined.
pub fn path(text: &str, x: f32, y: f32, side: f32) -> Option<Path> {
    let symbol = symbol(text)?;
    let count = symbol.width();
    let colors = symbol.to_colors();
    #[expect(clippy::cast_precision_loss, reason = "a symbol has at most 177 modules")]
    let at = |modules: usize| modules as f32 * side / count as f32;
    let mut path = PathBuilder::new();
    for (row, modules) in colors.chunks(count).enumerate() {
        let mut column = 0;
        while column < count {
            let dark = modules[column..].iter().take_while(|color| **color == Color::Dark).count();
            if dark > 0 {
                path.push_rect(Rect::from_xywh(x + at(column), y + at(row), at(dark), at(1))?);
            }
            column += dark.max(1);
        }
    }
    path.finish()
}
