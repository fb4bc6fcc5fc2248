//! Sending a letter of the outbox. Sent means that the transport took it; its reply is kept. A crash after that and
//! before the note sends the letter again, under the same Message-ID: twice is better than never.

use crate::app::refused::Refused;
use crate::app::work::{Outcome, pause};
use crate::app::world::World;
use crate::domain::audit::Actor;
use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::letter::{About, Letter, Post, wire_address};
use crate::mail::message::{Attachment, Message};
use crate::mail::{Transport, Undelivered};
use crate::store::blobs::Blobs;
use crate::store::records::id_key;
use crate::store::{Look, StoreError};

/// Tries before a letter is given up: with the pauses, about two days.
const MOST_TRIES: u32 = 52;

/// What stands in place of a text that held a link, once it is sent.
const FORGOTTEN: &str = "（已发送。原文含有设置密码的一次性链接，不再保留。）";

/// Sends letters by one transport.
#[derive(Debug)]
pub struct Mailer(Transport);

impl Mailer {
    pub fn new(transport: Transport) -> Self {
        Self(transport)
    }
}

/// Sends one letter. A letter that is sent or given up is left alone.
pub fn send(world: &World, mailer: &Mailer, id: Id<Letter>, tries: u32) -> Result<Outcome, Refused> {
    let look = world.store.read()?;
    let letter: Option<Letter> = look.get(&id_key(id))?;
    let Some(letter) = letter.filter(|letter| matches!(letter.post, Post::Waiting { .. })) else {
        return Ok(Outcome::Done);
    };
    let message = compose(world, &look, &letter)?;
    drop(look);
    let (post, outcome) = match mailer.0.send(&message) {
        Ok(reply) => (Post::Sent { at: world.now(), reply }, Outcome::Done),
        Err(Undelivered::Later(why)) if tries + 1 < MOST_TRIES => {
            let after = pause(tries, 30, 60 * 60);
            (Post::Waiting { last_failure: Some(why.clone()) }, Outcome::Retry { after, why })
        }
        Err(Undelivered::Later(why) | Undelivered::Never(why)) => {
            (Post::Failed { at: world.now(), reply: why.clone() }, Outcome::Fail(why))
        }
    };
    note(world, id, post)?;
    Ok(outcome)
}

fn compose(world: &World, look: &impl Look, letter: &Letter) -> Result<Message, StoreError> {
    let settings = look.settings()?;
    let attachment = match letter.attach {
        None => None,
        Some(id) => {
            let certificate: Option<Certificate> = look.get(&id_key(id))?;
            let name = certificate.map_or_else(|| "证明.pdf".to_owned(), |certificate| file_name(&certificate));
            look.file(id)?.map(|pdf| Attachment { file_name: name, pdf })
        }
    };
    Ok(Message {
        from: wire_address(&settings.mail_from),
        from_name: settings.association,
        to: wire_address(&letter.to),
        subject: letter.subject.clone(),
        text: letter.text.clone(),
        message_id: letter.message_id.clone(),
        date: world.now(),
        attachment,
    })
}

/// What the file of a certificate is called: `律师会员证明_穗律证〔2026〕第000123号.pdf`.
pub fn file_name(certificate: &Certificate) -> String {
    let name = format!("{}_{}.pdf", certificate.title, certificate.serial.show());
    name.chars().map(|c| if "/\\:*?\"<>|".contains(c) || c.is_control() { '_' } else { c }).collect()
}

fn note(world: &World, id: Id<Letter>, post: Post) -> Result<(), Refused> {
    let now = world.now();
    world.store.write(|writing| {
        let mut letter: Letter = writing.get(&id_key(id))?.ok_or(Refused::NotFound)?;
        letter.tries += 1;
        let act = match &post {
            Post::Waiting { .. } => None,
            Post::Sent { .. } => Some("letter.sent"),
            Post::Failed { .. } => Some("letter.failed"),
        };
        if let (Post::Sent { .. }, About::Account(_)) = (&post, &letter.about) {
            FORGOTTEN.clone_into(&mut letter.text);
        }
        letter.post = post;
        if let Some(act) = act {
            writing.audit(now, Actor::Program, act, &format!("letter/{id}"), "")?;
        }
        writing.put(&letter)?;
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::*;
    use crate::app::outbox::{Words, put};
    use crate::app::work::{due, run};
    use crate::app::world::test::World as TestWorld;

    fn letter(world: &World) -> Id<Letter> {
        world
            .store
            .write(|writing| {
                let settings = writing.settings()?;
                let words = Words {
                    to: "clerk@firm.example".into(),
                    subject: "示例".into(),
                    text: "您好".into(),
                    attach: None,
                    about: About::Application(Id::new(1)),
                };
                put(writing, world, &settings, words)
            })
            .unwrap()
    }

    fn read(world: &World, id: Id<Letter>) -> Letter {
        world.store.read().unwrap().get(&id_key(id)).unwrap().unwrap()
    }

    /// Does what is due, as the worker does; how many jobs that were.
    fn work(world: &World, mailer: &Mailer) -> usize {
        let jobs = due(world).unwrap().now;
        for job in &jobs {
            run(world, mailer, job).unwrap();
        }
        jobs.len()
    }

    #[test]
    fn a_server_that_is_down_for_an_hour_gets_the_letter_once_when_it_is_back() {
        let world = TestWorld::founded();
        let place = std::env::temp_dir().join(format!("goodstanding-outage-{}", std::process::id()));
        // A file where the folder should be: nothing can be put there.
        fs::write(&place, "in the way").unwrap();
        let mailer = Mailer::new(Transport::Folder(place.clone()));
        let id = letter(&world);
        let message_id = read(&world, id).message_id;
        let mut tries = 0;
        for _ in 0..120 {
            tries += work(&world, &mailer);
            world.pass(30);
        }
        let waiting = read(&world, id);
        assert!(matches!(&waiting.post, Post::Waiting { last_failure: Some(why) } if !why.is_empty()));
        assert!(
            (6..=8).contains(&tries) && usize::try_from(waiting.tries) == Ok(tries),
            "seldomer and seldomer: {tries}"
        );
        fs::remove_file(&place).unwrap();
        for _ in 0..130 {
            work(&world, &mailer);
            world.pass(30);
        }
        let sent = read(&world, id);
        assert!(matches!(sent.post, Post::Sent { .. }) && sent.message_id == message_id, "{:?}", sent.post);
        let names: BTreeSet<_> = fs::read_dir(&place).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names.len(), 1);
        assert!(due(&world).unwrap().next.is_none(), "no job is left");
        fs::remove_dir_all(place).unwrap();
    }

    #[test]
    fn a_server_that_never_comes_back_is_given_up_after_two_days_and_says_so() {
        let world = TestWorld::founded();
        let place = std::env::temp_dir().join(format!("goodstanding-gone-{}", std::process::id()));
        fs::write(&place, "in the way").unwrap();
        let mailer = Mailer::new(Transport::Folder(place.clone()));
        let id = letter(&world);
        let begun = world.now();
        while matches!(read(&world, id).post, Post::Waiting { .. }) {
            work(&world, &mailer);
            world.pass(600);
            assert!(world.now().seconds_since(begun) < 4 * 24 * 3600, "it is never given up");
        }
        let days = world.now().seconds_since(begun) / 3600;
        assert!((40..=56).contains(&days), "{days} hours");
        assert!(due(&world).unwrap().now.is_empty() && due(&world).unwrap().next.is_none());
        fs::remove_file(place).unwrap();
    }
}
