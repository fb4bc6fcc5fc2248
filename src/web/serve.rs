//! Sockets: who is let in, for how long, and how all of them leave. Every wait has an end, so that nobody can hold a
//! place by being slow: TLS, the head of a request, the request (in `layers`), the taking of the answer, the connection as
//! a whole.

use std::collections::HashMap;
use std::future::Future;
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

use crate::web::Shared;
use crate::web::quick;
use crate::web::router::router;
use crate::web::tls::Tls;
use crate::web::visit::Peer;

/// Connections at the same time.
const CONNECTIONS: usize = 512;

/// Of these, from one address; a trusted proxy may have all.
const PER_ADDRESS: u32 = 128;

const HANDSHAKE: Duration = Duration::from_secs(10);

/// For the head of a request, and between two requests of a connection.
const HEAD: Duration = Duration::from_secs(5);

/// After this a connection takes no further request.
const CONNECTION: Duration = Duration::from_mins(10);

/// From then on, for the request under way to end.
const LEAVE: Duration = Duration::from_mins(2);

/// For a peer to take some of what is sent.
const TAKE: Duration = Duration::from_secs(30);

/// For everybody to leave when the server ends.
const SHUTDOWN: Duration = Duration::from_secs(20);

/// A socket that is bound, before anything is answered.
pub struct Listening {
    listener: TcpListener,
    /// With the port that the system chose, where 0 was asked for.
    pub address: SocketAddr,
}

/// Binds. The sentence is for the operator.
pub async fn listen(address: SocketAddr) -> Result<Listening, String> {
    let refused = |error: std::io::Error| match error.kind() {
        ErrorKind::AddrInUse => {
            format!("cannot listen on {address}: another program uses this port; stop it or set another `listen`")
        }
        ErrorKind::PermissionDenied => {
            format!("cannot listen on {address}: ports below 1024 need the privilege CAP_NET_BIND_SERVICE")
        }
        ErrorKind::AddrNotAvailable => format!("cannot listen on {address}: this machine has no such address"),
        _ => format!("cannot listen on {address}: {error}"),
    };
    let listener = TcpListener::bind(address).await.map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    Ok(Listening { listener, address })
}

impl Listening {
    /// The next connection.
    pub(crate) async fn accept(&self) -> std::io::Result<(TcpStream, SocketAddr)> {
        self.listener.accept().await
    }
}

/// Serves until `stop` ends, then lets requests under way finish.
pub async fn serve(listening: Listening, web: Shared, tls: Option<Tls>, stop: impl Future<Output = ()>) {
    let door = Arc::new(Door { router: router(&web), web, tls, counts: Counts::default() });
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let (leave, leaving) = watch::channel(false);
    tokio::pin!(stop);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await.map_err(std::io::Error::other)?;
            listening.listener.accept().await.map(|(stream, peer)| (place, stream, peer))
        };
        let accepted = tokio::select! {
            accepted = next => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((place, stream, peer)) => {
                let (door, leaving) = (Arc::clone(&door), leaving.clone());
                tokio::spawn(async move {
                    door.admit(stream, peer.ip(), leaving).await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!("a connection could not be accepted: {error}");
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop(listening);
    let _ = leave.send(true);
    let everybody = u32::try_from(CONNECTIONS).unwrap_or(u32::MAX);
    if timeout(SHUTDOWN, places.acquire_many(everybody)).await.is_err() {
        tracing::warn!("requests were still under way when the server ended");
    }
}

struct Door {
    router: Router,
    web: Shared,
    tls: Option<Tls>,
    counts: Counts,
}

impl Door {
    async fn admit(&self, stream: TcpStream, peer: IpAddr, leaving: watch::Receiver<bool>) {
        let Some(_counted) = self.counts.enter(peer, self.web.site.trusts(peer)) else { return };
        let _ = stream.set_nodelay(true);
        match &self.tls {
            None => self.connection(stream, false, peer, leaving).await,
            Some(tls) => {
                if let Ok(Ok(stream)) = timeout(HANDSHAKE, tls.acceptor().accept(stream)).await {
                    let http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
                    self.connection(stream, http2, peer, leaving).await;
                }
            }
        }
    }

    /// One connection. The protocol is known beforehand, by ALPN, so that nobody can wait in between.
    async fn connection<S>(&self, stream: S, http2: bool, peer: IpAddr, mut leaving: watch::Receiver<bool>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let router = self.router.clone();
        let web = Arc::clone(&self.web);
        let service = service_fn(move |request: Request<Incoming>| {
            let (mut parts, body) = request.into_parts();
            let long_way = match quick::answer(&web, &parts) {
                Some(answer) => Err(answer),
                None => {
                    parts.extensions.insert(Peer(peer));
                    Ok(router.clone().oneshot(Request::from_parts(parts, Body::new(body))))
                }
            };
            async move {
                match long_way {
                    Ok(answering) => answering.await,
                    Err(answer) => Ok(answer),
                }
            }
        });
        let mut builder = Builder::new(TokioExecutor::new());
        builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(32 << 10).max_headers(64);
        builder
            .http2()
            .timer(TokioTimer::new())
            .max_concurrent_streams(64)
            .max_header_list_size(16 << 10)
            .keep_alive_interval(Duration::from_secs(30))
            .keep_alive_timeout(HANDSHAKE);
        let builder = if http2 { builder.http2_only() } else { builder.http1_only() };
        let mut stream = Box::pin(TimeoutStream::new(stream));
        stream.as_mut().set_write_timeout_pinned(Some(TAKE));
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        tokio::pin!(connection);
        tokio::select! {
            // A peer that breaks off is no fault of ours, and not worth a line.
            _ = connection.as_mut() => return,
            () = sleep(CONNECTION) => {}
            _ = leaving.wait_for(|leave| *leave) => {}
        }
        connection.as_mut().graceful_shutdown();
        let _ = timeout(LEAVE, connection).await;
    }
}

/// Connections by address.
#[derive(Default)]
struct Counts(Mutex<HashMap<IpAddr, u32>>);

impl Counts {
    fn enter(&self, peer: IpAddr, trusted: bool) -> Option<Counted<'_>> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(peer).or_insert(0);
        if *count >= PER_ADDRESS && !trusted {
            return None;
        }
        *count += 1;
        Some(Counted { counts: self, peer })
    }
}

/// Counts itself out when dropped.
struct Counted<'a> {
    counts: &'a Counts,
    peer: IpAddr,
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        let mut counts = self.counts.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.peer) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.peer);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_cannot_take_every_place() {
        let counts = Counts::default();
        let peer: IpAddr = "192.0.2.1".parse().unwrap();
        let held: Vec<_> = (0..PER_ADDRESS).map(|_| counts.enter(peer, false).unwrap()).collect();
        assert!(counts.enter(peer, false).is_none());
        assert!(counts.enter("192.0.2.2".parse().unwrap(), false).is_some());
        assert!(counts.enter(peer, true).is_some());
        drop(held);
        assert!(counts.0.lock().unwrap().is_empty());
    }
}
