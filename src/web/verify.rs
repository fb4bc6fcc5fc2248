//! What third parties see: the page where a code is typed or a file dropped, and the answers.

use axum::Json;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::app::reader::read_apart;
use crate::app::refused::Refused;
use crate::app::seal::{self, QrSeal};
use crate::app::verify::{
    BadSymbols, FileAnswer, Found, by_code_since, by_file, by_hash, canonical, code_fault, holder_of,
};
use crate::domain::licence::LicenceNumber;
use crate::domain::verdict::{Answer, Today};
use crate::paths;
use crate::text::Lang;
use crate::text::public::FileFinding;
use crate::text::right_site::{self, CodeFault};
use crate::views::file_check::{Altered, FileCheck, Known};
use crate::views::form::Form;
use crate::views::frame::{Frame, Page};
use crate::views::seal_card::{Fact, SealCard};
use crate::views::verdict::{Compare, Content, Proof, Verdict};
use crate::views::verify::Verify;
use crate::web::answers::{self, Key, Ready};
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::urlencoded;
use crate::web::visit::Visit;

/// The most characters of a pasted QR text that are looked at.
const LONGEST: usize = 1000;

/// The page; with `?code=` on to the answer. The code may be the whole text of a QR code.
pub async fn show(visit: Visit) -> Result<Response, Fail> {
    let code = visit.query("code").trim();
    let lang = Lang::parse(visit.query("lang"));
    let root = visit.web.world.fingerprint().ok().map(|root| root.to_string());
    if code.is_empty() {
        return Ok(visit.page(&Verify { lang, root, ..Verify::default() }));
    }
    if let Some(fault) = code_fault(&seal::parts(&code.chars().take(LONGEST).collect::<String>()).0) {
        // A slip of the hand is told at once; nothing was looked up, so that it says nothing of any certificate.
        let mut form = Form::new().with("code", code);
        form.refuse("code", right_site::code_fault(told(fault), lang));
        return Ok(visit.again(&Verify { lang, form, root }));
    }
    Ok(visit.to(&answer_to(code, lang)))
}

fn told(fault: BadSymbols) -> CodeFault {
    match fault {
        BadSymbols::Length { found, wanted } => CodeFault::Length { found, wanted },
        BadSymbols::Character(c) => CodeFault::Character(c),
        BadSymbols::Check => CodeFault::Check,
    }
}

/// The address of the answer for a typed code or for the whole text of a QR code, whose seal goes along.
fn answer_to(typed: &str, lang: Lang) -> String {
    let typed: String = typed.chars().take(LONGEST).collect();
    let (code, payload) = seal::parts(&typed);
    let answer = lang.on(paths::verdict(code.chars().take(100).collect::<String>()));
    let Some(payload) = payload else { return answer };
    let mark = if answer.contains('?') { '&' } else { '?' };
    format!("{answer}{mark}{}", urlencoded::write(&[("seal", &payload)]))
}

/// Whether a file of this SHA-256 is one that was issued: a browser asks this before it sends a file. The name is only
/// shown.
pub async fn hash(visit: Visit, Path(hash): Path<String>) -> Result<Response, Fail> {
    let lang = Lang::parse(visit.query("lang"));
    let found = visit.deed(move |world| by_hash(world, &hash)).await?.ok_or(Refused::NotFound)?;
    if visit.wants_json() {
        return Ok(Json(as_data(&visit, Some(&found))).into_response());
    }
    let name: String = visit.query("name").chars().take(200).collect();
    Ok(visit.page(&file_check(lang, name, FileAnswer::Identical(Box::new(found)))))
}

/// The answer for a code, as a page or, asked by `.json` or by `Accept`, as JSON.
pub async fn verdict(visit: Visit, Path(code): Path<String>, headers: HeaderMap) -> Result<Response, Fail> {
    let bare = code.strip_suffix(".json");
    let as_json = bare.is_some() || visit.wants_json();
    let code = bare.unwrap_or(&code).to_owned();
    let key = kept_under(&visit, &code, as_json);
    let web = &visit.web;
    if let Some(ready) = key.as_ref().and_then(|key| web.answers.get(&web.world, key, web.world.now())) {
        return Ok(ready.answer(&headers));
    }
    let found = look_up(&visit, &code)?;
    let seal = if as_json { None } else { seen(&visit, found.as_ref())? };
    let ready = key.and_then(|key| keep(&visit, key, found.as_ref()?, seal.as_ref()));
    Ok(ready.map_or_else(|| answer(&visit, found, seal, &code, None, as_json), |ready| ready.answer(&headers)))
}

/// Under what the answer is kept; none where it is for this visitor only, or the code cannot be one.
fn kept_under(visit: &Visit, code: &str, as_json: bool) -> Option<Key> {
    let form = if as_json {
        answers::Form::Json
    } else if visit.is_anybodys() {
        answers::Form::Page { lang: Lang::parse(visit.query("lang")), large: visit.wants_large_type() }
    } else {
        return None;
    };
    Key::of(&canonical(code)?, form)
}

/// Makes the answer as anybody gets it, and keeps it. None where it cannot be known for how long it is right.
fn keep(visit: &Visit, key: Key, found: &Found, seal: Option<&SealCard>) -> Option<Ready> {
    let stamp = found.stamp.clone()?;
    let body = match key.form() {
        answers::Form::Json => as_data(visit, Some(found)).to_string(),
        answers::Form::Page { lang, .. } => {
            let here = lang.on(paths::verdict(&found.code));
            let frame = Frame { form_token: String::new(), here, ..visit.frame() };
            let page = page(visit, Some(found.clone()), String::new(), None, lang);
            Verdict { seal: seal.cloned(), ..page }.render(&frame).into_string()
        }
    };
    let ready = Ready::new(key.form(), body, found.at, stamp)?;
    visit.web.answers.put(key, ready.clone());
    Some(ready)
}

/// The same page with a licence number compared.
pub async fn compare(visit: Visit, Path(code): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let found = look_up(&visit, &code)?;
    let typed: String = posted.one("licence").chars().take(40).collect();
    let seal = seen(&visit, found.as_ref())?;
    Ok(answer(&visit, found, seal, &code, Some(typed), false))
}

/// The same page with a receipt that was asked for and not given.
pub async fn again(visit: &Visit, code: &str, receipt: Form, status: StatusCode) -> Result<Response, Fail> {
    let found = look_up(visit, code)?;
    let seal = seen(visit, found.as_ref())?;
    let shown: String = code.chars().take(60).collect();
    let page = page(visit, found, shown, None, Lang::parse(visit.query("lang")));
    Ok(visit.page_with(status, &Verdict { seal, receipt, ..page }))
}

/// Looks a code up; callers who miss too often wait.
fn look_up(visit: &Visit, code: &str) -> Result<Option<Found>, Fail> {
    let found = visit.web.glance(|world| by_code_since(world, code, visit.since))?;
    if found.is_none() && !visit.web.misses.count(visit.address, visit.web.world.now()) {
        return Err(Refused::TooMany("查询次数过多，请十分钟后再试。".to_owned()).into());
    }
    Ok(found)
}

/// What the page needs to check a scanned seal; checked here where a pasted text brought one in the query.
fn seen(visit: &Visit, found: Option<&Found>) -> Result<Option<SealCard>, Fail> {
    let Some(found) = found.filter(|found| found.answer != Answer::Unavailable) else { return Ok(None) };
    let payload: String = visit.query("seal").chars().take(LONGEST).collect();
    let code = found.code.clone();
    let payload = Some(payload.as_str()).filter(|payload| !payload.is_empty());
    let seen = visit.web.glance(|world| seal::look(world, found, payload))?;
    let facts = |said: Option<QrSeal>| said.map(|said| facts(&said)).unwrap_or_default();
    let found = seen.found.map(|(finding, said)| (finding, facts(said)));
    Ok(Some(SealCard { code, statement: seen.statement, keys: seen.keys, found }))
}

/// As the page's script writes them.
fn facts(said: &QrSeal) -> Vec<Fact> {
    let names = said.names.join("、");
    let names =
        if usize::from(said.subjects) > said.names.len() { format!("{names} … ({})", said.subjects) } else { names };
    let copy = (said.copy.index > 0).then(|| format!("{} / {}", said.copy.index, said.copy.of));
    [
        ("number", Some(said.number.clone())),
        ("firm", said.firm.clone()),
        ("names", Some(names).filter(|names| !names.is_empty())),
        ("issued", Some(said.issue_date.to_string())),
        ("expiry", said.expiry.map(|day| day.to_string())),
        ("copy", copy),
    ]
    .into_iter()
    .filter_map(|(slug, value)| Some(Fact { slug, value: value? }))
    .collect()
}

fn answer(
    visit: &Visit,
    found: Option<Found>,
    seal: Option<SealCard>,
    code: &str,
    typed: Option<String>,
    as_json: bool,
) -> Response {
    let status = if found.is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND };
    if as_json {
        return (status, Json(as_data(visit, found.as_ref()))).into_response();
    }
    let lang = Lang::parse(visit.query("lang"));
    let shown: String = code.chars().take(60).collect();
    visit.page_with(status, &Verdict { seal, ..page(visit, found, shown, typed, lang) })
}

fn page(visit: &Visit, found: Option<Found>, code: String, typed: Option<String>, lang: Lang) -> Verdict {
    let at = found.as_ref().map_or_else(|| visit.web.world.now(), |found| found.at);
    let Some(found) = found else {
        let answer = Answer::Unknown;
        let today = Today::NotAnswered;
        return Verdict {
            lang,
            code,
            answer,
            end: None,
            content: None,
            today,
            proof: None,
            compare: None,
            seal: None,
            at,
            receipt: Form::new(),
        };
    };
    let compare = typed.map(|typed| Compare { name: holder_of(&found.statement, &typed).map(str::to_owned), typed });
    Verdict {
        lang,
        code: grouped(&found.code),
        answer: found.answer,
        end: found.end.clone(),
        content: (found.answer != Answer::Unavailable).then(|| content(&found)),
        today: found.today,
        proof: Some(Proof {
            leaf: found.leaf + 1,
            size: found.log_size,
            key: found.key,
            root: found.root,
            checked: found.at,
        }),
        compare,
        seal: None,
        at,
        receipt: Form::new(),
    }
}

fn grouped(code: &str) -> String {
    let symbols: Vec<char> = code.chars().collect();
    symbols.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

fn masked(licence: &str) -> String {
    LicenceNumber::parse(licence).map_or_else(|_| "*".repeat(licence.chars().count()), |(number, _)| number.masked())
}

fn content(found: &Found) -> Content {
    let statement = &found.statement;
    Content {
        kind: statement.title.clone(),
        number: statement.number.clone(),
        issuer: statement.issuer.name.clone(),
        firm: statement.firm.as_ref().map(|firm| firm.name.clone()).unwrap_or_default(),
        lawyers: statement.subjects.iter().map(|s| (s.name.clone(), masked(&s.licence))).collect(),
        period: statement.period.map(|period| (period.from, period.to)),
        purpose: statement.purpose.clone(),
        addressee: statement.addressee.clone(),
        fields: statement.fields.iter().map(|field| (field.label.clone(), field.value.clone())).collect(),
        data_date: statement.data_date,
        issued: statement.issue_date,
        expiry: statement.expiry,
        copy: (statement.copy.index > 0).then_some((statement.copy.index, statement.copy.of)),
    }
}

fn as_data(visit: &Visit, found: Option<&Found>) -> Value {
    let Some(found) = found else {
        return json!({ "answer": Answer::Unknown.slug(), "at": visit.web.world.now().rfc3339() });
    };
    let at = found.at.rfc3339();
    let content = content(found);
    let lawyers: Vec<Value> =
        content.lawyers.iter().map(|(name, licence)| json!({ "name": name, "licence": licence })).collect();
    let fields: Vec<Value> =
        content.fields.iter().map(|(label, value)| json!({ "label": label, "value": value })).collect();
    json!({
        "answer": found.answer.slug(),
        "reason": found.end.as_ref().map(|end| &end.reason),
        "ended": found.end.as_ref().map(|end| end.how),
        "since": found.end.as_ref().map(|end| end.at.rfc3339()),
        "today": found.today,
        "at": at,
        "checked": at,
        "number": content.number,
        "title": content.kind,
        "kind": found.statement.kind,
        "issuer": content.issuer,
        "firm": content.firm,
        "lawyers": lawyers,
        "fields": fields,
        "period": content.period.map(|(from, to)| json!({ "from": from, "to": to })),
        "purpose": content.purpose,
        "addressee": content.addressee,
        "copy": content.copy.map(|(index, of)| json!({ "index": index, "of": of })),
        "data_date": content.data_date,
        "issue_date": content.issued,
        "expiry": content.expiry,
        "log": { "leaf": found.leaf, "size": found.log_size },
        "key": found.key,
        "root": found.root,
    })
}

/// A dropped file. Nothing of it is kept.
pub async fn file(visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let lang = Lang::parse(visit.query("lang"));
    let Some(upload) = posted.file("file") else {
        let mut form = posted.form();
        form.refuse(
            "file",
            if lang == Lang::Zh { "请选择要核验的 PDF 文件。" } else { "Choose the PDF file to check." },
        );
        return Ok(visit.again(&Verify { lang, form, root: None }));
    };
    let _one_of_few = visit.web.readers.acquire().await.map_err(|_| Fail::Busy)?;
    let (name, bytes) = (upload.file_name.clone(), upload.bytes.clone());
    let answer = visit.deed(move |world| by_file(world, &bytes, read_apart)).await?;
    Ok(visit.page(&file_check(lang, name, answer)))
}

fn file_check(lang: Lang, file: String, answer: FileAnswer) -> FileCheck {
    let known = |found: &Found| Known {
        code: grouped(&found.code),
        number: found.statement.number.clone(),
        answer: found.answer,
    };
    let differing = |words: Vec<String>| {
        words.into_iter().map(|what| Altered { what, ours: String::new(), theirs: String::new() }).collect()
    };
    let (finding, altered, certificate) = match answer {
        FileAnswer::Identical(found) => (FileFinding::Identical, Vec::new(), Some(known(&found))),
        FileAnswer::Changed { found: None, .. } => (FileFinding::GenuineNotStored, Vec::new(), None),
        FileAnswer::Changed { found: Some(found), differs } if differs.is_empty() => {
            (FileFinding::Resaved, Vec::new(), Some(known(&found)))
        }
        FileAnswer::Changed { found: Some(found), differs } => {
            (FileFinding::Altered, differing(differs), Some(known(&found)))
        }
        FileAnswer::NotOurs { why } => (FileFinding::NotOurs, differing(why), None),
        FileAnswer::Unreadable => (FileFinding::Unreadable, Vec::new(), None),
    };
    FileCheck { lang, file, finding, altered, certificate }
}

/// The root's fingerprint and the key manifests, for whoever checks offline.
pub async fn root_key(visit: Visit) -> Result<Response, Fail> {
    let (root, manifest, dns, public) = visit
        .deed(|world| {
            let root = world.fingerprint()?.to_string();
            let dns = format!("goodstanding-root={}", root.replace('-', ""));
            let keys = world.keys()?;
            let public = data_encoding::HEXLOWER.encode(&keys.root.to_bytes());
            Ok((root, keys.manifest_note.clone(), dns, public))
        })
        .await?;
    Ok(Json(json!({ "root": root, "root_public": public, "dns_txt": dns, "key_manifest": manifest })).into_response())
}
