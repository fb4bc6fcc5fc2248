//! 证明管理: every certificate, and one.

use axum::extract::Path;
use axum::http::{Method, StatusCode};
use axum::response::Response;

use crate::app::certificate::{self, Detail};
use crate::app::certificates::{self, Filter, Line};
use crate::app::refused::Refused;
use crate::app::{download, staff_picture};
use crate::domain::certificate::{Certificate, Deed, Life};
use crate::domain::id::Id;
use crate::domain::kind::KindId;
use crate::domain::time::Day;
use crate::paths;
use crate::text::state::CertificateState;
use crate::views::certificate_one::CertificateOne;
use crate::views::certificates::{CertificateRow, Certificates};
use crate::views::facts::Fact;
use crate::views::form::Form;
use crate::views::sheets::Sheets;
use crate::web::error::Fail;
use crate::web::list::pager;
use crate::web::picture::Wants;
use crate::web::visit::Visit;
use crate::web::{attachment, certificate_acts, told};

const FILTERS: [&str; 5] = ["q", "state", "kind", "from", "to"];

fn row(line: Line) -> CertificateRow {
    let certificate = line.certificate;
    CertificateRow {
        id: certificate.id.to_string(),
        number: certificate.serial.show(),
        kind: certificate.title,
        firm: line.firm,
        lawyers: line.lawyers,
        issued: certificate.issue_date,
        expiry: certificate.expiry,
        issuing: certificate.file_hash.is_none() && certificate.life == Life::Standing,
        state: line.state,
    }
}

pub async fn list(visit: Visit) -> Result<Response, Fail> {
    let filter = Filter {
        search: visit.query("q").to_owned(),
        state: CertificateState::parse(visit.query("state")),
        kind: KindId::parse(visit.query("kind")),
        from: Day::parse(visit.query("from")),
        to: Day::parse(visit.query("to")),
    };
    let slice = visit.slice();
    let found = visit.act(move |world, person| certificates::list(world, person, &filter, slice)).await?;
    Ok(visit.page(&Certificates {
        rows: found.lines.into_iter().map(row).collect(),
        form: visit.asked(&FILTERS),
        kinds: found.kinds.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        pager: pager(&visit, &paths::certificates(), &FILTERS, found.total),
    }))
}

fn facts(detail: &Detail) -> Vec<Fact> {
    let (certificate, statement) = (&detail.certificate, &detail.statement);
    let firm = statement.firm.as_ref();
    let mut facts = vec![
        Fact::new("律师事务所", firm.map(|firm| firm.name.as_str()).unwrap_or_default()),
        Fact::new("统一社会信用代码", firm.map(|firm| firm.uscc.as_str()).unwrap_or_default()),
    ];
    facts.extend(told::lawyers(&statement.subjects));
    let submission = detail.application.submission.iter();
    facts.extend(submission.flat_map(|submission| told::asked(&detail.version, submission)));
    facts.extend([
        Fact::new("出具日期", certificate.issue_date.zh()),
        Fact::new("有效期至", certificate.expiry.map_or_else(|| "不设期限".to_owned(), Day::zh)),
        Fact::new("登记数据日期", statement.data_date.zh()),
        Fact::new("核验码", detail.code.as_str()),
        Fact::new("申请编号", detail.application.number()),
        Fact::new("种类版本", format!("第 {} 版", certificate.kind_version)),
        Fact::new("公开日志中的位置", format!("第 {} 条", certificate.leaf + 1)),
    ]);
    facts
}

fn trouble(certificate: &Certificate) -> Option<String> {
    let why = certificate.last_failure.as_ref().filter(|_| certificate.file_hash.is_none())?;
    Some(format!("生成证明文件已失败 {} 次，系统会一直重试。请把这句话告诉运维人员：{why}", certificate.failures))
}

/// The page of one certificate; `acting` is an act that was not done, with what was typed.
pub async fn page(
    visit: &Visit,
    status: StatusCode,
    id: Id<Certificate>,
    acting: Option<(Deed, Form)>,
    conflict: Option<String>,
) -> Result<Response, Fail> {
    let detail = visit.act(move |world, person| certificate::open(world, person, id)).await?;
    let certificate = &detail.certificate;
    let acts = certificate_acts::offered(visit, &detail, acting.as_ref())?;
    let number = certificate.serial.show();
    let page = CertificateOne {
        id: id.to_string(),
        kind: certificate.title.clone(),
        state: detail.state,
        end: certificate.life.end(),
        facts: facts(&detail),
        events: told::history(&detail.application),
        mails: detail.letters.iter().map(told::masked_mail).collect(),
        copies: detail.copies.iter().map(told::copy).collect(),
        sheets: Sheets {
            pages: (1..=detail.pages)
                .map(|page| paths::fixed(paths::certificate_page(id, page), certificate.file_hash.as_deref()))
                .collect(),
            alt: format!("{}，{number}", certificate.title),
        },
        has_file: certificate.file_hash.is_some(),
        trouble: trouble(certificate),
        code: certificate.file_hash.as_ref().map(|_| detail.code.clone()),
        number,
        conflict,
        acts,
    };
    Ok(visit.page_with(status, &page))
}

pub async fn one(visit: Visit, Path(id): Path<String>) -> Result<Response, Fail> {
    let id = Id::parse(&id).ok_or(Refused::NotFound)?;
    page(&visit, StatusCode::OK, id, None, None).await
}

pub async fn show_page(visit: Visit, wants: Wants, Path((id, page)): Path<(String, String)>) -> Result<Response, Fail> {
    let id = Id::parse(&id).ok_or(Refused::NotFound)?;
    let page = page.parse().map_err(|_| Refused::NotFound)?;
    let drawn = visit.act(move |world, person| staff_picture::of_certificate(world, person, id, page)).await?;
    Ok(wants.show(&drawn))
}

pub async fn download(visit: Visit, Path(id): Path<String>, method: Method) -> Result<Response, Fail> {
    let id = Id::parse(&id).ok_or(Refused::NotFound)?;
    let notes = method != Method::HEAD;
    let file = visit.act(move |world, person| download::for_staff(world, person, id, notes)).await?;
    Ok(attachment::pdf(&file.name, &file.ascii_name, file.pdf))
}
