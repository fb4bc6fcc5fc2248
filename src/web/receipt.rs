//! 核验回执: a signed answer for the verifier's own reference, to be saved. Nothing of it is kept here.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app::receipt::{self, Form as Wanted, Made};
use crate::app::refused::Refused;
use crate::text::Lang;
use crate::web::attachment;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::verify::again;
use crate::web::visit::Visit;

pub async fn give(visit: Visit, Path(code): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let now = visit.web.world.now();
    if !visit.web.receipts.count(visit.address, now) {
        return Err(Refused::TooMany("出具回执次数过多，请十分钟后再试。".to_owned()).into());
    }
    let wanted = match posted.one("as") {
        "json" => Wanted::Json,
        "" | "pdf" => Wanted::Pdf,
        _ => return Err(Refused::field("as", "回执的格式只有 PDF 和 JSON 两种。").into()),
    };
    let (asked, reference) = (code.clone(), posted.text("reference"));
    let _one_of_few = visit.web.readers.acquire().await.map_err(|_| Fail::Busy)?;
    match visit.deed(move |world| receipt::make(world, &asked, &reference, wanted)).await {
        Ok(Some(made)) => Ok(file(made, wanted)),
        Ok(None) => again(&visit, &code, posted.form(), StatusCode::NOT_FOUND).await,
        Err(fail) => {
            let (mut form, status) = fail.into_form(posted.form())?;
            if Lang::parse(visit.query("lang")) == Lang::En && form.error("reference").is_some() {
                let mut told = posted.form();
                told.refuse("reference", "Please enter a reference of at most 60 characters that can be printed.");
                form = told;
            }
            again(&visit, &code, form, status).await
        }
    }
}

fn file(made: Made, wanted: Wanted) -> Response {
    match wanted {
        Wanted::Pdf => attachment::pdf(&made.name, "receipt.pdf", made.bytes),
        Wanted::Json => {
            let headers = [
                (header::CONTENT_TYPE, "application/json".to_owned()),
                (header::CONTENT_DISPOSITION, attachment::disposition(&made.name, "receipt.json")),
            ];
            (headers, made.bytes).into_response()
        }
    }
}
