//! The server's side of the socket.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::time::{sleep, timeout};

use crate::admin::{Answer, Request, answer, place, stream};
use crate::app::world::World;
use crate::domain::audit::Actor;

/// Longest request: an imported table travels in it.
const LONGEST: u64 = 64 << 20;

/// For one question and its answer.
const TIME: Duration = Duration::from_mins(5);

/// A peer that reads nothing of its copy for so long gets no more of it.
const STALLED: Duration = Duration::from_mins(1);

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
                tokio::spawn(async move {
                    if let Ok(Ok(Some(copying))) = timeout(TIME, one(stream, Arc::clone(&world), own)).await {
                        copy(copying, world).await;
                    }
                });
            }
            Err(error) => {
                tracing::warn!("the admin socket could not be answered: {error}");
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// A peer who is to be handed a copy.
struct Copying {
    stream: UnixStream,
    uid: u32,
}

/// Hands a copy over; takes as long as the peer keeps reading.
async fn copy(copying: Copying, world: Arc<World>) {
    let Copying { stream, uid } = copying;
    let done = tokio::task::spawn_blocking(move || {
        let stream = stream.into_std()?;
        stream.set_nonblocking(false)?;
        stream.set_write_timeout(Some(STALLED))?;
        stream::hand_over(&world, Actor::Operator { uid }, &mut std::io::BufWriter::with_capacity(1 << 18, stream))
    });
    match done.await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!("a copy of the store was broken off: {error}"),
        Err(panic) => tracing::error!("a copy of the store failed: {panic}"),
    }
}

/// One question and its answer. A peer that is not heard gets none; one that asked for a copy is given back.
async fn one(mut stream: UnixStream, world: Arc<World>, own: u32) -> std::io::Result<Option<Copying>> {
    let uid = stream.peer_cred()?.uid();
    if uid != own && uid != 0 {
        tracing::warn!(uid, "a stranger at the admin socket was sent away");
        return Ok(None);
    }
    let mut line = String::new();
    BufReader::new((&mut stream).take(LONGEST)).read_line(&mut line).await?;
    let told = match serde_json::from_str::<Request>(&line) {
        Ok(Request::Backup) => Answer::Follows,
        Ok(request) => tokio::task::spawn_blocking(move || answer(&world, uid, request))
            .await
            .unwrap_or_else(|panic| Answer::Refused(format!("the server failed: {panic}"))),
        Err(error) => Answer::Refused(format!("the running server does not understand this command: {error}")),
    };
    let mut text = serde_json::to_vec(&told)?;
    text.push(b'\n');
    stream.write_all(&text).await?;
    if told == Answer::Follows {
        return Ok(Some(Copying { stream, uid }));
    }
    stream.shutdown().await?;
    Ok(None)
}
