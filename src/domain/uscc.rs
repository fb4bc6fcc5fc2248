//! 统一社会信用代码 (GB 32100-2015).

use serde::{Deserialize, Serialize};

/// A checked 统一社会信用代码: 18 characters, check character right.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Uscc(String);

impl Uscc {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
