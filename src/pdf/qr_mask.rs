//! How hard a masked QR symbol is to read (ISO/IEC 18004, 7.8.3.1), counted on whole rows of bits.

/// A row of modules, the leftmost in the lowest bit; a dark module is a one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Bits([u64; 3]);

/// The rows of a symbol from the top.
pub type Grid = Vec<Bits>;

impl Bits {
    /// Collects at most 192 modules.
    pub fn of(modules: impl Iterator<Item = bool>) -> Self {
        let mut bits = Self::default();
        for (at, _) in modules.enumerate().filter(|(_, dark)| *dark) {
            bits.0[at / 64] |= 1 << (at % 64);
        }
        bits
    }

    pub fn get(&self, at: u8) -> bool {
        self.0[usize::from(at) / 64] >> (at % 64) & 1 == 1
    }

    pub fn xor(&self, other: &Self) -> Self {
        Self([self.0[0] ^ other.0[0], self.0[1] ^ other.0[1], self.0[2] ^ other.0[2]])
    }

    fn and(&self, other: &Self) -> Self {
        Self([self.0[0] & other.0[0], self.0[1] & other.0[1], self.0[2] & other.0[2]])
    }

    fn not(&self) -> Self {
        Self(self.0.map(|word| !word))
    }

    /// The module `by` places further right stands at each place; `by` is 1 to 63.
    fn ahead(&self, by: u32) -> Self {
        let [a, b, c] = self.0;
        Self([a >> by | b << (64 - by), b >> by | c << (64 - by), c >> by])
    }

    /// The module one place further left stands at each place.
    fn behind(&self) -> Self {
        let [a, b, c] = self.0;
        Self([a << 1, b << 1 | a >> 63, c << 1 | b >> 63])
    }

    fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// Ones at the first `width` places.
    fn first(width: u8) -> Self {
        let word = |from: u8| match width.saturating_sub(from) {
            0 => 0,
            count @ 1..64 => (1 << count) - 1,
            _ => u64::MAX,
        };
        Self([word(0), word(64), word(128)])
    }
}

/// Runs of five and more, and the pattern of a finder with light before or after it, in one row.
fn row_penalty(row: &Bits, width: u8) -> u32 {
    // A one where a module is like its right neighbour.
    let same = row.xor(&row.ahead(1)).not().and(&Bits::first(width - 1));
    let pairs = same.and(&same.ahead(1));
    let fives = pairs.and(&pairs.ahead(2));
    let begun = fives.and(&fives.behind().not());
    let runs = fives.count() + 2 * begun.count();
    let core = row
        .and(&row.ahead(1).not())
        .and(&row.ahead(2))
        .and(&row.ahead(3))
        .and(&row.ahead(4))
        .and(&row.ahead(5).not())
        .and(&row.ahead(6));
    let light = row.not().and(&Bits::first(width));
    let two = light.and(&light.ahead(1));
    let four = two.and(&two.ahead(2));
    let after = core.and(&four.ahead(7)).count();
    // Four light modules before: the quartet begins four places to the left.
    let before = four.and(&core.ahead(4)).count();
    runs + 40 * (after + before)
}

/// The columns of a grid as rows, from the left.
pub fn turned(grid: &[Bits], width: u8) -> Grid {
    (0..width).map(|at| Bits::of(grid.iter().map(|row| row.get(at)))).collect()
}

/// The lower, the better a symbol reads. `columns` is the same grid turned.
pub fn penalty(grid: &[Bits], columns: &[Bits], width: u8) -> u32 {
    let lines: u32 = grid.iter().chain(columns).map(|row| row_penalty(row, width)).sum();
    let inner = Bits::first(width - 1);
    let blocks: u32 = grid
        .windows(2)
        .map(|pair| {
            let alike = pair[0].xor(&pair[1]).not();
            let same = |row: &Bits| row.xor(&row.ahead(1)).not();
            same(&pair[0]).and(&same(&pair[1])).and(&alike).and(&inner).count()
        })
        .sum();
    let dark: u32 = grid.iter().map(Bits::count).sum();
    let all = u32::from(width) * u32::from(width);
    let balance = (dark * 20).abs_diff(all * 10) / all;
    lines + 3 * blocks + 10 * balance
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same rules, module by module.
    fn slowly(grid: &[Bits], width: u8) -> u32 {
        let at = |x: u8, y: u8| grid[usize::from(y)].get(x);
        let mut sum = 0;
        for turned in [false, true] {
            for line in 0..width {
                let modules: Vec<bool> =
                    (0..width).map(|place| if turned { at(line, place) } else { at(place, line) }).collect();
                for run in modules.chunk_by(|left, right| left == right).filter(|run| run.len() >= 5) {
                    sum += u32::try_from(run.len()).unwrap() - 2;
                }
                let shown: String = modules.iter().map(|dark| if *dark { '#' } else { '.' }).collect();
                for start in 0..shown.len().saturating_sub(10) {
                    sum += 40 * u32::from(&shown[start..start + 11] == "#.###.#....");
                    sum += 40 * u32::from(&shown[start..start + 11] == "....#.###.#");
                }
            }
        }
        for y in 0..width - 1 {
            for x in 0..width - 1 {
                let square = [at(x, y), at(x + 1, y), at(x, y + 1), at(x + 1, y + 1)];
                sum += 3 * u32::from(square.iter().all(|dark| *dark) || square.iter().all(|dark| !dark));
            }
        }
        let dark = (0..width).flat_map(|y| (0..width).map(move |x| (x, y))).filter(|&(x, y)| at(x, y)).count();
        let all = usize::from(width) * usize::from(width);
        sum + 10 * u32::try_from((dark * 20).abs_diff(all * 10) / all).unwrap()
    }

    #[test]
    fn counting_by_rows_is_counting_by_modules() {
        let mut seed = 7_u32;
        for width in [21, 64, 65, 77, 128, 129, 177] {
            for density in [1, 2, 5] {
                let mut next = || {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (seed >> 24) % 6 < density
                };
                let grid: Grid = (0..width).map(|_| Bits::of((0..width).map(|_| next()))).collect();
                assert_eq!(penalty(&grid, &turned(&grid, width), width), slowly(&grid, width), "{width}");
            }
        }
    }
}
