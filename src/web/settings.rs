//! 设置: its areas, and the page of each: fields, preview, save.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use crate::app::change_looks::{self, Use};
use crate::app::change_settings;
use crate::app::fonts::{self, FontUse};
use crate::app::refused::Refused;
use crate::app::revise::{self, Opened, Saved, Typed};
use crate::domain::calendar;
use crate::domain::revision::{Area, Content};
use crate::domain::time::Day;
use crate::paths;
use crate::text::area;
use crate::text::letters::LetterKind;
use crate::views::area::{AreaPage, Overtaken, Preview};
use crate::views::area_fields::Fields;
use crate::views::form::Form;
use crate::views::settings::{AreaLine, FontLine, SettingsPage};
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::notice::Done;
use crate::web::settings_list;
use crate::web::settings_sample;
use crate::web::visit::Visit;

pub async fn index(visit: Visit) -> Result<Response, Fail> {
    let all = visit.act(revise::all).await?;
    let today = visit.web.world.today();
    let mut groups = vec![("协会", Vec::new()), ("信函", Vec::new()), ("工作日", Vec::new())];
    for opened in all {
        let group = match opened.area {
            Area::Letter(_) => 1,
            Area::Workdays(_) => 2,
            _ => 0,
        };
        groups[group].1.push(line(&opened, today));
    }
    let fonts = visit.act(fonts::shown).await?.iter().map(font).collect();
    Ok(visit.page(&SettingsPage { groups, base_url: visit.seen().settings.base_url.clone(), fonts }))
}

fn font(of: &FontUse) -> FontLine {
    let part = if of.title { "标题" } else { "正文" };
    let built_in = || ("内置的思源宋体（Noto Serif SC）".to_owned(), Some("SIL Open Font License 1.1".to_owned()));
    let (name, licence) = of.own.clone().unwrap_or_else(built_in);
    let (count, lacking) = (of.lacking.len(), of.lacking.iter().take(60).collect::<String>());
    let remark = (count > 0).then(|| format!("现行证明类型的文字中，有 {count} 个字由内置字体印出：{lacking}"));
    FontLine { part, name, licence, remark }
}

fn line(opened: &Opened, today: Day) -> AreaLine {
    let remark = match (&opened.area, &opened.content) {
        (Area::Seal, Content::Seal(None)) => {
            Some("还没有上传备案的印章，证明上是系统绘制的印章，带“样章”字样。".to_owned())
        }
        (Area::Workdays(year), _) if calendar::in_force(&opened.settings.calendar, *year).is_none() => {
            Some(format!("还没有 {year} 年的放假安排，暂按周一至周五计算。"))
        }
        (Area::Workdays(year), _) if !opened.settings.calendar.contains_key(year) => Some(format!(
            "现用程序内置的安排，请对照《国务院办公厅关于{year}年部分节假日安排的通知》逐项核对，并保存一次。"
        )),
        (Area::Notices, Content::Notices(notices)) => {
            let now = notices.iter().filter(|notice| notice.stands_on(today)).count();
            (now > 0).then(|| format!("现在显示 {now} 条。"))
        }
        (Area::Letter(_), Content::Letter(Some(_))) => Some("使用本会自己的文字。".to_owned()),
        _ => None,
    };
    AreaLine {
        href: paths::settings_area(opened.area.slug()),
        title: area::title(&opened.area),
        lead: area::lead(&opened.area).to_owned(),
        remark,
        last: last(opened),
    }
}

fn last(opened: &Opened) -> Option<(String, crate::domain::time::Moment)> {
    opened.last.as_ref().map(|revision| (revision.who.clone(), revision.at))
}

/// The fields of an area as its page shows them.
fn fields(area: &Area, form: &Form) -> Fields {
    match area {
        Area::Association => Fields::Association,
        Area::Looks => Fields::Looks,
        Area::Seal => Fields::Seal,
        Area::Hotline => Fields::Hotline,
        Area::Faq => Fields::Faq(settings_list::count(form, settings_list::FAQ)),
        Area::Notices => Fields::Notices(settings_list::count(form, settings_list::NOTICES)),
        Area::Places => Fields::Places,
        Area::Letter(kind) => Fields::Letter(LetterKind::parse(kind).unwrap_or(LetterKind::Approved)),
        Area::Workdays(year) => Fields::Workdays { year: *year, built_in: calendar::built_in(*year).is_some() },
    }
}

fn page(opened: &Opened, form: Form) -> AreaPage {
    AreaPage {
        fields: fields(&opened.area, &form),
        area: opened.area.clone(),
        base: opened.version,
        last: last(opened),
        overtaken: None,
        preview: None,
        form,
    }
}

pub async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response, Fail> {
    let area = revise::area(&slug)?;
    let opened = visit.act(move |world, person| revise::open(world, person, &area)).await?;
    let form = Form::typed(change_settings::fields(&opened.area, &opened.content));
    Ok(visit.page(&page(&opened, form)))
}

/// Names that are not an area's own fields.
const OTHER: [&str; 3] = ["form_token", "base", "go"];

/// Fields of files, and what they are for.
const FILES: [(&str, &str, Use); 2] = [("logo_file", "logo", Use::Logo), ("seal_file", "seal", Use::Seal)];

pub async fn change(visit: Visit, Path(slug): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let area = revise::area(&slug)?;
    let mut typed: Typed = posted
        .pairs()
        .filter(|(name, _)| !OTHER.contains(name))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let (go, base) = (posted.text("go"), posted.one("base").parse().unwrap_or(0));
    let of = area.clone();
    let opened = visit.act(move |world, person| revise::open(world, person, &of)).await?;
    if settings_list::rearrange(&area, &go, &mut typed) {
        let shown = AreaPage { base, ..page(&opened, Form::typed(typed)) };
        return Ok(visit.page(&shown));
    }
    for (file, field, what) in FILES {
        let Some(upload) = posted.file(file) else { continue };
        let bytes = upload.bytes.clone();
        match visit.act(move |world, person| change_looks::take(world, person, &bytes, what, file)).await {
            Ok(hash) => {
                typed.insert(field.to_owned(), hash);
                typed.remove(&format!("{field}_none"));
            }
            Err(fail) => return refused(&visit, &opened, base, fail, typed),
        }
    }
    if go == "save" { save(&visit, &opened, base, typed).await } else { preview(&visit, &opened, base, typed).await }
}

/// The page again with what was typed and why it cannot stand.
fn refused(visit: &Visit, opened: &Opened, base: u32, fail: Fail, typed: Typed) -> Result<Response, Fail> {
    let (form, status) = fail.into_form(Form::typed(typed))?;
    Ok(visit.page_with(status, &AreaPage { base, ..page(opened, form) }))
}

async fn preview(visit: &Visit, opened: &Opened, base: u32, typed: Typed) -> Result<Response, Fail> {
    let (area, asked) = (opened.area.clone(), typed.clone());
    let content = match visit.act(move |world, person| revise::check(world, person, &area, &asked)).await {
        Ok(content) => content,
        Err(fail) => return refused(visit, opened, base, fail, typed),
    };
    // What was chosen to be built in again is shown as it then is.
    let form = Form::typed(change_settings::fields(&opened.area, &content));
    let changes = area::changes(&opened.area, &opened.content, &content);
    let preview = Preview { changes, sample: settings_sample::sample(visit, opened, &content).await? };
    let frame = settings_sample::frame(visit, &content);
    let shown = AreaPage { base, preview: Some(preview), ..page(opened, form) };
    Ok(visit.page_in(StatusCode::OK, &shown, &frame))
}

async fn save(visit: &Visit, opened: &Opened, base: u32, typed: Typed) -> Result<Response, Fail> {
    let (area, asked) = (opened.area.clone(), typed.clone());
    match visit.act(move |world, person| revise::save(world, person, &area, base, &asked)).await {
        Ok(Saved::Unchanged) => Ok(visit.done(&paths::settings(), Done::Unchanged)),
        Ok(Saved::As(_)) => Ok(visit.done(&paths::settings(), Done::Saved)),
        Ok(Saved::Overtaken(now)) => overtaken(visit, &now, typed).await,
        Err(fail) => refused(visit, opened, base, fail, typed),
    }
}

const NOT_OF_THIS: &str = "这个页面不是从现在的内容打开的，没有保存。请返回设置重新打开。";

/// Tells who was faster, and keeps what was typed; the page now goes on from the newer version.
async fn overtaken(visit: &Visit, now: &Opened, typed: Typed) -> Result<Response, Fail> {
    let (area, asked) = (now.area.clone(), typed.clone());
    let content = visit.act(move |world, person| revise::check(world, person, &area, &asked)).await?;
    let Some((who, at)) = last(now) else { return Err(Refused::Conflict(NOT_OF_THIS.to_owned()).into()) };
    let told = Overtaken { who, at, changes: area::changes(&now.area, &now.content, &content) };
    let shown = AreaPage { overtaken: Some(told), ..page(now, Form::typed(typed)) };
    Ok(visit.page_with(StatusCode::CONFLICT, &shown))
}
