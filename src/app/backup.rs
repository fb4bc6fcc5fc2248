//! Copies of the store: made while it serves, by command or by the clock, found again by their names, and the oldest
//! put away. The keys are not in them: whoever finds a copy cannot sign.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::app::disk;
use crate::app::refused::Refused;
use crate::app::work::cause;
use crate::app::world::World;
use crate::domain::audit::Actor;
use crate::domain::time::{Day, Moment};
pub use crate::store::backup::{Copy, Piece, Tally};

/// `goodstanding-20261123-140509.redb`, in Asia/Shanghai.
const PREFIX: &str = "goodstanding-";
const SUFFIX: &str = ".redb";

/// Seconds after which a copy that failed is tried again.
pub const AGAIN: u64 = 15 * 60;

/// Copies by the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub dir: PathBuf,
    /// Seconds from one to the next.
    pub every: u64,
    /// How many are kept.
    pub keep: usize,
}

/// One copy that lies in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub path: PathBuf,
    pub at: Moment,
    pub bytes: u64,
}

/// What became of copies by the clock since the start.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Why the last one failed; none where it did not.
    pub failed: Option<(Moment, String)>,
}

/// What a copy of this moment is called.
pub fn name(at: Moment) -> String {
    let digits: String = at.rfc3339()[..19].chars().filter(char::is_ascii_digit).collect();
    format!("{PREFIX}{}-{}{SUFFIX}", &digits[..8], &digits[8..])
}

/// The moment in a copy's name; none where it is no copy's name.
fn moment(name: &str) -> Option<Moment> {
    let (day, clock) = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?.split_once('-')?;
    let two = |text: &str, at: usize| text.get(at..at + 2)?.parse::<u64>().ok();
    if day.len() != 8 || clock.len() != 6 || !clock.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let day = Day::parse(&format!("{}-{}-{}", day.get(..4)?, day.get(4..6)?, day.get(6..)?))?;
    let seconds = two(clock, 0)? * 3600 + two(clock, 2)? * 60 + two(clock, 4)?;
    Some(Moment::start_of(day).plus_seconds(seconds))
}

/// The copies in a folder, newest first; none where there is no folder.
pub fn list(dir: &Path) -> io::Result<Vec<Kept>> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut kept = Vec::new();
    for entry in entries {
        let entry = entry?;
        if let Some(at) = entry.file_name().to_str().and_then(moment) {
            kept.push(Kept { path: entry.path(), at, bytes: entry.metadata()?.len() });
        }
    }
    kept.sort_by(|a, b| b.path.cmp(&a.path));
    Ok(kept)
}

/// Makes a copy in a folder, which is made too where it is missing.
pub fn make(world: &World, actor: Actor, dir: &Path) -> Result<Kept, Refused> {
    prepare(dir).map_err(|error| Refused::broken(format!("{}: {error}", dir.display())))?;
    let at = world.now();
    let path = dir.join(name(at));
    let mut copy = Copy::begin(&path)?;
    let tally = world.store.read()?.pieces(&mut |piece| copy.take(piece))?;
    let bytes = copy.finish(&tally)?;
    note(world, actor, &tally)?;
    Ok(Kept { path, at, bytes })
}

/// A folder for copies, for its owner only.
pub fn prepare(dir: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)
}

/// Hands a copy's pieces over to somebody else who writes them down.
pub fn hand_over(
    world: &World,
    actor: Actor,
    take: &mut dyn FnMut(Piece<'_>) -> Result<(), Refused>,
) -> Result<Tally, Refused> {
    let tally = world.store.read()?.pieces(take)?;
    note(world, actor, &tally)?;
    Ok(tally)
}

fn note(world: &World, actor: Actor, tally: &Tally) -> Result<(), Refused> {
    let now = world.now();
    world.store.write(|writing| {
        writing.audit(now, actor, "store.backup", "store", &format!("{} rows", tally.rows))?;
        Ok(())
    })
}

/// Removes all but the newest `keep` copies; how many went. What bears no copy's name is left alone.
pub fn rotate(dir: &Path, keep: usize) -> io::Result<usize> {
    let kept = list(dir)?;
    let old = kept.iter().skip(keep.max(1));
    let mut removed = 0;
    for copy in old {
        fs::remove_file(&copy.path)?;
        removed += 1;
    }
    Ok(removed)
}

/// Seconds until a copy is due; 0 where one is.
pub fn wait(world: &World, plan: &Plan) -> Result<u64, Refused> {
    let kept = list(&plan.dir).map_err(|error| Refused::broken(format!("{}: {error}", plan.dir.display())))?;
    let now = world.now();
    let due = kept.first().map_or(now, |newest| newest.at.plus_seconds(plan.every));
    let again = world.running.backup().failed.map_or(Moment(0), |(at, _)| at.plus_seconds(AGAIN));
    Ok(due.max(again).0.saturating_sub(now.0).div_ceil(1000))
}

/// The copy that is due by the clock. What becomes of it is noted for `doctor` and for the metrics.
pub fn keep(world: &World, plan: &Plan) -> Result<Kept, Refused> {
    let done = room(world, plan).and_then(|()| make(world, Actor::Program, &plan.dir)).and_then(|made| {
        rotate(&plan.dir, plan.keep)
            .map_err(|error| Refused::broken(format!("old copies in {}: {error}", plan.dir.display())))?;
        Ok(made)
    });
    let failed = done.as_ref().err().map(|refused| (world.now(), cause(refused)));
    world.running.note_backup(State { failed });
    done
}

/// A copy must not fill the disk that the store itself lives on.
fn room(world: &World, plan: &Plan) -> Result<(), Refused> {
    prepare(&plan.dir).map_err(|error| Refused::broken(format!("{}: {error}", plan.dir.display())))?;
    let Some(file) = world.store.file() else { return Ok(()) };
    let size = fs::metadata(file).map_or(0, |held| held.len());
    let reserve = world.running.disk().map_or(0, |disk| disk.reserve);
    match disk::free(&plan.dir) {
        Some(free) if free < size + reserve => Err(Refused::broken(format!(
            "{} has {} MiB free; a copy needs up to {}, and {} are kept free",
            plan.dir.display(),
            free >> 20,
            size >> 20,
            reserve >> 20
        ))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::world::test::World as TestWorld;

    #[test]
    fn names_tell_when_and_nothing_else_is_a_copy() {
        let at = Moment::start_of(Day::new(2026, 11, 23).unwrap()).plus_seconds(14 * 3600 + 5 * 60 + 9);
        assert_eq!(name(at), "goodstanding-20261123-140509.redb");
        assert_eq!(moment(&name(at)), Some(at));
        for other in [
            "store.redb",
            "goodstanding-20261123-140509.redb.gz",
            "goodstanding-2026112-1405090.redb",
            "goodstanding-.redb",
        ] {
            assert_eq!(moment(other), None, "{other}");
        }
    }

    #[test]
    fn copies_come_by_the_clock_the_newest_stay_and_a_failure_is_kept_and_tried_again() {
        let dir = std::env::temp_dir().join(format!("goodstanding-keep-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        let world = TestWorld::founded();
        let plan = Plan { dir: dir.clone(), every: 3600, keep: 2 };
        assert_eq!(wait(&world, &plan).unwrap(), 0);
        let first = keep(&world, &plan).unwrap();
        assert_eq!(wait(&world, &plan).unwrap(), 3600);
        fs::write(dir.join("letter.txt"), "not a copy").unwrap();
        for _ in 0..3 {
            world.pass(3600);
            assert_eq!(wait(&world, &plan).unwrap(), 0);
            keep(&world, &plan).unwrap();
        }
        let kept = list(&dir).unwrap();
        assert!(kept.len() == 2 && kept.iter().all(|copy| copy.at > first.at && copy.bytes > 0), "{kept:?}");
        assert!(dir.join("letter.txt").exists());
        assert!(world.running.backup().failed.is_none());

        fs::remove_dir_all(&dir).unwrap();
        fs::write(&dir, "a file where the folder should be").unwrap();
        world.pass(3600);
        assert!(keep(&world, &plan).is_err());
        assert!(world.running.backup().failed.is_some());
        fs::remove_file(&dir).unwrap();
        assert_eq!(wait(&world, &plan).unwrap(), AGAIN);
        world.pass(AGAIN);
        keep(&world, &plan).unwrap();
        assert!(world.running.backup().failed.is_none());
        fs::remove_dir_all(&dir).unwrap();
    }
}
