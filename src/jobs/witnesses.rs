//! One task for each witness: it looks whether the log has grown, and asks for a cosignature. A slow one delays itself.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use crate::app::witnesses;
use crate::app::world::World;

/// After a look that failed by itself.
const TROUBLE: Duration = Duration::from_secs(10);

/// Asks the witness with this number until `stop` ends.
pub async fn witness(world: Arc<World>, number: usize, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    loop {
        let here = Arc::clone(&world);
        let wait = match tokio::task::spawn_blocking(move || {
            if here.trouble().is_some() { None } else { Some(witnesses::look(&here, number)) }
        })
        .await
        {
            Ok(Some(milliseconds)) => Duration::from_millis(milliseconds),
            // What cannot be kept is not asked for.
            Ok(None) => TROUBLE,
            Err(panic) => {
                tracing::error!("asking a witness failed: {panic}");
                TROUBLE
            }
        };
        tokio::select! {
            () = &mut stop => return,
            () = sleep(wait) => {}
        }
    }
}
