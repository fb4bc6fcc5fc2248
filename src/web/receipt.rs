//! 核验回执: a signed answer for the verifier's own reference, to be saved. Nothing of it is kept here.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app::receipt::{self, Form as Wanted, Made};
use crate::app::receipt_file;
use crate::app::refused::Refused;
use crate::text::Lang;
use crate::text::file::{FileFinding, words};
use crate::views::file_check::{FileCheck, FileReceipt};
use crate::views::form::Form;
use crate::views::verify::Verify;
use crate::web::attachment;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::verify::again;
use crate::web::verify_file;
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
            let (form, status) = fail.into_form(posted.form())?;
            let form = in_language(form, &posted, Lang::parse(visit.query("lang")));
            again(&visit, &code, form, status).await
        }
    }
}

/// The same on a file that was checked a moment ago: its page says what was found, with this server's mark.
pub async fn give_on_file(visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let now = visit.web.world.now();
    if !visit.web.receipts.count(visit.address, now) {
        return Err(Refused::TooMany("出具回执次数过多，请十分钟后再试。".to_owned()).into());
    }
    let lang = Lang::parse(visit.query("lang"));
    let (hash, code, mark) = (posted.text("hash"), posted.text("code"), posted.text("mark"));
    let finding = FileFinding::with_receipt().into_iter().find(|finding| finding.slug() == posted.one("finding"));
    let own = finding.map(|finding| verify_file::mark(&visit.web, &hash, finding.slug(), &code));
    let Some(finding) = finding.filter(|_| own.as_deref() == Some(mark.as_str())) else {
        let mut form = posted.form();
        form.refuse("file", words(lang).stale);
        return Ok(visit.again(&Verify { lang, form, root: None }));
    };
    let wanted = if posted.one("as") == "json" { Wanted::Json } else { Wanted::Pdf };
    let reference = posted.text("reference");
    let asked = (hash.clone(), Some(code.clone()).filter(|code| !code.is_empty()));
    let _one_of_few = visit.web.readers.acquire().await.map_err(|_| Fail::Busy)?;
    let made =
        visit.deed(move |world| receipt_file::make(world, &asked.0, asked.1.as_deref(), &reference, wanted)).await;
    match made {
        Ok(Some(made)) => Ok(file(made, wanted)),
        Ok(None) => Err(Refused::NotFound.into()),
        Err(fail) => {
            let (form, status) = fail.into_form(posted.form())?;
            let receipt = Some(FileReceipt { hash, mark, form: in_language(form, &posted, lang) });
            let certificate = verify_file::known(&visit, code).await?;
            let (name, differs) = (posted.one("name").chars().take(200).collect(), Vec::new());
            let page = FileCheck { lang, file: name, finding, differs, certificate, seal: None, receipt };
            Ok(visit.page_with(status, &page))
        }
    }
}

/// The sentence beside the reference in the page's language.
fn in_language(form: Form, posted: &Posted, lang: Lang) -> Form {
    if lang == Lang::Zh || form.error("reference").is_none() {
        return form;
    }
    let mut told = posted.form();
    told.refuse("reference", "Please enter a reference of at most 60 characters that can be printed.");
    told
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
