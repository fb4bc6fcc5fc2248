//! The association's own colour for buttons, links and the current step: read, measured, and the shades that go with
//! it on light and on dark pages. Contrast as WCAG 2.1 defines it (relative luminance, 1.4.3).

use crate::domain::artwork::Rgb;

/// Least contrast of text.
pub const LEAST: f32 = 4.5;

const WHITE: Rgb = [0xff, 0xff, 0xff];
const BLACK: Rgb = [0, 0, 0];
/// The page behind the white cards.
const GROUND: Rgb = [0xf5, 0xf7, 0xf9];
const DARK: Rgb = [0x10, 0x18, 0x20];
const DARK_PAPER: Rgb = [0x18, 0x22, 0x2d];

/// A colour that is dark enough for white text on it, and as text on white.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent(Rgb);

/// The shades of one scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shades {
    pub accent: Rgb,
    /// Under the pointer, and pressed.
    pub deep: Rgb,
    /// Text on the accent.
    pub on_accent: Rgb,
    /// A quiet ground of the same hue.
    pub tint: Rgb,
    pub on_tint: Rgb,
}

impl Accent {
    /// Reads `#164a8a` (or without `#`); the sentence says what was measured where it will not do.
    pub fn parse(text: &str) -> Result<Self, String> {
        let digits = text.trim().trim_start_matches('#');
        let unread = || "请填写 6 位十六进制颜色值，例如 #164a8a。".to_owned();
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(unread());
        }
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).map_err(|_| unread());
        let colour = [part(0)?, part(2)?, part(4)?];
        let (white, ground) = (contrast(colour, WHITE), contrast(colour, GROUND));
        if ground < LEAST {
            return Err(format!(
                "这个颜色太浅：与白色的对比度是 {white:.2}:1，与页面底色的是 {ground:.2}:1，两者都至少要 {LEAST}:1，否则按钮和链接上的文字看不清。请选深一些的颜色。"
            ));
        }
        Ok(Self(colour))
    }

    /// `#164a8a`.
    pub fn hex(self) -> String {
        hex(self.0)
    }

    /// Contrast with white, both ways.
    pub fn on_white(self) -> f32 {
        contrast(self.0, WHITE)
    }

    /// Shades for light pages.
    pub fn light(self) -> Shades {
        let tint = mix(self.0, WHITE, 0.91);
        let deep = mix(self.0, BLACK, 0.2);
        Shades { accent: self.0, deep, on_accent: WHITE, tint, on_tint: darker_until(deep, tint) }
    }

    /// Shades for dark pages.
    pub fn dark(self) -> Shades {
        let mut accent = self.0;
        while contrast(accent, DARK_PAPER) < 7.0 {
            accent = mix(accent, WHITE, 0.08);
        }
        let tint = mix(self.0, DARK_PAPER, 0.7);
        let mut on_tint = mix(accent, WHITE, 0.5);
        while contrast(on_tint, tint) < 7.0 && on_tint != WHITE {
            on_tint = mix(on_tint, WHITE, 0.2);
        }
        Shades { accent, deep: mix(accent, WHITE, 0.3), on_accent: DARK, tint, on_tint }
    }
}

/// `#164a8a`.
pub fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn darker_until(colour: Rgb, ground: Rgb) -> Rgb {
    let mut colour = colour;
    while contrast(colour, ground) < 7.0 && colour != BLACK {
        colour = mix(colour, BLACK, 0.15);
    }
    colour
}

/// `share` of `other` in `colour`; at least one step toward it, so that a loop ends.
fn mix(colour: Rgb, other: Rgb, share: f32) -> Rgb {
    let part = |at: usize| {
        let (from, to) = (f32::from(colour[at]), f32::from(other[at]));
        let mixed = from + (to - from) * share;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
        let mixed = if to > from { mixed.ceil() as u8 } else { mixed.floor() as u8 };
        mixed
    };
    [part(0), part(1), part(2)]
}

/// Contrast of two colours, 1 to 21.
pub fn contrast(one: Rgb, other: Rgb) -> f32 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: Rgb) -> f32 {
    let part = |at: usize| {
        let value = f32::from(colour[at]) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(0) + 0.7152 * part(1) + 0.0722 * part(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pale_colour_is_refused_with_what_was_measured() {
        assert!(Accent::parse("#164a8a").unwrap().on_white() > 8.7);
        assert!(Accent::parse("B3261E").is_ok());
        let why = Accent::parse("#4096ff").unwrap_err();
        assert!(why.contains("2.99:1") && why.contains("4.5"), "{why}");
        // 4.54 on white, but less on the page's ground.
        assert!(Accent::parse("#767676").is_err());
        for bad in ["", "blue", "#12345", "#12345g", "#1234567", "#é2345"] {
            assert!(Accent::parse(bad).unwrap_err().contains("十六进制"), "{bad}");
        }
    }

    #[test]
    fn every_shade_of_every_colour_that_passes_can_be_read() {
        let steps = [0_u8, 20, 60, 100, 140, 180, 220, 255];
        let mut passed = 0;
        for red in steps {
            for green in steps {
                for blue in steps {
                    let Ok(accent) = Accent::parse(&hex([red, green, blue])) else { continue };
                    passed += 1;
                    for shades in [accent.light(), accent.dark()] {
                        let name = accent.hex();
                        assert!(contrast(shades.on_accent, shades.accent) >= LEAST, "{name} {shades:?}");
                        assert!(contrast(shades.on_accent, shades.deep) >= LEAST, "{name} {shades:?}");
                        assert!(contrast(shades.on_tint, shades.tint) >= LEAST, "{name} {shades:?}");
                    }
                    assert!(contrast(accent.light().accent, accent.light().tint) >= 3.0, "{}", accent.hex());
                    assert!(
                        contrast(accent.dark().accent, DARK) >= LEAST
                            && contrast(accent.dark().accent, DARK_PAPER) >= LEAST
                    );
                }
            }
        }
        assert!(passed > 100);
    }
}
