//! Accounts: who signs in, as what, for which firm.

use serde::{Deserialize, Serialize};

use crate::domain::id::Id;
use crate::domain::permission::{Right, Role};
use crate::domain::register::{Firm, Lawyer};
use crate::domain::time::Moment;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub id: Id<Account>,
    /// Lower-case, unique.
    pub login: String,
    pub name: String,
    pub email: String,
    pub roles: Vec<Role>,
    /// The firm of a firm admin, clerk or lawyer.
    pub firm: Option<Id<Firm>>,
    pub lawyer: Option<Id<Lawyer>>,
    /// Argon2id hash in PHC form; none until the invitation is taken up.
    pub password: Option<String>,
    pub active: bool,
    pub created: Moment,
    pub last_sign_in: Option<Moment>,
}

impl Account {
    pub fn has(&self, right: Right) -> bool {
        self.roles.iter().any(|role| role.has(right))
    }
}
