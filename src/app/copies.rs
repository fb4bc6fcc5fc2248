//! Numbered paper copies: each is a statement of its own with its own code, signature, leaf and file, issued in the
//! write of the approval, made by a job after it, and cancelled alone where it is lost.

use crate::app::issue;
use crate::app::issued::Issued;
use crate::app::leaf;
use crate::app::refused::Refused;
use crate::app::signed;
use crate::app::work::cause;
use crate::app::world::World;
use crate::crypto::code::VerifyCode;
use crate::crypto::hash::{record_commitment, sha256};
use crate::crypto::leaf::Event as LeafEvent;
use crate::crypto::statement::{EncodedStatement, SignedStatement};
use crate::domain::audit::Actor;
use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::paper::{Cancelled, CopyIssue, Delivery, PaperCopy, PaperState, PaperWish};
use crate::domain::statement::{Copy, Statement};
use crate::domain::time::Moment;
use crate::store::blobs::Blobs;
use crate::store::jobs::Task;
use crate::store::records::id_key;
use crate::store::{Look, Writing};

/// The original's statement as copy `index` of `of` says it.
pub fn statement(original: &Statement, index: u16, of: u16, code: &VerifyCode) -> Statement {
    Statement { copy: Copy { index, of }, code_commitment: code.commitment(), ..original.clone() }
}

/// Issues all the copies that were asked for, inside the write that issues the original.
pub fn issue_all(
    world: &World,
    writing: &Writing,
    certificate: &Certificate,
    wish: &PaperWish,
    now: Moment,
) -> Result<(), Refused> {
    let original = signed::read(writing, certificate)?;
    for index in 1..=wish.copies {
        issue_one(world, writing, certificate, &original, (index, wish.copies), &wish.delivery, now)?;
    }
    Ok(())
}

/// Issues copy `index` of `of`: statement, signature, leaf, record, and the job that makes its file.
pub fn issue_one(
    world: &World,
    writing: &Writing,
    certificate: &Certificate,
    (signed, encoded): &(SignedStatement, EncodedStatement),
    (index, of): (u16, u16),
    delivery: &Delivery,
    now: Moment,
) -> Result<PaperCopy, Refused> {
    let id = writing.next_id::<PaperCopy>()?;
    let code = VerifyCode::generate(&mut |buffer: &mut [u8]| world.random(buffer));
    let mut salt = [0; 32];
    world.random(&mut salt);
    let own = EncodedStatement::new(statement(encoded.statement(), index, of, &code)).map_err(Refused::broken)?;
    let own = SignedStatement::sign(&world.keys()?.issuer, &own, salt);
    writing.put_copy_statement(id, &signed::to_bytes(&own))?;
    let event = LeafEvent::CopyIssued { statement: own.commitment(), original: signed.commitment() };
    let leaf = leaf::append(world, writing, now, event)?;
    let copy = PaperCopy {
        id,
        application: certificate.application,
        index,
        of,
        delivery: delivery.clone(),
        state: PaperState::Waiting,
        changed: now,
        note: String::new(),
        issue: Some(CopyIssue {
            certificate: certificate.id,
            code: code.canonical().to_owned(),
            at: now,
            leaf,
            manifest: writing.manifests()?.len() as u64 - 1,
            file_hash: None,
            failures: 0,
            last_failure: None,
        }),
        steps: Vec::new(),
        cancelled: None,
    };
    writing.put(&copy)?;
    writing.put_job(Task::IssueCopy(id), now)?;
    Ok(copy)
}

/// Makes, checks and stores the file of a copy. Run again, it does nothing.
pub fn make(world: &World, id: Id<PaperCopy>) -> Result<(), Refused> {
    let look = world.store.read()?;
    let copy: PaperCopy = look.get(&id_key(id))?.ok_or(Refused::NotFound)?;
    let Some(issued) = Issued::copy(&look, copy)?.filter(|issued| issued.file_hash().is_none()) else {
        return Ok(());
    };
    let made = issue::draw_issued(world, &look, &issued);
    drop(look);
    let now = world.now();
    world.store.write(|writing| {
        let mut copy: PaperCopy = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        let Some(issue) = copy.issue.as_mut().filter(|issue| issue.file_hash.is_none()) else { return Ok(()) };
        match &made {
            Ok(pdf) => {
                issue.file_hash = Some(data_encoding::HEXLOWER.encode(&sha256(pdf)));
                issue.last_failure = None;
                writing.put_copy_file(id, pdf)?;
                writing.audit(now, Actor::Program, "paper.make", &format!("paper/{id}"), "")?;
            }
            Err(refused) => {
                issue.failures += 1;
                issue.last_failure = Some(cause(refused));
            }
        }
        writing.put(&copy)?;
        Ok::<_, Refused>(())
    })?;
    made.map(|_| ())
}

/// Puts an end to one copy: the leaf, and the record that it commits to. The caller stores the copy.
pub fn cancel(
    world: &World,
    writing: &Writing,
    copy: &mut PaperCopy,
    reason: &str,
    now: Moment,
) -> Result<(), Refused> {
    let leaf = match &copy.issue {
        None => None,
        Some(_) => {
            let (signed, _) = signed::read_copy(writing, copy)?;
            let reason = record_commitment(&signed.salt, reason.as_bytes());
            let event = LeafEvent::CopyCancelled { statement: signed.commitment(), reason };
            Some(leaf::append(world, writing, now, event)?)
        }
    };
    copy.cancelled = Some(Cancelled { at: now, reason: reason.to_owned(), leaf, replacement: None });
    Ok(())
}
