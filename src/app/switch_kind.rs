//! 证明种类: what the system administrator sees of the kinds, and switches.

use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::complete::Problem;
use crate::domain::kind::{Kind, KindId, KindVersion, Published, Review};
use crate::domain::kind_check::MOST_DAYS;
use crate::domain::permission::Right;
use crate::domain::rule::Rule;
use crate::domain::settings::Settings;
use crate::domain::time::Day;
use crate::store::Look;
use crate::store::blobs::Blobs;

/// A kind with the version in force today.
#[derive(Clone, Debug)]
pub struct Offered {
    pub kind: Kind,
    pub version: KindVersion,
    /// Why it cannot be offered now.
    pub blocked: Option<&'static str>,
}

/// Every kind, in the applicants' order.
pub fn list(world: &World, person: &Person) -> Result<Vec<Offered>, Refused> {
    person.needs(Right::ChangeSettings)?;
    let look = world.store.read()?;
    let settings = look.settings()?;
    let mut kinds: Vec<Kind> = look.all()?;
    kinds.sort_by_key(|kind| kind.position);
    let today = world.today();
    kinds.into_iter().map(|kind| offered(kind, &settings, today)).collect()
}

fn offered(kind: Kind, settings: &Settings, today: Day) -> Result<Offered, Refused> {
    let version = kind.on(today).cloned().ok_or_else(|| Refused::broken("a kind without versions"))?;
    let blocked = blocked(&kind, &version, settings);
    Ok(Offered { kind, version, blocked })
}

fn blocked(kind: &Kind, version: &KindVersion, settings: &Settings) -> Option<&'static str> {
    if kind.retired.is_some() {
        return Some("已停用，不再接受申请；已提交的申请照常办完。");
    }
    (version.needs_consent() && !settings.consent)
        .then_some("须经律师本人同意。本会尚未开通在线征求同意，因此不能开放申请。")
}

/// A kind's switches as typed; the field names of problems are those of this struct.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub offered: bool,
    pub answers_today: bool,
    /// `automatic` or `manual`.
    pub review: String,
    pub working_days: String,
    pub paper: bool,
}

/// Changes a kind; the names of what changed. What decides makes a new version, effective today: certificates that are
/// issued, and applications that wait, keep theirs.
pub fn switch(world: &World, person: &Person, id: &KindId, typed: &Typed) -> Result<Vec<&'static str>, Refused> {
    person.needs(Right::ChangeSettings)?;
    let (now, today) = (world.now(), world.today());
    world.store.write(|writing| {
        let kind: Kind = writing.get(id.as_str().as_bytes())?.ok_or(Refused::NotFound)?;
        let Offered { mut kind, version, blocked } = offered(kind, &writing.settings()?, today)?;
        let review = check(&kind, &version, blocked, typed)?;
        let differs = [
            ("offered", kind.offered != typed.offered),
            ("answers_today", kind.answers_today != typed.answers_today),
            ("review", version.review != review),
            ("paper", version.paper != typed.paper),
        ];
        let changed: Vec<&str> = differs.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect();
        if changed.is_empty() {
            return Ok(changed);
        }
        kind.offered = typed.offered;
        kind.answers_today = typed.answers_today;
        let mut detail = changed.join(" ");
        if changed.contains(&"review") || changed.contains(&"paper") {
            if let Some(next) = kind.scheduled(today).first() {
                let day = next.effective.zh();
                let sentence = format!("第 {} 版已定于 {day} 生效，请在编辑页里一起改，或先撤下那一版。", next.number);
                return Err(Refused::field("review", sentence));
            }
            let number = kind.next_number();
            let published = Published { at: now, by: person.account.name.clone(), note: String::new() };
            let paper = typed.paper;
            kind.versions.push(KindVersion {
                number,
                effective: today,
                review,
                paper,
                published: Some(published),
                ..version
            });
            detail = format!("{detail} version {number}");
        }
        writing.put(&kind)?;
        writing.audit(now, person.actor(), "kind.switch", &format!("kind/{id}"), &detail)?;
        Ok(changed)
    })
}

/// Moves a kind one place up or down among those that are not 停用: the order in which applicants see them. `from` is the
/// place, counted from 0, that whoever asks saw it at: where it stands elsewhere by now, it stays.
pub fn shift(world: &World, person: &Person, id: &KindId, from: usize, up: bool) -> Result<(), Refused> {
    person.needs(Right::ChangeSettings)?;
    let now = world.now();
    world.store.write(|writing| {
        let mut kinds: Vec<Kind> = writing.all()?;
        kinds.sort_by_key(|kind| (kind.retired.is_some(), kind.position));
        let place = kinds.iter().position(|kind| kind.id == *id).ok_or(Refused::NotFound)?;
        let other = if up { place.checked_sub(1) } else { Some(place + 1).filter(|at| *at < kinds.len()) };
        let stands = place == from && kinds[place].retired.is_none();
        let Some(other) = other.filter(|at| stands && kinds[*at].retired.is_none()) else {
            return Ok(());
        };
        kinds.swap(place, other);
        for (position, mut kind) in (1..).zip(kinds) {
            if kind.position != position {
                kind.position = position;
                writing.put(&kind)?;
            }
        }
        writing.audit(now, person.actor(), "kind.move", &format!("kind/{id}"), if up { "up" } else { "down" })?;
        Ok(())
    })
}

fn check(kind: &Kind, version: &KindVersion, blocked: Option<&'static str>, typed: &Typed) -> Result<Review, Refused> {
    let mut problems = Vec::new();
    if typed.review == "automatic" && version.rules.is_empty() {
        problems.push(Problem::new("review", "自动审核全凭规则，这类证明没有规则，请选择人工审核。"));
    }
    if typed.review == "automatic" && version.needs_consent() {
        problems.push(Problem::new("review", "须经律师同意的证明要等待答复，请选择人工审核。"));
    }
    if let (true, Some(why)) = (typed.offered, blocked) {
        problems.push(Problem::new("offered", why));
    }
    if typed.answers_today && !kind.answers_today && speaks_of_discipline(version) {
        let sentence = "涉及行业处分的证明不公开答复今日是否仍成立，否则等于公开新的处分。";
        problems.push(Problem::new("answers_today", sentence));
    }
    let days = typed.working_days.trim().parse::<u16>().ok().filter(|days| (1..=MOST_DAYS).contains(days));
    let review = match (typed.review.as_str(), days) {
        ("automatic", _) => Review::Automatic,
        ("manual", Some(working_days)) => Review::Manual { working_days },
        ("manual", None) => {
            problems.push(Problem::new("working_days", format!("承诺工作日请填写 1 至 {MOST_DAYS} 的整数。")));
            version.review
        }
        _ => {
            problems.push(Problem::new("review", "请选择审核方式：自动审核或人工审核。"));
            version.review
        }
    };
    if problems.is_empty() { Ok(review) } else { Err(Refused::Invalid(problems)) }
}

fn speaks_of_discipline(version: &KindVersion) -> bool {
    let speaks = |rule: &Rule| matches!(rule, Rule::FirmUndisciplined { .. } | Rule::LawyersUndisciplined { .. });
    version.rules.iter().any(speaks)
}
