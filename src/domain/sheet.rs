//! A sheet: the words of one certificate page by page-layout role, before any font is chosen. `pdf` draws it; the
//! own check and the offline verifier derive it again from the statement and compare it with the words in the file.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::domain::artwork::Artwork;
use crate::domain::statement::{Copy, Statement};

/// What a certificate looks like in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub title: String,
    pub number: String,
    /// `致：某某单位`, printed flush left above the body.
    pub addressee: Option<String>,
    pub paragraphs: Vec<String>,
    pub table: Option<Table>,
    pub closing: String,
    /// 署名: the association's name.
    pub signer: String,
    pub date_line: String,
    /// `有效期至2027年11月22日`, printed in the foot.
    pub validity: Option<String>,
    pub seal: Seal,
    pub check: Check,
    pub copy: Copy,
    pub mark: Mark,
}

/// Rows are as long as `columns`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// The seal over signer and date: the association's own picture, or one drawn from the name, which says 样章.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Seal {
    pub name: String,
    pub picture: Option<SealPicture>,
}

/// The picture of a registered seal, known by the hash of the bytes that it is kept as.
#[derive(Clone, Debug)]
pub struct SealPicture {
    pub hash: String,
    pub artwork: Arc<Artwork>,
}

impl Seal {
    /// The drawn one.
    pub fn drawn(name: impl Into<String>) -> Self {
        Self { name: name.into(), picture: None }
    }
}

impl PartialEq for SealPicture {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash
    }
}

impl Eq for SealPicture {}

impl Hash for SealPicture {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.hash.hash(state);
    }
}

/// What the foot carries so that a stranger can check the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Text of the QR code: `HTTPS://HOST/V/CODE#PAYLOAD`, or the short form without payload.
    pub qr: String,
    /// Verification code in groups, `7K3M-9QWX-…`.
    pub code: String,
    /// Verification page that a person types, `https://host/verify`.
    pub url: String,
    /// The root key's fingerprint, as printed.
    pub fingerprint: String,
}

/// Words laid across a page that is not an issued certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    None,
    /// 预览: an application not yet approved.
    Preview,
    /// 样本: a kind's template.
    Sample,
}

impl Sheet {
    /// The sheet that a statement is printed as. `check` and `seal` are the only things that it takes from elsewhere.
    pub fn of(statement: &Statement, seal: Seal, check: Check, mark: Mark) -> Self {
        let table = (!statement.columns.is_empty())
            .then(|| Table { columns: statement.columns.clone(), rows: statement.rows.clone() });
        Self {
            title: statement.title.clone(),
            number: statement.number.clone(),
            addressee: statement.addressee.as_ref().map(|to| format!("致：{to}")),
            paragraphs: statement.paragraphs.clone(),
            table,
            closing: statement.closing.clone(),
            signer: statement.issuer.name.clone(),
            date_line: statement.date_line.clone(),
            validity: statement.expiry.map(|day| format!("有效期至{}", day.zh())),
            seal,
            check,
            copy: statement.copy,
            mark,
        }
    }
}
