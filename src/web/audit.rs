//! 审计: the auditor's page, and its export.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::app::audit_log::{self, Chain, Format, Line, Log, Wanted, actor, changes};
use crate::domain::time::Day;
use crate::paths;
use crate::text::audit::{act, broken_chain, chain};
use crate::views::audit_log::{AuditLine, AuditLog};
use crate::web::error::Fail;
use crate::web::list::Part;
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
    let log = visit.act(move |world, person| audit_log::read(world, person, &wanted)).await?;
    let Log { lines, acts, chain: found } = log;
    let Part { rows, pager } = Part::of(lines, &visit, &paths::audit(), &FILTERS);
    let link = visit.link(&paths::audit(), &FILTERS);
    let joint = if link.contains('?') { '&' } else { '?' };
    Ok(visit.page(&AuditLog {
        lines: rows.into_iter().map(line).collect(),
        form: visit.asked(&FILTERS),
        acts: acts.into_iter().map(|word| (word.clone(), act(&word).to_owned())).collect(),
        pager,
        export: format!("{link}{joint}format="),
        chain: match found {
            Chain::Whole(head) => (true, chain(head.count, &head.hash)),
            Chain::Broken(index) => (false, broken_chain(index)),
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
