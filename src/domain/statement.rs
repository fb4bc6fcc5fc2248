//! The statement: everything that one certificate (or one numbered paper copy of it) says, and nothing else.
//!
//! It is what the association signs. The PDF, the verification page, the JSON and the QR seal are renderings of it.
//! Its signed bytes are specified in `src/crypto/STATEMENT.md`.

use serde::{Deserialize, Serialize};

use crate::domain::time::Day;

/// Everything a certificate says. Texts are Unicode NFC and without control characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    pub issuer: Party,
    /// `穗律证〔2026〕第000123号`; brackets are U+3014 and U+3015.
    pub number: String,
    /// The kind's id, lower-case ASCII such as `firm-membership`, and the version under which it was issued.
    pub kind: String,
    pub kind_version: u32,
    /// Title as printed, `律师事务所会员证明`.
    pub title: String,
    /// The firm that the certificate is about, or to which its lawyers belong.
    pub firm: Option<Party>,
    pub subjects: Vec<Subject>,
    /// What the applicant filled in or chose, in the kind's order.
    pub fields: Vec<Field>,
    pub period: Option<Period>,
    /// 以本会截至…的登记信息为准.
    pub data_date: Day,
    pub issue_date: Day,
    /// Last day of validity, inclusive; none where the kind does not expire.
    pub expiry: Option<Day>,
    pub purpose: Option<String>,
    pub addressee: Option<String>,
    /// Body paragraphs as printed, placeholders filled.
    pub paragraphs: Vec<String>,
    /// The printed table; no columns means no table.
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// `特此证明。`
    pub closing: String,
    /// The date line as printed, in the kind's date style.
    pub date_line: String,
    pub copy: Copy,
    /// SHA-256 over the label and the verification code (see STATEMENT.md): the code itself is not in the statement.
    pub code_commitment: [u8; 32],
}

/// A body with a name and a 统一社会信用代码.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub name: String,
    pub uscc: String,
}

/// A lawyer whom the certificate names, with the full 律师执业证号.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    pub name: String,
    pub licence: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    pub key: String,
    pub label: String,
    pub value: String,
}

/// Both days inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub from: Day,
    pub to: Day,
}

/// Which copy this is: `index` 0 is the electronic original; paper copies count 1..=`of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    pub index: u16,
    pub of: u16,
}
