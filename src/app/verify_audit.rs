//! Holding the audit trail against the log: every head that a leaf commits to must be one that the chain has had.

use std::collections::BTreeMap;

use crate::app::anchor;
use crate::app::refused::Refused;
use crate::app::verify_log::Held;
use crate::crypto::hash::Hash;
use crate::crypto::leaf::{Event, Leaf};
use crate::store::Look;
use crate::store::audit::{Chain, check_chain};

/// Checks the chain, and every leaf that speaks of it.
pub fn hold(look: &impl Look, leaves: &[Option<Leaf>], held: &mut Held) -> Result<(), Refused> {
    let mut wanted: BTreeMap<Hash, u64> = BTreeMap::new();
    for (index, leaf) in (0..).zip(leaves) {
        if let Some(Leaf { event: Event::AuditHead { head }, .. }) = leaf {
            wanted.insert(*head, index);
        }
    }
    let mut anchored = 0;
    let chain = check_chain(look, |head| {
        if anchor::commitment(head).and_then(|head| wanted.remove(&head)).is_some() {
            anchored = head.count;
        }
    })?;
    held.audit_anchored = anchored;
    match chain {
        Chain::Whole(head) => held.audit_entries = head.count,
        Chain::Broken(index) => {
            held.faults.push(format!("the audit chain is broken or cut at entry {index}"));
            return Ok(());
        }
    }
    for index in wanted.into_values() {
        held.faults.push(format!(
            "leaf {index} of the log commits to an audit trail that is not this one: entries before it were cut off or rewritten"
        ));
    }
    Ok(())
}
