//! Paper copies at the 制证员's desk: each numbered copy moves from step to step.

use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::application::{Application, Event, HistoryAct};
use crate::domain::id::Id;
use crate::domain::paper::{PaperCopy, PaperState};
use crate::domain::permission::Right;
use crate::store::Look;
use crate::store::records::id_key;

/// A copy with the application that asked for it.
pub struct Asked {
    pub copy: PaperCopy,
    pub application: Application,
}

/// Copies in a state, oldest first.
pub fn list(world: &World, person: &Person, state: PaperState) -> Result<Vec<Asked>, Refused> {
    person.needs(Right::MakePaper)?;
    let look = world.store.read()?;
    let copies: Vec<PaperCopy> = look.marked("paper-state", state.slug())?;
    let mut asked = Vec::with_capacity(copies.len());
    for copy in copies {
        if let Some(application) = look.get(&id_key(copy.application))? {
            asked.push(Asked { copy, application });
        }
    }
    Ok(asked)
}

/// Moves a copy on. `note` is the collector's name, or courier and tracking number, or why it was cancelled.
pub fn step(world: &World, person: &Person, id: Id<PaperCopy>, to: PaperState, note: &str) -> Result<(), Refused> {
    person.needs(Right::MakePaper)?;
    let note = note.trim().to_owned();
    if note.chars().count() > 60 || note.chars().any(char::is_control) {
        return Err(Refused::field("note", "备注最多 60 个字，不能换行。"));
    }
    let missing = match to {
        PaperState::Posted => Some("请填写快递公司和单号。"),
        PaperState::Collected => Some("请填写领取人姓名。"),
        PaperState::Cancelled => Some("请填写作废原因。"),
        _ => None,
    };
    if let (true, Some(sentence)) = (note.is_empty(), missing) {
        return Err(Refused::field("note", sentence));
    }
    let now = world.now();
    world.store.write(|writing| {
        let mut copy: PaperCopy = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        if copy.state == to {
            return Ok(());
        }
        if !copy.state.next(&copy.delivery).contains(&to) {
            return Err(Refused::Conflict("这份纸质证明的状态已变化，请刷新页面后再操作。".to_owned()));
        }
        let mut application: Application = writing.get(&id_key(copy.application))?.ok_or(Refused::NotFound)?;
        copy.state = to;
        copy.changed = now;
        copy.note.clone_from(&note);
        application.history.push(Event {
            at: now,
            who: person.account.name.clone(),
            act: HistoryAct::PaperStep,
            note: format!(
                "第{}份（共{}份）：{}{}",
                copy.index,
                copy.of,
                word(to),
                if note.is_empty() { String::new() } else { format!("，{note}") }
            ),
        });
        writing.put(&copy)?;
        writing.put(&application)?;
        writing.audit(now, person.actor(), "paper.step", &format!("paper/{id}"), to.slug())?;
        Ok(())
    })
}

fn word(state: PaperState) -> &'static str {
    match state {
        PaperState::Waiting => "待制证",
        PaperState::Ready => "待领取",
        PaperState::Posted => "已寄出",
        PaperState::Collected => "已领取",
        PaperState::Delivered => "已签收",
        PaperState::Cancelled => "已作废",
    }
}
