//! 详情, 下载证明, 撤回申请 and 重新申请.

use axum::extract::Path;
use axum::http::{HeaderValue, Method, header};
use axum::response::Response;

use crate::app::own_record::{self, Found, OwnRecord};
use crate::app::replace::{self, may_replace};
use crate::app::{download, draft, withdraw};
use crate::domain::application::HistoryAct;
use crate::domain::calendar::Calendar;
use crate::domain::certificate::{Certificate, Life};
use crate::domain::kind::Review;
use crate::domain::rule::{Outcome, Rule};
use crate::domain::stage::{Stage, StageName};
use crate::domain::time::{Day, Moment};
use crate::paths;
use crate::text::state::promised_by;
use crate::views::checklist::Checklist;
use crate::views::facts::Fact;
use crate::views::mine::May;
use crate::views::record::Record;
use crate::views::sheets::Sheets;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::notice::Done;
use crate::web::onward::{application as named, page_number};
use crate::web::picture::Wants;
use crate::web::visit::Visit;
use crate::web::{attachment, entries, told};

fn may(record: &OwnRecord, today: Day) -> May {
    let stage = record.application.stage.name();
    let certificate = record.certificate.as_ref().filter(|_| stage == StageName::Approved);
    May {
        download: certificate.is_some_and(|one| one.file_hash.is_some()),
        mail: certificate.is_some_and(|one| one.file_hash.is_some() && one.life == Life::Standing),
        withdraw: stage == StageName::Pending,
        again: record.again,
        replace: certificate.is_some_and(|one| may_replace(one, today)),
        resume: None,
    }
}

fn next(record: &OwnRecord, calendar: &Calendar) -> Option<String> {
    let waiting = record.findings.iter().filter(|one| one.rule == Rule::LawyersConsent && one.outcome != Outcome::Pass);
    match (record.application.stage.name(), record.version.review) {
        (StageName::Pending, _) if waiting.clone().count() > 0 => Some(format!(
            "还有 {} 名律师没有同意，详见“条件检查”。律师登录后在“征求同意”中答复，都同意后本会才能审核通过。",
            waiting.count()
        )),
        (StageName::Pending, Review::Manual { working_days }) => {
            let by = record.application.submitted().map(|at| promised_by(calendar, at.day(), working_days));
            let by = by.map(|by| format!("（{by}前）")).unwrap_or_default();
            Some(format!("本会将在 {working_days} 个工作日内{by}审核。审核之前可以撤回申请。"))
        }
        (StageName::Pending, Review::Automatic) => {
            Some("有项目系统无法判断，由本会审核员人工核实。审核之前可以撤回申请。".to_owned())
        }
        (StageName::Issuing, _) => Some(match record.certificate.as_ref().map(|one| one.failures) {
            Some(failures) if failures > 0 => {
                "审核已通过，证明文件生成时遇到故障，系统会自动重试，不需要重新申请。".to_owned()
            }
            _ => "审核已通过，正在生成证明文件，通常不到一分钟，请稍后刷新本页。".to_owned(),
        }),
        _ => None,
    }
}

fn reason(record: &OwnRecord) -> Option<String> {
    match &record.application.stage {
        Stage::Refused { reason, .. } => Some(reason.clone()),
        _ => record.certificate.as_ref().and_then(|certificate| certificate.life.end()).map(|end| end.reason),
    }
}

fn facts(record: &OwnRecord) -> Vec<Fact> {
    let names: Vec<String> = record.facts.lawyers.iter().map(|lawyer| lawyer.name.clone()).collect();
    let history = &record.application.history;
    let clerk = history.iter().rev().find(|event| event.act == HistoryAct::Submit);
    let mut facts = vec![
        Fact::new("申请人", &*record.firm),
        Fact::new("经办人", clerk.map_or("", |event| &*event.who)),
        Fact::new("申请类型", &*record.version.name),
        Fact::new("申请编号", record.application.number()),
    ];
    facts.extend(entries::lawyers(&names));
    let entered = entries::fields(&record.version, &record.submission).into_iter().map(|(_, fact)| fact);
    facts.extend(entered.filter(|fact| !fact.values.is_empty()));
    facts.push(Fact::new("申请时间", record.application.submitted().map(Moment::zh).unwrap_or_default()));
    facts.push(Fact::new("联系邮箱", &*record.submission.email));
    facts.extend(record.certificate.iter().flat_map(of_certificate));
    if record.version.paper {
        facts.extend(entries::paper(&record.submission));
    }
    facts
}

fn of_certificate(certificate: &Certificate) -> Vec<Fact> {
    vec![
        Fact::new("出具日期", certificate.issue_date.zh()),
        Fact::new("有效期至", certificate.expiry.map_or_else(|| "不设期限".to_owned(), Day::zh)),
    ]
}

fn page(record: &OwnRecord, calendar: &Calendar, today: Day) -> Record {
    let id = record.application.id;
    let stage = record.application.stage.name();
    let certificate = record.certificate.as_ref();
    let number = certificate.map_or_else(|| record.application.number(), |certificate| certificate.serial.show());
    let checked = matches!(stage, StageName::Pending | StageName::Refused);
    let hash = certificate.and_then(|one| one.file_hash.as_deref());
    Record {
        id: id.to_string(),
        kind: record.version.name.clone(),
        stage,
        certificate: certificate.filter(|_| stage == StageName::Approved).map(|one| one.state(today).into()),
        next: next(record, calendar),
        reason: reason(record),
        facts: facts(record),
        checks: if checked { Checklist::of(&record.findings, &record.facts, true) } else { Checklist::default() },
        events: told::history(&record.application),
        mails: record.letters.iter().map(told::mail).collect(),
        copies: record.copies.iter().map(told::copy).collect(),
        sheets: Sheets {
            pages: (1..=record.pages).map(|page| paths::fixed(paths::record_page(id, page), hash)).collect(),
            alt: format!("{}，{number}", record.version.name),
        },
        may: may(record, today),
        number,
    }
}

/// Has the browser ask again in a moment, when the file will be there.
pub fn soon_again(mut response: Response) -> Response {
    response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("3"));
    response
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Fail> {
    let id = named(&id)?;
    let (found, today) =
        visit.act(move |world, person| Ok((own_record::read(world, person, id)?, world.today()))).await?;
    match found {
        Found::Draft { kind: true } => Ok(visit.to(&paths::apply_form(id))),
        Found::Draft { kind: false } => Ok(visit.to(&paths::apply_kind(id))),
        Found::Record(record) => {
            let response = visit.page(&page(&record, &visit.seen().settings.calendar, today));
            Ok(if record.is_being_made() { soon_again(response) } else { response })
        }
    }
}

pub async fn show_page(visit: Visit, wants: Wants, Path((id, page)): Path<(String, String)>) -> Result<Response, Fail> {
    let (id, page) = (named(&id)?, page_number(&page)?);
    let drawn = visit.act(move |world, person| own_record::page(world, person, id, page)).await?;
    Ok(wants.show(&drawn))
}

pub async fn fetch(visit: Visit, Path(id): Path<String>, method: Method) -> Result<Response, Fail> {
    let id = named(&id)?;
    let notes = method != Method::HEAD;
    let file = visit.act(move |world, person| download::download(world, person, id, notes)).await?;
    Ok(attachment::pdf(&file.name, &file.ascii_name, file.pdf))
}

pub async fn take_back(visit: Visit, Path(id): Path<String>, _posted: Posted) -> Result<Response, Fail> {
    let id = named(&id)?;
    visit.act(move |world, person| withdraw::withdraw(world, person, id)).await?;
    Ok(visit.done(&paths::record(id), Done::Withdrawn))
}

/// The copy opens at step 3, where everything stands as it was.
pub async fn again(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let id = named(&id)?;
    let draft = visit.act(move |world, person| draft::again(world, person, id, &posted.once)).await?;
    Ok(visit.to(&paths::apply_form(draft)))
}

/// 申请换发: the copy opens at step 3 too.
pub async fn replace(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let id = named(&id)?;
    let draft = visit.act(move |world, person| replace::ask(world, person, id, &posted.once)).await?;
    Ok(visit.to(&paths::apply_form(draft)))
}
