//! Names of persons.

use serde::{Deserialize, Serialize};

/// A person's name as it will be printed: NFC, up to 25 characters, `·` (U+00B7) for minority names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonName(String);

impl PersonName {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
