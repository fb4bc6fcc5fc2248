//! A kind as a file: exported as it is in force or being written, and imported as a draft. An import is looked at first, by
//! the same check as the editor's; what has a fault is not taken.

use crate::app::asker::Asker;
use crate::app::edit_kind::{free_id, put_draft, read};
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::complete::Problem;
use crate::domain::kind::{Kind, KindId};
use crate::domain::kind_change::{Change, changes};
use crate::domain::kind_check::check;
use crate::domain::kind_file;
use crate::domain::kind_form::{KindDraft, KindForm};
use crate::domain::permission::Right;
use crate::store::Look;

/// A kind as the text of a file: version `number`, or what its editor shows where there is none.
pub fn export(world: &World, asker: &Asker, id: &KindId, number: Option<u32>) -> Result<String, Refused> {
    asker.needs(Right::ChangeSettings)?;
    let opened = read(world, &world.store.read()?, id)?;
    let form = match number {
        None => opened.form,
        Some(number) => {
            let kind = opened.kind.ok_or(Refused::NotFound)?;
            KindForm::of(kind.version(number).ok_or(Refused::NotFound)?)
        }
    };
    let text = kind_file::write(id.as_str(), &form).map_err(Refused::broken)?;
    let detail = number.map_or_else(|| "as edited".to_owned(), |number| format!("version {number}"));
    let now = world.now();
    world.store.write(|writing| writing.audit(now, asker.actor(), "kind.export", &format!("kind/{id}"), &detail))?;
    Ok(text)
}

/// A file that was looked at and not taken yet.
#[derive(Clone, Debug)]
pub struct Looked {
    /// The id that the kind had where it came from.
    pub id: String,
    pub form: KindForm,
    /// What the editor would refuse.
    pub problems: Vec<Problem>,
    /// Where this association has a kind with that id: how its version in force differs.
    pub differs: Option<Vec<Change>>,
    /// Where its numbers begin otherwise than those of this association's kinds: how those begin.
    pub other_prefix: Option<String>,
}

/// Looks at a file. Nothing is written.
pub fn look(world: &World, asker: &Asker, text: &str) -> Result<Looked, Refused> {
    asker.needs(Right::ChangeSettings)?;
    let (id, form) = kind_file::read(text).map_err(|sentence| Refused::field("file", sentence))?;
    let today = world.today();
    let checked = check(&form, 1, today, &|text: &str| world.press.undrawable(text));
    let look = world.store.read()?;
    let known: Option<Kind> = look.get(id.as_bytes())?;
    let in_force = known.as_ref().and_then(|kind| kind.on(today));
    let usual = crate::app::edit_kind::usual_prefix(&look, today)?;
    Ok(Looked {
        differs: in_force.map(|version| changes(&KindForm::of(version), &form)),
        other_prefix: (usual != form.prefix.trim() && !usual.is_empty()).then_some(usual),
        problems: checked.problems,
        id,
        form,
    })
}

/// Takes a file as the draft of a new kind, or of the next version of the kind that has this id.
pub fn take(world: &World, asker: &Asker, text: &str, id: &str) -> Result<KindId, Refused> {
    let looked = look(world, asker, text)?;
    if !looked.problems.is_empty() {
        return Err(Refused::Invalid(looked.problems));
    }
    let now = world.now();
    world.store.write(|writing| {
        let known =
            KindId::parse(id.trim()).map(|id| writing.get::<Kind>(id.as_str().as_bytes())).transpose()?.flatten();
        let (id, based_on) = match known {
            None => (free_id(writing, id)?, 0),
            Some(kind) => {
                if read(world, writing, &kind.id)?.draft.is_some() {
                    let sentence = "这种证明有一份未发布的草稿，请先发布或删除它，再导入。";
                    return Err(Refused::field("id", sentence));
                }
                let based_on = kind.on(now.day()).map_or(0, |version| version.number);
                (kind.id, based_on)
            }
        };
        let draft = KindDraft { id: id.clone(), form: looked.form.clone(), based_on, changed: now, by: String::new() };
        put_draft(writing, asker, &draft)?;
        writing.audit(now, asker.actor(), "kind.import", &format!("kind/{id}"), "")?;
        Ok(id)
    })
}
