//! A house with all its doors open: the web, the operator's socket, and the worker; until the system says stop.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::time::sleep;

use crate::admin;
use crate::app::backup;
use crate::app::disk::Disk;
use crate::app::lifeboat_nightly;
use crate::app::mail_out::Mailer;
use crate::app::witnesses::{Plan, Seat};
use crate::app::world::World;
use crate::cli::Failed;
use crate::cli::place::own_uid;
use crate::cli::supervisor::Supervisor;
use crate::config::{Config, Witness};
use crate::jobs::{self, by_clock, witnesses};
use crate::mail::trust::Trust;
use crate::web::serve::{Listening, serve};
use crate::web::site::Site;
use crate::web::tls::Tls;
use crate::web::{Web, metrics};
use crate::witness::Door;

/// Threads on which deeds block. More than may wait for a password's hash, so that others still get one; and no more
/// than that, since each keeps some ten MiB once it has drawn a certificate.
const BLOCKING: usize = 36;

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
    /// For a monitoring system.
    pub metrics: Option<Listening>,
}

/// What a world watches, and does by the clock, as the configuration says.
pub fn prepare(world: &World, config: &Config) -> Result<(), Failed> {
    if let Some(log) = &config.witnesses {
        let tls = Trust::new(log.ca.as_deref()).map_err(|why| format!("[public_log] {why}"))?.connector();
        let seat = |one: &Witness| Seat {
            name: one.name.clone(),
            key: one.key.clone(),
            door: Door::new(one.place.clone(), tls.clone()),
        };
        world
            .running
            .plan_witnesses(Plan { seats: log.witnesses.iter().map(seat).collect(), quorum: log.quorum as usize });
    }
    world.running.watch(Disk { place: config.data_dir.clone(), reserve: config.disk_reserve });
    if let Some(lifeboat) = &config.lifeboat {
        let (dir, hour, keep) = (lifeboat.dir.clone(), u64::from(lifeboat.hour), lifeboat.keep as usize);
        world.running.plan_lifeboats(lifeboat_nightly::Plan { dir, hour, keep });
    }
    if let Some(backup) = &config.backup {
        let every = u64::from(backup.every) * 60 * 60;
        world.running.plan_backups(backup::Plan { dir: backup.dir.clone(), every, keep: backup.keep as usize });
    }
    Ok(())
}

/// The runtime that the doors stand in.
pub fn runtime() -> Result<Runtime, Failed> {
    Ok(Builder::new_multi_thread().enable_all().max_blocking_threads(BLOCKING).build()?)
}

impl House {
    /// Serves until SIGTERM or SIGINT; requests and jobs under way are finished. SIGHUP reads the TLS files again.
    pub async fn open(self, listening: Listening) -> Result<(), Failed> {
        let (mut terminated, mut interrupted) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        let hangup = signal(SignalKind::hangup())?;
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
        let copying = tokio::spawn(by_clock::backups(Arc::clone(&self.world), when_stopped(stopped.clone())));
        let lifeboats = tokio::spawn(by_clock::lifeboats(Arc::clone(&self.world), when_stopped(stopped.clone())));
        let seats = self.world.running.witnesses().seats.len();
        let asking: Vec<_> = (0..seats)
            .map(|n| tokio::spawn(witnesses::witness(Arc::clone(&self.world), n, when_stopped(stopped.clone()))))
            .collect();
        if let Some(tls) = self.tls.clone() {
            tokio::spawn(tls.watch(Arc::clone(&self.world), hangup, when_stopped(stopped.clone())));
        }
        if let Some(listening) = self.metrics {
            tracing::info!("metrics on {}", listening.address);
            tokio::spawn(metrics::serve(listening, Arc::clone(&self.world), when_stopped(stopped.clone())));
        }
        let server = tokio::spawn(serve(listening, web, self.tls, when_stopped(stopped)));
        let supervisor = Supervisor::find();
        let tell = |lines: &str| supervisor.iter().for_each(|supervisor| supervisor.say(lines));
        tell("READY=1");
        let pulse = async {
            match &supervisor {
                Some(supervisor) => supervisor.pulse(Arc::clone(&self.world)).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = terminated.recv() => tracing::info!("asked to end"),
            _ = interrupted.recv() => tracing::info!("interrupted"),
            () = failed(&self.world) => {}
            () = admin::listen::serve(&socket, Arc::clone(&self.world), own_uid()?) => {}
            () = pulse => {}
        }
        tell("STOPPING=1");
        let _ = stop.send(true);
        server.await?;
        worker.await?;
        copying.await?;
        lifeboats.await?;
        for witness in asking {
            witness.await?;
        }
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
