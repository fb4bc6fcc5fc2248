//! 我的证明: the list with its filters.

use axum::response::Response;

use crate::app::own_records::{self, Listed, Records, Wanted};
use crate::domain::certificate::Life;
use crate::domain::stage::StageName;
use crate::domain::time::Day;
use crate::paths;
use crate::text::step::Step;
use crate::views::form::Form;
use crate::views::mine::{May, Mine, RecordRow};
use crate::web::error::Fail;
use crate::web::list::Part;
use crate::web::visit::Visit;

const FILTERS: [&str; 5] = ["q", "stage", "kind", "from", "to"];

/// What may be done with a record now.
pub fn may(row: &Listed) -> May {
    let stage = row.application.stage.name();
    let certificate = row.certificate.as_ref().filter(|one| stage == StageName::Approved && one.file_hash.is_some());
    May {
        download: certificate.is_some(),
        mail: certificate.is_some_and(|certificate| certificate.life == Life::Standing),
        withdraw: stage == StageName::Pending,
        again: row.again,
        replace: false,
        resume: match (stage, &row.application.kind) {
            (StageName::Draft, Some(_)) => Some(Step::Form),
            (StageName::Draft, None) => Some(Step::Kind),
            _ => None,
        },
    }
}

/// `赵一鸣等 12 名`
fn some(names: &[String]) -> String {
    match names {
        [] | [_] | [_, _] => names.join("、"),
        [first, ..] => format!("{first}等 {} 名", names.len()),
    }
}

fn row(listed: &Listed, today: Day) -> RecordRow {
    RecordRow {
        id: listed.application.id.to_string(),
        number: listed.number(),
        kind: listed.kind.clone(),
        lawyers: some(&listed.lawyers),
        at: listed.at(),
        stage: listed.application.stage.name(),
        certificate: listed
            .certificate
            .as_ref()
            .filter(|_| listed.application.is(StageName::Approved))
            .map(|certificate| certificate.state(today).into()),
        may: may(listed),
    }
}

/// The filters as asked for; a day that cannot be read is said so and does not filter.
fn wanted(visit: &Visit, form: &mut Form) -> Wanted {
    let mut day = |name: &str| {
        let typed = visit.query(name).trim();
        let day = Day::parse(typed);
        if day.is_none() && !typed.is_empty() {
            form.refuse(name, "日期应类似 2026-01-31。");
        }
        day
    };
    Wanted {
        from: day("from"),
        to: day("to"),
        stage: StageName::parse(visit.query("stage")),
        kind: visit.query("kind").to_owned(),
        search: visit.query("q").to_owned(),
    }
}

pub async fn show(visit: Visit) -> Result<Response, Fail> {
    let mut form = visit.asked(&FILTERS);
    let wanted = wanted(&visit, &mut form);
    let (Records { rows, kinds }, today) =
        visit.act(move |world, person| Ok((own_records::list(world, person, &wanted)?, world.today()))).await?;
    let Part { rows, pager } = Part::of(rows, &visit, &paths::mine(), &FILTERS);
    let rows = rows.iter().map(|listed| row(listed, today)).collect();
    Ok(visit.page(&Mine { rows, form, kinds, pager }))
}
