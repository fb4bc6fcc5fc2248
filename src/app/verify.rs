//! What a third party is told by code, or by a file's hash. One read; the signature is checked again at each answer.

use crate::app::case::Case;
use crate::app::issued::Issued;
use crate::app::refused::Refused;
use crate::app::standing;
use crate::app::world::World;
use crate::crypto::code::VerifyCode;
pub use crate::crypto::symbols::BadSymbols;
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

/// The answer for what was issued.
pub fn found(world: &World, look: &impl Look, issued: Issued, since: Mark) -> Result<Found, Refused> {
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

/// Answers for a file's SHA-256 in hex, so that a browser need not send the file; none where it is none of ours.
pub fn by_hash(world: &World, hash: &str) -> Result<Option<Found>, Refused> {
    let since = mark(world);
    let look = world.store.read()?;
    let issued = Issued::by_file(&look, &hash.to_ascii_lowercase())?;
    issued.map(|issued| found(world, &look, issued, since)).transpose()
}
