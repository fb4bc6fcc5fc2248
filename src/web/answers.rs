//! Answers that were given lately, ready to be given again. What is kept is what anybody would get who brings no session:
//! a page of one language and size of type, or JSON. It is given again on the same day while its stamp fits, that is,
//! while nothing of which it was made has changed; only the time of asking is written anew.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::app::verify::{Stamp, is_current};
use crate::app::world::World;
use crate::domain::time::Moment;
use crate::text::Lang;

/// Bytes that all kept answers have at most; a page has some twelve thousand.
const MOST: usize = 32 << 20;

/// Beside its body: key, stamp, table.
const OVERHEAD: usize = 400;

/// Parts that are locked apart.
const SHELVES: usize = 16;

/// In which form an answer is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    Json,
    Page { lang: Lang, large: bool },
}

/// The 20 symbols of a code, and a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    code: [u8; 20],
    form: Form,
}

impl Key {
    /// For a code as in an address, with or without dashes. No other way of writing is understood here.
    pub fn of(code: &str, form: Form) -> Option<Self> {
        let mut symbols = [0; 20];
        let mut places = symbols.iter_mut();
        for symbol in code.bytes().filter(|symbol| *symbol != b'-') {
            *places.next()? = symbol;
        }
        places.next().is_none().then_some(Self { code: symbols, form })
    }

    pub fn form(&self) -> Form {
        self.form
    }
}

/// An answer, ready to be sent.
#[derive(Clone, Debug)]
pub struct Ready {
    form: Form,
    body: Bytes,
    etag: HeaderValue,
    stamp: Stamp,
    /// Milliseconds of the day that it is good for.
    day: Range<u64>,
    /// Where in the body the time of asking stands, and in which unit's time that is.
    asked: Range<usize>,
    unit: u64,
}

impl Ready {
    /// Keeps an answer that was made at `at`. None where it does not say when it was asked for.
    pub fn new(form: Form, body: String, at: Moment, stamp: Stamp) -> Option<Self> {
        let (before, length) = match form {
            Form::Json => (ASKED_JSON, at.rfc3339().len()),
            Form::Page { .. } => (ASKED_PAGE, at.clock().len()),
        };
        let start = body.find(before)? + before.len();
        let asked = start..start + length;
        let hash = Sha256::new().chain_update(&body[..asked.start]).chain_update(&body[asked.end..]).finalize();
        let etag = HeaderValue::try_from(format!("W/\"{}\"", HEXLOWER.encode(&hash[..12]))).ok()?;
        let day = at.day();
        let day = Moment::start_of(day).0..Moment::start_of(day.plus_days(1)).0;
        let body = body.into_boxed_str().into_boxed_bytes().into();
        Some(Self { form, body, etag, stamp, day, asked, unit: unit(form, at) })
    }

    fn holds(&self, world: &World, now: Moment) -> bool {
        self.day.contains(&now.0) && is_current(world, &self.stamp)
    }

    /// Writes the time of asking, where that is another than last time.
    fn asked_at(&mut self, now: Moment) {
        if self.unit == unit(self.form, now) {
            return;
        }
        let time = if self.form == Form::Json { now.rfc3339() } else { now.clock() };
        let (before, after) = (&self.body[..self.asked.start], &self.body[self.asked.end..]);
        self.body = [before, time.as_bytes(), after].concat().into();
        self.unit = unit(self.form, now);
    }

    /// As it is sent to whoever has not this very answer already.
    pub fn answer(self, asked: &HeaderMap) -> Response {
        let kind = match self.form {
            Form::Json => "application/json",
            Form::Page { .. } => "text/html; charset=utf-8",
        };
        let mut response = if has_it(asked, &self.etag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Response::new(Body::from(self.body))
        };
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        headers.insert(header::ETAG, self.etag);
        headers.insert(header::VARY, HeaderValue::from_static("accept, cookie"));
        response
    }
}

/// What stands before the time of asking; no text that anybody wrote can hold it, since its marks are escaped there.
const ASKED_JSON: &str = "\"at\":\"";
const ASKED_PAGE: &str = "<time class=\"asked\">";

/// Pages say the minute, JSON the second.
fn unit(form: Form, at: Moment) -> u64 {
    if form == Form::Json { at.seconds() } else { at.seconds() / 60 }
}

/// Weak comparison, as for `If-None-Match`.
fn has_it(asked: &HeaderMap, etag: &HeaderValue) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let ours = bare(etag.to_str().unwrap_or_default());
    let lists = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|list| list.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|tag| tag.trim() == "*" || bare(tag) == ours)
}

/// The kept answers.
pub struct Answers {
    shelves: Vec<Mutex<Shelf>>,
}

/// New answers push out the older half, once it is that many bytes.
#[derive(Default)]
struct Shelf {
    young: HashMap<Key, Ready>,
    old: HashMap<Key, Ready>,
    bytes: usize,
}

impl Default for Answers {
    fn default() -> Self {
        Self { shelves: (0..SHELVES).map(|_| Mutex::default()).collect() }
    }
}

impl Answers {
    /// A kept answer that is still right.
    pub fn get(&self, world: &World, key: &Key, now: Moment) -> Option<Ready> {
        let mut shelf = self.shelf(key)?.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(ready) = shelf.old.remove(key) {
            shelf.put(*key, ready);
        }
        let ready = shelf.young.get_mut(key)?;
        if !ready.holds(world, now) {
            return None;
        }
        ready.asked_at(now);
        Some(ready.clone())
    }

    pub fn put(&self, key: Key, ready: Ready) {
        if let Some(shelf) = self.shelf(&key) {
            shelf.lock().unwrap_or_else(PoisonError::into_inner).put(key, ready);
        }
    }

    fn shelf(&self, key: &Key) -> Option<&Mutex<Shelf>> {
        // Codes are random; nobody can choose one.
        let sum: usize = key.code.iter().map(|symbol| usize::from(*symbol)).sum();
        self.shelves.get(sum % SHELVES)
    }
}

impl Shelf {
    fn put(&mut self, key: Key, ready: Ready) {
        self.bytes += ready.body.len() + OVERHEAD;
        if let Some(before) = self.young.insert(key, ready) {
            self.bytes -= before.body.len() + OVERHEAD;
        }
        if self.bytes > MOST / SHELVES / 2 {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
    }
}
