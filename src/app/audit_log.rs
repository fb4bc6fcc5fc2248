//! Reading the audit: who did what. The reading itself leaves no entry, an export does.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::audit::{Actor, Change, Entry, Particulars};
use crate::domain::permission::Right;
use crate::domain::time::{Day, Moment};
use crate::store::Look;
pub use crate::store::audit::Chain;
use crate::store::audit::check_chain;

/// Which entries are wanted. Texts are lower case, and found anywhere in what they are looked for in.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// In the actor.
    pub who: String,
    pub act: String,
    pub object: String,
    /// In the actor, the object, the detail or a personal value.
    pub search: String,
    pub from: Option<Day>,
    /// Inclusive.
    pub to: Option<Day>,
}

/// One entry and what lies beside it.
#[derive(Clone, Debug)]
pub struct Line {
    pub entry: Entry,
    pub changes: Vec<Change>,
    /// It had personal values, whose time is over.
    pub erased: bool,
}

/// The log as asked for.
#[derive(Clone, Debug)]
pub struct Log {
    /// Newest first.
    pub lines: Vec<Line>,
    /// Every act that occurs, in order of the alphabet.
    pub acts: Vec<String>,
    pub chain: Chain,
}

/// How an export is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180, UTF-8 with a byte order mark, which spreadsheets in China need.
    Csv,
    /// One JSON object to a line, as the chain hashes it, with its personal values.
    JsonLines,
}

/// Reads the log and checks its chain.
pub fn read(world: &World, person: &Person, wanted: &Wanted) -> Result<Log, Refused> {
    person.needs(Right::ReadAudit)?;
    let look = world.store.read()?;
    let all: Vec<Entry> = look.all()?;
    let mut beside: BTreeMap<u64, Vec<Change>> =
        look.all::<Particulars>()?.into_iter().map(|particulars| (particulars.index, particulars.changes)).collect();
    let mut acts: Vec<String> = all.iter().map(|entry| entry.act.clone()).collect();
    acts.sort();
    acts.dedup();
    let chain = check_chain(&look, |_| {})?;
    let line = |entry: Entry| {
        let changes = beside.remove(&entry.index);
        Line { erased: entry.sealed.is_some() && changes.is_none(), changes: changes.unwrap_or_default(), entry }
    };
    let lines = all.into_iter().rev().map(line).filter(|line| wanted.matches(line)).collect();
    Ok(Log { lines, acts, chain })
}

/// The wanted entries as a file, oldest first.
pub fn export(world: &World, person: &Person, wanted: &Wanted, format: Format) -> Result<String, Refused> {
    let log = read(world, person, wanted)?;
    let now = world.now();
    let detail = format!("{} entries", log.lines.len());
    world.store.write(|writing| {
        writing.audit(now, person.actor(), "audit.export", "audit", &detail)?;
        Ok::<_, Refused>(())
    })?;
    let oldest_first = log.lines.iter().rev();
    Ok(match format {
        Format::Csv => oldest_first.fold(HEADER.to_owned(), |file, line| file + &row(line)),
        Format::JsonLines => {
            let mut file = String::new();
            for Line { entry, changes, .. } in oldest_first {
                let line = Exported { entry, changes };
                file.push_str(&serde_json::to_string(&line).map_err(Refused::broken)?);
                file.push('\n');
            }
            file
        }
    })
}

/// A line of JSON.
#[derive(Serialize)]
struct Exported<'a> {
    #[serde(flatten)]
    entry: &'a Entry,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    changes: &'a [Change],
}

const HEADER: &str = "\u{FEFF}序号,时间,操作者,操作,对象,说明,变更内容,哈希\r\n";

fn row(line: &Line) -> String {
    let entry = &line.entry;
    let (index, at, who, changes) = (entry.index.to_string(), entry.at.rfc3339(), actor(&entry.actor), changes(line));
    let cells = [&index, &at, &who, &entry.act, &entry.object, &entry.detail, &changes, &entry.hash];
    cells.map(|text| cell(text)).join(",") + "\r\n"
}

/// Personal values in words.
pub fn changes(line: &Line) -> String {
    let mut words = String::new();
    for Change { what, before, after } in &line.changes {
        let joint = if words.is_empty() { "" } else { "；" };
        let _ = match before.as_str() {
            "" => write!(words, "{joint}{what}：{after}"),
            before => write!(words, "{joint}{what}：{before} → {after}"),
        };
    }
    if line.erased { "个人信息已按规定删除".to_owned() } else { words }
}

impl Wanted {
    fn matches(&self, line: &Line) -> bool {
        let entry = &line.entry;
        let day = entry.at.day();
        let holds = |text: &str, part: &str| part.is_empty() || text.to_lowercase().contains(part);
        let who = actor(&entry.actor);
        (self.act.is_empty() || entry.act == self.act)
            && self.from.is_none_or(|from| entry.at >= Moment::start_of(from))
            && self.to.is_none_or(|to| day <= to)
            && holds(&who, &self.who)
            && holds(&entry.object, &self.object)
            && [&who, &entry.object, &entry.detail, &changes(line)].iter().any(|text| holds(text, &self.search))
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
