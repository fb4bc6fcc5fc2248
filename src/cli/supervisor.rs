//! What a supervisor (systemd) is told: ready, alive, stopping. It names a socket in the environment; without it nothing
//! is said. The protocol is that of `sd_notify(3)`: lines in one datagram.

use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use crate::app::health;
use crate::app::world::World;

/// A supervisor that listens.
#[derive(Debug)]
pub struct Supervisor {
    socket: UnixDatagram,
    /// It wants a sign of life within this time.
    within: Option<Duration>,
}

impl Supervisor {
    /// The supervisor that the environment names.
    pub fn find() -> Option<Self> {
        let name = std::env::var("NOTIFY_SOCKET").ok()?;
        let address = match name.strip_prefix('@') {
            Some(name) => SocketAddr::from_abstract_name(name).ok()?,
            None => SocketAddr::from_pathname(&name).ok()?,
        };
        let socket = UnixDatagram::unbound().ok()?;
        if let Err(error) = socket.connect_addr(&address) {
            tracing::warn!("the supervisor at {name} cannot be told anything: {error}");
            return None;
        }
        let ours = std::env::var("WATCHDOG_PID").map_or(true, |pid| pid == std::process::id().to_string());
        let micros = std::env::var("WATCHDOG_USEC").ok().and_then(|text| text.parse().ok());
        Some(Self { socket, within: micros.filter(|_| ours).map(Duration::from_micros) })
    }

    /// Says lines like `READY=1`.
    pub fn say(&self, lines: &str) {
        if let Err(error) = self.socket.send(lines.as_bytes()) {
            tracing::warn!("the supervisor cannot be told {lines:?}: {error}");
        }
    }

    /// Gives signs of life for as long as the store answers; for ever.
    pub async fn pulse(&self, world: Arc<World>) {
        let Some(within) = self.within else { return std::future::pending().await };
        loop {
            let asked = Arc::clone(&world);
            match tokio::task::spawn_blocking(move || health::check(&asked).is_ok()).await {
                Ok(true) => self.say("WATCHDOG=1"),
                _ => tracing::error!("the store does not answer: no sign of life for the supervisor"),
            }
            sleep(within / 3).await;
        }
    }
}
