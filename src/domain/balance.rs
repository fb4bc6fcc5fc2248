//! 月度平衡: what a month, or a year, has in serials, leaves, certificates and seals.

/// The sums of one month, or of one year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub serials: u64,
    pub leaves: u64,
    pub certificates: u64,
    /// Files sealed, by the audit.
    pub seals: u64,
    /// Certificates whose file is still being made.
    pub making: u64,
    pub copies: u64,
    pub revoked: u64,
    pub reinstated: u64,
    pub replaced: u64,
}

impl Sums {
    /// Serials = leaves = certificates = seals used and still to be used.
    pub fn balance(&self) -> bool {
        let seals = self.seals + self.making;
        self.serials == self.leaves && self.leaves == self.certificates && self.certificates == seals
    }
}

/// A month, or a whole year where `month` is 0, in which the serials are those of the counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub year: i16,
    pub month: i8,
    pub sums: Sums,
}

impl Line {
    /// `2026年11月`, `2026年合计`.
    pub fn name(&self) -> String {
        match self.month {
            0 => format!("{}年合计", self.year),
            month => format!("{}年{month}月", self.year),
        }
    }
}
