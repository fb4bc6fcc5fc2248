//! One row of the route table.

use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodRouter, get, post};

use crate::domain::permission::Right;
use crate::web::Shared;

/// Bytes that an ordinary form may have.
pub const FORM: usize = 256 << 10;

/// Bytes that a form with a file may have.
pub const UPLOAD: usize = 20 << 20;

/// Method, path, who may come, and who answers.
pub struct Row {
    pub method: Method,
    pub path: &'static str,
    pub right: Right,
    /// Most bytes of a body.
    pub most: usize,
    /// A post that changes nothing here, so that it matters to nobody who wrote its form: it needs no token.
    pub open: bool,
    pub(crate) handler: MethodRouter<Shared>,
}

/// A page to look at; HEAD is answered too.
pub fn show<H: Handler<T, Shared>, T: 'static>(path: &'static str, right: Right, handler: H) -> Row {
    Row { method: Method::GET, path, right, most: 0, open: false, handler: get(handler) }
}

/// A form to send.
pub fn act<H: Handler<T, Shared>, T: 'static>(path: &'static str, right: Right, handler: H) -> Row {
    Row { method: Method::POST, path, right, most: FORM, open: false, handler: post(handler) }
}

impl Row {
    /// The same, and its posts change nothing here.
    #[must_use]
    pub fn open(self) -> Self {
        Self { open: true, ..self }
    }
}

/// A form with a file to send.
pub fn upload<H: Handler<T, Shared>, T: 'static>(path: &'static str, right: Right, handler: H) -> Row {
    Row { most: UPLOAD, ..act(path, right, handler) }
}
