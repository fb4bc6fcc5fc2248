//! A store from a copy: checked, brought to the present schema, everything that opened a door taken out of it, and only
//! then given its name.

use std::path::Path;

use crate::app::refused::Refused;
use crate::app::world::Clock;
use crate::crypto::checkpoint::Checkpoint;
use crate::crypto::note::SignedNote;
use crate::domain::audit::{Actor, Entry};
use crate::domain::certificate::Certificate;
use crate::domain::time::Moment;
use crate::store::blobs::Blobs;
use crate::store::sessions::{Session, Ticket};
use crate::store::{Look, Record, Snapshot, Store, StoreError, Writing, backup};

/// What was restored, for the operator to judge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// The last act that the copy knows.
    pub last_act: Option<Moment>,
    /// Leaves of the log.
    pub leaves: u64,
    /// The last number of each prefix and year: the next one follows it.
    pub numbers: Vec<String>,
    /// Sessions and links that hold no more.
    pub ended: usize,
    /// Key manifests that the store knows, oldest first.
    pub manifests: Vec<String>,
}

/// Restores the copy at `from` to the store's file `to`, which must not exist. `kept` is a checkpoint that was kept
/// elsewhere: a copy that is older, or of another log, is refused, since the log would go on in two ways.
pub fn restore(from: &Path, to: &Path, kept: Option<&str>, actor: Actor, now: &Clock) -> Result<Restored, Refused> {
    if to.exists() {
        return Err(Refused::Store(StoreError::Exists(to.to_owned())));
    }
    let part = backup::part(to)?;
    let done = copy(from, &part).and_then(|()| {
        let store = Store::open(&part)?;
        let restored = take_over(&store, kept, actor, now())?;
        drop(store);
        backup::settle(&part, to)?;
        Ok(restored)
    });
    if done.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    // What the schema's step kept of a file that is itself a copy.
    for schema in 1..Store::schema() {
        let _ = std::fs::remove_file(format!("{}.schema-{schema}", part.display()));
    }
    done
}

fn copy(from: &Path, part: &Path) -> Result<(), Refused> {
    use std::os::unix::fs::PermissionsExt;
    let wrong = |error: std::io::Error| Refused::broken(format!("{} cannot be copied: {error}", from.display()));
    let _ = std::fs::remove_file(part);
    std::fs::copy(from, part).map_err(wrong)?;
    std::fs::set_permissions(part, std::fs::Permissions::from_mode(0o600)).map_err(wrong)
}

fn take_over(store: &Store, kept: Option<&str>, actor: Actor, now: Moment) -> Result<Restored, Refused> {
    let look = store.read()?;
    // A file without settings is no association's store.
    look.settings()?;
    let restored = Restored {
        last_act: look.newest::<Entry>(1)?.first().map(|entry| entry.at),
        leaves: look.tlog_size()?,
        numbers: numbers(&look)?,
        ended: 0,
        manifests: look.manifests()?.iter().map(|note| String::from_utf8_lossy(note).into_owned()).collect(),
    };
    if let Some(kept) = kept {
        agrees(&look, restored.leaves, kept)?;
    }
    drop(look);
    let ended = store.write(|writing| {
        let ended = end_all::<Session>(writing)? + end_all::<Ticket>(writing)?;
        let detail = format!("{} leaves", restored.leaves);
        writing.audit(now, actor, "store.restore", "store", &detail)?;
        Ok::<_, Refused>(ended)
    })?;
    Ok(Restored { ended, ..restored })
}

/// A session or a link that was used up or ended after the copy was made must not live again.
fn end_all<R: Record>(writing: &Writing) -> Result<usize, StoreError> {
    let all: Vec<R> = writing.all()?;
    for one in &all {
        writing.remove::<R>(&one.key())?;
    }
    Ok(all.len())
}

fn numbers(look: &Snapshot) -> Result<Vec<String>, Refused> {
    let mut last = std::collections::BTreeMap::new();
    for certificate in look.all::<Certificate>()? {
        let serial = certificate.serial;
        let newest = last.entry((serial.prefix.clone(), serial.year)).or_insert_with(|| serial.clone());
        if serial.number > newest.number {
            *newest = serial;
        }
    }
    Ok(last.into_values().map(|serial| serial.show()).collect())
}

/// Whether the copy's log goes on from this checkpoint.
fn agrees(look: &Snapshot, leaves: u64, kept: &str) -> Result<(), Refused> {
    let read = |note: &str| SignedNote::parse(note).and_then(|note| Checkpoint::parse_text(note.text()));
    let kept = read(kept).map_err(|fault| Refused::broken(format!("the checkpoint cannot be read: {fault}")))?;
    if kept.size > leaves {
        return Err(Refused::broken(format!(
            "the copy is too old: its log has {leaves} leaves, and the checkpoint that was kept has {}. What was issued \
             in between is not in it, and its numbers would be given again; restore a newer copy",
            kept.size
        )));
    }
    let own = look.checkpoint(kept.size)?.unwrap_or_default();
    match read(&String::from_utf8_lossy(&own)) {
        Ok(own) if own == kept => Ok(()),
        _ => Err(Refused::broken("the checkpoint that was kept is of another log than the copy")),
    }
}
