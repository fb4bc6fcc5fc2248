//! What a third party is told: by code, or by file. One read; the signature is checked again at each answer.

use crate::app::case::Case;
use crate::app::issued::Issued;
use crate::app::open_file;
use crate::app::refused::Refused;
use crate::app::standing;
use crate::app::world::World;
use crate::crypto::bundle::Bundle;
use crate::crypto::code::VerifyCode;
use crate::crypto::hash::sha256;
pub use crate::crypto::symbols::BadSymbols;
use crate::crypto::verify::{Evidence, Outcome as Judged, Verdict, judge};
use crate::domain::application::Application;
use crate::domain::certificate::Certificate;
use crate::domain::rule::{Outcome, overall};
use crate::domain::statement::Statement;
use crate::domain::time::{Day, Moment};
use crate::domain::verdict::{Answer, End, Today};
use crate::store::Look;
use crate::store::blobs::Blobs;
use crate::store::records::id_key;
use crate::store::versions::Part;
pub use crate::store::versions::{Mark, Stamp};

/// The answer for one certificate, with what it says for comparison.
#[derive(Clone, Debug)]
pub struct Found {
    pub answer: Answer,
    pub statement: Statement,
    pub certificate: Certificate,
    /// Code and leaf of the very thing that was asked about: the original, or one of its paper copies.
    pub code: String,
    pub leaf: u64,
    pub today: Today,
    /// How it ended before its time, as the association tells the public.
    pub end: Option<End>,
    /// Leaves in the log now.
    pub log_size: u64,
    /// Id of the key that signed the statement.
    pub key: String,
    /// Fingerprint of the root, in groups.
    pub root: String,
    /// When all of this was looked up and the signature checked.
    pub at: Moment,
    /// By this it is known whether it would still be the answer on the same day; none where a write came in between.
    pub stamp: Option<Stamp>,
}

/// To be taken before anything is read of which an answer is made.
pub fn mark(world: &World) -> Mark {
    world.store.versions().mark()
}

/// Whether an answer would still be the same, the day aside.
pub fn is_current(world: &World, stamp: &Stamp) -> bool {
    world.store.versions().fits(stamp)
}

/// What is wrong with a typed code; none where it can be one.
pub fn code_fault(typed: &str) -> Option<BadSymbols> {
    VerifyCode::parse(typed).err()
}

/// The 20 symbols of a typed code, under which answers are kept; none where it cannot be one.
pub fn canonical(typed: &str) -> Option<String> {
    VerifyCode::parse(typed).ok().map(|code| code.canonical().to_owned())
}

/// Answers for a code. `Ok(None)` is 查无此证: the same for a code that cannot be one and for one that is not.
pub fn by_code(world: &World, typed: &str) -> Result<Option<Found>, Refused> {
    by_code_since(world, typed, mark(world))
}

/// The same where reading has begun before, at a mark.
pub fn by_code_since(world: &World, typed: &str, since: Mark) -> Result<Option<Found>, Refused> {
    let code = VerifyCode::parse(typed).ok();
    let look = world.store.read()?;
    // A code with a wrong check symbol is looked up too, so that every wrong code takes the same time.
    let wanted = code.as_ref().map_or("", VerifyCode::canonical);
    let Some(issued) = Issued::by_code(&look, wanted)? else { return Ok(None) };
    found(world, &look, issued, since).map(Some)
}

fn found(world: &World, look: &impl Look, issued: Issued, since: Mark) -> Result<Found, Refused> {
    let at = world.now();
    let (signed, encoded) = issued.statement(look)?;
    let genuine = standing::is_genuine(look, &world.keys()?.manifest, &signed, issued.leaf(), issued.at())?;
    let answer = if genuine { issued.answer(at.day()) } else { Answer::Unavailable };
    let today = if answer == Answer::Valid { still(look, &issued.certificate, at.day())? } else { Today::NotAnswered };
    let certificate = &issued.certificate;
    let parts = [Part::Certificate(certificate.id.number()), Part::Application(certificate.application.number())];
    let copy = issued.copy_id().map(|copy| Part::PaperCopy(copy.number()));
    let stamp = world.store.versions().stamp(since, parts.into_iter().chain(copy));
    Ok(Found {
        answer,
        statement: encoded.statement().clone(),
        code: issued.code().to_owned(),
        leaf: issued.leaf(),
        end: issued.end(),
        certificate: issued.certificate,
        today,
        log_size: look.tlog_size()?,
        key: signed.key_id.to_string(),
        root: world.fingerprint()?.to_string(),
        at,
        stamp,
    })
}

/// 是否仍然成立: the rules of its version, asked of today's register. Never says which rule failed.
fn still(look: &impl Look, certificate: &Certificate, day: Day) -> Result<Today, Refused> {
    let application: Option<Application> = look.get(&id_key(certificate.application))?;
    let Some(application) = application else { return Ok(Today::NotAnswered) };
    let Some(submission) = application.submission.clone() else { return Ok(Today::NotAnswered) };
    let case = Case::read_for_rules(look, application, day)?;
    if !case.kind.answers_today {
        return Ok(Today::NotAnswered);
    }
    let facts = case.facts(look, &submission)?;
    Ok(match overall(&case.findings(&facts)) {
        Outcome::Pass => Today::StillHolds,
        Outcome::Fail => Today::Changed,
        Outcome::Unknown => Today::NotAnswered,
    })
}

/// Whose licence number it is that somebody read from the paper; only the digits are compared, and all of them.
pub fn holder_of<'a>(statement: &'a Statement, typed: &str) -> Option<&'a str> {
    let digits: String = typed
        .chars()
        .filter_map(|c| c.to_digit(10).or(full_width(c)))
        .filter_map(|d| char::from_digit(d, 10))
        .collect();
    statement.subjects.iter().find(|subject| subject.licence == digits).map(|subject| subject.name.as_str())
}

fn full_width(c: char) -> Option<u32> {
    ('０'..='９').contains(&c).then(|| u32::from(c) - u32::from('０'))
}

/// What a dropped file is.
#[derive(Debug)]
pub enum FileAnswer {
    /// Byte for byte the file that was issued.
    Identical(Box<Found>),
    /// Genuine words of ours inside, but not the issued file: re-saved, or altered. `differs` names the words that the
    /// pages show otherwise; none where the pages say the same.
    Changed { found: Option<Box<Found>>, differs: Vec<String> },
    /// A statement that this association did not sign, or nothing of ours at all; the sentences say why.
    NotOurs { why: Vec<String> },
    /// No PDF, damaged, or too complicated to read.
    Unreadable,
}

/// Answers for a file's SHA-256 in hex, so that a browser need not send the file; none where it is none of ours.
pub fn by_hash(world: &World, hash: &str) -> Result<Option<Found>, Refused> {
    let since = mark(world);
    let look = world.store.read()?;
    let issued = Issued::by_file(&look, &hash.to_ascii_lowercase())?;
    issued.map(|issued| found(world, &look, issued, since)).transpose()
}

/// What a reader of foreign files found in one: made in a child process with limits.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Opened {
    /// The embedded bundle, where there is exactly one.
    pub bundle: Option<Vec<u8>>,
    /// Words that the pages show otherwise than the bundle's statement; empty where they agree.
    pub differs: Vec<String>,
    /// What the pages say in their foot.
    pub foot: Foot,
    /// Why the file could not be read.
    pub fault: Option<String>,
}

/// Words of the foot that are not in the statement: where to check, and the root to trust. A forger would change these.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Foot {
    pub code: String,
    pub url: String,
    pub fingerprint: String,
}

impl Foot {
    /// Where another foot differs from this one, in sentences.
    fn differences(&self, other: &Self) -> Vec<String> {
        [("核验网址", &self.url, &other.url), ("信任根指纹", &self.fingerprint, &other.fingerprint)]
            .into_iter()
            .filter(|(_, ours, theirs)| ours != theirs)
            .map(|(what, ours, theirs)| format!("{what}：应为“{ours}”，文件中为“{theirs}”"))
            .collect()
    }
}

/// Answers for a file. `open` reads a foreign PDF; it is asked only where the file is not one of ours byte for byte.
pub fn by_file(world: &World, bytes: &[u8], open: impl FnOnce(&[u8]) -> Opened) -> Result<FileAnswer, Refused> {
    let since = mark(world);
    let look = world.store.read()?;
    let hash = data_encoding::HEXLOWER.encode(&sha256(bytes));
    if let Some(issued) = Issued::by_file(&look, &hash)? {
        return Ok(FileAnswer::Identical(Box::new(found(world, &look, issued, since)?)));
    }
    drop(look);
    let opened = open(bytes);
    if opened.fault.is_some() {
        return Ok(FileAnswer::Unreadable);
    }
    let Some(bundle) = opened.bundle else {
        return Ok(FileAnswer::NotOurs { why: vec!["文件中没有本会证明的签名数据。".to_owned()] });
    };
    let verdict = judge_bundle(world, &bundle)?;
    if verdict.outcome != Judged::Genuine {
        let why = verdict.steps.into_iter().filter(|step| step.outcome != Judged::Genuine).map(|step| step.zh);
        return Ok(FileAnswer::NotOurs { why: why.collect() });
    }
    let look = world.store.read()?;
    let leaf = Bundle::decode(&bundle).map(|bundle| bundle.proof.index).ok();
    let issued = match leaf {
        Some(leaf) => Issued::by_leaf(&look, leaf)?,
        None => None,
    };
    let mut differs = opened.differs;
    if let Some(own) = issued.as_ref().map(|issued| issued.file(&look)).transpose()?.flatten() {
        differs.extend(open_file::read(&own).foot.differences(&opened.foot));
    }
    let found = issued.map(|issued| found(world, &look, issued, since)).transpose()?;
    Ok(FileAnswer::Changed { found: found.map(Box::new), differs })
}

fn judge_bundle(world: &World, bundle: &[u8]) -> Result<Verdict, Refused> {
    let (root, keys) = (world.fingerprint()?, world.keys()?);
    let proof = match Bundle::decode(bundle) {
        Ok(bundle) => standing::fresh_proof(&world.store.read()?, &keys.manifest, &bundle)?.map(|proof| proof.encode()),
        Err(_) => None,
    };
    let manifest = Some(keys.manifest_note.as_str());
    Ok(judge(&Evidence { bundle, root: Some(&root), manifest, proof: proof.as_deref(), ..Evidence::default() }))
}
