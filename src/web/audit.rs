//! 审计: the auditor's page, and its export.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::app::audit_log::{self, Log, Wanted, actor};
use crate::domain::audit::Entry;
use crate::domain::time::Day;
use crate::paths;
use crate::text::audit::act;
use crate::views::audit_log::{AuditLine, AuditLog};
use crate::web::error::Fail;
use crate::web::list::Part;
use crate::web::visit::Visit;

const FILTERS: [&str; 4] = ["q", "act", "from", "to"];

fn wanted(visit: &Visit) -> Wanted {
    Wanted {
        search: visit.query("q").trim().to_lowercase(),
        act: visit.query("act").to_owned(),
        from: Day::parse(visit.query("from")),
        to: Day::parse(visit.query("to")),
    }
}

fn line(entry: Entry) -> AuditLine {
    AuditLine {
        at: entry.at,
        who: actor(&entry.actor),
        act: act(&entry.act).to_owned(),
        target: entry.object,
        note: entry.detail,
    }
}

pub async fn show(visit: Visit) -> Result<Response, Fail> {
    let wanted = wanted(&visit);
    if visit.query("format") == "csv" {
        return export(&visit, wanted).await;
    }
    let Log { entries, acts, chain } = visit.act(move |world, person| audit_log::read(world, person, &wanted)).await?;
    let Part { rows, pager } = Part::of(entries, &visit, &paths::audit(), &FILTERS);
    let link = visit.link(&paths::audit(), &FILTERS);
    let joint = if link.contains('?') { '&' } else { '?' };
    Ok(visit.page(&AuditLog {
        lines: rows.into_iter().map(line).collect(),
        form: visit.asked(&FILTERS),
        acts: acts.into_iter().map(|word| (word.clone(), act(&word).to_owned())).collect(),
        pager,
        export: format!("{link}{joint}format=csv"),
        chain: match chain {
            Ok(count) => (true, format!("记录链完整，共 {count} 条，没有缺失或改动。")),
            Err(index) => (false, format!("记录链在第 {} 条处断开：该条或其前一条被改动或删除。", index + 1)),
        },
    }))
}

async fn export(visit: &Visit, wanted: Wanted) -> Result<Response, Fail> {
    let csv = visit.act(move |world, person| audit_log::export(world, person, &wanted)).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""),
    ];
    Ok((headers, csv).into_response())
}
