//! A dropped file or photo, and what it is. Nothing of it is kept.

use axum::response::Response;
use data_encoding::HEXLOWER;

use crate::app::reader::APART;
use crate::app::refused::Refused;
use crate::app::secret;
use crate::app::verify::{Found, by_code};
use crate::app::verify_file::{FileAnswer, Printed, by_file, file_hash};
use crate::text::Lang;
use crate::text::file::{FileFinding, words};
use crate::text::seal::SealFinding;
use crate::views::file_check::{FileCheck, FileReceipt, Known};
use crate::views::form::Form;
use crate::views::seal_card::SealCard;
use crate::views::verify::Verify;
use crate::web::Web;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::verify::{facts, grouped};
use crate::web::visit::Visit;

/// Judges it, in a child where it is foreign.
pub async fn file(visit: Visit, mut posted: Posted) -> Result<Response, Fail> {
    let lang = Lang::parse(visit.query("lang"));
    let Some(upload) = posted.take_file("file") else {
        let mut form = posted.form();
        form.refuse("file", words(lang).choose);
        return Ok(visit.again(&Verify { lang, form, root: None }));
    };
    let _one_of_few = visit.web.readers.acquire().await.map_err(|_| Fail::Busy)?;
    let (name, bytes) = (upload.file_name, upload.bytes);
    let judged = visit.deed(move |world| Ok((file_hash(&bytes), by_file(world, &bytes, &APART)?))).await?;
    let (hash, answer) = judged;
    let missed = matches!(answer, FileAnswer::StrangeCode { .. });
    if missed && !visit.web.misses.count(visit.address, visit.web.world.now()) {
        return Err(Refused::TooMany("查询次数过多，请十分钟后再试。".to_owned()).into());
    }
    let mut page = page(lang, name, answer);
    page.receipt = receipt(&visit.web, &page, hash);
    Ok(visit.page(&page))
}

fn receipt(web: &Web, page: &FileCheck, hash: String) -> Option<FileReceipt> {
    let code = page.certificate.as_ref().map(|known| known.code.as_str()).unwrap_or_default();
    let mark = mark(web, &hash, page.finding.slug(), code);
    FileFinding::with_receipt().contains(&page.finding).then(|| FileReceipt { hash, mark, form: Form::new() })
}

/// Shows that this server found this in the file with this hash.
pub fn mark(web: &Web, hash: &str, finding: &str, code: &str) -> String {
    let secret = HEXLOWER.encode(&web.mark);
    secret::digest(&["goodstanding/file-finding/v1", &secret, hash, finding, code, &secret])
}

/// The certificate with this code, as the page names it.
pub async fn known(visit: &Visit, code: String) -> Result<Option<Known>, Fail> {
    let found = visit.deed(move |world| by_code(world, &code)).await?;
    Ok(found.map(|found| named(&found)))
}

fn named(found: &Found) -> Known {
    let (code, number) = (grouped(&found.code), found.statement.number.clone());
    Known { code, number, answer: found.answer, payload: None }
}

/// The page for an answer.
pub fn page(lang: Lang, file: String, answer: FileAnswer) -> FileCheck {
    let known = |found: &Found| Some(named(found));
    let (finding, differs, certificate) = match answer {
        FileAnswer::Identical(found) => (FileFinding::Identical, Vec::new(), known(&found)),
        FileAnswer::Resaved(found) => (FileFinding::Resaved, Vec::new(), known(&found)),
        FileAnswer::Redrawn(found) => (FileFinding::Redrawn, Vec::new(), known(&found)),
        FileAnswer::Altered { found, differs } => (FileFinding::Altered, differs, known(&found)),
        FileAnswer::NotStored => (FileFinding::GenuineNotStored, Vec::new(), None),
        FileAnswer::NotOurs { why } => (FileFinding::NotOurs, why, None),
        FileAnswer::Printed(printed) => return paper(lang, file, *printed),
        FileAnswer::NoCode => (FileFinding::NoCode, Vec::new(), None),
        FileAnswer::StrangeCode { text } => (FileFinding::StrangeCode, vec![format!("“{text}”")], None),
        FileAnswer::Unreadable { why } => (FileFinding::Unreadable, vec![why], None),
    };
    FileCheck { lang, file, finding, differs, certificate, seal: None, receipt: None }
}

/// A photo whose code is one of ours. What its seal says is shown beside the server's answer.
fn paper(lang: Lang, file: String, printed: Printed) -> FileCheck {
    let Printed { found, seen, payload, elsewhere } = printed;
    let sealed = seen.found.as_ref().map(|(finding, _)| *finding);
    let finding = match (&elsewhere, sealed) {
        (Some(_), _) => FileFinding::PaperElsewhere,
        (None, Some(SealFinding::Good)) => FileFinding::PaperSealed,
        (None, Some(SealFinding::Other)) => FileFinding::PaperOther,
        (None, Some(SealFinding::Forged)) => FileFinding::PaperForged,
        (None, None) => FileFinding::PaperAddress,
    };
    let good = matches!(finding, FileFinding::PaperSealed | FileFinding::PaperAddress);
    let seal = sealed.filter(|_| elsewhere.is_none()).map(|_| SealCard {
        code: found.code.clone(),
        statement: seen.statement,
        keys: seen.keys,
        found: seen.found.map(|(finding, said)| (finding, said.map(|said| facts(&said)).unwrap_or_default())),
        payload: payload.clone(),
    });
    let certificate = good.then(|| Known { payload, ..named(&found) });
    let differs = elsewhere.map(|address| format!("“{address}”")).into_iter().collect();
    FileCheck { lang, file, finding, differs, certificate, seal, receipt: None }
}
