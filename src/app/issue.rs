//! Making a certificate's file, after the decision. Nothing here depends on the clock, later leaves or chance, so that
//! every retry makes the same bytes; what is finished is read again by a parser that shares nothing with the writer
//! before it is stored. A failure is written to the certificate for staff to see, and tried again for ever.

use std::sync::{Mutex, PoisonError};

use crate::app::issued::Issued;
use crate::app::refused::Refused;
use crate::app::result_letter;
use crate::app::sheet;
use crate::app::world::World;
use crate::crypto::bundle::{Bundle, FILE_NAME};
use crate::crypto::cms;
use crate::crypto::code::VerifyCode;
use crate::crypto::hash::sha256;
use crate::crypto::leaf::Leaf;
use crate::crypto::proof::LogProof;
use crate::crypto::tlog;
use crate::crypto::verify::{Evidence, Outcome, judge};
use crate::domain::application::{Application, Event, HistoryAct};
use crate::domain::audit::Actor;
use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::sheet::{Check, Sheet};
use crate::domain::stage::{Action, StageName};
use crate::pdf::agreement::text_agrees;
use crate::pdf::inspect::inspect;
use crate::pdf::press::Attachment;
use crate::pdf::signature_field::{CMS_ROOM, FieldFacts, Format, Prepared, prepare};
use crate::store::blobs::Blobs;
use crate::store::records::id_key;
use crate::store::{Look, StoreError};

/// Makes, checks and stores the file of a numbered certificate. Run again, it does nothing.
pub fn make(world: &World, id: Id<Certificate>) -> Result<(), Refused> {
    let look = world.store.read()?;
    let certificate: Certificate = look.get(&id_key(id))?.ok_or(Refused::NotFound)?;
    if certificate.file_hash.is_some() {
        return Ok(());
    }
    let made = draw(world, &look, &certificate);
    drop(look);
    match made {
        Ok(pdf) => store(world, id, &pdf),
        Err(refused) => {
            note_failure(world, id, &refused)?;
            Err(refused)
        }
    }
}

/// The bytes of a certificate's file: the same at every call.
pub fn draw(world: &World, look: &impl Look, certificate: &Certificate) -> Result<Vec<u8>, Refused> {
    draw_issued(world, look, &Issued::original(certificate.clone()))
}

/// The same for an original or a paper copy.
pub fn draw_issued(world: &World, look: &impl Look, issued: &Issued) -> Result<Vec<u8>, Refused> {
    let Assembled { prepared, drawn, bundle } = assemble(world, look, issued, None)?;
    let keys = world.keys()?;
    let digest = sha256(&prepared.signed_bytes().concat());
    let seal = cms::sign(&keys.document, &keys.chain, &digest, issued.at()).map_err(Refused::broken)?;
    let pdf = prepared.seal(&seal).map_err(Refused::broken)?;
    check(world, &pdf, &drawn, &bundle)?;
    Ok(pdf)
}

/// A file complete but for its seal, and what it was made from.
pub struct Assembled {
    pub prepared: Prepared,
    pub drawn: Sheet,
    pub bundle: Vec<u8>,
}

/// Makes a file up to the seal. `printed` is the foot of a file that was given out before, where its keys or address are
/// no longer those of today.
pub fn assemble(
    world: &World,
    look: &impl Look,
    issued: &Issued,
    printed: Option<Check>,
) -> Result<Assembled, Refused> {
    let mut settings = look.settings()?;
    let (signed, encoded) = issued.statement(look)?;
    // The association's name as it was certified, whatever it is called today.
    settings.association.clone_from(&encoded.statement().issuer.name);
    let code = VerifyCode::parse(issued.code()).map_err(|_| damaged(issued, "code"))?;
    let bundle = bundle(world, look, issued, signed)?.encode().map_err(Refused::broken)?;
    let mut drawn = sheet::issued(world, &settings, issued.certificate.seal.as_deref(), &encoded, &code)?;
    if let Some(printed) = printed {
        drawn.check = printed;
    }
    let attachment = Attachment {
        name: FILE_NAME.to_owned(),
        mime: "application/octet-stream".to_owned(),
        description: "Signed statement, log proof and key manifest of this certificate".to_owned(),
        bytes: bundle.clone(),
    };
    let printed =
        world.press.print(&drawn, &sheet::meta(encoded.statement()), &[attachment]).map_err(Refused::broken)?;
    let facts = FieldFacts {
        signer: settings.association,
        reason: format!("出具{}", encoded.statement().number),
        signed_at: issued.at(),
        format: Format::Pkcs7Detached,
        cms_room: CMS_ROOM,
    };
    Ok(Assembled { prepared: prepare(&printed, &facts).map_err(Refused::broken)?, drawn, bundle })
}

fn bundle(
    world: &World,
    look: &impl Look,
    issued: &Issued,
    statement: crate::crypto::statement::SignedStatement,
) -> Result<Bundle, Refused> {
    let index = issued.leaf();
    let size = index + 1;
    let leaf = look.tlog_leaf(index)?.ok_or_else(|| damaged(issued, "leaf"))?;
    let leaf = Leaf::decode(&leaf).map_err(|_| damaged(issued, "leaf"))?;
    let checkpoint = look.checkpoint(size)?.ok_or_else(|| damaged(issued, "checkpoint"))?;
    let hashes = tlog::inclusion(index, size, |level, index| crate::app::leaf::hash(look, level, index))?
        .ok_or_else(|| damaged(issued, "proof"))?;
    let manifests = look.manifests()?;
    let manifest = usize::try_from(issued.manifest()).ok().and_then(|place| manifests.get(place));
    let manifest = manifest.ok_or_else(|| damaged(issued, "key manifest"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok(Bundle {
        statement,
        leaf,
        proof: LogProof { index, hashes, checkpoint: text(&checkpoint) },
        manifest: text(manifest),
        root: world.keys()?.root.to_bytes(),
    })
}

fn damaged(issued: &Issued, what: &str) -> Refused {
    StoreError::Damaged(format!("the {what} of {} is missing or damaged", issued.name())).into()
}

/// The own check of a finished file. Whatever it finds is a fault of ours: the file is not given out.
pub fn check(world: &World, pdf: &[u8], drawn: &Sheet, bundle: &[u8]) -> Result<(), Refused> {
    let fault = |what: String| Refused::Broken(format!("own check: {what}"));
    let fingerprint = world.fingerprint()?;
    let judged = Mutex::new(None);
    // What was put in is judged by another thread while the file is read.
    let found = rayon::in_place_scope(|beside| {
        beside.spawn(|_| {
            let verdict = judge(&Evidence { bundle, root: Some(&fingerprint), ..Evidence::default() });
            *judged.lock().unwrap_or_else(PoisonError::into_inner) = Some(verdict);
        });
        inspect(pdf)
    });
    let found = found.map_err(|error| fault(error.to_string()))?;
    if !found.covers_whole_file || !found.gap_is_exact(pdf) || found.revisions != 2 || found.doc_mdp != Some(1) {
        return Err(fault("the signature does not cover exactly this file".to_owned()));
    }
    match found.attachment(FILE_NAME) {
        Some(file) if file.bytes == bundle => {}
        _ => return Err(fault("the embedded bundle is missing or not the one that was put in".to_owned())),
    }
    text_agrees(&found, drawn).map_err(|words| fault(words.join("; ")))?;
    let keys = world.keys()?;
    let covered = found.signed_bytes(pdf).map(|parts| parts.concat()).unwrap_or_default();
    let seal = found.cms.as_deref().unwrap_or_default();
    let root = keys.chain.last().cloned().unwrap_or_default();
    cms::verify(seal, &covered, &[root]).map_err(|error| fault(error.to_string()))?;
    match judged.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(verdict) if verdict.outcome == Outcome::Genuine => Ok(()),
        Some(verdict) => Err(fault(format!("{:?}", verdict.steps))),
        None => Err(fault("the bundle was not judged".to_owned())),
    }
}

fn store(world: &World, id: Id<Certificate>, pdf: &[u8]) -> Result<(), Refused> {
    let now = world.now();
    world.store.write(|writing| {
        let mut certificate: Certificate = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        if certificate.file_hash.is_some() {
            return Ok(());
        }
        let mut application: Application = writing.get(&id_key(certificate.application))?.ok_or(Refused::NotFound)?;
        certificate.file_hash = Some(data_encoding::HEXLOWER.encode(&sha256(pdf)));
        certificate.fonts = Some(world.press.fonts());
        certificate.last_failure = None;
        writing.put_file(id, pdf)?;
        writing.put(&certificate)?;
        if application.is(StageName::Issuing) {
            application.stage = application.stage.step(Action::Finish, now)?;
        }
        application.changed = now;
        application.history.push(Event {
            at: now,
            who: "系统".to_owned(),
            act: HistoryAct::Made,
            note: certificate.serial.show(),
        });
        writing.put(&application)?;
        writing.audit(now, Actor::Program, "certificate.make", &format!("certificate/{id}"), "")?;
        result_letter::approved(world, writing, &application, &certificate)
    })?;
    world.wake();
    Ok(())
}

fn note_failure(world: &World, id: Id<Certificate>, refused: &Refused) -> Result<(), Refused> {
    let cause = match refused {
        Refused::Broken(cause) => cause.clone(),
        other => other.to_string(),
    };
    world.store.write(|writing| {
        let mut certificate: Certificate = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        certificate.failures += 1;
        certificate.last_failure = Some(cause);
        writing.put(&certificate)?;
        Ok(())
    })
}
