//! 运行状况.

use axum::response::Response;

use crate::app::operation::{self, ByClock, Witnessing};
use crate::app::witnesses::Failure;
use crate::domain::time::Moment;
use crate::text::operation as words;
use crate::views::operation::{Mark, OperationPage, Stand};
use crate::web::error::Fail;
use crate::web::visit::Visit;

fn witness(one: Witnessing, size: u64) -> Stand {
    let (mark, detail) = match one.failed {
        Some((at, Failure::Alarm(why))) => (Mark::Bad, Some(words::alarm(at, &why))),
        Some((at, Failure::Later(why))) => (Mark::Wait, Some(words::failed(at, &why))),
        None => (Mark::Good, None),
    };
    let newest = one.newest.map_or_else(words::nothing_cosigned, |(seen, at)| words::cosigned(seen, size, at));
    Stand { name: one.name, mark, sentence: newest, detail }
}

fn by_clock(one: Option<ByClock>, name: &str, unset: &str, now: Moment) -> Stand {
    let Some(one) = one else {
        return Stand { name: name.to_owned(), mark: Mark::Quiet, sentence: unset.to_owned(), detail: None };
    };
    let detail = one.failed.as_ref().map(|(at, why)| words::failed(*at, why));
    let too_old = one.newest.is_none_or(|at| now.seconds_since(at) > one.old);
    let mark = if detail.is_some() || too_old { Mark::Bad } else { Mark::Good };
    Stand { name: name.to_owned(), mark, sentence: words::made(one.newest, now, &one.place), detail }
}

pub async fn show(visit: Visit) -> Result<Response, Fail> {
    let (found, now) = visit.act(|world, person| Ok((operation::look(world, person)?, world.now()))).await?;
    let (size, audit) = (found.size, found.audit);
    Ok(visit.page(&OperationPage {
        size,
        audit: words::audit(audit.lines, audit.since),
        quorum: found.quorum,
        witnesses: found.witnesses.into_iter().map(|one| witness(one, size)).collect(),
        made: vec![
            by_clock(found.lifeboat, "离线核验包", words::NO_LIFEBOAT, now),
            by_clock(found.backup, "数据备份", words::NO_BACKUP, now),
        ],
        log: found.log,
    }))
}
