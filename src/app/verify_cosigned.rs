//! Holding what witnesses said against the log: each cosignature of a witness whose key is known must be its word about the
//! stored checkpoint.

use std::collections::BTreeMap;

use crate::app::cosigned::line;
use crate::app::refused::Refused;
use crate::app::verify_log::Held;
use crate::app::world::World;
use crate::crypto::cosignature::Witness;
use crate::crypto::note::SignedNote;
use crate::domain::time::Moment;
use crate::store::Snapshot;
use crate::store::blobs::Blobs;
use crate::store::cosignatures::Cosignatures;

/// Checks every cosignature of the witnesses that the verifier names, and of those of the configuration. A named one must
/// have cosigned something.
pub fn hold(world: &World, look: &Snapshot, named: &[Witness], held: &mut Held) -> Result<(), Refused> {
    let mut known = named.to_vec();
    known.extend(world.running.witnesses().seats.into_iter().map(|seat| seat.key).filter(|key| !named.contains(key)));
    let mut newest: BTreeMap<String, (u64, Moment)> = BTreeMap::new();
    for kept in look.cosignatures_from(0, usize::MAX)? {
        let Some(key) = known.iter().find(|key| key.is_of(&line(&kept))) else {
            held.cosignatures_unknown += 1;
            continue;
        };
        let note = look.checkpoint(kept.size)?.unwrap_or_default();
        let note = SignedNote::parse(&String::from_utf8_lossy(&note)).ok();
        match note.and_then(|note| key.cosigned(note.text(), &line(&kept))) {
            Some(at) => {
                held.cosignatures += 1;
                newest.insert(key.name().to_owned(), (kept.size, at));
            }
            None => {
                let (name, size) = (key.name(), kept.size);
                held.faults.push(format!("the cosignature of {name} for {size} entries is not its word"));
            }
        }
    }
    for key in named.iter().filter(|key| !newest.contains_key(key.name())) {
        held.faults.push(format!("the witness {} has cosigned nothing of this log", key.name()));
    }
    let told =
        |(name, (size, at)): (String, (u64, Moment))| format!("{name} cosigned {size} entries at {}", at.rfc3339());
    held.witnesses = newest.into_iter().map(told).collect();
    Ok(())
}
