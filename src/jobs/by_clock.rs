//! What the server does by the clock: copies of the store, the lifeboat.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use crate::app::backup;
use crate::app::lifeboat_nightly;
use crate::app::refused::Refused;
use crate::app::work::cause;
use crate::app::world::World;

/// Longest wait before looking again: the clock may be set, and what was made may be taken away.
const LOOK: Duration = Duration::from_mins(1);

/// Makes what is due, and says in how many seconds something will be.
type Look = fn(&World) -> Result<u64, Refused>;

/// Copies of the store when they are due, until `stop` ends; one under way is finished.
pub async fn backups(world: Arc<World>, stop: impl Future<Output = ()>) {
    if world.running.backup_plan().is_some() {
        by_clock(world, stop, "the copy of the store", copy).await;
    }
}

/// Lifeboats, the same way.
pub async fn lifeboats(world: Arc<World>, stop: impl Future<Output = ()>) {
    if world.running.lifeboat_plan().is_some() {
        by_clock(world, stop, "the lifeboat", lifeboat).await;
    }
}

async fn by_clock(world: Arc<World>, stop: impl Future<Output = ()>, what: &str, look: Look) {
    tokio::pin!(stop);
    loop {
        let here = Arc::clone(&world);
        let wait = match tokio::task::spawn_blocking(move || look(&here)).await {
            Ok(Ok(seconds)) => Duration::from_secs(seconds).clamp(Duration::from_secs(1), LOOK),
            Ok(Err(refused)) => {
                tracing::error!("{what} could not be made: {}", cause(&refused));
                LOOK
            }
            Err(panic) => {
                tracing::error!("making {what} failed: {panic}");
                LOOK
            }
        };
        tokio::select! {
            () = &mut stop => return,
            () = sleep(wait) => {}
        }
    }
}

fn copy(world: &World) -> Result<u64, Refused> {
    let Some(plan) = world.running.backup_plan() else { return Ok(LOOK.as_secs()) };
    if backup::wait(world, &plan)? == 0 {
        let made = backup::keep(world, &plan)?;
        tracing::info!("the store was copied to {}", made.path.display());
    }
    backup::wait(world, &plan)
}

fn lifeboat(world: &World) -> Result<u64, Refused> {
    let Some(plan) = world.running.lifeboat_plan() else { return Ok(LOOK.as_secs()) };
    if lifeboat_nightly::wait(world, &plan) == 0 {
        let files = lifeboat_nightly::keep(world, &plan)?;
        tracing::info!("the lifeboat in {} was made, {files} files", plan.dir.display());
    }
    Ok(lifeboat_nightly::wait(world, &plan))
}
