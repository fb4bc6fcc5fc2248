//! What went wrong, on its way from a handler to a page. A `Fail` becomes a bare response that carries it; the layer
//! `dress`, which knows who is asking, makes the page (or, for a script, the JSON), and notes once what the operator
//! must know.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::{Json, body::Body};

use crate::app::refused::Refused;
use crate::domain::permission::Right;
use crate::text::problem::Problem;
use crate::views::form::Form;
use crate::views::problem::ProblemPage;
use crate::web::Shared;
use crate::web::layers::RequestId;
use crate::web::once::Answered;
use crate::web::visit::{Visit, wants_json};

/// Why there is no ordinary answer.
#[derive(Debug)]
pub enum Fail {
    Refused(Refused),
    /// The form does not bear this session's token, or it came from elsewhere.
    Stale,
    /// A body that cannot be read as a form; the sentence says why.
    Unreadable(&'static str),
    /// A body larger than the route takes, in bytes.
    TooLarge(usize),
    /// The path is there, the method is not.
    Method,
    /// This very form was posted before: no failure, but the answer that it got then.
    Again(Answered),
    /// Too many at once.
    Busy,
    /// It took too long; what was asked may be done or not.
    TooSlow,
}

impl From<Refused> for Fail {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl Fail {
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Refused(Refused::NotFound) => StatusCode::NOT_FOUND,
            Self::Refused(Refused::Invalid(_)) | Self::Unreadable(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Refused(Refused::Conflict(_)) => StatusCode::CONFLICT,
            Self::Refused(Refused::TooMany(_)) => StatusCode::TOO_MANY_REQUESTS,
            Self::Refused(Refused::Store(_) | Refused::NoRoom) | Self::Busy | Self::TooSlow => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Refused(Refused::Broken(_)) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Stale => StatusCode::FORBIDDEN,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Again(_) => StatusCode::SEE_OTHER,
        }
    }

    /// Where a page calls a field by another name than the deed.
    #[must_use]
    pub fn renamed(mut self, from: &str, to: &str) -> Self {
        if let Self::Refused(Refused::Invalid(problems)) = &mut self {
            for problem in problems.iter_mut().filter(|problem| problem.field == from) {
                to.clone_into(&mut problem.field);
            }
        }
        self
    }

    /// The sentence of a conflict, for the page to be shown again as things stand now; anything else goes on.
    pub fn into_conflict(self) -> Result<String, Self> {
        match self {
            Self::Refused(Refused::Conflict(sentence)) => Ok(sentence),
            other => Err(other),
        }
    }

    /// Puts the sentences of a refusal into the form, for the page to be shown again, with the status it then has.
    /// What no page of its own could say goes on as a failure. A problem without a field concerns the whole form.
    pub fn into_form(self, mut form: Form) -> Result<(Form, StatusCode), Self> {
        let status = self.status();
        match self {
            Self::Refused(Refused::Invalid(problems)) => {
                for problem in problems {
                    if problem.field.is_empty() {
                        form.note(problem.sentence);
                    } else {
                        form.refuse(&problem.field, problem.sentence);
                    }
                }
            }
            Self::Refused(Refused::TooMany(sentence)) => form.note(sentence),
            other => return Err(other),
        }
        Ok((form, status))
    }

    /// What the page says; `applicant` has 我的证明 to look into.
    fn problem(&self, method: &Method, request: &str, applicant: bool) -> Problem {
        let reading = method == Method::GET || method == Method::HEAD;
        match self {
            Self::Refused(Refused::NotFound) | Self::Method | Self::Again(_) => Problem::NotFound,
            Self::Refused(Refused::Invalid(problems)) => {
                Problem::Unprocessable(problems.iter().map(|problem| problem.sentence.as_str()).collect())
            }
            Self::Refused(Refused::Conflict(sentence) | Refused::TooMany(sentence)) => {
                Problem::Conflict(sentence.clone())
            }
            Self::Refused(refused) if refused.is_shut() => Problem::Unavailable,
            Self::Refused(Refused::Store(_)) | Self::TooSlow if !reading => Problem::OutcomeUnknown { applicant },
            Self::Refused(Refused::Store(_) | Refused::Broken(_)) | Self::TooSlow => {
                Problem::Internal { request: request.to_owned() }
            }
            Self::Refused(Refused::NoRoom) => Problem::NoRoom,
            Self::Stale => Problem::StaleForm,
            Self::Unreadable(sentence) => Problem::Unprocessable((*sentence).to_owned()),
            Self::TooLarge(most) if *most >= 1 << 20 => {
                Problem::TooLarge(format!("最多可以上传 {} MB 的文件，请换一个较小的文件。", most >> 20))
            }
            Self::TooLarge(_) => Problem::TooLarge("提交的内容太多，请减少后再试。".to_owned()),
            Self::Busy => Problem::TooMany { seconds: 30 },
        }
    }

    /// The cause, for the operator; none where nothing is wrong with the server.
    fn cause(&self) -> Option<String> {
        match self {
            Self::Refused(Refused::Store(error)) => Some(error.to_string()),
            Self::Refused(Refused::Broken(cause)) => Some(cause.clone()),
            Self::TooSlow => Some("the request took longer than allowed".to_owned()),
            _ => None,
        }
    }
}

/// Rides in the response until `dress` makes a page of it.
#[derive(Clone)]
struct Undressed(Arc<Fail>);

impl IntoResponse for Fail {
    fn into_response(self) -> Response {
        if let Self::Again(answered) = self {
            return answered.into_response();
        }
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.status();
        response.extensions_mut().insert(Undressed(Arc::new(self)));
        response
    }
}

/// The layer that makes pages of failures.
pub async fn dress(State(web): State<Shared>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let mut kept = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let Some(Undressed(fail)) = response.extensions().get::<Undressed>().cloned() else { return response };
    let id = kept.extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    if let Some(cause) = fail.cause() {
        tracing::error!(request = %id, status = fail.status().as_u16(), "{cause}");
    }
    let visit = Visit::of(&web, &mut kept).await;
    let applicant = visit.as_ref().is_ok_and(|visit| visit.person().is_ok_and(|who| who.account.has(Right::Apply)));
    let problem = fail.problem(&kept.method, &id, applicant);
    let status = fail.status();
    let headers = response.headers().clone();
    let mut page = if wants_json(&kept.headers) {
        let said = serde_json::json!({ "problem": problem.title(), "sentence": problem.sentence() });
        (status, Json(said)).into_response()
    } else {
        match visit {
            Ok(visit) => visit.page_with(status, &ProblemPage::of(problem)),
            // Without the store there is no association to name: the bare sentence must do.
            Err(_) => (status, format!("{}\n{}\n", problem.title(), problem.sentence())).into_response(),
        }
    };
    for (name, value) in &headers {
        if name != axum::http::header::CONTENT_LENGTH {
            page.headers_mut().append(name, value.clone());
        }
    }
    page
}
