//! What the public may be told when a certificate is revoked, reinstated or replaced, until the association has chosen
//! its own phrases.

use crate::domain::certificate::Deed;
use crate::domain::settings::Reasons;

const REVOKE: [&str; 5] = [
    "持证人申请撤销。",
    "证明所载内容有误。",
    "证明所依据的登记信息已更正。",
    "申请材料与事实不符。",
    "按有关机关的决定撤销。",
];

const REINSTATE: [&str; 2] = ["撤销有误，予以恢复。", "撤销的原因已消除，予以恢复。"];

const REPLACE: [&str; 3] = ["登记信息更正，换发新的证明。", "证明文字更正，换发新的证明。", "持证人申请换发。"];

/// What the public is told where the holder asked for the replacement.
pub const ASKED_BY_HOLDER: &str = REPLACE[2];

/// The phrases to choose from for an act.
pub fn phrases(chosen: &Reasons, deed: Deed) -> Vec<String> {
    let (own, built_in): (&[String], &[&str]) = match deed {
        Deed::Revoke => (&chosen.revoke, &REVOKE),
        Deed::Reinstate => (&chosen.reinstate, &REINSTATE),
        Deed::Replace { .. } => (&chosen.replace, &REPLACE),
    };
    if own.is_empty() { built_in.iter().map(|phrase| (*phrase).to_owned()).collect() } else { own.to_vec() }
}
