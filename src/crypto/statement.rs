//! The statement's signed bytes (STATEMENT.md, section 2), and the statement with its signature and salt.

use crate::crypto::hash::{Hash, Salt, sha256, statement_commitment};
use crate::crypto::keys::{IssuerKey, IssuerPublic, KeyId, Signature};
use crate::crypto::wire::{Malformed, Reader, Writer};
use crate::domain::statement::{Copy, Field, Party, Period, Statement, Subject};

/// The statement's label; its version is the format's.
pub const LABEL: &str = "goodstanding/statement/v1";

/// Longest statement, in bytes.
pub const MAX_STATEMENT: usize = 1 << 20;

const MAX_ITEMS: u16 = 4096;
const MAX_COLUMNS: u16 = 32;

/// A statement together with its only encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodedStatement {
    statement: Statement,
    bytes: Vec<u8>,
}

impl EncodedStatement {
    /// Encodes. Fails where a text, a list or the whole breaks the specification.
    pub fn new(statement: Statement) -> Result<Self, Malformed> {
        let bytes = encode(&statement)?;
        Ok(Self { statement, bytes })
    }

    /// Reads bytes that must be exactly the encoding of the statement in them.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        if bytes.len() > MAX_STATEMENT {
            return Err(Malformed("the statement is longer than 1 MiB"));
        }
        let statement = decode(bytes)?;
        let encoded = Self::new(statement)?;
        if encoded.bytes == bytes { Ok(encoded) } else { Err(Malformed("not the canonical encoding")) }
    }

    pub fn statement(&self) -> &Statement {
        &self.statement
    }

    /// The bytes that are signed.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// SHA-256 of the signed bytes.
    pub fn hash(&self) -> Hash {
        sha256(&self.bytes)
    }
}

/// A statement's bytes with the issuer's signature, and the salt of its commitment in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedStatement {
    pub bytes: Vec<u8>,
    pub key_id: KeyId,
    pub signature: Signature,
    pub salt: Salt,
}

impl SignedStatement {
    /// Signs with the issuer key; Ed25519 is deterministic, so the same statement gets the same signature.
    pub fn sign(key: &IssuerKey, statement: &EncodedStatement, salt: Salt) -> Self {
        Self { bytes: statement.bytes.clone(), key_id: key.id(), signature: key.sign_statement(statement), salt }
    }

    /// The statement, if it is well-formed and the key signed it.
    pub fn verify(&self, key: &IssuerPublic) -> Result<EncodedStatement, Malformed> {
        let statement = EncodedStatement::from_bytes(&self.bytes)?;
        if self.key_id == key.id() && key.verify_statement(&statement, &self.signature) {
            Ok(statement)
        } else {
            Err(Malformed("the signature does not belong to this statement"))
        }
    }

    /// What the log's leaf says of this statement.
    pub fn commitment(&self) -> Hash {
        statement_commitment(&self.salt, &sha256(&self.bytes))
    }
}

fn encode(statement: &Statement) -> Result<Vec<u8>, Malformed> {
    let mut w = Writer::labelled(LABEL);
    write_party(&mut w, &statement.issuer);
    w.text(&statement.number);
    if !is_kind(&statement.kind) {
        w.refuse("the kind is not 1 to 64 characters of a-z, 0-9 and -");
    }
    w.text(&statement.kind);
    w.u32(statement.kind_version);
    w.text(&statement.title);
    w.option(statement.firm.as_ref(), write_party);
    w.list(&statement.subjects, MAX_ITEMS, |w, subject| {
        w.text(&subject.name);
        w.text(&subject.licence);
    });
    w.list(&statement.fields, MAX_ITEMS, |w, field| {
        w.text(&field.key);
        w.text(&field.label);
        w.text(&field.value);
    });
    w.option(statement.period, |w, period| {
        if period.from > period.to {
            w.refuse("the period ends before it begins");
        }
        w.day(period.from);
        w.day(period.to);
    });
    w.day(statement.data_date);
    w.day(statement.issue_date);
    w.option(statement.expiry, Writer::day);
    w.option(statement.purpose.as_deref(), Writer::text);
    w.option(statement.addressee.as_deref(), Writer::text);
    w.list(&statement.paragraphs, MAX_ITEMS, |w, text| w.text(text));
    w.list(&statement.columns, MAX_COLUMNS, |w, text| w.text(text));
    if statement.columns.is_empty() && !statement.rows.is_empty() {
        w.refuse("there are rows but no columns");
    }
    w.list(&statement.rows, MAX_ITEMS, |w, row| {
        if row.len() != statement.columns.len() {
            w.refuse("a row has not as many cells as there are columns");
        }
        for cell in row {
            w.text(cell);
        }
    });
    w.text(&statement.closing);
    w.text(&statement.date_line);
    if statement.copy.index > statement.copy.of {
        w.refuse("the copy's index is above the number of copies");
    }
    w.u16(statement.copy.index);
    w.u16(statement.copy.of);
    w.raw(&statement.code_commitment);
    let bytes = w.finish()?;
    if bytes.len() > MAX_STATEMENT {
        return Err(Malformed("the statement is longer than 1 MiB"));
    }
    Ok(bytes)
}

fn decode(bytes: &[u8]) -> Result<Statement, Malformed> {
    let mut r = Reader::labelled(bytes, LABEL)?;
    let issuer = read_party(&mut r)?;
    let number = r.text()?;
    let kind = r.text()?;
    let kind_version = r.u32()?;
    let title = r.text()?;
    let firm = r.option(read_party)?;
    let subjects = r.list(MAX_ITEMS, |r| Ok(Subject { name: r.text()?, licence: r.text()? }))?;
    let fields = r.list(MAX_ITEMS, |r| Ok(Field { key: r.text()?, label: r.text()?, value: r.text()? }))?;
    let period = r.option(|r| Ok(Period { from: r.day()?, to: r.day()? }))?;
    let data_date = r.day()?;
    let issue_date = r.day()?;
    let expiry = r.option(Reader::day)?;
    let purpose = r.option(Reader::text)?;
    let addressee = r.option(Reader::text)?;
    let paragraphs = r.list(MAX_ITEMS, Reader::text)?;
    let columns = r.list(MAX_COLUMNS, Reader::text)?;
    let rows = r.list(MAX_ITEMS, |r| columns.iter().map(|_| r.text()).collect())?;
    let closing = r.text()?;
    let date_line = r.text()?;
    let copy = Copy { index: r.u16()?, of: r.u16()? };
    let code_commitment = r.raw()?;
    r.end()?;
    Ok(Statement {
        issuer,
        number,
        kind,
        kind_version,
        title,
        firm,
        subjects,
        fields,
        period,
        data_date,
        issue_date,
        expiry,
        purpose,
        addressee,
        paragraphs,
        columns,
        rows,
        closing,
        date_line,
        copy,
        code_commitment,
    })
}

fn write_party(w: &mut Writer, party: &Party) {
    w.text(&party.name);
    w.text(&party.uscc);
}

fn read_party(r: &mut Reader<'_>) -> Result<Party, Malformed> {
    Ok(Party { name: r.text()?, uscc: r.text()? })
}

fn is_kind(kind: &str) -> bool {
    (1..=64).contains(&kind.len()) && kind.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::samples;
    use crate::domain::time::Day;

    #[test]
    fn what_was_encoded_is_read_back() {
        for statement in [samples::firm_statement(), samples::lawyers_statement(60), samples::bare_statement()] {
            let encoded = EncodedStatement::new(statement.clone()).unwrap();
            let read = EncodedStatement::from_bytes(encoded.bytes()).unwrap();
            assert_eq!(read.statement(), &statement);
            assert_eq!(read.bytes(), encoded.bytes());
        }
    }

    #[test]
    fn every_truncation_and_every_extension_is_refused() {
        let encoded = EncodedStatement::new(samples::firm_statement()).unwrap();
        for length in 0..encoded.bytes().len() {
            assert!(EncodedStatement::from_bytes(&encoded.bytes()[..length]).is_err(), "{length}");
        }
        let longer = [encoded.bytes(), &[0]].concat();
        assert!(EncodedStatement::from_bytes(&longer).is_err());
    }

    #[test]
    fn every_accepted_byte_change_is_another_statement() {
        let encoded = EncodedStatement::new(samples::firm_statement()).unwrap();
        for at in 0..encoded.bytes().len() {
            for bit in 0..8 {
                let mut bytes = encoded.bytes().to_vec();
                bytes[at] ^= 1 << bit;
                if let Ok(other) = EncodedStatement::from_bytes(&bytes) {
                    assert_ne!(other.statement(), encoded.statement(), "byte {at} bit {bit}");
                }
            }
        }
    }

    #[test]
    fn statements_that_break_a_rule_are_not_encoded() {
        type Change = fn(&mut Statement);
        let changes: [Change; 8] = [
            |s| s.kind = "Firm".into(),
            |s| s.kind = String::new(),
            |s| s.rows = vec![vec!["x".into()]],
            |s| s.copy = Copy { index: 2, of: 1 },
            |s| s.number = "a\u{0}".into(),
            |s| s.paragraphs = vec!["x".repeat(16_000); 80],
            |s| s.subjects = vec![Subject { name: "甲".into(), licence: String::new() }; 4097],
            |s| {
                let day = Day::new(2026, 1, 2).unwrap();
                s.period = Some(Period { from: day, to: day.plus_days(-1) });
            },
        ];
        for (n, change) in changes.iter().enumerate() {
            let mut statement = samples::bare_statement();
            change(&mut statement);
            assert!(EncodedStatement::new(statement).is_err(), "change {n}");
        }
    }

    #[test]
    fn a_signature_is_good_for_its_statement_and_key_only() {
        let key = samples::issuer();
        let encoded = EncodedStatement::new(samples::firm_statement()).unwrap();
        let signed = SignedStatement::sign(&key, &encoded, [5; 32]);
        assert_eq!(signed.verify(&key.public()).as_ref(), Ok(&encoded));
        assert!(signed.verify(&IssuerKey::from_seed(&[9; 32]).public()).is_err());
        let other = EncodedStatement::new(samples::bare_statement()).unwrap();
        assert!(SignedStatement { bytes: other.bytes().to_vec(), ..signed }.verify(&key.public()).is_err());
    }
}
