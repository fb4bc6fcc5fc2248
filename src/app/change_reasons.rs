//! The phrases that the public may be told when a certificate is revoked, reinstated or replaced: the association's own.

use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::why::LONGEST_REASON;
use crate::app::world::World;
use crate::domain::certificate::Deed;
use crate::domain::complete::{Problem, text_line};
use crate::domain::id::Id;
use crate::domain::permission::Right;
use crate::domain::settings::{Reasons, Settings};
use crate::store::blobs::Blobs;
use crate::text::reasons::phrases;

/// Most phrases of one list.
const MOST: usize = 30;

/// The fields of the page, and the act of each.
pub const LISTS: [(&str, Deed); 3] =
    [("revoke", Deed::Revoke), ("reinstate", Deed::Reinstate), ("replace", Deed::Replace { by: Id::new(0) })];

/// The lists as they are offered now.
pub fn read(world: &World, person: &Person) -> Result<Reasons, Refused> {
    person.needs(Right::ChangeSettings)?;
    let chosen = world.store.read()?.settings()?.reasons;
    let [revoke, reinstate, replace] = LISTS.map(|(_, deed)| phrases(&chosen, deed));
    Ok(Reasons { revoke, reinstate, replace })
}

/// Changes them: each list as typed, a phrase a line. An emptied list becomes the built-in one again.
pub fn change(world: &World, person: &Person, typed: [&str; 3]) -> Result<(), Refused> {
    person.needs(Right::ChangeSettings)?;
    let mut problems = Vec::new();
    let [revoke, reinstate, replace] = [0, 1, 2].map(|at| list(world, LISTS[at].0, typed[at], &mut problems));
    if !problems.is_empty() {
        return Err(Refused::Invalid(problems));
    }
    let now = world.now();
    world.store.write(|writing| {
        let old = writing.settings()?;
        let new = Settings { reasons: Reasons { revoke, reinstate, replace }, ..old.clone() };
        if new != old {
            writing.put_settings(&new)?;
            writing.audit(now, person.actor(), "reasons.change", "settings", "")?;
        }
        Ok(())
    })
}

fn list(world: &World, field: &str, typed: &str, problems: &mut Vec<Problem>) -> Vec<String> {
    let mut phrases = Vec::new();
    for (n, line) in (1..).zip(typed.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        match text_line(line, LONGEST_REASON, &|text| world.press.undrawable(text)) {
            Ok(phrase) if phrases.contains(&phrase) => {
                problems.push(Problem::new(field, format!("第 {n} 行与前面的一行相同。")));
            }
            Ok(phrase) => phrases.push(phrase),
            Err(sentence) => problems.push(Problem::new(field, format!("第 {n} 行：{sentence}"))),
        }
    }
    if phrases.len() > MOST {
        problems.push(Problem::new(field, format!("最多 {MOST} 条，现有 {} 条。", phrases.len())));
    }
    phrases
}
