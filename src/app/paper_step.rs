//! Moving paper copies on: made, posted, handed over, received, cancelled. Several go together or not at all, and each
//! firm gets one letter for what was done at once.

use std::collections::BTreeMap;

use crate::app::copies;
use crate::app::issued::Issued;
use crate::app::paper::{hands_out, hindered};
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::result_letter;
use crate::app::signed;
use crate::app::world::World;
use crate::domain::application::{Application, Event, HistoryAct};
use crate::domain::certificate::{Certificate, State};
use crate::domain::complete::Problem;
use crate::domain::id::Id;
use crate::domain::paper::{Delivery, PaperCopy, PaperState, REASONS, Step, Told};
use crate::domain::permission::Right;
use crate::domain::time::Moment;
use crate::store::records::id_key;
use crate::store::{Look, Writing};
use crate::text::state;

/// Longest entry of a step, in characters.
pub const LONGEST: usize = 60;

/// Copies that may be moved at once.
pub const MOST_AT_ONCE: usize = 100;

/// What a 制证员 types for a step; each step asks for some of it.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub collector: String,
    pub courier: String,
    pub tracking: String,
    /// One of the public reasons, or `other`.
    pub reason: String,
    /// The reason in own words, where it is `other`.
    pub other: String,
    /// For the firm alone.
    pub remark: String,
}

impl Typed {
    /// What the step tells; an entry that it needs and that is missing is refused at its field.
    pub fn told(&self, to: PaperState) -> Result<Told, Refused> {
        let mut problems = Vec::new();
        let mut line = |field: &str, text: &str, missing: &str| {
            let text = text.trim();
            if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
                problems.push(Problem::new(field, format!("最多 {LONGEST} 个字，不能换行。")));
            } else if text.is_empty() && !missing.is_empty() {
                problems.push(Problem::new(field, missing));
            }
            text.to_owned()
        };
        let told = match to {
            PaperState::Collected => Told::Collector(line("collector", &self.collector, "请填写领取人姓名。")),
            PaperState::Posted => Told::Parcel {
                courier: line("courier", &self.courier, "请填写快递公司。"),
                tracking: line("tracking", &self.tracking, "请填写快递单号。"),
            },
            PaperState::Cancelled => Told::Reason {
                public: match REASONS.iter().find(|reason| **reason == self.reason) {
                    Some(reason) => (*reason).to_owned(),
                    None if self.reason == "other" => line("other", &self.other, "请写明作废原因。"),
                    None => line("reason", "", "请选择作废原因。"),
                },
                remark: line("remark", &self.remark, ""),
            },
            _ => Told::Nothing,
        };
        if problems.is_empty() { Ok(told) } else { Err(Refused::Invalid(problems)) }
    }
}

/// Moves copies on. What is there already, by the same words, is left alone: posting twice does it once.
pub fn step(
    world: &World,
    person: &Person,
    ids: &[Id<PaperCopy>],
    to: PaperState,
    typed: &Typed,
) -> Result<(), Refused> {
    person.needs(Right::MakePaper)?;
    let told = typed.told(to)?;
    let ids = chosen(ids)?;
    let now = world.now();
    world.store.write(|writing| {
        let mut moved: BTreeMap<u64, Vec<PaperCopy>> = BTreeMap::new();
        for id in ids {
            if let Some(copy) = step_one(world, writing, person, id, to, &told, now)? {
                moved.entry(copy.application.number()).or_default().push(copy);
            }
        }
        for copies in moved.values() {
            result_letter::paper(world, writing, copies)?;
        }
        Ok::<_, Refused>(())
    })?;
    world.wake();
    Ok(())
}

/// Each once, in order, and not too many.
pub fn chosen(ids: &[Id<PaperCopy>]) -> Result<Vec<Id<PaperCopy>>, Refused> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    match ids.len() {
        0 => Err(Refused::field("copy", "请先勾选纸质证明。")),
        1..=MOST_AT_ONCE => Ok(ids),
        many => Err(Refused::field("copy", format!("一次最多处理 {MOST_AT_ONCE} 份，现选了 {many} 份。"))),
    }
}

fn step_one(
    world: &World,
    writing: &Writing,
    person: &Person,
    id: Id<PaperCopy>,
    to: PaperState,
    told: &Told,
    now: Moment,
) -> Result<Option<PaperCopy>, Refused> {
    let mut copy: PaperCopy = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
    let mut application: Application = writing.get(&id_key(copy.application))?.ok_or(Refused::NotFound)?;
    if copy.state == to && copy.note == told.line() {
        return Ok(None);
    }
    let certificate = application.certificate().ok_or(Refused::NotFound)?;
    let certificate: Certificate = writing.get(&id_key(certificate))?.ok_or(Refused::NotFound)?;
    let which = format!("{}第 {} 份，共 {} 份", certificate.serial.show(), copy.index, copy.of);
    if !copy.state.next(&copy.delivery).contains(&to) {
        let sentence = format!("{which}已是“{}”，您的操作没有执行。", state::paper(copy.state));
        return Err(Refused::Conflict(sentence));
    }
    if let (true, Some(why)) = (hands_out(to), hindered(&certificate, &copy)) {
        return Err(Refused::Conflict(format!("{which}：{why}")));
    }
    if let Told::Reason { public, .. } = told {
        copies::cancel(world, writing, &mut copy, public, now)?;
    }
    note(&mut copy, &mut application, person, to, told.clone(), now);
    writing.put(&copy)?;
    writing.put(&application)?;
    writing.audit(now, person.actor(), "paper.step", &format!("paper/{id}"), to.slug())?;
    Ok(Some(copy))
}

/// Writes the step into the copy's record and into the history that the firm reads.
fn note(copy: &mut PaperCopy, application: &mut Application, person: &Person, to: PaperState, told: Told, now: Moment) {
    copy.state = to;
    copy.changed = now;
    copy.note = told.line();
    let words = if copy.note.is_empty() { String::new() } else { format!("，{}", copy.note) };
    application.history.push(Event {
        at: now,
        who: person.account.name.clone(),
        act: HistoryAct::PaperStep,
        note: format!("第 {} 份，共 {} 份：{}{words}", copy.index, copy.of, state::paper(to)),
    });
    copy.steps.push(Step { at: now, who: person.account.name.clone(), to, told });
}

/// 补制: a new copy in place of one that was cancelled, with the next number. Asked twice, it is made once.
pub fn reissue(world: &World, person: &Person, id: Id<PaperCopy>) -> Result<(), Refused> {
    person.needs(Right::MakePaper)?;
    let now = world.now();
    world.store.write(|writing| {
        let mut old: PaperCopy = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        let Some(issued) = Issued::copy(writing, old.clone())? else { return Err(Refused::NotFound) };
        let certificate = issued.certificate;
        let Some(cancelled) = old.cancelled.as_mut() else {
            return Err(Refused::Conflict("这份纸质证明没有作废，不需要补制。".to_owned()));
        };
        if cancelled.replacement.is_some() {
            return Ok(());
        }
        if certificate.state(now.day()) != State::Valid {
            return Err(Refused::Conflict("证明已不是有效状态，不能补制纸质证明。".to_owned()));
        }
        let copies: Vec<PaperCopy> = writing.marked("paper-application", id_key(old.application))?;
        let index = copies.iter().map(|copy| copy.index).max().unwrap_or(0) + 1;
        // Where the address is gone, the firm comes for it.
        let delivery = if old.delivery == Delivery::PostErased { Delivery::Collect } else { old.delivery.clone() };
        let original = signed::read(writing, &certificate)?;
        let new = copies::issue_one(world, writing, &certificate, &original, (index, index), &delivery, now)?;
        cancelled.replacement = Some(new.id);
        writing.put(&old)?;
        let mut application: Application = writing.get(&id_key(old.application))?.ok_or(Refused::NotFound)?;
        application.history.push(Event {
            at: now,
            who: person.account.name.clone(),
            act: HistoryAct::PaperStep,
            note: format!("补制第 {index} 份，代替已作废的第 {} 份", old.index),
        });
        writing.put(&application)?;
        writing.audit(now, person.actor(), "paper.reissue", &format!("paper/{}", new.id), &format!("paper/{id}"))?;
        Ok::<_, Refused>(())
    })?;
    world.wake();
    Ok(())
}
