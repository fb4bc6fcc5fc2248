//! Step 3: what the browser sent is laid over the draft. Only what the page asked for is replaced: entries that belong to
//! another kind, or to another page, stay as they were, so that going back and forth loses nothing.

use crate::app::draft;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::application::{Application, Form};
use crate::domain::id::Id;
use crate::domain::kind::{Entry, Kind, KindId, KindVersion, Scope};
use crate::domain::register::Lawyer;
use crate::domain::time::Moment;
use crate::store::Look;
use crate::store::Writing;
use crate::store::register::RegisterLook;

/// One sending of step 3.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// The kind and version that the page was made for.
    pub kind: String,
    pub version: u32,
    pub form: Form,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saved {
    pub at: Moment,
    /// Whether the page was made for the kind that the draft has now; another tab may have changed it.
    pub same_kind: bool,
}

/// Whether lawyers are chosen for a kind: several, or one at the most. None where there is nothing to choose: the kind
/// is about the firm or about all, or a lawyer applies for himself or herself.
pub fn chooses_lawyers(version: &KindVersion, application: &Application) -> Option<bool> {
    match version.scope {
        _ if application.lawyer.is_some() => None,
        Scope::SomeLawyers => Some(true),
        Scope::OneLawyer | Scope::FirmOrOneLawyer => Some(false),
        Scope::Firm | Scope::FirmAndAllLawyers => None,
    }
}

/// Saves what was typed, right or wrong.
pub fn save(world: &World, person: &Person, id: Id<Application>, typed: Typed) -> Result<Saved, Refused> {
    let (now, today) = (world.now(), world.today());
    world.store.write(|writing| {
        let before = draft::read(writing, person, id)?;
        let own = before.kind.clone().ok_or_else(|| Refused::Conflict("请先选择证明类型。".to_owned()))?;
        let same_kind = typed.kind.is_empty() || typed.kind == own.as_str();
        let shown = if same_kind { own } else { KindId::parse(&typed.kind).unwrap_or(own) };
        let Some(kind): Option<Kind> = writing.get(shown.as_str().as_bytes())? else {
            return Ok(Saved { at: before.changed, same_kind: false });
        };
        let in_force = kind.on(today).ok_or_else(|| Refused::broken("a kind without versions"))?;
        let version = kind.version(typed.version).unwrap_or(in_force);
        let mut after = before.clone();
        lay_over(writing, &mut after, version, typed.form)?;
        if same_kind && version.number == in_force.number {
            after.kind_version = version.number;
        }
        if after != before {
            after.changed = now;
            writing.put(&after)?;
        }
        Ok(Saved { at: now, same_kind })
    })
}

/// 选择律师: replaces the chosen ones.
pub fn set_lawyers(
    world: &World,
    person: &Person,
    id: Id<Application>,
    lawyers: Vec<Id<Lawyer>>,
) -> Result<(), Refused> {
    let now = world.now();
    world.store.write(|writing| {
        let before = draft::read(writing, person, id)?;
        let mut after = before.clone();
        after.form.lawyers = possible(writing, &before, lawyers)?;
        if after != before {
            after.changed = now;
            writing.put(&after)?;
        }
        Ok(())
    })
}

fn lay_over(writing: &Writing, draft: &mut Application, version: &KindVersion, typed: Form) -> Result<(), Refused> {
    if chooses_lawyers(version, draft).is_some() {
        draft.form.lawyers = possible(writing, draft, typed.lawyers)?;
    }
    for field in &version.fields {
        let names = match field.entry {
            Entry::Period => vec![format!("{}.from", field.key), format!("{}.to", field.key)],
            _ => vec![field.key.clone()],
        };
        for name in names {
            if let Some(value) = typed.values.get(&name) {
                draft.form.values.insert(name, value.clone());
            }
        }
    }
    draft.form.email = typed.email;
    if version.paper {
        draft.form.paper = typed.paper;
    }
    Ok(())
}

/// Lawyers of the firm, and those who left it after they had been chosen, each once: nobody else can be named.
fn possible(writing: &Writing, draft: &Application, lawyers: Vec<Id<Lawyer>>) -> Result<Vec<Id<Lawyer>>, Refused> {
    let of_firm: Vec<Id<Lawyer>> = writing.lawyers_of(draft.firm)?.into_iter().map(|lawyer| lawyer.id).collect();
    let mut kept = Vec::with_capacity(lawyers.len());
    for id in lawyers {
        if !kept.contains(&id) && (of_firm.contains(&id) || draft.form.lawyers.contains(&id)) {
            kept.push(id);
        }
    }
    Ok(kept)
}
