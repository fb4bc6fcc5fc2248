//! One certificate held against the log: its statement, its record, its file, and its life after issue.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::refused::Refused;
use crate::app::signed;
use crate::app::standing;
use crate::app::world::World;
use crate::crypto::code::VerifyCode;
use crate::crypto::hash::{Hash, act_record, record_commitment, sha256};
use crate::crypto::leaf::{Event, Leaf};
use crate::crypto::statement::SignedStatement;
use crate::domain::application::Application;
use crate::domain::certificate::{Act, Certificate, Deed};
use crate::domain::register::{Firm, Lawyer};
use crate::domain::statement::Statement;
use crate::store::blobs::Blobs;
use crate::store::records::id_key;
use crate::store::{Look, Snapshot};

/// The log's leaves, and where to find what they say of a statement.
pub struct Leaves {
    /// None where a leaf is missing or malformed.
    pub all: Vec<Option<Leaf>>,
    /// Commitment of a statement → indices of revocations, reinstatements and replacements of it.
    lives: BTreeMap<Hash, Vec<u64>>,
    /// Indices of key manifests.
    manifests: Vec<u64>,
    /// Commitments of the statements that certificates hold.
    known: BTreeSet<Hash>,
}

impl Leaves {
    pub fn new(all: Vec<Option<Leaf>>) -> Self {
        let (mut lives, mut manifests): (BTreeMap<Hash, Vec<u64>>, _) = (BTreeMap::new(), Vec::new());
        for (index, leaf) in (0..).zip(&all) {
            match leaf.map(|leaf| leaf.event) {
                Some(
                    Event::Revoked { statement, .. }
                    | Event::Reinstated { statement, .. }
                    | Event::Replaced { old: statement, .. },
                ) => lives.entry(statement).or_default().push(index),
                Some(Event::KeyManifest { .. }) => manifests.push(index),
                _ => {}
            }
        }
        Self { all, lives, manifests, known: BTreeSet::new() }
    }

    fn at(&self, index: u64) -> Option<Leaf> {
        usize::try_from(index).ok().and_then(|index| self.all.get(index).copied().flatten())
    }

    /// Leaves that speak of an issued statement which no certificate holds.
    pub fn orphans(&self) -> Vec<u64> {
        let known = |leaf: &Leaf| match leaf.event {
            Event::Issued { statement } | Event::Revoked { statement, .. } | Event::Reinstated { statement, .. } => {
                self.known.contains(&statement)
            }
            Event::Replaced { old, new, .. } => self.known.contains(&old) && self.known.contains(&new),
            _ => true,
        };
        (0..)
            .zip(&self.all)
            .filter(|(_, leaf)| leaf.is_some_and(|leaf| !known(&leaf)))
            .map(|(index, _)| index)
            .collect()
    }
}

/// What does not fit, a sentence each.
pub fn faults_of(
    world: &World,
    look: &Snapshot,
    leaves: &mut Leaves,
    certificate: &Certificate,
) -> Result<Vec<String>, Refused> {
    let mut faults = Vec::new();
    let Ok((signed, encoded)) = signed::read(look, certificate) else {
        return Ok(vec!["its statement is missing or damaged".to_owned()]);
    };
    leaves.known.insert(signed.commitment());
    if !standing::is_genuine(look, &world.keys()?.manifest, &signed, certificate.leaf, certificate.issued)? {
        faults.push("its statement's signature is wrong, or by a key that was not good for it".to_owned());
    }
    match leaves.at(certificate.leaf) {
        Some(leaf) if leaf.event == (Event::Issued { statement: signed.commitment() }) => {
            if leaf.at != certificate.issued {
                faults.push("its time of issue is not the leaf's".to_owned());
            }
        }
        _ => faults.push("its leaf in the log is of another statement".to_owned()),
    }
    let manifest = leaves.manifests.iter().filter(|index| **index < certificate.leaf).count() as u64;
    if certificate.manifest + 1 != manifest {
        faults.push("its key manifest is not the one that was in force".to_owned());
    }
    if !record_agrees(certificate, encoded.statement()) {
        faults.push("its record does not say what its statement says".to_owned());
    }
    faults.extend(members(look, certificate, encoded.statement())?);
    faults.extend(file_fault(look, certificate)?);
    faults.extend(life_fault(look, leaves, certificate, &signed)?);
    Ok(faults)
}

fn record_agrees(certificate: &Certificate, statement: &Statement) -> bool {
    let committed =
        VerifyCode::parse(&certificate.code).is_ok_and(|code| code.commitment() == statement.code_commitment);
    committed
        && statement.number == certificate.serial.show()
        && statement.kind == certificate.kind.as_str()
        && statement.kind_version == certificate.kind_version
        && statement.title == certificate.title
        && statement.issue_date == certificate.issue_date
        && certificate.serial.year == certificate.issue_date.year()
        && statement.expiry == certificate.expiry
        && statement.subjects.len() == certificate.lawyers.len()
}

/// The record names its firm and lawyers by id. The register may have corrected a name or a number since, hardly both.
fn members(look: &Snapshot, certificate: &Certificate, statement: &Statement) -> Result<Vec<String>, Refused> {
    let mut faults = Vec::new();
    let firm: Option<Firm> = look.get(&id_key(certificate.firm))?;
    let named = statement.firm.as_ref();
    let same_firm = match (firm, named) {
        (Some(firm), Some(named)) => firm.name == named.name || firm.uscc.as_str() == named.uscc,
        (Some(_), None) => true,
        (None, _) => false,
    };
    if !same_firm {
        faults.push("its record is of another firm than its statement".to_owned());
    }
    for (id, named) in certificate.lawyers.iter().zip(&statement.subjects) {
        let lawyer: Option<Lawyer> = look.get(&id_key(*id))?;
        let same = lawyer.is_some_and(|one| one.name.as_str() == named.name || one.licence.as_str() == named.licence);
        if !same {
            faults.push(format!("its record names another lawyer than {}", named.name));
        }
    }
    let application: Option<Application> = look.get(&id_key(certificate.application))?;
    if !application.is_some_and(|one| one.certificate() == Some(certificate.id) && one.firm == certificate.firm) {
        faults.push("its application is missing or of another certificate".to_owned());
    }
    Ok(faults)
}

fn file_fault(look: &Snapshot, certificate: &Certificate) -> Result<Option<String>, Refused> {
    let file = look.file(certificate.id)?;
    Ok(match (&certificate.file_hash, file) {
        (Some(expected), Some(file)) if data_encoding::HEXLOWER.encode(&sha256(&file)) == *expected => None,
        (Some(_), _) => Some("its file is missing or was changed".to_owned()),
        (None, Some(_)) => Some("it has a file that its record does not know".to_owned()),
        (None, None) => None,
    })
}

/// Every act of its life must be in the log where the record says, for the reason that the record gives; and the log
/// must know of no other.
fn life_fault(
    look: &Snapshot,
    leaves: &Leaves,
    certificate: &Certificate,
    signed: &SignedStatement,
) -> Result<Option<String>, Refused> {
    let none = Vec::new();
    let logged = leaves.lives.get(&signed.commitment()).unwrap_or(&none);
    let acts = certificate.acts();
    if acts.len() != logged.len() {
        return Ok(Some(format!("the log has {} acts on it after issue, its record {}", logged.len(), acts.len())));
    }
    for (act, index) in acts.iter().zip(logged) {
        let fits = act.leaf == *index && leaves.at(*index).is_some_and(|leaf| leaf.at == act.at);
        let fits = fits && event_of(look, signed, act)? == leaves.at(*index).map(|leaf| leaf.event);
        if !fits {
            return Ok(Some(format!("what its record says of leaf {index} is not what the log says")));
        }
    }
    Ok(None)
}

/// The event that an act must have left in the log.
fn event_of(look: &Snapshot, signed: &SignedStatement, act: &Act) -> Result<Option<Event>, Refused> {
    let statement = signed.commitment();
    let reason = record_commitment(&signed.salt, &act_record(&act.reason, &act.note));
    Ok(match act.deed {
        Deed::Revoke => Some(Event::Revoked { statement, reason }),
        Deed::Reinstate => Some(Event::Reinstated { statement, reason }),
        Deed::Replace { by } => {
            let new: Option<Certificate> = look.get(&id_key(by))?;
            let new = new.and_then(|new| signed::read(look, &new).ok());
            new.map(|(new, _)| Event::Replaced { old: statement, new: new.commitment(), reason })
        }
    })
}
