//! 选择律师: the firm's lawyers, found by name, sound or licence number, with why one cannot be chosen.

use crate::app::case::Case;
use crate::app::draft;
use crate::app::fill_in::chooses_lawyers;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::application::Application;
use crate::domain::id::Id;
use crate::domain::register::Lawyer;
use crate::domain::rule::Rule;
use crate::reading;
use crate::text::rule::unusable;

/// The list for one draft.
#[derive(Clone, Debug)]
pub struct Choosing {
    /// Whether several may be chosen.
    pub many: bool,
    /// What the search found: chosen ones first, unusable ones last.
    pub found: Vec<Choosable>,
    /// Chosen ones that the search did not find.
    pub kept: Vec<Id<Lawyer>>,
    /// How many the firm has.
    pub total: usize,
}

/// One lawyer of the firm.
#[derive(Clone, Debug)]
pub struct Choosable {
    pub lawyer: Lawyer,
    /// Pinyin initials in lower case, all readings, separated by spaces: `sxz dxz`.
    pub initials: String,
    pub chosen: bool,
    pub refused: Option<String>,
}

/// Lists lawyers. `chosen` none: those that the draft has. Answers none where the kind has nobody to choose.
pub fn list(
    world: &World,
    person: &Person,
    id: Id<Application>,
    query: &str,
    chosen: Option<&[Id<Lawyer>]>,
) -> Result<Option<Choosing>, Refused> {
    let look = world.store.read()?;
    let application = draft::read(&look, person, id)?;
    let case = Case::read(&look, application, world.today())?;
    let Some(many) = chooses_lawyers(&case.version, &case.application) else { return Ok(None) };
    let chosen = chosen.unwrap_or(&case.application.form.lawyers);
    let must_practise = case.version.rules.contains(&Rule::LawyersPractising);
    let total = case.lawyers.len();
    let mut found: Vec<Choosable> = case
        .lawyers
        .into_iter()
        .filter(|lawyer| reading::matches(query, lawyer.name.as_str(), lawyer.licence.as_str()))
        .map(|lawyer| Choosable {
            initials: reading::initials(lawyer.name.as_str()).join(" "),
            chosen: chosen.contains(&lawyer.id),
            refused: unusable(lawyer.state).filter(|_| must_practise),
            lawyer,
        })
        .collect();
    found.sort_by_key(|one| (one.refused.is_some(), !one.chosen));
    let shown = |id: &Id<Lawyer>| found.iter().any(|one| one.lawyer.id == *id);
    let kept = chosen.iter().copied().filter(|id| !shown(id)).collect();
    Ok(Some(Choosing { many, found, kept, total }))
}
