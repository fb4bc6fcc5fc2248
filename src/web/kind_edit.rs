//! The editor of a kind: shown, kept, and drawn beside what is typed.

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::app::edit_kind::{self, Opened};
use crate::app::kind_sample;
use crate::app::refused::Refused;
use crate::domain::kind::KindId;
use crate::domain::kind_form::KindForm;
use crate::domain::placeholder;
use crate::domain::specimen::Sample;
use crate::domain::time::Moment;
use crate::paths;
use crate::views::form::Form;
use crate::views::kind_edit::KindEdit;
use crate::views::kind_new::KindNew;
use crate::views::sheets::Sheets;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::kind_form::{rows, shown, typed};
use crate::web::notice::Done;
use crate::web::onward::page_number;
use crate::web::picture::Wants;
use crate::web::visit::Visit;

/// The kind that a path names.
pub fn kind_id(text: &str) -> Result<KindId, Fail> {
    Ok(KindId::parse(text).ok_or(Refused::NotFound)?)
}

/// The draft's last change that a page knew.
pub fn seen(posted: &Posted) -> Moment {
    Moment(posted.one("seen").parse().unwrap_or(0))
}

/// Addresses of a sample's pages, which change with what they show.
pub async fn sheets(visit: &Visit, id: &KindId, which: kind_sample::Which, sample: Sample) -> Result<Sheets, Fail> {
    let of = id.clone();
    let (pages, hash) = visit.act(move |world, person| kind_sample::count(world, person, &of, which, sample)).await?;
    let version = which.map_or_else(String::new, |number| format!("&version={number}"));
    let stamp = hash.get(..12).unwrap_or_default();
    let address = |page| format!("{}?sample={}{version}&v={stamp}", paths::kind_sample(id, page), sample.slug());
    Ok(Sheets { pages: (1..=pages).map(address).collect(), alt: format!("样本（{}）", sample.zh()) })
}

async fn page(
    visit: &Visit,
    status: StatusCode,
    opened: Opened,
    form: Form,
    kind: &KindForm,
) -> Result<Response, Fail> {
    let sample = Sample::parse(visit.query("sample")).unwrap_or_default();
    let sheets = sheets(visit, &opened.id, None, sample).await?;
    let today = visit.web.world.today();
    let items = placeholder::offered(kind).into_iter().map(|item| (item.name, item.label)).collect();
    let problems = opened.checked.problems.iter().map(|one| (one.field.clone(), one.sentence.clone())).collect();
    Ok(visit.page_with(
        status,
        &KindEdit {
            slug: opened.id.to_string(),
            name: kind.name.clone(),
            version: opened.in_force(today).map(|version| version.number),
            seen: opened.seen().0.to_string(),
            draft: opened.draft.as_ref().map(|draft| (draft.changed, draft.by.clone())),
            form,
            fields: rows(kind),
            items,
            sample,
            sheets,
            problems,
        },
    ))
}

/// With `?check=yes` each sentence stands beside its entry too.
pub async fn show(visit: Visit, Path(kind): Path<String>) -> Result<Response, Fail> {
    let id = kind_id(&kind)?;
    let opened = visit.act(move |world, person| edit_kind::open(world, person, &id)).await?;
    let mut form = shown(&opened.form);
    if visit.query("check") == "yes" {
        for problem in &opened.checked.problems {
            form.refuse(&problem.field, problem.sentence.as_str());
        }
    }
    let kind = opened.form.clone();
    page(&visit, StatusCode::OK, opened, form, &kind).await
}

/// What a button does to the entries before they are kept; and where it leads.
fn pressed(kind: &mut KindForm, posted: &Posted) -> &'static str {
    let go = posted.one("go");
    let (act, about) = go.split_once(':').unwrap_or((go, ""));
    let place = about.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    match (act, place) {
        ("field-add", _) => kind.add_field(posted.one("add")),
        ("field-up", Some(at)) => kind.raise_field(at),
        ("field-remove", Some(at)) => kind.remove_field(at),
        ("insert", _) => {
            if placeholder::items(kind).iter().any(|item| item.name == about) {
                kind.insert(about);
            }
            return "#body";
        }
        ("sample", _) => return "#preview",
        _ => return "",
    }
    "#fields"
}

pub async fn save(visit: Visit, Path(kind): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let id = kind_id(&kind)?;
    let mut entries = typed(&posted);
    let anchor = pressed(&mut entries, &posted);
    let (of, kept, seen) = (id.clone(), entries.clone(), seen(&posted));
    let saved = match visit.act(move |world, person| edit_kind::save(world, person, &of, seen, &kept)).await {
        Ok(saved) => saved,
        Err(fail) => return meanwhile(&visit, id, fail, entries).await,
    };
    let edit = paths::kind_edit(&id);
    match posted.one("go") {
        "publish" if saved.problems.is_empty() => Ok(visit.to(&paths::kind_publish(&id))),
        "publish" | "check" => Ok(visit.to(&format!("{edit}?check=yes"))),
        go if go.starts_with("sample:") => {
            let sample = Sample::parse(&go["sample:".len()..]).unwrap_or_default();
            Ok(visit.to(&format!("{edit}?sample={}{anchor}", sample.slug())))
        }
        _ if anchor.is_empty() => Ok(visit.done(&edit, Done::KindKept)),
        _ => Ok(visit.to(&format!("{edit}{anchor}"))),
    }
}

/// Somebody else changed the draft: what was typed stays on the page, to be kept by a second press.
async fn meanwhile(visit: &Visit, id: KindId, fail: Fail, entries: KindForm) -> Result<Response, Fail> {
    let sentence = fail.into_conflict()?;
    let opened = visit.act(move |world, person| edit_kind::open(world, person, &id)).await?;
    let mut form = shown(&entries);
    form.note(format!("{sentence}您填写的内容还在下面；再次保存会替换对方的修改。"));
    page(visit, StatusCode::CONFLICT, opened, form, &entries).await
}

/// Script keeps what is typed while it is typed.
pub async fn autosave(visit: Visit, Path(kind): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let id = kind_id(&kind)?;
    let (entries, seen) = (typed(&posted), seen(&posted));
    let saved = visit.act(move |world, person| edit_kind::save(world, person, &id, seen, &entries)).await?;
    let said = serde_json::json!({ "saved": saved.changed.clock(), "seen": saved.changed.0.to_string() });
    Ok(Json(said).into_response())
}

/// One page of a sample; with `?version=` of that version, else of what is being written.
pub async fn sample(visit: Visit, wants: Wants, Path((kind, page)): Path<(String, String)>) -> Result<Response, Fail> {
    let (id, page) = (kind_id(&kind)?, page_number(&page)?);
    let sample = Sample::parse(visit.query("sample")).unwrap_or_default();
    let which = match visit.query("version") {
        "" => None,
        number => Some(number.parse().map_err(|_| Refused::NotFound)?),
    };
    let drawn = visit.act(move |world, person| kind_sample::page(world, person, &id, which, sample, page)).await?;
    Ok(wants.show_template(&drawn))
}

async fn new_page(visit: &Visit, status: StatusCode, form: Form) -> Result<Response, Fail> {
    let kinds = visit.act(crate::app::switch_kind::list).await?;
    let kinds = kinds.into_iter().map(|offered| (offered.kind.id.to_string(), offered.version.name)).collect();
    Ok(visit.page_with(status, &KindNew { kinds, form }))
}

pub async fn new(visit: Visit) -> Result<Response, Fail> {
    new_page(&visit, StatusCode::OK, Form::new()).await
}

pub async fn begin(visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let (id, copy_of) = (posted.text("id"), posted.text("copy_of"));
    match visit.act(move |world, person| edit_kind::begin(world, person, &id, &copy_of)).await {
        Ok(id) => Ok(visit.to(&paths::kind_edit(id))),
        Err(fail) => {
            let (form, status) = fail.into_form(posted.form())?;
            new_page(&visit, status, form).await
        }
    }
}

pub async fn discard(visit: Visit, Path(kind): Path<String>, _posted: Posted) -> Result<Response, Fail> {
    let id = kind_id(&kind)?;
    visit.act(move |world, person| edit_kind::discard(world, person, &id)).await?;
    Ok(visit.done(&paths::kinds(), Done::Discarded))
}
