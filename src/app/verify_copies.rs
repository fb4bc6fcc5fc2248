//! Holding the numbered paper copies against the log: each with its original, its statement, its file and its end.

use crate::app::refused::Refused;
use crate::app::signed;
use crate::app::standing;
use crate::app::verify_log::Held;
use crate::app::world::World;
use crate::crypto::code::VerifyCode;
use crate::crypto::hash::{Hash, record_commitment, sha256};
use crate::crypto::leaf::{Event, Leaf};
use crate::crypto::statement::SignedStatement;
use crate::domain::certificate::Certificate;
use crate::domain::paper::{CopyIssue, PaperCopy, PaperState};
use crate::domain::statement::{Copy, Statement};
use crate::store::blobs::Blobs;
use crate::store::records::id_key;
use crate::store::{Look, Snapshot};

/// Adds what does not fit.
pub fn hold(world: &World, look: &Snapshot, leaves: &[Option<Leaf>], held: &mut Held) -> Result<(), Refused> {
    for copy in look.all::<PaperCopy>()? {
        let Some(issue) = &copy.issue else { continue };
        held.copies += 1;
        for fault in faults_of(world, look, leaves, &copy, issue)? {
            held.faults.push(format!("paper copy {} of certificate {}: {fault}", copy.id, issue.certificate));
        }
    }
    let logged = leaves.iter().flatten().filter(|leaf| matches!(leaf.event, Event::CopyIssued { .. })).count() as u64;
    if logged != held.copies {
        held.faults.push(format!("the log has {logged} leaves of paper copies, the store {} copies", held.copies));
    }
    Ok(())
}

fn faults_of(
    world: &World,
    look: &Snapshot,
    leaves: &[Option<Leaf>],
    copy: &PaperCopy,
    issue: &CopyIssue,
) -> Result<Vec<String>, Refused> {
    let mut faults = Vec::new();
    let mut fault = |sentence: &str| faults.push(sentence.to_owned());
    let certificate: Option<Certificate> = look.get(&id_key(issue.certificate))?;
    let Some(certificate) = certificate.filter(|certificate| certificate.application == copy.application) else {
        return Ok(vec!["its original is missing".to_owned()]);
    };
    let (Ok((signed, encoded)), Ok((original, original_encoded))) =
        (signed::read_copy(look, copy), signed::read(look, &certificate))
    else {
        return Ok(vec!["its statement, or its original's, is missing or damaged".to_owned()]);
    };
    if !standing::is_genuine(look, &world.keys()?.manifest, &signed, issue.leaf, issue.at)? {
        fault("its statement's signature is wrong, or by a key that was not good for it");
    }
    let expected = Event::CopyIssued { statement: signed.commitment(), original: original.commitment() };
    match usize::try_from(issue.leaf).ok().and_then(|index| leaves.get(index).copied().flatten()) {
        Some(leaf) if leaf.event == expected && leaf.at == issue.at => {}
        _ => fault("its leaf in the log is of another statement, original or time"),
    }
    let statement = encoded.statement();
    if !says_what_the_original_says(statement, original_encoded.statement()) {
        fault("its statement says something else than its original's");
    }
    let committed = VerifyCode::parse(&issue.code).is_ok_and(|code| code.commitment() == statement.code_commitment);
    if !committed || statement.copy != (Copy { index: copy.index, of: copy.of }) {
        fault("its record does not say what its statement says");
    }
    if let Some(expected) = &issue.file_hash {
        let file = look.copy_file(copy.id)?.unwrap_or_default();
        if data_encoding::HEXLOWER.encode(&sha256(&file)) != *expected {
            fault("its file is missing or was changed");
        }
    }
    if let Some(sentence) = end_fault(leaves, copy, &signed) {
        fault(sentence);
    }
    Ok(faults)
}

/// Everything but the copy's number and its code.
fn says_what_the_original_says(copy: &Statement, original: &Statement) -> bool {
    let as_original = Statement { copy: original.copy, code_commitment: original.code_commitment, ..copy.clone() };
    as_original == *original && copy.copy.index > 0
}

/// A cancellation must be in the log where the record says, and a copy that is good must have none.
fn end_fault(leaves: &[Option<Leaf>], copy: &PaperCopy, signed: &SignedStatement) -> Option<&'static str> {
    let own = signed.commitment();
    let logged: Option<(u64, Hash)> = leaves.iter().enumerate().find_map(|(index, leaf)| match leaf.as_ref()?.event {
        Event::CopyCancelled { statement, reason } if statement == own => Some((index as u64, reason)),
        _ => None,
    });
    if copy.cancelled.is_some() != (copy.state == PaperState::Cancelled) {
        return Some("its state does not fit its end");
    }
    match (&copy.cancelled, logged) {
        (None, None) => None,
        (None, Some(_)) => Some("the log has it cancelled, its record does not"),
        (Some(cancelled), Some((leaf, reason)))
            if cancelled.leaf == Some(leaf)
                && record_commitment(&signed.salt, cancelled.reason.as_bytes()) == reason =>
        {
            None
        }
        (Some(_), _) => Some("its cancellation is not the one in the log"),
    }
}
