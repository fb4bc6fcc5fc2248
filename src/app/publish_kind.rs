//! Publishing what was written: it becomes a version of its kind that takes effect on a day and is never changed again.
//! Certificates that are issued keep theirs; so do applications that wait; drafts of applicants move over.

use crate::app::edit_kind::{Opened, read, unchanged_since};
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::sheet;
use crate::app::world::World;
use crate::domain::complete::{Problem, text_line};
use crate::domain::kind::{Kind, KindId, KindVersion, Published};
use crate::domain::kind_form::{KindDraft, KindForm};
use crate::domain::permission::Right;
use crate::domain::settings::Settings;
use crate::domain::specimen::Sample;
use crate::domain::time::{Day, Moment};
use crate::store::Look;
use crate::store::blobs::Blobs;

/// A version may be published at most so many days ahead.
const MOST_AHEAD: i32 = 366;

/// Publishing as typed; the field names of problems are those of this struct.
#[derive(Clone, Debug)]
pub struct Typed {
    /// The draft's last change that the page knew.
    pub seen: Moment,
    pub effective: String,
    /// What was changed and why.
    pub note: String,
}

/// What was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    pub number: u32,
    pub effective: Day,
}

/// Publishes a draft. Everything that can refuse is tried first: the entries, and a drawing of each sample.
pub fn publish(world: &World, person: &Person, id: &KindId, typed: &Typed) -> Result<Done, Refused> {
    person.needs(Right::ChangeSettings)?;
    let (now, today) = (world.now(), world.today());
    let look = world.store.read()?;
    let opened = read(world, &look, id)?;
    let settings = look.settings()?;
    drop(look);
    ready(&opened, typed.seen)?;
    let (effective, note) = entries(world, typed, today)?;
    draws(world, &settings, &opened)?;
    world.store.write(|writing| {
        let opened = read(world, writing, id)?;
        ready(&opened, typed.seen)?;
        let published = Published { at: now, by: person.account.name.clone(), note: note.clone() };
        let version = KindVersion { effective, published: Some(published), ..opened.checked.version };
        let number = version.number;
        let kind = match opened.kind {
            Some(mut kind) => {
                kind.versions.push(version);
                kind
            }
            None => new_kind(writing, id, version)?,
        };
        writing.put(&kind)?;
        writing.remove::<KindDraft>(id.as_str().as_bytes())?;
        let detail = format!("version {number} effective {effective}");
        writing.audit(now, person.actor(), "kind.publish", &format!("kind/{id}"), &detail)?;
        Ok(Done { number, effective })
    })
}

/// A kind that is published for the first time stands last in the list, and is offered where nothing hinders it.
fn new_kind(look: &impl Blobs, id: &KindId, version: KindVersion) -> Result<Kind, Refused> {
    let position = look.all::<Kind>()?.iter().map(|kind| kind.position).max().unwrap_or(0) + 1;
    let offered = !version.needs_consent() || look.settings()?.consent;
    Ok(Kind { id: id.clone(), position, offered, retired: None, answers_today: false, versions: vec![version] })
}

/// A draft that is there, unchanged since it was seen, without faults, and says something new.
fn ready(opened: &Opened, seen: Moment) -> Result<(), Refused> {
    let gone = || Refused::Conflict("这份草稿刚刚已被发布或删除，没有可以发布的内容。".to_owned());
    let draft = opened.draft.as_ref().ok_or_else(gone)?;
    unchanged_since(draft, seen)?;
    if !opened.checked.problems.is_empty() {
        let sentence = format!("草稿还有 {} 处需要更正，请先回到编辑页处理。", opened.checked.problems.len());
        return Err(Refused::Invalid(vec![Problem::new("", sentence)]));
    }
    let newest = opened.kind.as_ref().and_then(|kind| kind.versions.iter().max_by_key(|version| version.number));
    if newest.is_some_and(|version| KindForm::of(version) == KindForm::of(&opened.checked.version)) {
        let sentence = "草稿和最近一版没有区别，不需要发布。";
        return Err(Refused::Invalid(vec![Problem::new("", sentence)]));
    }
    Ok(())
}

fn entries(world: &World, typed: &Typed, today: Day) -> Result<(Day, String), Refused> {
    let mut problems = Vec::new();
    let effective = Day::parse(&typed.effective);
    match effective {
        None => problems.push(Problem::new("effective", "请填写生效日期，例如 2026-01-31。")),
        Some(day) if day < today => problems.push(Problem::new("effective", "生效日期不能早于今天。")),
        Some(day) if day > today.plus_days(MOST_AHEAD) => {
            problems.push(Problem::new("effective", "生效日期不能晚于一年之后。"));
        }
        Some(_) => {}
    }
    let note = text_line(&typed.note, 200, &|text: &str| world.press.undrawable(text)).unwrap_or_else(|sentence| {
        problems.push(Problem::new("note", format!("修改说明：{sentence}")));
        String::new()
    });
    match (effective, problems.is_empty()) {
        (Some(day), true) => Ok((day, note)),
        _ => Err(Refused::Invalid(problems)),
    }
}

/// Draws the three samples: what cannot be printed is found now, not at the first application.
fn draws(world: &World, settings: &Settings, opened: &Opened) -> Result<(), Refused> {
    for sample in Sample::ALL {
        let drawn = sheet::sample(world, settings, &opened.id, &opened.checked.version, world.today(), sample);
        if let Err(Refused::Broken(cause)) = drawn {
            tracing::warn!(kind = %opened.id, sample = sample.slug(), "a sample does not print: {cause}");
            let sentence = format!("“{}”的样本无法印制，请在编辑页的预览中查看。", sample.zh());
            return Err(Refused::Invalid(vec![Problem::new("", sentence)]));
        }
        drawn?;
    }
    Ok(())
}

/// Takes back a version whose day has not come: nothing was issued under it. Where nothing else is being written it
/// becomes the draft again. A kind that has no other version goes back to being a draft.
pub fn unschedule(world: &World, person: &Person, id: &KindId, number: u32) -> Result<(), Refused> {
    person.needs(Right::ChangeSettings)?;
    let (now, today) = (world.now(), world.today());
    world.store.write(|writing| {
        let mut kind: Kind = writing.get(id.as_str().as_bytes())?.ok_or(Refused::NotFound)?;
        let version = kind.version(number).cloned().ok_or(Refused::NotFound)?;
        if version.effective <= today {
            return Err(Refused::Conflict("这一版已经生效，不能撤下；请发布新的一版。".to_owned()));
        }
        kind.versions.retain(|version| version.number != number);
        if kind.versions.is_empty() {
            writing.remove::<Kind>(id.as_str().as_bytes())?;
        } else {
            writing.put(&kind)?;
        }
        if writing.get::<KindDraft>(id.as_str().as_bytes())?.is_none() {
            let based_on = kind.on(today).map_or(0, |version| version.number);
            let by = person.account.name.clone();
            writing.put(&KindDraft { id: id.clone(), form: KindForm::of(&version), based_on, changed: now, by })?;
        }
        writing.audit(now, person.actor(), "kind.unschedule", &format!("kind/{id}"), &format!("version {number}"))?;
        Ok(())
    })
}

/// 停用: no longer offered; what is under way is finished. Or 恢复.
pub fn retire(world: &World, person: &Person, id: &KindId, retired: bool) -> Result<(), Refused> {
    person.needs(Right::ChangeSettings)?;
    let (now, today) = (world.now(), world.today());
    world.store.write(|writing| {
        let mut kind: Kind = writing.get(id.as_str().as_bytes())?.ok_or(Refused::NotFound)?;
        if kind.retired.is_some() == retired {
            return Ok(());
        }
        kind.retired = retired.then_some(today);
        // Brought back, it is offered only once somebody says so.
        kind.offered = false;
        writing.put(&kind)?;
        let act = if retired { "kind.retire" } else { "kind.restore" };
        writing.audit(now, person.actor(), act, &format!("kind/{id}"), "")?;
        Ok(())
    })
}
