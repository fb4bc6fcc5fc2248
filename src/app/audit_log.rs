//! Reading the audit: who did what. The reading itself leaves no entry, an export does.

use std::fmt::Write as _;

use serde::Serialize;

use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::audit::{Actor, Change, Entry, Particulars};
use crate::domain::permission::Right;
use crate::domain::time::{Day, Moment};
pub use crate::store::audit::Chain;
use crate::store::audit::{check_chain, noted_head, own_hash_fits};
use crate::store::{Look, Snapshot};

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

/// One page of the log, as asked for.
#[derive(Clone, Debug)]
pub struct Log {
    /// Newest first.
    pub lines: Vec<Line>,
    /// Where the next page begins: lines below this index; none where there is nothing older.
    pub older: Option<u64>,
    /// Entries in all, whatever was asked for.
    pub count: u64,
    pub chain: Checked,
}

/// What was checked of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    All(Chain),
    /// The entries that this page came by follow one another, and where it begins with the newest, that is the noted end.
    Page,
    /// They do not, at the entry with this index.
    PageBroken(u64),
}

/// How an export is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180, UTF-8 with a byte order mark, which spreadsheets in China need.
    Csv,
    /// One JSON object to a line, as the chain hashes it, with its personal values.
    JsonLines,
}

/// Lines on a page.
const ROWS: usize = 50;

/// Entries that are looked at for one page at the most, so that a filter which finds little does not read everything at
/// once; the page then goes on from there.
const LOOKED_AT: u64 = 20_000;

/// Entries by which a clock that was set back may have put days out of order.
const SLACK: u64 = 1000;

/// Reads one page: the newest wanted lines below the index `before`. The whole chain is checked where `whole` says so.
pub fn page(world: &World, person: &Person, wanted: &Wanted, before: Option<u64>, whole: bool) -> Result<Log, Refused> {
    person.needs(Right::ReadAudit)?;
    let look = world.store.read()?;
    let count = look.newest::<Entry>(1)?.pop().map_or(0, |last| last.index + 1);
    let mut next = before.unwrap_or(count).min(count);
    if let Some(to) = wanted.to {
        next = next.min(first_after(&look, to, count)?.saturating_add(SLACK));
    }
    let (least, begin) = (next.saturating_sub(LOOKED_AT), next);
    let (mut lines, mut chain, mut newer, mut too_early) = (Vec::new(), Checked::Page, None::<Entry>, 0);
    while next > least && lines.len() < ROWS && too_early < SLACK {
        next -= 1;
        let entry: Option<Entry> = look.get(&next.to_be_bytes())?;
        let Some(entry) = entry.filter(|entry| fits(entry, next, newer.as_ref())) else {
            chain = Checked::PageBroken(next);
            break;
        };
        newer = Some(entry.clone());
        too_early = if wanted.from.is_some_and(|from| entry.at < Moment::start_of(from)) { too_early + 1 } else { 0 };
        let line = beside(&look, entry)?;
        if wanted.matches(&line) {
            lines.push(line);
        }
    }
    if begin == count && chain == Checked::Page && !ends_well(&look, count)? {
        chain = Checked::PageBroken(count);
    }
    if whole {
        chain = Checked::All(check_chain(&look, |_| {})?);
    }
    let older = (next > 0 && too_early < SLACK).then_some(next);
    Ok(Log { lines, older, count, chain })
}

/// Whether an entry is what it says, and what the one after it says of it.
fn fits(entry: &Entry, index: u64, newer: Option<&Entry>) -> bool {
    entry.index == index && own_hash_fits(entry) && newer.is_none_or(|newer| newer.previous == entry.hash)
}

/// Whether the newest entry is the noted end of the chain.
fn ends_well(look: &Snapshot, count: u64) -> Result<bool, Refused> {
    let last = look.newest::<Entry>(1)?.pop();
    Ok(match noted_head(look)? {
        Some(noted) => noted.count == count && last.is_some_and(|last| last.hash == noted.hash),
        None => true,
    })
}

/// Index of the first entry after a day; entries are written in the order of time, unless the clock was set back.
fn first_after(look: &Snapshot, day: Day, count: u64) -> Result<u64, Refused> {
    let end = Moment::start_of(day.plus_days(1));
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        match look.get::<Entry>(&middle.to_be_bytes())? {
            Some(entry) if entry.at < end => low = middle + 1,
            _ => high = middle,
        }
    }
    Ok(low)
}

fn beside(look: &Snapshot, entry: Entry) -> Result<Line, Refused> {
    let kept: Option<Particulars> = match entry.sealed {
        Some(_) => look.get(&entry.index.to_be_bytes())?,
        None => None,
    };
    let erased = entry.sealed.is_some() && kept.is_none();
    Ok(Line { entry, changes: kept.map(|kept| kept.changes).unwrap_or_default(), erased })
}

/// The wanted entries as a file, oldest first.
pub fn export(world: &World, person: &Person, wanted: &Wanted, format: Format) -> Result<String, Refused> {
    person.needs(Right::ReadAudit)?;
    let look = world.store.read()?;
    let mut lines = Vec::new();
    for entry in look.all::<Entry>()? {
        let line = beside(&look, entry)?;
        if wanted.matches(&line) {
            lines.push(line);
        }
    }
    let now = world.now();
    let detail = format!("{} entries", lines.len());
    world.store.write(|writing| {
        writing.audit(now, person.actor(), "audit.export", "audit", &detail)?;
        Ok::<_, Refused>(())
    })?;
    Ok(match format {
        Format::Csv => lines.iter().fold(HEADER.to_owned(), |file, line| file + &row(line)),
        Format::JsonLines => {
            let mut file = String::new();
            for Line { entry, changes, .. } in &lines {
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
