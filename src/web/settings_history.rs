//! Versions of an area of the settings.

use axum::extract::Path;
use axum::response::Response;

use crate::app::refused::Refused;
use crate::app::revise::{self, Saved};
use crate::domain::revision::Revision;
use crate::paths;
use crate::text::area;
use crate::views::area_history::{AreaHistory, AreaVersion, VersionLine};
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::notice::Done;
use crate::web::visit::Visit;

pub async fn list(visit: Visit, Path(slug): Path<String>) -> Result<Response, Fail> {
    let area = revise::area(&slug)?;
    let of = area.clone();
    let versions = visit.act(move |world, person| revise::history(world, person, &of)).await?;
    let line = |(at, revision): (usize, &Revision)| {
        let before = versions.get(at + 1);
        let changes = before.map(|before| area::changes(&area, &before.content, &revision.content)).unwrap_or_default();
        VersionLine {
            version: revision.version,
            at: revision.at,
            who: revision.who.clone(),
            from: revision.from,
            changed: changes.into_iter().map(|(term, _, _)| term).collect(),
        }
    };
    let lines = versions.iter().enumerate().map(line).collect();
    Ok(visit.page(&AreaHistory { area, versions: lines }))
}

pub async fn one(visit: Visit, Path((slug, version)): Path<(String, String)>) -> Result<Response, Fail> {
    let area = revise::area(&slug)?;
    let version: u32 = version.parse().map_err(|_| Refused::NotFound)?;
    let of = area.clone();
    let (revision, now) = visit
        .act(move |world, person| Ok((revise::older(world, person, &of, version)?, revise::open(world, person, &of)?)))
        .await?;
    Ok(visit.page(&AreaVersion {
        area,
        version,
        at: revision.at,
        who: revision.who,
        told: area::told(&now.area, &revision.content),
        artwork: revision.content.artworks().first().map(|hash| (*hash).to_owned()),
        current: now.version,
        changes: area::changes(&now.area, &now.content, &revision.content),
    }))
}

pub async fn bring_back(
    visit: Visit,
    Path((slug, version)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fail> {
    let area = revise::area(&slug)?;
    let version: u32 = version.parse().map_err(|_| Refused::NotFound)?;
    let base = posted.one("base").parse().unwrap_or(0);
    match visit.act(move |world, person| revise::bring_back(world, person, &area, base, version)).await? {
        Saved::Unchanged => Ok(visit.done(&paths::settings_history(&slug), Done::Unchanged)),
        Saved::As(_) => Ok(visit.done(&paths::settings_history(&slug), Done::BroughtBack)),
        Saved::Overtaken(now) => {
            let who = now.last.as_ref().map_or("", |revision| revision.who.as_str());
            Err(Refused::Conflict(format!("{who}刚刚保存了新的内容，没有恢复。请返回历史版本，重新核对后再恢复。"))
                .into())
        }
    }
}
