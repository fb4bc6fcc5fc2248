//! 邮件: every letter with what became of it, for those who see to it that letters arrive. Addresses are masked, and what
//! a letter says is not told: some hold links that open accounts.

use crate::app::names::Names;
use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::app::slice::Slice;
use crate::app::world::World;
use crate::domain::account::Account;
use crate::domain::application::Application;
use crate::domain::id::Id;
use crate::domain::letter::{About, Letter, Post};
use crate::domain::permission::Right;
use crate::store::Look;
use crate::store::jobs::{Job, Task};
use crate::store::records::id_key;
use crate::store::sessions::Ticket;
use crate::text::state::MailState;

/// Which letters are wanted.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub state: Option<MailState>,
    /// Part of the address, the subject, the firm's name or the server's words; or the application's number.
    pub search: String,
}

/// A letter, and what it is about.
#[derive(Clone, Debug)]
pub struct Line {
    pub letter: Letter,
    /// The application's number, or the account's login.
    pub about: String,
    /// The firm's name; empty for letters to accounts of staff.
    pub firm: String,
}

/// A part of the list.
#[derive(Clone, Debug)]
pub struct Letters {
    pub lines: Vec<Line>,
    pub total: usize,
    /// How many wait, and how many failed, in all.
    pub waiting: usize,
    pub failed: usize,
}

/// Lists letters, newest first.
pub fn list(world: &World, person: &Person, filter: &Filter, slice: Slice) -> Result<Letters, Refused> {
    person.needs(Right::KeepLetters)?;
    let look = world.store.read()?;
    let mut names = Names::new(&look);
    let (mut wanted, mut waiting, mut failed) = (Vec::new(), 0, 0);
    for letter in look.newest::<Letter>(usize::MAX)? {
        match letter.post {
            Post::Waiting { .. } => waiting += 1,
            Post::Failed { .. } => failed += 1,
            Post::Sent { .. } => {}
        }
        if filter.state.is_some_and(|state| state != MailState::from(&letter.post)) {
            continue;
        }
        let line = line(&look, &mut names, letter)?;
        if filter.finds(&line) {
            wanted.push(line);
        }
    }
    let total = wanted.len();
    Ok(Letters { lines: slice.of(wanted), total, waiting, failed })
}

fn line<L: Look>(look: &L, names: &mut Names<L>, letter: Letter) -> Result<Line, Refused> {
    let (about, firm) = match letter.about {
        About::Application(id) => match look.get::<Application>(&id_key(id))? {
            Some(application) => (application.number(), names.firm(application.firm)?.to_owned()),
            None => (String::new(), String::new()),
        },
        About::Account(id) => match look.get::<Account>(&id_key(id))? {
            Some(account) => {
                let firm = account.firm.map(|firm| names.firm(firm).map(str::to_owned)).transpose()?;
                (account.login, firm.unwrap_or_default())
            }
            None => (String::new(), String::new()),
        },
    };
    Ok(Line { letter, about, firm })
}

impl Filter {
    fn finds(&self, line: &Line) -> bool {
        let search = self.search.trim();
        let said = match &line.letter.post {
            Post::Waiting { last_failure } => last_failure.as_deref().unwrap_or_default(),
            Post::Sent { reply, .. } | Post::Failed { reply, .. } => reply,
        };
        search.is_empty()
            || line.about.eq_ignore_ascii_case(search)
            || [&line.letter.to, &line.letter.subject, &line.firm, said].iter().any(|text| text.contains(search))
    }
}

/// 重新发送: a letter that failed goes out again under its own Message-ID, for nobody has taken it yet; one that waits
/// is tried at once.
pub fn resend(world: &World, person: &Person, id: Id<Letter>, form_token: &str) -> Result<(), Refused> {
    person.needs(Right::KeepLetters)?;
    let now = world.now();
    world.store.write(|writing| {
        if writing.take_form_token(form_token, "")?.is_some() {
            return Ok(());
        }
        let mut letter: Letter = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        match &letter.post {
            Post::Sent { .. } => {
                return Err(Refused::Conflict("这封邮件已经发出，没有再发。".to_owned()));
            }
            Post::Waiting { .. } => {
                for job in writing.all::<Job>()?.into_iter().filter(|job| job.task == Task::Mail(id)) {
                    writing.put(&Job { due: now, ..job })?;
                }
            }
            Post::Failed { reply, .. } => {
                if let About::Account(account) = letter.about {
                    let tickets: Vec<Ticket> = writing.marked("ticket-account", id_key(account))?;
                    if !tickets.iter().any(|ticket| now < ticket.ends) {
                        let sentence = "信中的链接已经用过或过期，请重新邀请，或请对方在登录页点击“忘记密码”。";
                        return Err(Refused::Conflict(sentence.to_owned()));
                    }
                }
                letter.post = Post::Waiting { last_failure: Some(reply.clone()) };
                writing.put(&letter)?;
                writing.put_job(Task::Mail(id), now)?;
            }
        }
        writing.audit(now, person.actor(), "letter.resend", &format!("letter/{id}"), "")?;
        Ok(())
    })?;
    world.wake();
    Ok(())
}
