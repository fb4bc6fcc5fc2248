//! 审核台: what waits for a decision, in the order of submission, with what the rules say of each now.

use crate::app::case::Case;
use crate::app::names::{self, Names};
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::slice::Slice;
use crate::app::world::World;
use crate::domain::application::Application;
use crate::domain::calendar;
use crate::domain::id::Id;
use crate::domain::kind::{KindId, Review};
use crate::domain::permission::Right;
use crate::domain::rule::Outcome;
use crate::domain::stage::StageName;
use crate::domain::time::{Day, Moment};
use crate::store::Look;
use crate::store::records::id_key;

/// Lines beside an application under review.
const BESIDE: usize = 40;

/// Which applications a reviewer lists.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// None: those that wait.
    pub stage: Option<StageName>,
    pub kind: Option<KindId>,
    /// A number, or part of a firm's or a lawyer's name.
    pub search: String,
}

/// One line of the list.
#[derive(Clone, Debug)]
pub struct Line {
    pub id: Id<Application>,
    pub number: String,
    pub kind: String,
    pub firm: String,
    /// `赵一鸣等 12 名`.
    pub lawyers: String,
    pub stage: StageName,
    /// When it was submitted.
    pub since: Moment,
    /// Rules that do not pass; none are counted once it is decided.
    pub failed: usize,
    pub unknown: usize,
    /// It waits, and the promised day has passed.
    pub late: bool,
}

/// A part of the list.
#[derive(Clone, Debug)]
pub struct Queue {
    pub lines: Vec<Line>,
    /// How many there are in all.
    pub total: usize,
    /// For the filter.
    pub kinds: Vec<(KindId, String)>,
}

/// Lists: those that wait oldest first, others newest first.
pub fn list(world: &World, person: &Person, filter: &Filter, slice: Slice) -> Result<Queue, Refused> {
    person.needs(Right::Review)?;
    let look = world.store.read()?;
    let stage = filter.stage.unwrap_or(StageName::Pending);
    let mut names = Names::new(&look);
    let mut wanted = Vec::new();
    for application in in_order(&look, stage)? {
        if filter.finds(&mut names, &application)? {
            wanted.push(application);
        }
    }
    let total = wanted.len();
    let lines = slice.of(wanted).into_iter().map(|application| line(&look, &mut names, application, world.today()));
    Ok(Queue { lines: lines.collect::<Result<_, _>>()?, total, kinds: names::kinds(&look, world.today())? })
}

/// What waits around this application: a few before it, more after it, and how many in all.
pub fn beside(world: &World, person: &Person, id: Id<Application>) -> Result<(Vec<Line>, usize), Refused> {
    person.needs(Right::Review)?;
    let look = world.store.read()?;
    let waiting = in_order(&look, StageName::Pending)?;
    let total = waiting.len();
    let place = waiting.iter().position(|application| application.id == id).unwrap_or(0);
    let mut names = Names::new(&look);
    let part = waiting.into_iter().skip(place.saturating_sub(5)).take(BESIDE);
    let lines = part.map(|application| line(&look, &mut names, application, world.today()));
    Ok((lines.collect::<Result<_, _>>()?, total))
}

/// What to decide after this one: the next that waits, or the first; none where nothing waits.
pub fn next(world: &World, person: &Person, id: Id<Application>) -> Result<Option<Id<Application>>, Refused> {
    person.needs(Right::Review)?;
    let look = world.store.read()?;
    let decided: Application = look.get(&id_key(id))?.ok_or(Refused::NotFound)?;
    let waiting = in_order(&look, StageName::Pending)?;
    let after = waiting.iter().find(|other| place(other) > place(&decided));
    Ok(after.or(waiting.first()).map(|application| application.id))
}

fn place(application: &Application) -> (Option<Moment>, Id<Application>) {
    (application.submitted(), application.id)
}

/// Drafts are nobody's business yet.
fn in_order(look: &impl Look, stage: StageName) -> Result<Vec<Application>, Refused> {
    if stage == StageName::Draft {
        return Ok(Vec::new());
    }
    let mut all: Vec<Application> = look.marked("application-stage", stage.slug())?;
    all.sort_by_key(place);
    if stage != StageName::Pending {
        all.reverse();
    }
    Ok(all)
}

impl Filter {
    fn finds<L: Look>(&self, names: &mut Names<L>, application: &Application) -> Result<bool, Refused> {
        if self.kind.is_some() && self.kind != application.kind {
            return Ok(false);
        }
        let search = self.search.trim();
        if search.is_empty() || application.number().contains(&search.to_ascii_uppercase()) {
            return Ok(true);
        }
        let lawyers = application.submission.as_ref().map_or(&[][..], |submission| &submission.lawyers);
        names.found(search, application.firm, lawyers)
    }
}

fn line<L: Look>(look: &L, names: &mut Names<L>, application: Application, today: Day) -> Result<Line, Refused> {
    let submission = application.submission.clone().ok_or(Refused::NotFound)?;
    let waits = application.is(StageName::Pending);
    let case = Case::read(look, application, today)?;
    let findings = if waits { case.findings(&case.facts(look, &submission)?) } else { Vec::new() };
    let count = |outcome| findings.iter().filter(|finding| finding.outcome == outcome).count();
    let since = case.application.submitted().unwrap_or(case.application.created);
    let promised = match case.version.review {
        Review::Automatic => 1,
        Review::Manual { working_days } => working_days,
    };
    let promised = calendar::plus_working_days(&case.settings.calendar, since.day(), promised);
    Ok(Line {
        id: case.application.id,
        number: case.application.number(),
        kind: case.version.name.clone(),
        firm: case.firm.name.clone(),
        lawyers: names.lawyers(&submission.lawyers)?,
        stage: case.application.stage.name(),
        since,
        failed: count(Outcome::Fail),
        unknown: count(Outcome::Unknown),
        late: waits && today > promised,
    })
}
