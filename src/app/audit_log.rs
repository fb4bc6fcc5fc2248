//! Reading the audit: who did what. The reading itself leaves no entry, an export does.

use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::audit::{Actor, Entry};
use crate::domain::permission::Right;
use crate::domain::time::{Day, Moment};
use crate::store::Look;
use crate::store::audit::check_chain;

/// Which entries are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// In the actor, the object or the detail; lower case.
    pub search: String,
    pub act: String,
    pub from: Option<Day>,
    /// Inclusive.
    pub to: Option<Day>,
}

/// The log as asked for.
#[derive(Clone, Debug)]
pub struct Log {
    /// Newest first.
    pub entries: Vec<Entry>,
    /// Every act that occurs, in order of the alphabet.
    pub acts: Vec<String>,
    /// The number of entries in all, or the index of the first that does not fit the chain.
    pub chain: Result<u64, u64>,
}

/// Reads the log and checks its chain.
pub fn read(world: &World, person: &Person, wanted: &Wanted) -> Result<Log, Refused> {
    person.needs(Right::ReadAudit)?;
    let look = world.store.read()?;
    let all: Vec<Entry> = look.all()?;
    let mut acts: Vec<String> = all.iter().map(|entry| entry.act.clone()).collect();
    acts.sort();
    acts.dedup();
    let chain = check_chain(&look)?;
    let entries = all.into_iter().rev().filter(|entry| wanted.matches(entry)).collect();
    Ok(Log { entries, acts, chain })
}

/// The wanted entries as CSV (RFC 4180, UTF-8 with a byte order mark, which spreadsheets in China need).
pub fn export(world: &World, person: &Person, wanted: &Wanted) -> Result<String, Refused> {
    let log = read(world, person, wanted)?;
    let now = world.now();
    let detail = format!("{} entries", log.entries.len());
    world.store.write(|writing| {
        writing.audit(now, person.actor(), "audit.export", "audit", &detail)?;
        Ok::<_, Refused>(())
    })?;
    let mut csv = "\u{FEFF}序号,时间,操作者,操作,对象,说明,哈希\r\n".to_owned();
    for entry in log.entries.iter().rev() {
        let index = entry.index.to_string();
        let at = entry.at.rfc3339();
        let who = actor(&entry.actor);
        let cells = [&index, &at, &who, &entry.act, &entry.object, &entry.detail, &entry.hash];
        csv.push_str(&cells.map(|text| cell(text)).join(","));
        csv.push_str("\r\n");
    }
    Ok(csv)
}

impl Wanted {
    fn matches(&self, entry: &Entry) -> bool {
        let day = entry.at.day();
        let texts = [&actor(&entry.actor).to_lowercase(), &entry.object.to_lowercase(), &entry.detail.to_lowercase()];
        (self.act.is_empty() || entry.act == self.act)
            && self.from.is_none_or(|from| entry.at >= Moment::start_of(from))
            && self.to.is_none_or(|to| day <= to)
            && (self.search.is_empty() || texts.iter().any(|text| text.contains(&self.search)))
    }
}

/// Who acted, as people read it.
pub fn actor(actor: &Actor) -> String {
    match actor {
        Actor::Account { login, .. } => login.clone(),
        Actor::Program => "系统".to_owned(),
        Actor::Operator { uid } => format!("操作员（uid {uid}）"),
        Actor::Visitor => "访客".to_owned(),
    }
}

/// A cell that no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}
