//! The lifeboat by the clock: made once a night, tried again where that failed, its age known.

use std::path::PathBuf;

use crate::app::disk;
use crate::app::lifeboat;
use crate::app::lifeboat_folder as folder;
use crate::app::refused::Refused;
use crate::app::work::cause;
use crate::app::world::World;
use crate::domain::audit::Actor;
use crate::domain::time::Moment;

/// Seconds after which one that failed is tried again.
pub const AGAIN: u64 = 15 * 60;

/// Seconds of a day.
const DAY: u64 = 24 * 60 * 60;

/// Seconds after which it is too old: two nights were missed.
pub const OLD: u64 = 2 * DAY;

/// Lifeboats by the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub dir: PathBuf,
    /// The full hour at which it is made, in Asia/Shanghai.
    pub hour: u64,
    /// How many are kept: this one, and earlier ones beside it.
    pub keep: usize,
}

/// What became of lifeboats by the clock since the start.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Why the last one failed; none where it did not.
    pub failed: Option<(Moment, String)>,
}

/// When the one in place was made.
pub fn made_at(plan: &Plan) -> Option<Moment> {
    folder::made_at(&plan.dir)
}

/// Seconds until one is due; 0 where one is.
pub fn wait(world: &World, plan: &Plan) -> u64 {
    let now = world.now();
    let tonight = Moment::start_of(now.day()).plus_seconds(plan.hour * 60 * 60);
    let yesterday = Moment::start_of(now.day().plus_days(-1)).plus_seconds(plan.hour * 60 * 60);
    let last_due = if now >= tonight { tonight } else { yesterday };
    let due = match made_at(plan) {
        Some(made) if made >= last_due => last_due.plus_seconds(DAY),
        _ => now,
    };
    let again = world.running.lifeboat().failed.map_or(Moment(0), |(at, _)| at.plus_seconds(AGAIN));
    due.max(again).0.saturating_sub(now.0).div_ceil(1000)
}

/// Makes the lifeboat that is due. What becomes of it is noted for whoever looks after it.
pub fn keep(world: &World, plan: &Plan) -> Result<usize, Refused> {
    let done = make(world, plan);
    let failed = done.as_ref().err().map(|refused| (world.now(), cause(refused)));
    world.running.note_lifeboat(State { failed });
    done
}

fn make(world: &World, plan: &Plan) -> Result<usize, Refused> {
    let place = |error: std::io::Error| Refused::broken(format!("{}: {error}", plan.dir.display()));
    let files = lifeboat::build(world)?;
    let parent = plan.dir.parent().unwrap_or(&plan.dir);
    std::fs::create_dir_all(parent).map_err(place)?;
    let (needed, reserve) = (files.iter().map(|(_, bytes)| bytes.len() as u64).sum(), world.running.disk());
    let reserve: u64 = reserve.map_or(0, |disk| disk.reserve);
    if disk::free(parent).is_some_and(|free| free < reserve.saturating_add(needed)) {
        return Err(Refused::NoRoom);
    }
    folder::put(&plan.dir, &files, plan.keep).map_err(place)?;
    let (now, size) = (world.now(), format!("{} files", files.len()));
    world
        .store
        .write(|writing| Ok::<_, Refused>(writing.audit(now, Actor::Program, "lifeboat.make", "lifeboat", &size)?))?;
    Ok(files.len())
}
