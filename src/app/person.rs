//! Who is asking: an account that has signed in, with the rights it holds now.

use crate::app::refused::Refused;
use crate::domain::account::Account;
use crate::domain::application::Application;
use crate::domain::audit::Actor;
use crate::domain::id::Id;
use crate::domain::permission::Right;
use crate::domain::register::Firm;

/// A signed-in person.
#[derive(Clone, Debug)]
pub struct Person {
    pub account: Account,
    /// SHA-256 (hex) of the session token: names the session without being able to use it.
    pub session: String,
}

impl Person {
    /// Refuses as `NotFound`: who lacks the right does not learn that the place exists.
    pub fn needs(&self, right: Right) -> Result<(), Refused> {
        if self.account.has(right) { Ok(()) } else { Err(Refused::NotFound) }
    }

    /// The firm of a member; staff have none.
    pub fn firm(&self) -> Result<Id<Firm>, Refused> {
        self.account.firm.ok_or(Refused::NotFound)
    }

    /// Whether this person may see and act on the application: the firm's own people, or the lawyer who applied.
    pub fn owns(&self, application: &Application) -> Result<(), Refused> {
        self.needs(Right::Apply)?;
        let own_firm = self.account.firm == Some(application.firm);
        let own = match self.account.lawyer {
            Some(lawyer) => application.lawyer == Some(lawyer),
            None => own_firm,
        };
        if own && own_firm { Ok(()) } else { Err(Refused::NotFound) }
    }

    pub fn actor(&self) -> Actor {
        Actor::Account { id: self.account.id, login: self.account.login.clone() }
    }
}
