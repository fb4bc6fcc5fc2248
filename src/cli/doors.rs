//! A house with all its doors open: the web, the operator's socket, and the worker; until the system says stop.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::time::sleep;

use crate::admin;
use crate::app::mail_out::Mailer;
use crate::app::world::World;
use crate::cli::Failed;
use crate::cli::place::own_uid;
use crate::jobs;
use crate::web::Web;
use crate::web::serve::{Listening, serve};
use crate::web::site::Site;
use crate::web::tls::Tls;

/// Threads on which deeds block. More than may wait for a password's hash, so that others still get one.
const BLOCKING: usize = 96;

/// From the store's failure to the end, in which people read what happened and verification goes on.
const GRACE: Duration = Duration::from_secs(10);

/// The store's file has failed: only a new start heals that, so the process ends and asks its supervisor for one.
#[derive(Debug, thiserror::Error)]
#[error("ended for a restart, because the store failed: {0}")]
pub struct Restart(String);

impl Restart {
    /// Exit status, that of `sysexits.h` for what may go well when tried again.
    pub const STATUS: u8 = 75;
}

/// Everything that `serve` and `demo` open.
pub struct House {
    pub world: Arc<World>,
    pub data_dir: PathBuf,
    pub site: Site,
    pub mailer: Mailer,
    pub tls: Option<Tls>,
}

/// The runtime that the doors stand in.
pub fn runtime() -> Result<Runtime, Failed> {
    Ok(Builder::new_multi_thread().enable_all().max_blocking_threads(BLOCKING).build()?)
}

impl House {
    /// Serves until SIGTERM or SIGINT; requests and jobs under way are finished.
    pub async fn open(self, listening: Listening) -> Result<(), Failed> {
        let (mut terminated, mut interrupted) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        let socket = admin::listen::listen(&self.data_dir)?;
        // Said only now: whoever waits for this line may use the operator's socket too.
        tracing::info!("serving {} on {}", self.site.name(), listening.address);
        let (stop, stopped) = watch::channel(false);
        let when_stopped = |mut stopped: watch::Receiver<bool>| async move {
            let _ = stopped.wait_for(|stop| *stop).await;
        };
        let web = Web::new(Arc::clone(&self.world), self.site);
        let worker =
            tokio::spawn(jobs::work(Arc::clone(&self.world), Arc::new(self.mailer), when_stopped(stopped.clone())));
        let server = tokio::spawn(serve(listening, web, self.tls, when_stopped(stopped)));
        tokio::select! {
            _ = terminated.recv() => tracing::info!("asked to end"),
            _ = interrupted.recv() => tracing::info!("interrupted"),
            () = failed(&self.world) => {}
            () = admin::listen::serve(&socket, Arc::clone(&self.world), own_uid()?) => {}
        }
        let _ = stop.send(true);
        server.await?;
        worker.await?;
        drop(socket);
        match self.world.trouble() {
            None => tracing::info!("ended"),
            Some(why) => return Err(Restart(why.to_owned()).into()),
        }
        Ok(())
    }
}

/// Waits for the store's failure, and then for the grace to pass.
async fn failed(world: &World) {
    world.until_trouble().await;
    tracing::error!("no more writes are taken; verification goes on for {} s, then a restart is due", GRACE.as_secs());
    sleep(GRACE).await;
}
