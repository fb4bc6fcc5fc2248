//! Asking witnesses to cosign the log (ARCHITECTURE.md, Witnesses): what is sent, what is believed of the answer, and how
//! each of them stands.

use data_encoding::BASE64;

use crate::app::cosigned;
use crate::app::leaf::hash as stored_hash;
use crate::app::refused::Refused;
use crate::app::work::{cause, pause};
use crate::app::world::World;
use crate::crypto::cosignature::{Witness, lines};
use crate::crypto::note::{NoteSignature, SignedNote};
use crate::crypto::tlog;
use crate::domain::time::Moment;
use crate::store::StoreError;
use crate::store::blobs::Blobs;
use crate::store::cosignatures::Cosigned;
use crate::witness::{Door, Told};

/// A cosignature's time may differ from ours by so many seconds: clocks differ, and an old one must not be handed out anew.
const SKEW: u64 = 10 * 60;

/// Times that a witness's own size is taken up in one conversation.
const TAKEN_UP: usize = 3;

/// One witness of the configuration.
#[derive(Clone, Debug)]
pub struct Seat {
    /// What staff call it.
    pub name: String,
    pub key: Witness,
    pub door: Door,
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub seats: Vec<Seat>,
    /// So many must cosign a checkpoint before it is shown as the log's newest.
    pub quorum: usize,
}

/// How it goes with one of them since the start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Why the last try failed, when, and whether that is an alarm rather than an outage.
    pub failed: Option<(Moment, Failure)>,
    /// Tries that failed one after the other.
    pub tries: u32,
    /// The size that the witness told of on its own account.
    told: Option<u64>,
}

/// Why a witness did not cosign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It may pass: down, slow, another version, not told of this log yet.
    Later(String),
    /// It has seen a longer or another log than ours.
    Alarm(String),
}

impl Failure {
    pub fn sentence(&self) -> &str {
        match self {
            Self::Later(sentence) | Self::Alarm(sentence) => sentence,
        }
    }
}

/// Asks one witness where it is due; milliseconds until looking again.
pub fn look(world: &World, number: usize) -> u64 {
    let plan = world.running.witnesses();
    let Some(seat) = plan.seats.get(number) else { return LOOK };
    let state = world.running.witness(number);
    let now = world.now();
    if let Some((at, _)) = &state.failed {
        let again = at.plus_seconds(pause(state.tries.saturating_sub(1), 15, 60 * 60));
        if again > now {
            return LOOK.max((again.0 - now.0).min(60_000));
        }
    }
    let (failed, told) = match ask(world, seat, state.told) {
        Ok(()) => (None, None),
        Err((failure, told)) => {
            tracing::warn!("the witness {} did not cosign: {}", seat.name, failure.sentence());
            (Some((world.now(), failure)), told)
        }
    };
    let tries = if failed.is_some() { state.tries.saturating_add(1) } else { 0 };
    world.running.note_witness(number, State { failed, tries, told });
    LOOK
}

/// Milliseconds between two looks at the log's size.
const LOOK: u64 = 2000;

/// What went wrong, and the size that the witness told.
type Failed = (Failure, Option<u64>);

fn later(sentence: impl Into<String>) -> Failure {
    Failure::Later(sentence.into())
}

/// Sends the newest checkpoint, where the witness has not cosigned it, and keeps what comes back.
fn ask(world: &World, seat: &Seat, told: Option<u64>) -> Result<(), Failed> {
    let broken = |refused: Refused| (later(cause(&refused)), told);
    let (size, last) = stand(world, &seat.key).map_err(broken)?;
    if size == 0 || last == Some(size) {
        return Ok(());
    }
    let mut old = told.or(last).unwrap_or(0).min(size);
    for _ in 0..TAKEN_UP {
        let (note, body) = request(world, old, size).map_err(broken)?;
        let answer = seat.door.add_checkpoint(body).map_err(|why| (later(why), Some(old)))?;
        match answer.status {
            200 => {
                let line = believe(&seat.key, &note, &answer.text, world.now()).map_err(|why| (why, Some(old)))?;
                keep(world, size, line).map_err(broken)?;
                tracing::debug!(size, "the witness {} cosigned", seat.name);
                return Ok(());
            }
            409 => old = taken_up(&answer, old, size)?,
            status => return Err((refusal(status, &answer.text), Some(old))),
        }
    }
    Err((later("it names another size each time"), None))
}

/// The log's size, and the largest tree that the witness cosigned.
fn stand(world: &World, key: &Witness) -> Result<(u64, Option<u64>), Refused> {
    let look = world.store.read()?;
    Ok((look.tlog_size()?, cosigned::newest_of(&look, key)?))
}

/// The plain checkpoint of a size, and the request that shows it to continue the tree of an older size.
fn request(world: &World, old: u64, size: u64) -> Result<(SignedNote, String), Refused> {
    let look = world.store.read()?;
    let note = look.checkpoint(size)?.ok_or_else(|| StoreError::Damaged("a checkpoint is missing".to_owned()))?;
    let note = String::from_utf8_lossy(&note).into_owned();
    let mut body = format!("old {old}\n");
    if old > 0 && old < size {
        let path = tlog::consistency(old, size, |level, index| stored_hash(&look, level, index))?.unwrap_or_default();
        body.extend(path.iter().map(|hash| BASE64.encode(hash) + "\n"));
    }
    body.extend(["\n", &note]);
    Ok((SignedNote::parse(&note).map_err(Refused::broken)?, body))
}

/// The witness's line among those that it answered with, where it is its word about this checkpoint and of this time.
fn believe(key: &Witness, note: &SignedNote, answer: &str, now: Moment) -> Result<NoteSignature, Failure> {
    let lines = lines(answer).map_err(|fault| later(format!("its answer cannot be read: {fault}")))?;
    let own = lines.into_iter().find(|line| key.is_of(line));
    let own = own.ok_or_else(|| later("it signed under another name or key than the configuration names"))?;
    let at = key.cosigned(note.text(), &own).ok_or_else(|| later("its signature is not one of this checkpoint"))?;
    if at.seconds_since(now).max(now.seconds_since(at)) > SKEW {
        return Err(later(format!("its signature is of {}, not of now: compare the clocks", at.rfc3339())));
    }
    Ok(own)
}

/// The size that a witness last cosigned, from which to try again.
fn taken_up(answer: &Told, old: u64, size: u64) -> Result<u64, Failed> {
    let text = answer.text.strip_suffix('\n').unwrap_or(&answer.text);
    let known: Option<u64> = text.parse().ok().filter(|_| answer.content_type.starts_with("text/x.tlog.size"));
    let Some(known) = known else { return Err((later("it answered 409 without its size"), None)) };
    if known > size {
        let sentence = format!(
            "it has seen a log of {known} entries, and ours has {size}: an older copy of the store was restored, or somebody \
             else signs with the log's key"
        );
        return Err((Failure::Alarm(sentence), None));
    }
    if known == old {
        let sentence = format!("it has seen another log of {known} entries than ours: entries were rewritten");
        return Err((Failure::Alarm(sentence), None));
    }
    Ok(known)
}

fn refusal(status: u16, text: &str) -> Failure {
    let words: String = text.chars().take(200).map(|c| if c.is_control() { ' ' } else { c }).collect();
    match status {
        404 => later("it does not know this log: give it the origin and the verifier key of the log"),
        403 => later("it has another verifier key of this log: give it the present one"),
        422 => {
            Failure::Alarm("it says that our log does not continue what it has seen: entries were rewritten".to_owned())
        }
        status => later(format!("it answered {status} {}", words.trim())),
    }
}

fn keep(world: &World, size: u64, line: NoteSignature) -> Result<(), Refused> {
    let new = Cosigned { size, name: line.name, key_hash: line.key_hash, signature: line.signature };
    world.store.write(|writing| Ok(writing.put_cosignature(&new)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(content_type: &str, text: &str) -> Told {
        Told { status: 409, content_type: content_type.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_conflict_is_taken_up_or_is_an_alarm() {
        let size = |text| taken_up(&answer("text/x.tlog.size", text), 5, 9);
        assert_eq!(size("7\n"), Ok(7));
        assert_eq!(size("0\n"), Ok(0));
        assert!(matches!(size("12\n"), Err((Failure::Alarm(_), _))), "longer than ours");
        assert!(matches!(size("5\n"), Err((Failure::Alarm(_), _))), "another tree of the same size");
        assert!(matches!(size("seven\n"), Err((Failure::Later(_), _))));
        assert!(matches!(taken_up(&answer("text/html", "7\n"), 5, 9), Err((Failure::Later(_), _))));
        assert!(matches!(refusal(422, ""), Failure::Alarm(_)));
        assert!(refusal(500, "oh\r\nno").sentence().contains("500 oh  no"));
    }
}
