//! 律师执业证号.

use serde::{Deserialize, Serialize};

/// A 律师执业证号: 17 digits, or an old number of 12.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LicenceNumber(String);

impl LicenceNumber {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
