//! 大字 mode, for visitors too.

use axum::response::Response;

use crate::web::cookies::Cookie;
use crate::web::forms::Posted;
use crate::web::visit::{Visit, append, local};

pub async fn switch(visit: Visit, posted: Posted) -> Response {
    let mut response = visit.to(local(posted.one("back")));
    let site = &visit.web.site;
    let cookie =
        if posted.one("on") == "yes" { Cookie::LargeType.set("yes", site) } else { Cookie::LargeType.clear(site) };
    append(&mut response, cookie);
    response
}
