//! The server's side of the socket.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::time::{sleep, timeout};

use crate::admin::{Answer, Request, answer, place};
use crate::app::world::World;

/// Longest request: an imported table travels in it.
const LONGEST: u64 = 64 << 20;

/// For one question and its answer.
const TIME: Duration = Duration::from_mins(5);

/// A socket that is bound; its file goes away with it.
pub struct Listening {
    listener: UnixListener,
    path: PathBuf,
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Binds. Whoever holds the store is the only server on this folder, so a socket that lies there already is of one that
/// ended badly.
pub fn listen(data_dir: &Path) -> Result<Listening, String> {
    let refused = |error: std::io::Error| format!("the admin socket of {} cannot be made: {error}", data_dir.display());
    let path = place::choose(data_dir).map_err(refused)?;
    let _ = std::fs::remove_file(&path);
    let listener = UnixListener::bind(&path).map_err(refused)?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).map_err(refused)?;
    Ok(Listening { listener, path })
}

/// Answers until it is dropped. `own` is the server's user id.
pub async fn serve(listening: &Listening, world: Arc<World>, own: u32) {
    loop {
        match listening.listener.accept().await {
            Ok((stream, _)) => {
                let world = Arc::clone(&world);
                tokio::spawn(async move { timeout(TIME, one(stream, world, own)).await });
            }
            Err(error) => {
                tracing::warn!("the admin socket could not be answered: {error}");
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// One question and its answer. A peer that is not heard gets none.
async fn one(stream: UnixStream, world: Arc<World>, own: u32) -> std::io::Result<()> {
    let uid = stream.peer_cred()?.uid();
    if uid != own && uid != 0 {
        tracing::warn!(uid, "a stranger at the admin socket was sent away");
        return Ok(());
    }
    let (reading, mut writing) = stream.into_split();
    let mut line = String::new();
    BufReader::new(reading.take(LONGEST)).read_line(&mut line).await?;
    let told = match serde_json::from_str::<Request>(&line) {
        Ok(request) => tokio::task::spawn_blocking(move || answer(&world, uid, request))
            .await
            .unwrap_or_else(|panic| Answer::Refused(format!("the server failed: {panic}"))),
        Err(error) => Answer::Refused(format!("the running server does not understand this command: {error}")),
    };
    let mut text = serde_json::to_vec(&told)?;
    text.push(b'\n');
    writing.write_all(&text).await?;
    writing.shutdown().await
}
