//! Step 1, 信息确认: the register's facts; POST begins a draft. And a draft thrown away.

use axum::extract::Path;
use axum::response::Response;

use crate::app::draft;
use crate::app::own_facts::{self, OwnFacts};
use crate::domain::application::Application;
use crate::domain::register::{Firm, Lawyer};
use crate::domain::time::Day;
use crate::paths;
use crate::text::register::{firm_state, lawyer_state};
use crate::text::step::Step;
use crate::views::apply_facts::{ApplyFacts, DraftLine};
use crate::views::facts::Fact;
use crate::web::error::Fail;
use crate::web::forms::Posted;
use crate::web::notice::Done;
use crate::web::onward::{application, onward};
use crate::web::visit::Visit;

/// Drafts that stand above the facts; 我的证明 has the rest.
const MOST_DRAFTS: usize = 5;

/// What the register knows about the applicant, in words.
pub fn facts(own: &OwnFacts) -> Vec<Fact> {
    let mut facts = own.lawyer.as_ref().map(of_lawyer).unwrap_or_default();
    facts.extend(own.firm.as_ref().map(|firm| of_firm(firm, own.practising)).unwrap_or_default());
    facts
}

fn of_lawyer(lawyer: &Lawyer) -> Vec<Fact> {
    vec![
        Fact::new("律师姓名", lawyer.name.as_str()),
        Fact::new("律师执业证号", lawyer.licence.as_str()),
        Fact::new("执业状态", lawyer_state(lawyer.state)),
        Fact::new("首次执业日期", lawyer.first_practice.map(Day::zh).unwrap_or_default()),
    ]
}

fn of_firm(firm: &Firm, practising: usize) -> Vec<Fact> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    vec![
        Fact::new("律师事务所", &*firm.name),
        Fact::new("统一社会信用代码", firm.uscc.as_str()),
        Fact::new("执业许可证号", text(&firm.licence)),
        Fact::new("律所状态", firm_state(firm.state)),
        Fact::new("负责人", firm.head.as_ref().map_or("", |head| head.as_str())),
        Fact::new("成立日期", firm.founded.map(Day::zh).unwrap_or_default()),
        Fact::new("执业律师", format!("{practising} 名")),
        Fact::new("地址", text(&firm.address)),
        Fact::new("电话", text(&firm.phone)),
    ]
}

fn blocked(visit: &Visit, own: &OwnFacts) -> Result<Option<String>, Fail> {
    let lawyer_gone = visit.person()?.account.lawyer.is_some() && own.lawyer.is_none();
    Ok(if own.firm.is_none() {
        Some("本会登记中没有查到您的律师事务所，暂时不能申请。请致电服务热线核实。".to_owned())
    } else if lawyer_gone {
        Some("本会登记中，您已不在该律师事务所执业，暂时不能申请。请致电服务热线核实。".to_owned())
    } else {
        None
    })
}

pub async fn show(visit: Visit) -> Result<Response, Fail> {
    let own = visit.act(own_facts::read).await?;
    let more_drafts = own.drafts.len().saturating_sub(MOST_DRAFTS);
    let line = |(draft, kind): &(Application, Option<String>)| DraftLine {
        id: draft.id.to_string(),
        kind: kind.clone(),
        saved: draft.changed,
        step: if draft.kind.is_some() { Step::Form } else { Step::Kind },
    };
    Ok(visit.page(&ApplyFacts {
        facts: facts(&own),
        data_date: own.data_date,
        drafts: own.drafts.iter().take(MOST_DRAFTS).map(line).collect(),
        more_drafts,
        blocked: blocked(&visit, &own)?,
    }))
}

pub async fn begin(visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let id = visit.act(move |world, person| draft::begin(world, person, &posted.once)).await?;
    Ok(visit.to(&paths::apply_kind(id)))
}

/// Throws a draft away; back to where it was listed.
pub async fn discard(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fail> {
    let id = application(&id)?;
    let place = if visit.query("back") == "mine" { paths::mine() } else { paths::apply() };
    match visit.act(move |world, person| draft::discard(world, person, id, &posted.once)).await {
        Ok(()) => Ok(visit.done(&place, Done::Discarded)),
        Err(fail) => onward(&visit, id, fail).await,
    }
}
