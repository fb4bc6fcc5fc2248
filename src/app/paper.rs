//! Paper copies at the 制证员's desk: each numbered copy moves from step to step. Only here are postal addresses told.

use crate::app::names::Names;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::slice::Slice;
use crate::app::world::World;
use crate::domain::application::{Application, Event, HistoryAct};
use crate::domain::certificate::{Certificate, Life};
use crate::domain::id::Id;
use crate::domain::paper::{Delivery, PaperCopy, PaperState};
use crate::domain::permission::Right;
use crate::store::Look;
use crate::store::records::id_key;
use crate::text::state;

/// Longest note of a step, in characters.
pub const LONGEST_NOTE: usize = 60;

/// Which copies are wanted.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub state: Option<PaperState>,
    /// Part of the certificate's number, the firm's name, the recipient's name or the note.
    pub search: String,
}

/// A copy with the certificate that it is of.
#[derive(Clone, Debug)]
pub struct Asked {
    pub copy: PaperCopy,
    pub certificate: Certificate,
    pub firm: String,
    /// Why it cannot be handed out: the file is not made yet, or the certificate was revoked.
    pub hindered: Option<&'static str>,
}

impl Asked {
    /// The states that may be set next.
    pub fn next(&self) -> Vec<PaperState> {
        let open = |state: &&PaperState| self.hindered.is_none() || !hands_out(**state);
        self.copy.state.next(&self.copy.delivery).iter().filter(open).copied().collect()
    }
}

/// Lists copies: what is to be made first, then what waits for its owner, oldest first; then what is done, newest first.
/// And how many in all.
pub fn list(world: &World, person: &Person, filter: &Filter, slice: Slice) -> Result<(Vec<Asked>, usize), Refused> {
    person.needs(Right::MakePaper)?;
    let look = world.store.read()?;
    let mut copies: Vec<PaperCopy> = match filter.state {
        Some(state) => look.marked("paper-state", state.slug())?,
        None => look.all()?,
    };
    copies.sort_by_key(|copy| (copy.state, copy.id));
    let (open, mut done): (Vec<_>, Vec<_>) =
        copies.into_iter().partition(|copy| !copy.state.next(&copy.delivery).is_empty());
    done.sort_by_key(|copy| std::cmp::Reverse((copy.changed, copy.id)));
    let mut names = Names::new(&look);
    let mut wanted = Vec::new();
    for copy in open.into_iter().chain(done) {
        if let Some(asked) = asked(&look, &mut names, copy)?
            && filter.finds(&asked)
        {
            wanted.push(asked);
        }
    }
    let total = wanted.len();
    Ok((slice.of(wanted), total))
}

fn asked<L: Look>(look: &L, names: &mut Names<L>, copy: PaperCopy) -> Result<Option<Asked>, Refused> {
    let application: Option<Application> = look.get(&id_key(copy.application))?;
    let Some(id) = application.as_ref().and_then(Application::certificate) else { return Ok(None) };
    let Some(certificate) = look.get::<Certificate>(&id_key(id))? else { return Ok(None) };
    let firm = names.firm(certificate.firm)?.to_owned();
    Ok(Some(Asked { hindered: hindered(&certificate), copy, firm, certificate }))
}

fn hindered(certificate: &Certificate) -> Option<&'static str> {
    match certificate.life {
        Life::Revoked { .. } => Some("证明已撤销，不能再发放，请作废这份纸质证明。"),
        Life::Replaced { .. } => Some("证明已换发，不能再发放，请作废这份纸质证明。"),
        Life::Standing if certificate.file_hash.is_none() => Some("证明文件正在生成，请稍后再制证。"),
        Life::Standing => None,
    }
}

/// Whether a step gives paper away; 已签收 only notes what happened.
fn hands_out(state: PaperState) -> bool {
    matches!(state, PaperState::Ready | PaperState::Posted | PaperState::Collected)
}

impl Filter {
    fn finds(&self, asked: &Asked) -> bool {
        let search = self.search.trim();
        let recipient = match &asked.copy.delivery {
            Delivery::Post(address) => address.recipient.as_str(),
            Delivery::Collect => "",
        };
        search.is_empty()
            || [asked.certificate.serial.show().as_str(), &asked.firm, recipient, &asked.copy.note]
                .iter()
                .any(|text| text.contains(search))
    }
}

/// Moves a copy on. `note` is the collector's name, or courier and tracking number, or why it was cancelled.
pub fn step(world: &World, person: &Person, id: Id<PaperCopy>, to: PaperState, note: &str) -> Result<(), Refused> {
    person.needs(Right::MakePaper)?;
    let note = checked(to, note)?;
    let now = world.now();
    world.store.write(|writing| {
        let mut copy: PaperCopy = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        let mut application: Application = writing.get(&id_key(copy.application))?.ok_or(Refused::NotFound)?;
        if copy.state == to && copy.note == note {
            return Ok(());
        }
        if !copy.state.next(&copy.delivery).contains(&to) {
            let sentence = format!("这份纸质证明已是“{}”，您的操作没有执行。", state::paper(copy.state));
            return Err(Refused::Conflict(sentence));
        }
        let certificate = application.certificate().ok_or(Refused::NotFound)?;
        let certificate: Certificate = writing.get(&id_key(certificate))?.ok_or(Refused::NotFound)?;
        if let (true, Some(why)) = (hands_out(to), hindered(&certificate)) {
            return Err(Refused::Conflict(why.to_owned()));
        }
        copy.state = to;
        copy.changed = now;
        copy.note.clone_from(&note);
        let told = if note.is_empty() { String::new() } else { format!("，{note}") };
        application.history.push(Event {
            at: now,
            who: person.account.name.clone(),
            act: HistoryAct::PaperStep,
            note: format!("第 {} 份，共 {} 份：{}{told}", copy.index, copy.of, state::paper(to)),
        });
        writing.put(&copy)?;
        writing.put(&application)?;
        writing.audit(now, person.actor(), "paper.step", &format!("paper/{id}"), to.slug())?;
        Ok(())
    })
}

fn checked(to: PaperState, note: &str) -> Result<String, Refused> {
    let note = note.trim();
    if note.chars().count() > LONGEST_NOTE || note.chars().any(char::is_control) {
        return Err(Refused::field("note", format!("最多 {LONGEST_NOTE} 个字，不能换行。")));
    }
    let missing = match to {
        PaperState::Posted => "请填写快递公司和单号。",
        PaperState::Collected => "请填写领取人姓名。",
        PaperState::Cancelled => "请填写作废原因。",
        _ => return Ok(note.to_owned()),
    };
    if note.is_empty() { Err(Refused::field("note", missing)) } else { Ok(note.to_owned()) }
}
