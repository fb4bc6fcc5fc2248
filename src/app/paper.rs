//! Paper copies at the 制证员's desk: which there are, and what may be done with each. Only here are postal addresses
//! told.

use crate::app::names::Names;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::slice::Slice;
use crate::app::world::World;
use crate::crypto::code::VerifyCode;
use crate::domain::application::Application;
use crate::domain::certificate::{Certificate, Life};
use crate::domain::paper::{Delivery, PaperCopy, PaperState};
use crate::domain::permission::Right;
use crate::store::Look;
use crate::store::records::id_key;

/// Which copies are wanted.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub state: Option<PaperState>,
    pub post: Option<bool>,
    /// Part of the certificate's number, the firm's name, the recipient's name or the note; or the copy's code.
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
    let (open, mut done): (Vec<_>, Vec<_>) = copies.into_iter().partition(|copy| !copy.state.is_over());
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
    Ok(Some(Asked { hindered: hindered(&certificate, &copy), copy, firm, certificate }))
}

/// Why a copy cannot be handed out.
pub fn hindered(certificate: &Certificate, copy: &PaperCopy) -> Option<&'static str> {
    let file = copy.issue.as_ref().map_or(&certificate.file_hash, |issue| &issue.file_hash);
    match certificate.life {
        Life::Revoked { .. } => Some("证明已撤销，不能再发放，请作废这份纸质证明。"),
        Life::Replaced { .. } => Some("证明已换发，不能再发放，请作废这份纸质证明。"),
        Life::Standing if file.is_none() => Some("证明文件正在生成，请稍后再制证。"),
        Life::Standing => None,
    }
}

/// Whether a step gives paper away; 已签收 only notes what happened.
pub fn hands_out(state: PaperState) -> bool {
    matches!(state, PaperState::Ready | PaperState::Posted | PaperState::Collected)
}

impl Filter {
    fn finds(&self, asked: &Asked) -> bool {
        let search = self.search.trim();
        let recipient = match &asked.copy.delivery {
            Delivery::Post(address) => address.recipient.as_str(),
            Delivery::Collect | Delivery::PostErased => "",
        };
        let post = self.post.is_none_or(|post| post == asked.copy.delivery.is_post());
        let code = asked.copy.issue.as_ref().map(|issue| issue.code.as_str());
        let found = search.is_empty()
            || code.is_some_and(|own| VerifyCode::parse(search).is_ok_and(|code| code.canonical() == own))
            || [asked.certificate.serial.show().as_str(), &asked.firm, recipient, &asked.copy.note]
                .iter()
                .any(|text| text.contains(search));
        post && found
    }
}
