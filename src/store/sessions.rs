//! Sessions, tickets (invitations and resets), form tokens and sign-in locks. Tokens are kept as SHA-256 only.

use serde::{Deserialize, Serialize};

use crate::domain::account::Account;
use crate::domain::id::Id;
use crate::domain::time::Moment;
use crate::store::look::Look;
use crate::store::open::StoreError;
use crate::store::records::Record;
use crate::store::tables::{self, Bytes};
use crate::store::write::Writing;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// SHA-256 of the cookie's token, hex.
    pub token: String,
    pub account: Id<Account>,
    pub begun: Moment,
    pub seen: Moment,
    /// The account's sign-in before this one, for its holder to recognise.
    #[serde(default)]
    pub previous: Option<Moment>,
}

impl Record for Session {
    const TABLE: Bytes = tables::SESSIONS;

    fn key(&self) -> Vec<u8> {
        self.token.as_str().into()
    }

    fn marks(&self) -> Vec<(&'static str, Vec<u8>)> {
        vec![("session-account", self.account.number().to_be_bytes().to_vec())]
    }
}

/// A letter's right to set a password, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// SHA-256 of the token in the letter, hex.
    pub token: String,
    pub account: Id<Account>,
    pub ends: Moment,
    pub invitation: bool,
}

impl Record for Ticket {
    const TABLE: Bytes = tables::TICKETS;

    fn key(&self) -> Vec<u8> {
        self.token.as_str().into()
    }

    fn marks(&self) -> Vec<(&'static str, Vec<u8>)> {
        vec![("ticket-account", self.account.number().to_be_bytes().to_vec())]
    }
}

/// Failed sign-ins: of one login from one address, or of one of the two alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// Login and address.
    pub name: String,
    pub failures: u32,
    /// Of the last failure.
    pub last: Moment,
    /// Of the first failure that counts, where failures count within a window.
    #[serde(default)]
    pub since: Option<Moment>,
    /// When this login was last shown to be its holder's from this address.
    #[serde(default)]
    pub known: Option<Moment>,
}

impl Record for Lock {
    const TABLE: Bytes = tables::LOCKS;

    fn key(&self) -> Vec<u8> {
        self.name.as_str().into()
    }
}

impl Writing {
    /// What the first post of a form token was answered with; none where it was never posted.
    pub fn form_token_answer(&self, token: &str) -> Result<Option<String>, StoreError> {
        let earlier = self.bytes(tables::FORM_TOKENS, token.as_bytes())?;
        Ok(earlier.map(|earlier| String::from_utf8_lossy(&earlier).into_owned()))
    }

    /// Takes a form token: `Ok(None)` the first time; afterwards the path that the first post was answered with.
    pub fn take_form_token(&self, token: &str, answer: &str) -> Result<Option<String>, StoreError> {
        if let Some(earlier) = self.form_token_answer(token)? {
            return Ok(Some(earlier));
        }
        self.put_bytes(tables::FORM_TOKENS, token.as_bytes(), answer.as_bytes())?;
        Ok(None)
    }
}
