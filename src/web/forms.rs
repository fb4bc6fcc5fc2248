//! A posted form: its fields as typed, its files, and the proof that it came from one of our pages.

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};

use crate::app::form_token;
use crate::views::form::Form;
use crate::web::Shared;
use crate::web::error::Fail;
use crate::web::once::{self, Slot};
use crate::web::router::Open;
use crate::web::row::{FORM, UPLOAD};
use crate::web::urlencoded;
use crate::web::visit::Visit;

const NOT_TEXT: &str = "表单内容不是有效的 UTF-8 文字，请换用新版浏览器。";
const BROKEN: &str = "表单没有完整送达，请重新提交。";

/// A form whose token was checked, where its route wants one. Fields may repeat.
#[derive(Debug)]
pub struct Posted {
    fields: Vec<(String, String)>,
    pub files: Vec<Upload>,
    /// Under this name the store remembers that this form was posted: for deeds that must happen once. Empty where the form
    /// needs no token.
    pub once: String,
}

/// A file as it was sent.
#[derive(Debug)]
pub struct Upload {
    /// Name of the form field.
    pub field: String,
    /// As the browser says; never a path of ours.
    pub file_name: String,
    pub bytes: Vec<u8>,
}

impl Posted {
    /// The first value of a field, or an empty text.
    pub fn one(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The same as an own text.
    pub fn text(&self, name: &str) -> String {
        self.one(name).to_owned()
    }

    /// Every value of a field that may be given several times.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.fields.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Every pair, in the order in which the browser sent them.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// What was typed, for the page to show again.
    pub fn form(&self) -> Form {
        Form::typed(self.pairs().filter(|(name, _)| *name != TOKEN))
    }

    /// The first file of a field; none where none was chosen, for then browsers send an empty one.
    pub fn file(&self, field: &str) -> Option<&Upload> {
        self.files.iter().find(|file| file.field == field && !(file.bytes.is_empty() && file.file_name.is_empty()))
    }
}

const TOKEN: &str = "form_token";

impl FromRequest<Shared> for Posted {
    type Rejection = Fail;

    async fn from_request(request: Request, web: &Shared) -> Result<Self, Fail> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::of(web, &mut parts).await?;
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let files = kind.starts_with("multipart/form-data");
        let slot = parts.extensions.get::<Slot>().cloned();
        let open = parts.extensions.get::<Open>().is_some();
        let request = Request::from_parts(parts, body);
        let (fields, files) = if files { multipart(request, web).await? } else { (plain(request, web).await?, vec![]) };
        let mut posted = Self { fields, files, once: String::new() };
        if open {
            return Ok(posted);
        }
        let once = form_token::check(&web.world, posted.one(TOKEN), &visit.bound_to(), &visit.path);
        posted.once = once.ok_or(Fail::Stale)?;
        if let Some(slot) = slot {
            let key = once::key(&posted.once, &posted.fields, &posted.files);
            if let Some(answered) = web.once.before(key, web.world.now(), &slot).await {
                return Err(Fail::Again(answered));
            }
        }
        Ok(posted)
    }
}

async fn plain(request: Request, web: &Shared) -> Result<Vec<(String, String)>, Fail> {
    let body = Bytes::from_request(request, web).await.map_err(|refused| {
        if refused.status() == StatusCode::PAYLOAD_TOO_LARGE { Fail::TooLarge(FORM) } else { Fail::Unreadable(BROKEN) }
    })?;
    let text = std::str::from_utf8(&body).map_err(|_| Fail::Unreadable(NOT_TEXT))?;
    urlencoded::parse(text).map_err(Fail::Unreadable)
}

type Parts = (Vec<(String, String)>, Vec<Upload>);

async fn multipart(request: Request, web: &Shared) -> Result<Parts, Fail> {
    let _one_of_few = web.uploads.try_acquire().map_err(|_| Fail::Busy)?;
    let mut multipart = Multipart::from_request(request, web).await.map_err(|_| Fail::Unreadable(BROKEN))?;
    let (mut fields, mut files) = (Vec::new(), Vec::new());
    let refused = |error: axum::extract::multipart::MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Fail::TooLarge(UPLOAD) } else { Fail::Unreadable(BROKEN) }
    };
    while let Some(part) = multipart.next_field().await.map_err(refused)? {
        let name = part.name().unwrap_or_default().to_owned();
        let name = urlencoded::checked_name(name).map_err(Fail::Unreadable)?;
        let file_name = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(refused)?.to_vec();
        if fields.len() + files.len() >= 1000 {
            return Err(Fail::Unreadable("表单的内容太多，无法处理。"));
        }
        if let Some(file_name) = file_name {
            files.push(Upload { field: name, file_name, bytes });
        } else {
            let text = String::from_utf8(bytes).map_err(|_| Fail::Unreadable(NOT_TEXT))?;
            fields.push((name, urlencoded::clean(text).map_err(Fail::Unreadable)?));
        }
    }
    Ok((fields, files))
}
