//! Which domain types are records: their table, key and index marks. On disk a record is one version byte and JSON;
//! a field that a later version adds must have a serde default, anything more is a migration.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::account::Account;
use crate::domain::address_book::AddressBook;
use crate::domain::application::Application;
use crate::domain::certificate::Certificate;
use crate::domain::consent::Consent;
use crate::domain::id::Id;
use crate::domain::kind::Kind;
use crate::domain::kind_form::KindDraft;
use crate::domain::letter::{About, Letter};
use crate::domain::paper::PaperCopy;
use crate::domain::register::{Discipline, Dues, Firm, Honour, Lawyer, Member};
use crate::domain::report::Report;
use crate::store::open::StoreError;
use crate::store::tables::{self, Bytes};

const VERSION: u8 = 1;

/// Index name and value.
pub type Mark = (&'static str, Vec<u8>);

/// A domain type that the store keeps.
pub trait Record: Serialize + DeserializeOwned {
    const TABLE: Bytes;

    fn key(&self) -> Vec<u8>;

    /// By what it can be found.
    fn marks(&self) -> Vec<Mark> {
        Vec::new()
    }
}

/// The key of a record with a numeric id.
pub fn id_key<T>(id: Id<T>) -> Vec<u8> {
    id.number().to_be_bytes().to_vec()
}

pub fn encode<R: Record>(record: &R) -> Result<Vec<u8>, StoreError> {
    let mut bytes = vec![VERSION];
    serde_json::to_writer(&mut bytes, record).map_err(|error| unreadable::<R>(&error.to_string()))?;
    Ok(bytes)
}

pub fn decode<R: Record>(bytes: &[u8]) -> Result<R, StoreError> {
    match bytes.split_first() {
        Some((&VERSION, json)) => serde_json::from_slice(json).map_err(|error| unreadable::<R>(&error.to_string())),
        Some((version, _)) => Err(unreadable::<R>(&format!("unknown record version {version}"))),
        None => Err(unreadable::<R>("it is empty")),
    }
}

fn unreadable<R: Record>(why: &str) -> StoreError {
    use redb::TableHandle;
    let table = tables::ALL.iter().find(|(_, table)| table.name() == R::TABLE.name()).map_or("?", |(name, _)| name);
    StoreError::Record { table, why: why.to_owned() }
}

/// The value of a member in an index.
pub fn member_key(member: Member) -> Vec<u8> {
    let (letter, number) = match member {
        Member::Firm(id) => (b'F', id.number()),
        Member::Lawyer(id) => (b'L', id.number()),
    };
    let mut key = vec![letter];
    key.extend_from_slice(&number.to_be_bytes());
    key
}

impl Record for Firm {
    const TABLE: Bytes = tables::FIRMS;

    fn key(&self) -> Vec<u8> {
        id_key(self.id)
    }

    fn marks(&self) -> Vec<Mark> {
        vec![("firm-uscc", self.uscc.as_str().into()), ("firm-name", self.name.as_str().into())]
    }
}

impl Record for Lawyer {
    const TABLE: Bytes = tables::LAWYERS;

    fn key(&self) -> Vec<u8> {
        id_key(self.id)
    }

    fn marks(&self) -> Vec<Mark> {
        vec![("lawyer-licence", self.licence.as_str().into()), ("lawyer-firm", id_key(self.firm))]
    }
}

impl Record for Discipline {
    const TABLE: Bytes = tables::DISCIPLINE;

    fn key(&self) -> Vec<u8> {
        let mut key = member_key(self.member);
        key.extend_from_slice(self.document.as_bytes());
        key
    }
}

impl Record for Dues {
    const TABLE: Bytes = tables::DUES;

    fn key(&self) -> Vec<u8> {
        let mut key = id_key(self.firm);
        key.extend_from_slice(&self.year.to_be_bytes());
        key
    }
}

impl Record for Honour {
    const TABLE: Bytes = tables::HONOURS;

    fn key(&self) -> Vec<u8> {
        let mut key = member_key(self.member);
        key.extend_from_slice(self.title.as_bytes());
        key
    }
}

impl Record for Report {
    const TABLE: Bytes = tables::REPORTS;

    fn key(&self) -> Vec<u8> {
        id_key(self.id)
    }

    fn marks(&self) -> Vec<Mark> {
        vec![("report-firm", id_key(self.firm))]
    }
}

impl Record for Kind {
    const TABLE: Bytes = tables::KINDS;

    fn key(&self) -> Vec<u8> {
        self.id.as_str().into()
    }
}

impl Record for KindDraft {
    const TABLE: Bytes = tables::KIND_DRAFTS;

    fn key(&self) -> Vec<u8> {
        self.id.as_str().into()
    }
}

impl Record for Application {
    const TABLE: Bytes = tables::APPLICATIONS;

    fn key(&self) -> Vec<u8> {
        id_key(self.id)
    }

    fn marks(&self) -> Vec<Mark> {
        let mut marks =
            vec![("application-firm", id_key(self.firm)), ("application-stage", self.stage.name().slug().into())];
        if let Some(lawyer) = self.lawyer {
            marks.push(("application-lawyer", id_key(lawyer)));
        }
        marks
    }
}

impl Record for Consent {
    const TABLE: Bytes = tables::CONSENTS;

    fn key(&self) -> Vec<u8> {
        [id_key(self.application), id_key(self.lawyer)].concat()
    }

    fn marks(&self) -> Vec<Mark> {
        vec![("consent-application", id_key(self.application)), ("consent-lawyer", id_key(self.lawyer))]
    }
}

impl Record for Certificate {
    const TABLE: Bytes = tables::CERTIFICATES;

    fn key(&self) -> Vec<u8> {
        id_key(self.id)
    }

    fn marks(&self) -> Vec<Mark> {
        let mut marks = vec![
            ("certificate-code", self.code.as_str().into()),
            ("certificate-number", self.serial.show().into_bytes()),
            ("certificate-leaf", self.leaf.to_be_bytes().to_vec()),
        ];
        if let Some(hash) = &self.file_hash {
            marks.push(("certificate-file", hash.as_str().into()));
        }
        marks.extend(self.lawyers.iter().map(|lawyer| ("certificate-lawyer", id_key(*lawyer))));
        marks
    }
}

impl Record for PaperCopy {
    const TABLE: Bytes = tables::PAPER_COPIES;

    fn key(&self) -> Vec<u8> {
        id_key(self.id)
    }

    fn marks(&self) -> Vec<Mark> {
        let mut marks =
            vec![("paper-application", id_key(self.application)), ("paper-state", self.state.slug().into())];
        if let Some(issue) = &self.issue {
            marks.push(("copy-code", issue.code.as_str().into()));
            marks.push(("copy-leaf", issue.leaf.to_be_bytes().to_vec()));
            marks.extend(issue.file_hash.iter().map(|hash| ("copy-file", hash.as_str().into())));
        }
        marks
    }
}

impl Record for Letter {
    const TABLE: Bytes = tables::LETTERS;

    fn key(&self) -> Vec<u8> {
        id_key(self.id)
    }

    fn marks(&self) -> Vec<Mark> {
        match self.about {
            About::Application(id) => vec![("letter-application", id_key(id))],
            About::Account(id) => vec![("letter-account", id_key(id))],
        }
    }
}

impl Record for AddressBook {
    const TABLE: Bytes = tables::ADDRESS_BOOKS;

    fn key(&self) -> Vec<u8> {
        member_key(self.owner)
    }
}

impl Record for Account {
    const TABLE: Bytes = tables::ACCOUNTS;

    fn key(&self) -> Vec<u8> {
        id_key(self.id)
    }

    fn marks(&self) -> Vec<Mark> {
        let mut marks = vec![
            ("account-login", self.login.as_str().into()),
            ("account-email", self.email.to_lowercase().into_bytes()),
        ];
        if let Some(firm) = self.firm {
            marks.push(("account-firm", id_key(firm)));
        }
        marks
    }
}
