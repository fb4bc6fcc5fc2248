//! Copies of the store by the clock.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use crate::app::backup::{self, Plan};
use crate::app::refused::Refused;
use crate::app::work::cause;
use crate::app::world::World;

/// Longest wait before looking again: the clock may be set, and copies may be taken away.
const LOOK: Duration = Duration::from_mins(1);

/// Makes copies when they are due, until `stop` ends; one under way is finished.
pub async fn backups(world: Arc<World>, stop: impl Future<Output = ()>) {
    let Some(plan) = world.running.backup_plan() else { return };
    tokio::pin!(stop);
    loop {
        let (here, plan) = (Arc::clone(&world), plan.clone());
        let wait = match tokio::task::spawn_blocking(move || look(&here, &plan)).await {
            Ok(Ok(seconds)) => Duration::from_secs(seconds).clamp(Duration::from_secs(1), LOOK),
            Ok(Err(refused)) => {
                tracing::error!("the store could not be copied: {}", cause(&refused));
                LOOK
            }
            Err(panic) => {
                tracing::error!("copying the store failed: {panic}");
                LOOK
            }
        };
        tokio::select! {
            () = &mut stop => return,
            () = sleep(wait) => {}
        }
    }
}

/// Makes a copy if one is due; seconds until the next.
fn look(world: &World, plan: &Plan) -> Result<u64, Refused> {
    if backup::wait(world, plan)? == 0 {
        let made = backup::keep(world, plan)?;
        tracing::info!("the store was copied to {}", made.path.display());
    }
    backup::wait(world, plan)
}
