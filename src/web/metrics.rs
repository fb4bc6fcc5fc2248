//! The door for a monitoring system: a socket of its own, on loopback, that answers `GET /metrics` and nothing else.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::app::metrics;
use crate::app::work::cause;
use crate::app::world::World;
use crate::web::serve::Listening;

/// Connections at the same time.
const CONNECTIONS: usize = 8;

/// After this a connection is closed.
const CONNECTION: Duration = Duration::from_mins(1);

const HEAD: Duration = Duration::from_secs(5);

/// Serves until `stop` ends.
pub async fn serve(listening: Listening, world: Arc<World>, stop: impl Future<Output = ()>) {
    let router = Router::new().route("/metrics", get(show)).with_state(world);
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    tokio::pin!(stop);
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let accepted = tokio::select! {
            accepted = listening.accept() => accepted,
            () = &mut stop => return,
        };
        let Ok((stream, _)) = accepted else { continue };
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let mut builder = http1::Builder::new();
            builder.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(16 << 10);
            let _ = timeout(CONNECTION, builder.serve_connection(TokioIo::new(stream), service)).await;
            drop(place);
        });
    }
}

async fn show(State(world): State<Arc<World>>) -> Response {
    match tokio::task::spawn_blocking(move || metrics::text(&world)).await {
        Ok(Ok(text)) => ([(header::CONTENT_TYPE, metrics::MIME)], text).into_response(),
        Ok(Err(refused)) => {
            tracing::error!("the metrics cannot be read: {}", cause(&refused));
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
        Err(panic) => {
            tracing::error!("the metrics cannot be read: {panic}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
