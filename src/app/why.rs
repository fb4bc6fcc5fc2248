//! Why a certificate is revoked, reinstated or replaced: a phrase for the public from the association's list or in own
//! words, and apart from it a note that only staff read.

use crate::app::refused::Refused;
use crate::app::report::{LONGEST, words};
use crate::app::world::World;
use crate::domain::certificate::Deed;
use crate::store::blobs::Blobs;
use crate::text::reasons::phrases;

/// Longest public reason, in characters.
pub const LONGEST_REASON: usize = 200;

/// The choice for words of one's own.
pub const OTHER: &str = "other";

/// As it will be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// Told to whoever verifies.
    pub reason: String,
    /// For staff only; may be empty.
    pub note: String,
}

impl From<&str> for Why {
    fn from(reason: &str) -> Self {
        Self { reason: reason.to_owned(), note: String::new() }
    }
}

/// As it was chosen and typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// One of the list, or `OTHER`.
    pub phrase: String,
    pub other: String,
    pub note: String,
}

impl Why {
    /// One line for the public, and a note of free text.
    pub fn checked(self) -> Result<Self, Refused> {
        let reason = words("reason", &self.reason, "请选择或写明公开的原因。")?;
        if reason.chars().count() > LONGEST_REASON || reason.contains('\n') {
            return Err(Refused::field("reason", format!("公开的原因最多 {LONGEST_REASON} 个字，不能换行。")));
        }
        let note = if self.note.trim().is_empty() { String::new() } else { words("note", &self.note, "")? };
        Ok(Self { reason, note })
    }
}

/// Reads a choice of the page.
pub fn read(world: &World, deed: Deed, typed: &Typed) -> Result<Why, Refused> {
    let reasons = world.store.read()?.settings()?.reasons;
    let reason = if typed.phrase == OTHER {
        let other = words("other", &typed.other, "请写明公开的原因。")?;
        if other.chars().count() > LONGEST_REASON || other.contains('\n') {
            return Err(Refused::field("other", format!("最多 {LONGEST_REASON} 个字，不能换行。")));
        }
        other
    } else {
        let known = phrases(&reasons, deed).into_iter().find(|phrase| *phrase == typed.phrase);
        known.ok_or_else(|| Refused::field("reason", "请选择公开的原因。"))?
    };
    if typed.note.trim().chars().count() > LONGEST {
        return Err(Refused::field("note", format!("最多 {LONGEST} 个字。")));
    }
    Why { reason, note: typed.note.clone() }.checked()
}
