//! 运行状况: how the public log, its witnesses, the lifeboat and the copies of the store stand, for the system administrator.
//! `doctor` tells the operator the same and more.

use crate::app::anchor::{self, Behind};
use crate::app::backup;
use crate::app::cosigned;
use crate::app::lifeboat_nightly;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::witnesses::{Failure, Seat};
use crate::app::world::World;
use crate::crypto::note::verifier_key;
use crate::domain::permission::Right;
use crate::domain::time::Moment;
use crate::store::blobs::Blobs;
use crate::store::cosignatures::Cosignatures;

/// Everything that the page tells.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Entries of the log.
    pub size: u64,
    /// Name and verifier key, which a witness is given; none without keys.
    pub log: Option<(String, String)>,
    /// Lines of the audit that the log does not commit to yet.
    pub audit: Behind,
    pub witnesses: Vec<Witnessing>,
    pub quorum: usize,
    /// None where none is made by the clock.
    pub lifeboat: Option<ByClock>,
    pub backup: Option<ByClock>,
}

/// How one witness stands.
#[derive(Clone, Debug)]
pub struct Witnessing {
    pub name: String,
    /// Size and time of the newest cosignature.
    pub newest: Option<(u64, Moment)>,
    pub failed: Option<(Moment, Failure)>,
}

/// Something that is made by the clock.
#[derive(Clone, Debug)]
pub struct ByClock {
    pub place: String,
    pub newest: Option<Moment>,
    /// Seconds after which it is too old.
    pub old: u64,
    pub failed: Option<(Moment, String)>,
}

/// Looks.
pub fn look(world: &World, person: &Person) -> Result<Operation, Refused> {
    person.needs(Right::ChangeSettings)?;
    let look = world.store.read()?;
    let keys = world.keys().ok();
    let log = keys.map(|keys| {
        let origin = keys.manifest.origin();
        let key = verifier_key(&origin, &keys.log.public().to_bytes());
        (origin, key)
    });
    Ok(Operation {
        size: look.tlog_size()?,
        log,
        audit: anchor::behind(&look)?,
        witnesses: witnesses(world, &look)?,
        quorum: world.running.witnesses().quorum,
        lifeboat: world.running.lifeboat_plan().map(|plan| ByClock {
            place: plan.dir.display().to_string(),
            newest: lifeboat_nightly::made_at(&plan),
            old: lifeboat_nightly::OLD,
            failed: world.running.lifeboat().failed,
        }),
        backup: world.running.backup_plan().map(|plan| ByClock {
            place: plan.dir.display().to_string(),
            newest: backup::list(&plan.dir).ok().and_then(|kept| kept.first().map(|newest| newest.at)),
            old: 2 * plan.every,
            failed: world.running.backup().failed,
        }),
    })
}

/// How each configured witness stands.
pub fn witnesses(world: &World, look: &impl Cosignatures) -> Result<Vec<Witnessing>, Refused> {
    let seats = world.running.witnesses().seats;
    let one = |(number, seat): (usize, Seat)| {
        let newest = match cosigned::newest_of(look, &seat.key)? {
            Some(size) => cosigned::at(look, &seat.key, size)?.map(|at| (size, at)),
            None => None,
        };
        Ok(Witnessing { name: seat.name, newest, failed: world.running.witness(number).failed })
    };
    seats.into_iter().enumerate().map(one).collect()
}
