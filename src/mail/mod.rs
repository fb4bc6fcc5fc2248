//! Carrying a letter out of the house. A message becomes one MIME text; a transport takes it to a folder (for the demo,
//! tests, and relays that read one) or to a mail server. Sent means that the transport said so: its own words are the
//! answer, and are kept. Sending blocks, and may take a minute.

pub mod folder;
mod html;
pub mod message;
pub mod smtp;
pub mod trust;

use crate::mail::message::Message;
use crate::mail::smtp::Smtp;

/// Where letters go.
#[derive(Clone, Debug)]
pub enum Transport {
    /// A file for each letter.
    Folder(std::path::PathBuf),
    /// A mail server.
    Smtp(Smtp),
}

/// Why a letter was not taken, in the transport's words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undelivered {
    /// It may go another time: no connection, a full disk, a 4xx reply.
    #[error("{0}")]
    Later(String),
    /// It never will: a 5xx reply to this address or this letter.
    #[error("{0}")]
    Never(String),
}

impl Transport {
    /// Sends; the transport's reply.
    pub fn send(&self, message: &Message) -> Result<String, Undelivered> {
        let text = message.mime().map_err(|error| Undelivered::Later(error.to_string()))?;
        match self {
            Self::Folder(folder) => folder::put(folder, message, &text),
            Self::Smtp(smtp) => smtp.send(message, &text),
        }
    }
}
