//! 证明种类, written by staff: a new kind, or the next version of one. What is typed is kept, right or wrong, as a draft
//! that nobody else sees; publishing it is another deed. Two who write at once are told of each other.

use crate::app::asker::Asker;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::world::World;
use crate::domain::complete::Problem;
use crate::domain::kind::{Kind, KindId, KindVersion};
use crate::domain::kind_check::{Checked, check};
use crate::domain::kind_form::{KindDraft, KindForm};
use crate::domain::permission::Right;
use crate::domain::time::{Day, Moment};
use crate::store::{Look, StoreError, Writing};

/// Most drafts of kinds that are not published yet.
const MOST_DRAFTS: usize = 50;

/// Ids that name pages of ours.
const RESERVED: [&str; 2] = ["new", "import"];

/// A kind as its editor sees it.
#[derive(Clone, Debug)]
pub struct Opened {
    pub id: KindId,
    /// None where it was never published.
    pub kind: Option<Kind>,
    /// What is being written; without one, the form is the version in force.
    pub draft: Option<KindDraft>,
    pub form: KindForm,
    /// What the form amounts to, and what is wrong with it.
    pub checked: Checked,
}

impl Opened {
    /// What a page posts back, so that a change by somebody else in between is noticed.
    pub fn seen(&self) -> Moment {
        self.draft.as_ref().map_or(Moment(0), |draft| draft.changed)
    }

    /// The version in force, where the kind was published.
    pub fn in_force(&self, today: Day) -> Option<&KindVersion> {
        self.kind.as_ref().and_then(|kind| kind.on(today))
    }
}

/// Reads a kind for its editor.
pub fn open(world: &World, person: &Person, id: &KindId) -> Result<Opened, Refused> {
    person.needs(Right::ChangeSettings)?;
    read(world, &world.store.read()?, id)
}

/// The same inside another deed.
pub fn read(world: &World, look: &impl Look, id: &KindId) -> Result<Opened, Refused> {
    let today = world.today();
    let kind: Option<Kind> = look.get(id.as_str().as_bytes())?;
    let draft: Option<KindDraft> = look.get(id.as_str().as_bytes())?;
    let form = match (&draft, &kind) {
        (Some(draft), _) => draft.form.clone(),
        (None, Some(kind)) => {
            let version = kind.on(today).ok_or_else(|| Refused::broken("a kind without versions"))?;
            KindForm::of(version)
        }
        (None, None) => return Err(Refused::NotFound),
    };
    let number = kind.as_ref().map_or(1, Kind::next_number);
    let checked = check(&form, number, today, &|text: &str| world.press.undrawable(text));
    Ok(Opened { id: id.clone(), kind, draft, form, checked })
}

/// Drafts by the order of their ids.
pub fn drafts(world: &World, person: &Person) -> Result<Vec<KindDraft>, Refused> {
    person.needs(Right::ChangeSettings)?;
    Ok(world.store.read()?.all()?)
}

/// Begins a new kind: empty, or as a copy of another one. `id` is as typed.
pub fn begin(world: &World, person: &Person, id: &str, copy_of: &str) -> Result<KindId, Refused> {
    person.needs(Right::ChangeSettings)?;
    let (now, today) = (world.now(), world.today());
    world.store.write(|writing| {
        let id = free_id(writing, id)?;
        let form = match copy_of {
            "" => KindForm::blank(&usual_prefix(writing, today)?),
            slug => {
                let copied =
                    KindId::parse(slug).map(|copied| writing.get::<Kind>(copied.as_str().as_bytes())).transpose()?;
                let copied =
                    copied.flatten().ok_or_else(|| Refused::field("copy_of", "没有这一种证明，请重新选择。"))?;
                let version = copied.on(today).ok_or_else(|| Refused::broken("a kind without versions"))?;
                KindForm { name: format!("{}（副本）", version.name), ..KindForm::of(version) }
            }
        };
        put_draft(
            writing,
            &person.into(),
            &KindDraft { id: id.clone(), form, based_on: 0, changed: now, by: String::new() },
        )?;
        Ok(id)
    })
}

/// An id that nothing bears yet.
pub fn free_id(look: &impl Look, typed: &str) -> Result<KindId, Refused> {
    let refused = |sentence: &str| Refused::field("id", sentence);
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(refused("请填写标识，例如 project-undertaking。"));
    }
    let id = KindId::parse(typed)
        .ok_or_else(|| refused("标识只能用小写英文字母、数字和连字符，最多 40 个字符，例如 project-undertaking。"))?;
    let key = id.as_str().as_bytes();
    if RESERVED.contains(&id.as_str()) || look.get::<Kind>(key)?.is_some() || look.get::<KindDraft>(key)?.is_some() {
        return Err(refused("这个标识已被使用，请换一个。"));
    }
    Ok(id)
}

/// The prefix that the association's first kind has.
pub fn usual_prefix(look: &impl Look, today: Day) -> Result<String, StoreError> {
    let mut kinds: Vec<Kind> = look.all()?;
    kinds.sort_by_key(|kind| kind.position);
    Ok(kinds.first().and_then(|kind| kind.on(today)).map(|version| version.prefix.clone()).unwrap_or_default())
}

/// Stores a draft that begins, and says so in the audit.
pub fn put_draft(writing: &Writing, asker: &Asker, draft: &KindDraft) -> Result<(), Refused> {
    if writing.all::<KindDraft>()?.len() >= MOST_DRAFTS {
        return Err(Refused::Conflict(format!("已有 {MOST_DRAFTS} 份未发布的草稿，请先发布或删除其中一些。")));
    }
    writing.put(&KindDraft { by: asker.name(), ..draft.clone() })?;
    let object = format!("kind/{}", draft.id);
    writing.audit(draft.changed, asker.actor(), "kind.draft", &object, &format!("from version {}", draft.based_on))?;
    Ok(())
}

/// What saving came to.
#[derive(Clone, Debug)]
pub struct Saved {
    pub changed: Moment,
    pub problems: Vec<Problem>,
}

/// Keeps what was typed. `seen` is the draft's last change that the page knew; where somebody else changed it since,
/// nothing is kept and the sentence says who it was.
pub fn save(world: &World, person: &Person, id: &KindId, seen: Moment, form: &KindForm) -> Result<Saved, Refused> {
    person.needs(Right::ChangeSettings)?;
    let now = world.now();
    let changed = world.store.write(|writing| {
        let opened = read(world, writing, id)?;
        if opened.form == *form {
            return Ok(opened.seen());
        }
        if let Some(draft) = &opened.draft {
            unchanged_since(draft, seen)?;
            let by = person.account.name.clone();
            writing.put(&KindDraft { form: form.clone(), changed: now, by, ..draft.clone() })?;
        } else {
            if seen != Moment(0) {
                return Err(Refused::Conflict("这份草稿刚刚已被发布或删除，您的修改没有保存。".to_owned()));
            }
            let based_on = opened.in_force(now.day()).map_or(0, |version| version.number);
            let draft = KindDraft { id: id.clone(), form: form.clone(), based_on, changed: now, by: String::new() };
            put_draft(writing, &person.into(), &draft)?;
        }
        Ok::<_, Refused>(now)
    })?;
    let checked = check(form, 1, now.day(), &|text: &str| world.press.undrawable(text));
    Ok(Saved { changed, problems: checked.problems })
}

/// Refuses where a draft was changed by somebody else since it was seen.
pub fn unchanged_since(draft: &KindDraft, seen: Moment) -> Result<(), Refused> {
    if draft.changed == seen {
        return Ok(());
    }
    let at = draft.changed.clock();
    Err(Refused::Conflict(format!("{} 已于 {at} 修改这份草稿，您这次的修改没有保存。", draft.by)))
}

/// Throws a draft away; a kind that was never published goes with it.
pub fn discard(world: &World, person: &Person, id: &KindId) -> Result<bool, Refused> {
    person.needs(Right::ChangeSettings)?;
    let now = world.now();
    world.store.write(|writing| {
        let was_there = writing.remove::<KindDraft>(id.as_str().as_bytes())?;
        if was_there {
            writing.audit(now, person.actor(), "kind.discard", &format!("kind/{id}"), "")?;
        }
        Ok(was_there)
    })
}
