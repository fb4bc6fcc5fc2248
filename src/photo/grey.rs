//! A picture in shades of grey.

/// Rows of grey pixels, from the upper left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grey {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl Grey {
    /// `None` where the pixels do not fill the sides, or there are none.
    pub fn new(width: u32, height: u32, pixels: Vec<u8>) -> Option<Self> {
        let count = (width as usize).checked_mul(height as usize)?;
        (count > 0 && pixels.len() == count).then_some(Self { width, height, pixels })
    }

    /// From RGB, each pixel as bright as the eye sees it.
    pub fn of_rgb(width: u32, height: u32, rgb: &[u8]) -> Option<Self> {
        Self::new(width, height, rgb.chunks_exact(3).map(|pixel| brightness([pixel[0], pixel[1], pixel[2]])).collect())
    }

    pub fn sides(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The pixel at a place, or the nearest one.
    fn at(&self, x: usize, y: usize) -> u32 {
        let (width, height) = (self.width as usize, self.height as usize);
        u32::from(self.pixels[y.min(height - 1) * width + x.min(width - 1)])
    }

    fn made(width: u32, height: u32, pixel: impl Fn(usize, usize) -> u32) -> Self {
        let (columns, rows) = (width as usize, height as usize);
        let places = (0..rows).flat_map(|y| (0..columns).map(move |x| (x, y)));
        let pixels = places.map(|(x, y)| u8::try_from(pixel(x, y)).unwrap_or(u8::MAX)).collect();
        Self { width, height, pixels }
    }

    /// Half as large: each pixel the mean of four.
    #[must_use]
    pub fn halved(&self) -> Self {
        Self::made(self.width.div_ceil(2), self.height.div_ceil(2), |x, y| {
            let (x, y) = (x * 2, y * 2);
            (self.at(x, y) + self.at(x + 1, y) + self.at(x, y + 1) + self.at(x + 1, y + 1)) / 4
        })
    }

    /// Twice as large, with straight slopes between the pixels.
    #[must_use]
    pub fn doubled(&self) -> Self {
        Self::made(self.width * 2, self.height * 2, |x, y| {
            let beside = |at: usize| if at.is_multiple_of(2) { (at / 2).saturating_sub(1) } else { at / 2 + 1 };
            let (near_x, near_y, far_x, far_y) = (x / 2, y / 2, beside(x), beside(y));
            let sum = 9 * self.at(near_x, near_y) + 3 * self.at(far_x, near_y) + 3 * self.at(near_x, far_y);
            (sum + self.at(far_x, far_y) + 8) / 16
        })
    }
}

/// How bright the eye sees a colour.
pub fn brightness([red, green, blue]: [u8; 3]) -> u8 {
    let sum = u32::from(red) * 299 + u32::from(green) * 587 + u32::from(blue) * 114;
    u8::try_from(sum / 1000).unwrap_or(u8::MAX)
}
