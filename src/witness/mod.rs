//! Asking a witness for its cosignature: one POST of C2SP tlog-witness (<https://c2sp.org/tlog-witness>), by TLS, or in clear
//! to this machine. What is sent and what may be believed of the answer is for the deed that asks; this room carries it
//! there and back, within a time and a size.

mod place;

pub use crate::witness::place::Place;

use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// For the whole conversation.
const PATIENCE: Duration = Duration::from_secs(15);

/// Longest answer that is read, in bytes.
const MOST: usize = 64 << 10;

/// A witness's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub status: u16,
    pub content_type: String,
    pub text: String,
}

/// The way to one witness.
#[derive(Clone)]
pub struct Door {
    place: Place,
    tls: TlsConnector,
}

impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Door({})", self.place.authority())
    }
}

impl Door {
    pub fn new(place: Place, tls: TlsConnector) -> Self {
        Self { place, tls }
    }

    /// Posts a body to `add-checkpoint`. Blocks; the sentence of a failure is for the operator.
    pub fn add_checkpoint(&self, body: String) -> Result<Told, String> {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
        runtime.block_on(async {
            match tokio::time::timeout(PATIENCE, converse(&self.place, &self.tls, body)).await {
                Ok(told) => told,
                Err(_) => Err(format!("no answer within {} seconds", PATIENCE.as_secs())),
            }
        })
    }
}

async fn converse(place: &Place, tls: &TlsConnector, body: String) -> Result<Told, String> {
    let stream = TcpStream::connect((place.host(), place.port())).await;
    let stream = stream.map_err(|error| format!("{}:{}: {error}", place.host(), place.port()))?;
    if !place.is_private() {
        return post(stream, place, body).await;
    }
    let name = ServerName::try_from(place.host().to_owned()).map_err(|error| error.to_string())?;
    let stream = tls.connect(name, stream).await.map_err(|error| format!("TLS: {error}"))?;
    post(stream, place, body).await
}

async fn post(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    place: &Place,
    body: String,
) -> Result<Told, String> {
    let (mut sender, connection) =
        http1::handshake(TokioIo::new(stream)).await.map_err(|error| format!("HTTP: {error}"))?;
    let request = Request::post(place.path("add-checkpoint"))
        .header(HOST, place.authority())
        .header(CONTENT_TYPE, "text/plain; charset=utf-8")
        .body(Full::new(Bytes::from(body)))
        .map_err(|error| error.to_string())?;
    let answered = async {
        let response = sender.send_request(request).await.map_err(|error| format!("HTTP: {error}"))?;
        read(response).await
    };
    // The connection must be driven while the answer is waited for; it may end first where the server closes it.
    tokio::pin!(answered);
    tokio::select! {
        told = &mut answered => told,
        _ = connection => answered.await,
    }
}

async fn read(response: Response<Incoming>) -> Result<Told, String> {
    let status = response.status().as_u16();
    let content_type =
        response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
    let body = Limited::new(response.into_body(), MOST).collect().await.map_err(|error| format!("HTTP: {error}"))?;
    let text = String::from_utf8(body.to_bytes().to_vec()).map_err(|_| "an answer that is no text".to_owned())?;
    Ok(Told { status, content_type, text })
}
