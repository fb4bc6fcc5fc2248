//! Putting a letter into the outbox, in the write of the act that causes it.

use data_encoding::HEXLOWER;

use crate::app::world::World;
use crate::domain::certificate::Certificate;
use crate::domain::id::Id;
use crate::domain::letter::{About, Letter, Post};
use crate::domain::settings::Settings;
use crate::store::jobs::Task;
use crate::store::{StoreError, Writing};

/// A letter to be written.
pub struct Words {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub attach: Option<Id<Certificate>>,
    pub about: About,
}

/// Writes the letter and leaves its sending to the worker.
pub fn put(writing: &Writing, world: &World, settings: &Settings, words: Words) -> Result<Id<Letter>, StoreError> {
    let now = world.now();
    let id = writing.next_id::<Letter>()?;
    let mut random = [0; 16];
    world.random(&mut random);
    let host = settings.host().split(':').next().unwrap_or("localhost");
    writing.put(&Letter {
        id,
        to: words.to,
        subject: words.subject,
        text: words.text,
        attach: words.attach,
        about: words.about,
        written: now,
        post: Post::Waiting { last_failure: None },
        tries: 0,
        message_id: format!("{}@{host}", HEXLOWER.encode(&random)),
    })?;
    writing.put_job(Task::Mail(id), now)?;
    Ok(id)
}
