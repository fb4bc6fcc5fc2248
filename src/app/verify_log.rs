//! Holding the whole store against its log: every leaf, hash and checkpoint, every certificate with its statement and
//! file, the serials, and the audit chain. What was changed behind the program's back is named.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::app::held_certificate::{Leaves, faults_of};
use crate::app::leaf::hash as stored_hash;
use crate::app::refused::Refused;
use crate::app::verify_audit;
use crate::app::verify_copies;
use crate::app::verify_cosigned;
use crate::app::world::World;
use crate::crypto::checkpoint::Checkpoint;
use crate::crypto::cosignature::Witness;
use crate::crypto::hash::Hash;
use crate::crypto::leaf::{Event, Leaf};
use crate::crypto::manifest::Manifest;
use crate::crypto::tlog;
use crate::domain::certificate::Certificate;
use crate::store::blobs::Blobs;
use crate::store::counters::Counters;
use crate::store::records::{Record, decode, id_key};
use crate::store::{Look, Snapshot, tables};

/// What was held against the log, and what does not fit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub leaves: u64,
    pub checkpoints: u64,
    pub certificates: u64,
    /// Paper copies with a statement of their own.
    #[serde(default)]
    pub copies: u64,
    pub audit_entries: u64,
    /// So many of them the log commits to.
    #[serde(default)]
    pub audit_anchored: u64,
    /// Cosignatures that were checked, and those of witnesses that nobody named.
    #[serde(default)]
    pub cosignatures: u64,
    #[serde(default)]
    pub cosignatures_unknown: u64,
    /// How far each witness has come.
    #[serde(default)]
    pub witnesses: Vec<String>,
    /// The newest checkpoint, word for word.
    pub checkpoint: String,
    /// One sentence for each record that does not fit.
    pub faults: Vec<String>,
    /// Tables that the log commits to, with how; and those that it does not.
    #[serde(default)]
    pub covered: Vec<String>,
    #[serde(default)]
    pub uncovered: Vec<String>,
}

/// What of the store is held against the log, table by table.
const COVERED: [(&str, &str); 15] = [
    ("tlog-leaves", "every leaf"),
    ("tlog-hashes", "every hash of the tree"),
    ("checkpoints", "every checkpoint and its signature"),
    ("cosignatures", "every one of a witness that is configured or named by --witness"),
    ("manifests", "every key manifest, the chain of them, the root's signatures"),
    ("certificates", "every field but the count of failures"),
    ("statements", "every byte"),
    ("files", "every byte of each finished file"),
    ("paper-copies", "number, code, leaf, file and cancellation of each issued copy"),
    ("copy-statements", "every byte"),
    ("copy-files", "every byte of each finished file"),
    ("counters", "the counts of serials"),
    ("index", "the entries of certificates"),
    ("audit", "every entry before the newest leaf that commits to the trail; what came after it, by its own chain"),
    ("audit-particulars", "every personal value that is not erased yet, by the audit's chain"),
];

fn coverage(held: &mut Held) {
    held.covered = COVERED.iter().map(|(table, what)| format!("{table}: {what}")).collect();
    let known = |table: &str| COVERED.iter().any(|(covered, _)| *covered == table);
    held.uncovered = tables::ALL.iter().map(|(name, _)| (*name).to_owned()).filter(|name| !known(name)).collect();
}

/// Holds everything against the log.
pub fn verify(world: &World) -> Result<Held, Refused> {
    verify_with(world, &[])
}

/// The same, and the cosignatures of witnesses that the verifier names by their verifier keys.
pub fn verify_with(world: &World, witnesses: &[String]) -> Result<Held, Refused> {
    let named: Result<Vec<Witness>, _> = witnesses.iter().map(|key| Witness::parse(key)).collect();
    let named = named.map_err(|fault| Refused::field("witness", fault.to_string()))?;
    let look = world.store.read()?;
    let mut held = Held { leaves: look.tlog_size()?, ..Held::default() };
    coverage(&mut held);
    let mut leaves = Leaves::new(tree(&look, &mut held)?);
    checkpoints(world, &look, &mut held)?;
    manifests(world, &look, &leaves.all, &mut held)?;
    certificates(world, &look, &mut leaves, &mut held)?;
    verify_copies::hold(world, &look, &leaves.all, &mut held)?;
    for index in leaves.orphans() {
        held.faults.push(format!("leaf {index} of the log is of a certificate that the store does not hold"));
    }
    verify_cosigned::hold(world, &look, &named, &mut held)?;
    verify_audit::hold(&look, &leaves.all, &mut held)?;
    Ok(held)
}

/// Reads the leaves and builds the tree again beside the stored hashes.
fn tree(look: &Snapshot, held: &mut Held) -> Result<Vec<Option<Leaf>>, Refused> {
    let mut leaves = Vec::new();
    let mut built = BTreeMap::new();
    for index in 0..held.leaves {
        let bytes = look.tlog_leaf(index)?.unwrap_or_default();
        let leaf = Leaf::decode(&bytes).ok();
        if leaf.is_none() {
            held.faults.push(format!("leaf {index} of the log is missing or malformed"));
        }
        leaves.push(leaf);
        let missing = |level: u8, index: u64| Ok::<_, Refused>(built.get(&(level, index)).copied().unwrap_or([0; 32]));
        for node in tlog::append(index, tlog::leaf_hash(&bytes), missing)? {
            built.insert((node.level, node.index), node.hash);
        }
    }
    for ((level, index), hash) in &built {
        if look.tlog_hash(*level, *index)? != Some(*hash) {
            held.faults.push(format!("the stored hash {level}/{index} of the log is not that of its leaves"));
        }
    }
    Ok(leaves)
}

fn checkpoints(world: &World, look: &Snapshot, held: &mut Held) -> Result<(), Refused> {
    let origin = world.origin()?;
    let keys = world.keys()?;
    for size in 1..=held.leaves {
        let note = look.checkpoint(size)?.unwrap_or_default();
        let note = String::from_utf8_lossy(&note).into_owned();
        let root = tlog::root(size, |level, index| stored_hash(look, level, index))?;
        let opened = keys.manifest.logs().find_map(|(key, _)| Checkpoint::open(&note, &origin, &key).ok());
        match opened {
            Some(checkpoint) if checkpoint.size == size && checkpoint.root == root => held.checkpoints += 1,
            Some(_) => held.faults.push(format!("the checkpoint of size {size} is of another tree")),
            None => held.faults.push(format!("the checkpoint of size {size} is missing or not ours")),
        }
        held.checkpoint = note;
    }
    Ok(())
}

/// Every manifest is in the log, in its order, signed by the root, and follows the one before; and the log knows of no
/// other.
fn manifests(world: &World, look: &Snapshot, leaves: &[Option<Leaf>], held: &mut Held) -> Result<(), Refused> {
    let root = world.keys()?.root;
    let logged: Vec<Hash> = leaves
        .iter()
        .flatten()
        .filter_map(|leaf| match leaf.event {
            Event::KeyManifest { manifest } => Some(manifest),
            _ => None,
        })
        .collect();
    let notes: Vec<String> = look.manifests()?.iter().map(|note| String::from_utf8_lossy(note).into_owned()).collect();
    if notes.len() != logged.len() {
        held.faults.push(format!("the log has {} key manifests, the store {}", logged.len(), notes.len()));
    }
    let mut before: Option<(Manifest, &String)> = None;
    for (place, note) in notes.iter().enumerate() {
        if logged.get(place) != Some(&Manifest::hash_of(note)) {
            held.faults.push(format!("key manifest {} is not in the log", place + 1));
        }
        let Ok(manifest) = Manifest::open(note, &root) else {
            held.faults.push(format!("key manifest {} is not the root's", place + 1));
            continue;
        };
        if let Some((older, note)) = &before
            && let Err(fault) = manifest.follows(older, note)
        {
            held.faults.push(format!("key manifest {}: {fault}", place + 1));
        }
        before = Some((manifest, note));
    }
    Ok(())
}

fn certificates(world: &World, look: &Snapshot, leaves: &mut Leaves, held: &mut Held) -> Result<(), Refused> {
    let mut serials: BTreeMap<(String, i16), Vec<u64>> = BTreeMap::new();
    let mut marks = 0;
    for (key, bytes) in look.scan(tables::CERTIFICATES, b"", false, usize::MAX)? {
        held.certificates += 1;
        let certificate = match decode::<Certificate>(&bytes) {
            Ok(certificate) if id_key(certificate.id) == key => certificate,
            _ => {
                let id = key.try_into().map_or(0, u64::from_be_bytes);
                held.faults.push(format!("certificate {id}: its record cannot be read"));
                continue;
            }
        };
        marks += certificate.marks().len();
        if !look.is_indexed(&certificate)? {
            held.faults.push(format!("certificate {}: it is not found by what it says", certificate.id));
        }
        let serial = &certificate.serial;
        serials.entry((serial.prefix.clone(), serial.year)).or_default().push(serial.number);
        for fault in faults_of(world, look, leaves, &certificate)? {
            held.faults.push(format!("certificate {} ({}): {fault}", certificate.id, serial.show()));
        }
    }
    if look.scan(tables::INDEX, b"certificate-", false, usize::MAX)?.len() != marks {
        held.faults.push("the index of certificates names what no certificate says".to_owned());
    }
    for (prefix, year, last) in look.serials()? {
        let mut numbers = serials.remove(&(prefix.clone(), year)).unwrap_or_default();
        numbers.sort_unstable();
        if !numbers.iter().copied().eq(1..=last) {
            held.faults
                .push(format!("the serials of {prefix} {year} have a gap or a double, or their counter was set"));
        }
    }
    for (prefix, year) in serials.into_keys() {
        held.faults.push(format!("the serials of {prefix} {year} were never counted"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_table_is_called_covered_or_not() {
        let mut held = Held::default();
        coverage(&mut held);
        assert_eq!(held.covered.len() + held.uncovered.len(), tables::ALL.len());
        assert!(held.uncovered.iter().any(|table| table == "accounts"));
    }
}
