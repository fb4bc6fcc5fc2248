//! 审计: the auditor's page, and its export.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::app::audit_log::{self, Chain, Checked, Format, Line, Log, Wanted, actor, changes};
use crate::domain::time::Day;
use crate::paths;
use crate::text::audit::{act, acts, broken_chain, chain, chain_here};
use crate::views::audit_log::{AuditLine, AuditLog};
use crate::web::error::Fail;
use crate::web::visit::Visit;

const FILTERS: [&str; 6] = ["who", "act", "object", "q", "from", "to"];

fn wanted(visit: &Visit) -> Wanted {
    let lower = |name: &str| visit.query(name).trim().to_lowercase();
    Wanted {
        who: lower("who"),
        act: visit.query("act").to_owned(),
        object: lower("object"),
        search: lower("q"),
        from: Day::parse(visit.query("from")),
        to: Day::parse(visit.query("to")),
    }
}

fn line(line: Line) -> AuditLine {
    let changes = changes(&line);
    let Line { entry, .. } = line;
    AuditLine {
        at: entry.at,
        who: actor(&entry.actor),
        act: act(&entry.act).to_owned(),
        target: entry.object,
        note: entry.detail,
        changes,
    }
}

pub async fn show(visit: Visit) -> Result<Response, Fail> {
    let wanted = wanted(&visit);
    match visit.query("format") {
        "csv" => return export(&visit, wanted, Format::Csv).await,
        "jsonl" => return export(&visit, wanted, Format::JsonLines).await,
        _ => {}
    }
    let before = visit.query("before").parse().ok();
    let whole = visit.query("check") == "all";
    let log = visit.act(move |world, person| audit_log::page(world, person, &wanted, before, whole)).await?;
    let Log { lines, older, count, chain: found } = log;
    let link = visit.link(&paths::audit(), &FILTERS);
    let joint = if link.contains('?') { '&' } else { '?' };
    Ok(visit.page(&AuditLog {
        lines: lines.into_iter().map(line).collect(),
        form: visit.asked(&FILTERS),
        acts: acts().map(|(word, name)| (word.to_owned(), name.to_owned())).collect(),
        newest: before.map(|_| link.clone()),
        older: older.map(|older| format!("{link}{joint}before={older}")),
        count,
        export: format!("{link}{joint}format="),
        check: (!whole).then(|| format!("{link}{joint}check=all")),
        chain: match found {
            Checked::All(Chain::Whole(head)) => (true, chain(head.count, &head.hash)),
            Checked::All(Chain::Broken(index)) | Checked::PageBroken(index) => (false, broken_chain(index)),
            Checked::Page => (true, chain_here()),
        },
    }))
}

async fn export(visit: &Visit, wanted: Wanted, format: Format) -> Result<Response, Fail> {
    let file = visit.act(move |world, person| audit_log::export(world, person, &wanted, format)).await?;
    let (kind, name) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "attachment; filename=\"audit.csv\""),
        Format::JsonLines => ("application/jsonl; charset=utf-8", "attachment; filename=\"audit.jsonl\""),
    };
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], file).into_response())
}
