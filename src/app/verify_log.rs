//! Holding the whole store against its log: every leaf, hash and checkpoint, every certificate with its statement and
//! file, the serials, and the audit chain. What was changed behind the program's back is named.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::app::leaf::hash as stored_hash;
use crate::app::refused::Refused;
use crate::app::signed;
use crate::app::verify_copies;
use crate::app::world::World;
use crate::crypto::checkpoint::Checkpoint;
use crate::crypto::code::VerifyCode;
use crate::crypto::hash::{record_commitment, sha256};
use crate::crypto::leaf::{Event, Leaf};
use crate::crypto::manifest::Manifest;
use crate::crypto::statement::SignedStatement;
use crate::crypto::tiles::{Tile, WIDTH, entry};
use crate::crypto::tlog;
use crate::domain::certificate::{Certificate, Life};
use crate::store::audit::check_chain;
use crate::store::blobs::Blobs;
use crate::store::{Look, Snapshot};

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
    /// The newest checkpoint, word for word.
    pub checkpoint: String,
    /// One sentence for each record that does not fit.
    pub faults: Vec<String>,
}

/// Holds everything against the log.
pub fn verify(world: &World) -> Result<Held, Refused> {
    let look = world.store.read()?;
    let mut held = Held { leaves: look.tlog_size()?, ..Held::default() };
    let leaves = tree(&look, &mut held)?;
    checkpoints(world, &look, &mut held)?;
    manifests(&look, &leaves, &mut held)?;
    certificates(world, &look, &leaves, &mut held)?;
    verify_copies::hold(world, &look, &leaves, &mut held)?;
    match check_chain(&look)? {
        Ok(count) => held.audit_entries = count,
        Err(index) => held.faults.push(format!("the audit chain is broken at entry {index}")),
    }
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
    let key = world.keys()?.log.public();
    for size in 1..=held.leaves {
        let note = look.checkpoint(size)?.unwrap_or_default();
        let note = String::from_utf8_lossy(&note).into_owned();
        let root = tlog::root(size, |level, index| stored_hash(look, level, index))?;
        match Checkpoint::open(&note, &origin, &key) {
            Ok(checkpoint) if checkpoint.size == size && checkpoint.root == root => held.checkpoints += 1,
            Ok(_) => held.faults.push(format!("the checkpoint of size {size} is of another tree")),
            Err(fault) => held.faults.push(format!("the checkpoint of size {size} is missing or not ours: {fault}")),
        }
        held.checkpoint = note;
    }
    Ok(())
}

fn manifests(look: &Snapshot, leaves: &[Option<Leaf>], held: &mut Held) -> Result<(), Refused> {
    for (place, note) in look.manifests()?.iter().enumerate() {
        let hash = Manifest::hash_of(&String::from_utf8_lossy(note));
        let logged = leaves.iter().flatten().any(|leaf| leaf.event == Event::KeyManifest { manifest: hash });
        if !logged {
            held.faults.push(format!("key manifest {} is not in the log", place + 1));
        }
    }
    Ok(())
}

fn certificates(world: &World, look: &Snapshot, leaves: &[Option<Leaf>], held: &mut Held) -> Result<(), Refused> {
    let mut serials: BTreeMap<(String, i16), Vec<u64>> = BTreeMap::new();
    let mut issued = 0;
    for certificate in look.all::<Certificate>()? {
        held.certificates += 1;
        let serial = &certificate.serial;
        serials.entry((serial.prefix.clone(), serial.year)).or_default().push(serial.number);
        for fault in faults_of(world, look, leaves, &certificate)? {
            held.faults.push(format!("certificate {} ({}): {fault}", certificate.id, serial.show()));
        }
    }
    for leaf in leaves.iter().flatten() {
        issued += u64::from(matches!(leaf.event, Event::Issued { .. }));
    }
    if issued != held.certificates {
        held.faults.push(format!("the log has {issued} issued leaves, the store {} certificates", held.certificates));
    }
    for ((prefix, year), mut numbers) in serials {
        numbers.sort_unstable();
        if numbers.iter().zip(1..).any(|(number, expected)| *number != expected) {
            held.faults.push(format!("the serials of {prefix} {year} have a gap or a double"));
        }
    }
    Ok(())
}

fn faults_of(
    world: &World,
    look: &Snapshot,
    leaves: &[Option<Leaf>],
    certificate: &Certificate,
) -> Result<Vec<String>, Refused> {
    let mut faults = Vec::new();
    let Ok((signed, encoded)) = signed::read(look, certificate) else {
        return Ok(vec!["its statement is missing or damaged".to_owned()]);
    };
    let genuine = world.keys()?.manifest.issuer(signed.key_id).is_some_and(|(key, _)| signed.verify(&key).is_ok());
    if !genuine {
        faults.push("its statement's signature is wrong".to_owned());
    }
    let event = usize::try_from(certificate.leaf).ok().and_then(|index| leaves.get(index).copied().flatten());
    match event {
        Some(leaf) if leaf.event == (Event::Issued { statement: signed.commitment() }) => {
            if leaf.at != certificate.issued {
                faults.push("its time of issue is not the leaf's".to_owned());
            }
        }
        _ => faults.push("its leaf in the log is of another statement".to_owned()),
    }
    let statement = encoded.statement();
    let committed =
        VerifyCode::parse(&certificate.code).is_ok_and(|code| code.commitment() == statement.code_commitment);
    let same = statement.number == certificate.serial.show()
        && statement.kind == certificate.kind.as_str()
        && statement.kind_version == certificate.kind_version
        && statement.issue_date == certificate.issue_date
        && statement.expiry == certificate.expiry;
    if !committed || !same {
        faults.push("its record does not say what its statement says".to_owned());
    }
    if let Some(expected) = &certificate.file_hash {
        let file = look.file(certificate.id)?.unwrap_or_default();
        if data_encoding::HEXLOWER.encode(&sha256(&file)) != *expected {
            faults.push("its file is missing or was changed".to_owned());
        }
    }
    faults.extend(life_fault(leaves, certificate, &signed));
    Ok(faults)
}

/// A revocation must be in the log where the record says, and a record that stands must have none.
fn life_fault(leaves: &[Option<Leaf>], certificate: &Certificate, signed: &SignedStatement) -> Option<String> {
    let statement = signed.commitment();
    let last = leaves.iter().enumerate().rev().find_map(|(index, leaf)| match leaf.as_ref()?.event {
        Event::Revoked { statement: of, reason } if of == statement => Some((index as u64, reason)),
        _ => None,
    });
    match (&certificate.life, last) {
        (Life::Standing, None) => None,
        (Life::Standing, Some(_)) => Some("the log has it revoked, its record does not".to_owned()),
        (Life::Revoked { reason, leaf, .. }, Some((index, commitment)))
            if *leaf == index && record_commitment(&signed.salt, reason.as_bytes()) == commitment =>
        {
            None
        }
        (Life::Revoked { .. }, _) => Some("its revocation is not the one in the log".to_owned()),
    }
}

/// The public files of the log in the C2SP tlog-tiles layout: path below the log's prefix, and bytes.
pub fn export(world: &World) -> Result<Vec<(String, Vec<u8>)>, Refused> {
    let look = world.store.read()?;
    let size = look.tlog_size()?;
    let mut files = vec![("checkpoint".to_owned(), look.checkpoint(size)?.unwrap_or_default())];
    let mut level = 0;
    let mut nodes = size;
    while nodes > 0 {
        for index in 0..nodes.div_ceil(WIDTH) {
            let tile = Tile { level: Some(level), index, width: width(nodes, index) };
            files.push((tile.path(), tile.hashes(|level, index| stored_hash(&look, level, index))?));
        }
        nodes /= WIDTH;
        level += 1;
    }
    for index in 0..size.div_ceil(WIDTH) {
        let tile = Tile { level: None, index, width: width(size, index) };
        let mut bytes = Vec::new();
        for leaf in index * WIDTH..index * WIDTH + u64::from(tile.width) {
            bytes.extend(entry(&look.tlog_leaf(leaf)?.unwrap_or_default()));
        }
        files.push((tile.path(), bytes));
    }
    Ok(files)
}

fn width(nodes: u64, index: u64) -> u16 {
    u16::try_from((nodes - index * WIDTH).min(WIDTH)).unwrap_or(u16::MAX)
}
