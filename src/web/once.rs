//! A form that is posted twice, by a second click or by a browser that tries again, is answered twice alike and done
//! once. Deeds that make something new remember the form's token in their own write, which outlives the process; here
//! the answers of all others are kept for a while, and a second post waits while the first is under way.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use tokio::sync::{Mutex as Waiting, OwnedMutexGuard};

use crate::domain::time::Moment;
use crate::paths::route;
use crate::web::forms::Upload;

/// Seconds for which an answer is kept.
const LIFE: u64 = 10 * 60;

/// Answers that are kept at most.
const MOST: usize = 5000;

/// What a form was answered with: always a way on.
#[derive(Clone, Debug)]
pub struct Answered {
    status: StatusCode,
    headers: HeaderMap,
}

impl IntoResponse for Answered {
    fn into_response(self) -> Response {
        (self.status, self.headers).into_response()
    }
}

type Cell = Arc<Waiting<Option<Answered>>>;

/// Answers by the form's token, its path and all that was typed.
#[derive(Default)]
pub struct Once(Mutex<HashMap<String, (Moment, Cell)>>);

/// Travels with a request: the place into which its answer goes.
#[derive(Clone, Default)]
pub struct Slot(Arc<Mutex<Option<OwnedMutexGuard<Option<Answered>>>>>);

impl Once {
    /// The answer that this very form got before. Where there is none, the caller's answer will be it, and whoever
    /// posts the same meanwhile waits.
    pub async fn before(&self, key: String, now: Moment, slot: &Slot) -> Option<Answered> {
        let guard = self.cell(key, now).lock_owned().await;
        if guard.is_some() {
            return guard.clone();
        }
        *slot.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(guard);
        None
    }

    fn cell(&self, key: String, now: Moment) -> Cell {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.retain(|_, (at, _)| now.seconds_since(*at) < LIFE);
        }
        if kept.len() >= MOST {
            kept.clear();
        }
        let (at, cell) = kept.entry(key).or_insert_with(|| (now, Cell::default()));
        if now.seconds_since(*at) >= LIFE {
            (*at, *cell) = (now, Cell::default());
        }
        Arc::clone(cell)
    }
}

impl Slot {
    /// For a post to this route. Not where one signs in, for no answer that opens a session is kept; nor where a draft
    /// is saved, which may be wished again, with other things saved in between, and is the same when done twice.
    pub fn for_route(path: &str) -> Option<Self> {
        let draft = path.starts_with(route::APPLY) && path != route::APPLY && path != route::APPLY_SUBMIT;
        (path != route::SIGN_IN && !draft).then(Self::default)
    }

    /// Keeps the answer for whoever posts the same again: only a way on, for a refusal has done nothing and is said
    /// again.
    pub fn keep(&self, response: &Response) {
        let guard = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(mut guard) = guard
            && response.status() == StatusCode::SEE_OTHER
        {
            *guard = Some(Answered { status: response.status(), headers: response.headers().clone() });
        }
    }
}

/// Names a post: the same only for the same token, path, fields and files.
pub fn key(once: &str, fields: &[(String, String)], files: &[Upload]) -> String {
    let mut hasher = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    part(once.as_bytes());
    for (name, value) in fields {
        part(name.as_bytes());
        part(value.as_bytes());
    }
    for file in files {
        part(file.field.as_bytes());
        part(file.file_name.as_bytes());
        part(&file.bytes);
    }
    HEXLOWER.encode(&hasher.finalize())
}

#[cfg(test)]
mod tests {
    use axum::http::header;

    use super::*;

    fn answer(status: StatusCode, to: &'static str) -> Response {
        (status, [(header::LOCATION, to)]).into_response()
    }

    #[tokio::test]
    async fn the_second_post_waits_and_gets_the_first_ones_answer() {
        let once = Arc::new(Once::default());
        let slot = Slot::default();
        assert!(once.before("form".into(), Moment(0), &slot).await.is_none());
        let (second, waiting) = (Slot::default(), Arc::clone(&once));
        let later = tokio::spawn(async move { waiting.before("form".into(), Moment(1), &second).await });
        tokio::task::yield_now().await;
        assert!(!later.is_finished(), "it waits");
        slot.keep(&answer(StatusCode::SEE_OTHER, "/done"));
        let again = later.await.unwrap().unwrap().into_response();
        assert_eq!(
            (again.status(), &again.headers()[header::LOCATION]),
            (StatusCode::SEE_OTHER, &"/done".parse().unwrap())
        );
        assert!(once.before("other".into(), Moment(1), &Slot::default()).await.is_none());
        let over = Moment(0).plus_seconds(LIFE);
        assert!(once.before("form".into(), over, &Slot::default()).await.is_none());
    }

    #[tokio::test]
    async fn a_refusal_and_a_lost_answer_are_tried_again() {
        let once = Once::default();
        let slot = Slot::default();
        assert!(once.before("form".into(), Moment(0), &slot).await.is_none());
        slot.keep(&answer(StatusCode::UNPROCESSABLE_ENTITY, ""));
        let slot = Slot::default();
        assert!(once.before("form".into(), Moment(0), &slot).await.is_none());
        drop(slot);
        assert!(once.before("form".into(), Moment(0), &Slot::default()).await.is_none());
    }
}
