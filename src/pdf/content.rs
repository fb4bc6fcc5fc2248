//! A content stream: the operators by which a page or a figure is painted, written as text. Numbers have two decimals,
//! a 180th of the width of a hair; a device that knows only the characters' order gets the same words as the eye.

use std::io::Write as _;

/// Operators in the making.
#[derive(Default)]
pub struct Content(pub Vec<u8>);

impl Content {
    /// Appends operators as they are.
    pub fn raw(&mut self, text: &str) -> &mut Self {
        self.0.extend_from_slice(text.as_bytes());
        self
    }

    /// Appends a whole number and a space.
    pub fn integer(&mut self, value: i32) -> &mut Self {
        if value < 0 {
            self.0.push(b'-');
        }
        let mut digits = [0_u8; 11];
        let mut at = digits.len() - 1;
        digits[at] = b' ';
        let mut rest = value.unsigned_abs();
        loop {
            at -= 1;
            digits[at] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.0.extend_from_slice(&digits[at..]);
        self
    }

    /// Appends a number with at most two decimals and a space.
    pub fn number(&mut self, value: f32) -> &mut Self {
        let hundredths = hundredths(value);
        if hundredths % 100 == 0 {
            return self.integer(hundredths / 100);
        }
        let sign = if hundredths < 0 { "-" } else { "" };
        let (whole, part) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
        // Writing into memory cannot fail.
        let _ = if part % 10 == 0 {
            write!(self.0, "{sign}{whole}.{} ", part / 10)
        } else {
            write!(self.0, "{sign}{whole}.{part:02} ")
        };
        self
    }

    /// Appends several numbers.
    pub fn numbers(&mut self, values: &[f32]) -> &mut Self {
        for value in values {
            self.number(*value);
        }
        self
    }
}

/// Hundredths of a unit, rounded.
#[expect(clippy::cast_possible_truncation, reason = "places on a page; a float cast saturates")]
pub fn hundredths(value: f32) -> i32 {
    (value * 100.0).round() as i32
}

/// An outline in hundredths of a point, filled later: `m`, `l`, `c`, `h` and `re` operators.
#[derive(Default)]
pub struct Outline {
    content: Content,
    last: (f32, f32),
}

impl Outline {
    fn point(&mut self, x: f32, y: f32) -> &mut Self {
        self.content.integer(hundredths(x)).integer(hundredths(y));
        self.last = (x, y);
        self
    }

    pub fn move_to(&mut self, x: f32, y: f32) {
        self.point(x, y).content.raw("m\n");
    }

    pub fn line_to(&mut self, x: f32, y: f32) {
        self.point(x, y).content.raw("l\n");
    }

    pub fn cubic_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.point(ax, ay).point(bx, by).point(x, y).content.raw("c\n");
    }

    /// A quadratic curve, raised to the cubic one that PDF knows.
    pub fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let (x0, y0) = self.last;
        let third = |end: f32, control: f32| end + 2.0 / 3.0 * (control - end);
        self.cubic_to(third(x0, cx), third(y0, cy), third(x, cx), third(y, cy), x, y);
    }

    pub fn close(&mut self) {
        self.content.raw("h\n");
    }

    /// The operators, with all coordinates a hundred times too large.
    pub fn operators(&self) -> &[u8] {
        &self.content.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_right() {
        let mut content = Content::default();
        content.numbers(&[0.0, 12.0, -3.5, 0.05, -0.004, 595.276, -12.345]).integer(-7).raw("x");
        assert_eq!(String::from_utf8(content.0).unwrap(), "0 12 -3.5 0.05 0 595.28 -12.35 -7 x");
    }

    #[test]
    fn a_quadratic_curve_keeps_its_course() {
        let mut outline = Outline::default();
        outline.move_to(0.0, 0.0);
        outline.quad_to(3.0, 3.0, 6.0, 0.0);
        outline.close();
        assert_eq!(outline.operators(), b"0 0 m\n200 200 400 200 600 0 c\nh\n");
    }
}
