//! Who asks for a deed that people do in the browser and the operator does by command.

use crate::app::person::Person;
use crate::app::refused::Refused;
use crate::domain::audit::Actor;
use crate::domain::permission::Right;

/// A signed-in person, or the operator of the machine.
#[derive(Clone, Copy, Debug)]
pub enum Asker<'a> {
    Person(&'a Person),
    /// The command line; the system has said that this user id may use it.
    Operator {
        uid: u32,
    },
}

impl Asker<'_> {
    /// The operator holds the file itself, and so every right.
    pub fn has(&self, right: Right) -> bool {
        match self {
            Self::Person(person) => person.account.has(right),
            Self::Operator { .. } => true,
        }
    }

    /// Refuses as `NotFound`: who lacks the right does not learn that the place exists.
    pub fn needs(&self, right: Right) -> Result<(), Refused> {
        if self.has(right) { Ok(()) } else { Err(Refused::NotFound) }
    }

    /// As staff read it beside what was done.
    pub fn name(&self) -> String {
        match self {
            Self::Person(person) => person.account.name.clone(),
            Self::Operator { .. } => "服务器操作员".to_owned(),
        }
    }

    pub fn actor(&self) -> Actor {
        match self {
            Self::Person(person) => person.actor(),
            Self::Operator { uid } => Actor::Operator { uid: *uid },
        }
    }
}

impl<'a> From<&'a Person> for Asker<'a> {
    fn from(person: &'a Person) -> Self {
        Self::Person(person)
    }
}
