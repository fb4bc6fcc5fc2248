//! From the table to a router with its guards and layers.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::MethodRouter;
use percent_encoding::percent_decode_str;

use crate::app::refused::Refused;
use crate::app::trespass;
use crate::domain::permission::Right;
use crate::paths;
use crate::web::Shared;
use crate::web::error::Fail;
use crate::web::layers;
use crate::web::once::Slot;
use crate::web::routes::table;
use crate::web::urlencoded;
use crate::web::visit::Visit;

/// The whole server, without its sockets.
pub fn router(web: &Shared) -> Router {
    let mut router = Router::new();
    for row in table() {
        let guard = Guard { web: Arc::clone(web), right: row.right, path: row.path, open: row.open };
        let handler: MethodRouter<Shared> = row.handler.layer(from_fn_with_state(guard, admit));
        router = router.route(row.path, handler.layer(DefaultBodyLimit::max(row.most)));
    }
    let router = router.fallback(nowhere).method_not_allowed_fallback(no_such_method);
    layers::around(router, web).with_state(Arc::clone(web))
}

async fn nowhere() -> Fail {
    Fail::from(Refused::NotFound)
}

async fn no_such_method() -> Fail {
    Fail::Method
}

#[derive(Clone)]
struct Guard {
    web: Shared,
    right: Right,
    path: &'static str,
    open: bool,
}

/// Travels with a post whose form needs no token.
#[derive(Clone, Copy, Debug)]
pub struct Open;

/// Lets in who holds the row's right. Who has not signed in is sent to the door and back; who lacks the right gets the
/// same answer as for a page that does not exist.
async fn admit(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    if percent_decode_str(request.uri().path()).decode_utf8().is_err() {
        // No address of ours; it would be refused later, but without a page.
        return Fail::from(Refused::NotFound).into_response();
    }
    if guard.right == Right::Public {
        return answer(&guard, request, next).await;
    }
    let (mut parts, body) = request.into_parts();
    let visit = match Visit::of(&guard.web, &mut parts).await {
        Ok(visit) => visit,
        Err(fail) => return fail.into_response(),
    };
    match visit.person() {
        Err(_) if parts.method == Method::GET => {
            let here = parts.uri.path_and_query().map_or("/", |here| here.as_str());
            to_sign_in(here).into_response()
        }
        Err(_) => to_sign_in("/").into_response(),
        Ok(person) if !person.account.has(guard.right) => {
            let (method, path) = (parts.method.clone(), guard.path);
            let noted = visit.act(move |world, person| trespass::note(world, person, method.as_str(), path)).await;
            noted.err().unwrap_or(Fail::from(Refused::NotFound)).into_response()
        }
        Ok(_) => {
            let (method, asked) = (parts.method.clone(), own_record(guard.path, parts.uri.path()));
            let response = answer(&guard, Request::from_parts(parts, body), next).await;
            let path = guard.path;
            if let (StatusCode::NOT_FOUND, Some(id)) = (response.status(), asked) {
                let noted =
                    visit.act(move |world, person| trespass::note_foreign(world, person, method.as_str(), path, id));
                if let Err(fail) = noted.await {
                    return fail.into_response();
                }
            }
            response
        }
    }
}

/// Runs the handler; a form that is posted again gets the answer that it got before.
async fn answer(guard: &Guard, mut request: Request, next: Next) -> Response {
    let slot = if request.method() == Method::POST && !guard.open { Slot::for_route(guard.path) } else { None };
    if guard.open {
        request.extensions_mut().insert(Open);
    }
    if let Some(slot) = &slot {
        request.extensions_mut().insert(slot.clone());
    }
    let response = next.run(request).await;
    if let Some(slot) = slot {
        slot.keep(&response);
    }
    response
}

/// The number of an application that only its applicant may see, where the path is of one.
fn own_record(template: &str, path: &str) -> Option<u64> {
    let is_own = template.starts_with("/mine/{id}") || template.starts_with("/apply/{id}");
    path.split('/').nth(2).filter(|_| is_own)?.parse().ok()
}

fn to_sign_in(next: &str) -> Redirect {
    let query =
        if next == paths::home() { String::new() } else { format!("?{}", urlencoded::write(&[("next", next)])) };
    Redirect::to(&format!("{}{query}", paths::sign_in()))
}
