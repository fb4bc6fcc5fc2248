//! Import of a register table: a dry run that only tells, and a commit that stores all of it or nothing. The commit
//! plans again inside its write, so that what is stored was checked against the register as it is then.

use serde::{Deserialize, Serialize};

use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::audit::{Actor, Change};
use crate::domain::id::Id;
use crate::domain::import::plan;
use crate::domain::import::plan::{Entry, Plan};
use crate::domain::import::register::Register;
use crate::domain::permission::Right;
use crate::domain::register::{Discipline, Dues, Firm, Honour, Lawyer, Loaded, Table};
use crate::domain::time::{Day, Moment};
use crate::store::records::id_key;
use crate::store::tables::{self, Bytes};
use crate::store::{Look, Record, Writing};
use crate::tabular;

/// Changed values that the audit keeps of one import; the file itself tells the rest.
const MOST_CHANGES: usize = 5000;

/// Dry runs that are kept; the oldest goes first.
const KEPT: usize = 10;

/// An uploaded file that waits to be committed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DryRun {
    pub id: Id<DryRun>,
    pub table: Table,
    pub file_name: String,
    /// The day up to which the file's source vouches for it.
    pub data_date: Day,
    pub at: Moment,
    pub by: String,
}

impl Record for DryRun {
    const TABLE: Bytes = tables::DRY_RUNS;

    fn key(&self) -> Vec<u8> {
        id_key(self.id)
    }
}

/// Plans a file and keeps it for the commit.
pub fn dry_run(
    world: &World,
    person: &Person,
    table: Table,
    file_name: &str,
    bytes: &[u8],
    data_date: Day,
) -> Result<(DryRun, Plan), Refused> {
    person.needs(Right::KeepRegister)?;
    let (now, today) = (world.now(), world.today());
    if data_date > today {
        return Err(Refused::field("data_date", "数据日期不能晚于今天。"));
    }
    let look = world.store.read()?;
    let planned = plan_file(world, &look, table, file_name, bytes)?;
    drop(look);
    let run = world.store.write(|writing| {
        let id = writing.next_id::<DryRun>()?;
        let by = person.account.login.clone();
        let run = DryRun { id, table, file_name: file_name.to_owned(), data_date, at: now, by };
        writing.put(&run)?;
        writing.put_bytes(tables::DRY_RUN_FILES, &id_key(id), bytes)?;
        let runs: Vec<DryRun> = writing.all()?;
        for old in runs.iter().rev().skip(KEPT) {
            forget(writing, old.id)?;
        }
        Ok::<DryRun, Refused>(run)
    })?;
    Ok((run, planned))
}

/// A kept dry run with its plan against the register of now.
pub fn read(world: &World, person: &Person, id: Id<DryRun>) -> Result<(DryRun, Plan), Refused> {
    person.needs(Right::KeepRegister)?;
    let look = world.store.read()?;
    let (run, bytes) = kept(&look, id)?;
    let planned = plan_file(world, &look, run.table, &run.file_name, &bytes)?;
    Ok((run, planned))
}

/// Commits a kept dry run.
pub fn commit(world: &World, person: &Person, id: Id<DryRun>) -> Result<Plan, Refused> {
    person.needs(Right::KeepRegister)?;
    let now = world.now();
    world.store.write(|writing| {
        let (run, bytes) = kept(writing, id)?;
        let planned = plan_file(world, writing, run.table, &run.file_name, &bytes)?;
        store(world, writing, planned.clone(), run.data_date, person.actor(), now)?;
        forget(writing, id)?;
        Ok(planned)
    })
}

/// Plans and commits a file at once: for the command line, where the operator was shown the dry run before.
pub fn load(
    world: &World,
    actor: Actor,
    table: Table,
    file_name: &str,
    bytes: &[u8],
    data_date: Day,
) -> Result<Plan, Refused> {
    let now = world.now();
    world.store.write(|writing| {
        let planned = plan_file(world, writing, table, file_name, bytes)?;
        if planned.can_commit() {
            store(world, writing, planned.clone(), data_date, actor, now)?;
        }
        Ok(planned)
    })
}

/// What a file would do, without keeping it.
pub fn plan_only(world: &World, table: Table, file_name: &str, bytes: &[u8]) -> Result<Plan, Refused> {
    plan_file(world, &world.store.read()?, table, file_name, bytes)
}

fn kept(look: &impl Look, id: Id<DryRun>) -> Result<(DryRun, Vec<u8>), Refused> {
    let gone = || Refused::Conflict("这次试导入已过期或已入库，请重新上传文件。".to_owned());
    let run = look.get(&id_key(id))?.ok_or_else(gone)?;
    let bytes = look.bytes(tables::DRY_RUN_FILES, &id_key(id))?.ok_or_else(gone)?;
    Ok((run, bytes))
}

fn forget(writing: &Writing, id: Id<DryRun>) -> Result<(), Refused> {
    writing.remove::<DryRun>(&id_key(id))?;
    writing.remove_bytes(tables::DRY_RUN_FILES, &id_key(id))?;
    Ok(())
}

fn plan_file(world: &World, look: &impl Look, table: Table, file_name: &str, bytes: &[u8]) -> Result<Plan, Refused> {
    let grid = tabular::read(file_name, bytes).map_err(|error| Refused::field("file", error.sentence()))?;
    let firms: Vec<Firm> = look.all()?;
    let lawyers: Vec<Lawyer> = look.all()?;
    let discipline: Vec<Discipline> = look.all()?;
    let dues: Vec<Dues> = look.all()?;
    let honours: Vec<Honour> = look.all()?;
    let register = Register::new(&firms, &lawyers, &discipline, &dues, &honours);
    Ok(plan(table, &grid, &register, world.today(), &|text| world.press.undrawable(text)))
}

fn store(
    world: &World,
    writing: &Writing,
    planned: Plan,
    data_date: Day,
    actor: Actor,
    now: Moment,
) -> Result<(), Refused> {
    if !planned.can_commit() {
        return Err(Refused::Conflict("文件中有不能导入的行，一行也没有入库。请更正后重新上传。".to_owned()));
    }
    let values = world.beside(changes(&planned));
    let counts = format!("new {} changed {} unchanged {}", planned.new.len(), planned.changed.len(), planned.unchanged);
    for row in planned.new.into_iter().chain(planned.changed) {
        match row.entry {
            Entry::NewFirm(firm) => writing.put(&firm.with_id(writing.next_id::<Firm>()?))?,
            Entry::Firm(firm) => writing.put(&firm)?,
            Entry::NewLawyer(lawyer) => writing.put(&lawyer.with_id(writing.next_id::<Lawyer>()?))?,
            Entry::Lawyer(lawyer) => writing.put(&lawyer)?,
            Entry::Discipline(discipline) => writing.put(&discipline)?,
            Entry::Dues(dues) => writing.put(&dues)?,
            Entry::Honour(honour) => writing.put(&honour)?,
        }
    }
    writing.put_loaded(planned.table, Loaded { at: now, data_date })?;
    let object = format!("register/{}", planned.table.slug());
    writing.audit_with(now, actor, "register.import", &object, &counts, values)?;
    Ok(())
}

/// What the changed rows said before and say now; of very long lists the first.
fn changes(planned: &Plan) -> Vec<Change> {
    let changed = planned.changed.iter().flat_map(|row| row.changes.iter().map(move |change| (row, change)));
    changed
        .take(MOST_CHANGES)
        .map(|(row, change)| Change::new(&format!("{} {}", row.title, change.column), &change.from, &change.to))
        .collect()
}
