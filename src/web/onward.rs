//! What steps of an application share: reading ids from paths, and where a request goes whose draft is no draft any more.

use axum::response::Response;

use crate::app::draft::{Stands, stands};
use crate::app::refused::Refused;
use crate::domain::application::Application;
use crate::domain::id::Id;
use crate::paths;
use crate::web::error::Fail;
use crate::web::notice::Done;
use crate::web::visit::Visit;

/// The application that a path names.
pub fn application(text: &str) -> Result<Id<Application>, Fail> {
    Ok(Id::parse(text).ok_or(Refused::NotFound)?)
}

/// The page of a picture that a path names.
pub fn page_number(text: &str) -> Result<usize, Fail> {
    let digits = text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    Ok(text.parse().ok().filter(|_| digits).ok_or(Refused::NotFound)?)
}

/// A step that does not fit: what is submitted shows its record, what has no kind yet the choice of kinds. Any other
/// failure goes on as it is.
pub async fn onward(visit: &Visit, id: Id<Application>, fail: Fail) -> Result<Response, Fail> {
    if !matches!(fail, Fail::Refused(Refused::Conflict(_))) {
        return Err(fail);
    }
    match visit.act(move |world, person| stands(world, person, id)).await? {
        Stands::Submitted => Ok(visit.done(&paths::record(id), Done::AlreadySubmitted)),
        Stands::Kindless => Ok(visit.to(&paths::apply_kind(id))),
        Stands::Draft => Err(fail),
    }
}
