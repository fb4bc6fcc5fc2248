//! The QR seal: what a paper print carries so that a scan can be checked without the server (STATEMENT.md, section 8).

use data_encoding::BASE32_NOPAD;

use crate::crypto::code::VerifyCode;
use crate::crypto::hash::Hash;
use crate::crypto::keys::{IssuerKey, IssuerPublic, KeyId, Signature};
use crate::crypto::statement::EncodedStatement;
use crate::crypto::wire::{Malformed, Reader, Writer};
use crate::domain::statement::Copy;
use crate::domain::time::Day;

const LABEL: &str = "goodstanding/qr-seal/v1";
const VERSION: u8 = 1;
const MAX_NAMES: usize = 2;

/// The facts of a certificate that fit into a QR code, and the hash of the statement with all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrSeal {
    pub key_id: KeyId,
    pub kind: String,
    pub number: String,
    pub code: VerifyCode,
    pub data_date: Day,
    pub issue_date: Day,
    pub expiry: Option<Day>,
    pub firm: Option<String>,
    /// How many lawyers the certificate names.
    pub subjects: u16,
    /// The first of them, two at most.
    pub names: Vec<String>,
    pub copy: Copy,
    pub statement_hash: Hash,
}

/// A seal with its signature: what the payload of the QR text holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedSeal {
    pub seal: QrSeal,
    pub signature: Signature,
}

impl QrSeal {
    /// The seal of a statement. The code must be the one to which the statement commits.
    pub fn of(statement: &EncodedStatement, code: &VerifyCode, key_id: KeyId) -> Result<Self, Malformed> {
        let facts = statement.statement();
        if code.commitment() != facts.code_commitment {
            return Err(Malformed("the code is not the statement's"));
        }
        Ok(Self {
            key_id,
            kind: facts.kind.clone(),
            number: facts.number.clone(),
            code: code.clone(),
            data_date: facts.data_date,
            issue_date: facts.issue_date,
            expiry: facts.expiry,
            firm: facts.firm.as_ref().map(|firm| firm.name.clone()),
            subjects: u16::try_from(facts.subjects.len()).map_err(|_| Malformed("too many subjects"))?,
            names: facts.subjects.iter().take(MAX_NAMES).map(|subject| subject.name.clone()).collect(),
            copy: facts.copy,
            statement_hash: statement.hash(),
        })
    }

    /// Signs; the result's `payload` goes into the QR text.
    pub fn sign(self, key: &IssuerKey) -> Result<SignedSeal, Malformed> {
        let signature = key.sign_seal(&self)?;
        Ok(SignedSeal { seal: self, signature })
    }

    /// Whether the seal says what the statement says.
    pub fn matches(&self, statement: &EncodedStatement) -> bool {
        Self::of(statement, &self.code, self.key_id).as_ref() == Ok(self)
    }

    /// The label and the body.
    pub(in crate::crypto) fn signed_bytes(&self) -> Result<Vec<u8>, Malformed> {
        let mut w = Writer::labelled(LABEL);
        self.write(&mut w);
        w.finish()
    }

    fn write(&self, w: &mut Writer) {
        w.raw(&self.key_id.0);
        w.short(&self.kind);
        w.short(&self.number);
        w.raw(&self.code.bits());
        w.day(self.data_date);
        w.day(self.issue_date);
        w.option(self.expiry, Writer::day);
        w.option(self.firm.as_deref(), Writer::short);
        w.u16(self.subjects);
        let names = u8::try_from(self.names.len()).unwrap_or(u8::MAX);
        if usize::from(names) > MAX_NAMES || u16::from(names) > self.subjects || (names == 0) != (self.subjects == 0) {
            w.refuse("the names do not fit the number of subjects");
        }
        w.u8(names);
        for name in &self.names {
            w.short(name);
        }
        if self.copy.index > self.copy.of {
            w.refuse("the copy's index is above the number of copies");
        }
        w.u16(self.copy.index);
        w.u16(self.copy.of);
        w.raw(&self.statement_hash);
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            key_id: KeyId(r.raw()?),
            kind: r.short()?,
            number: r.short()?,
            code: VerifyCode::from_bits(r.raw()?).ok_or(Malformed("the code's spare bit is set"))?,
            data_date: r.day()?,
            issue_date: r.day()?,
            expiry: r.option(Reader::day)?,
            firm: r.option(Reader::short)?,
            subjects: r.u16()?,
            names: {
                let count = r.u8()?;
                (0..count).map(|_| r.short()).collect::<Result<_, _>>()?
            },
            copy: Copy { index: r.u16()?, of: r.u16()? },
            statement_hash: r.raw()?,
        })
    }
}

impl SignedSeal {
    /// The part of the QR text after `#`, in characters of QR's alphanumeric mode.
    pub fn payload(&self) -> Result<String, Malformed> {
        let mut w = Writer::unlabelled();
        w.u8(VERSION);
        self.seal.write(&mut w);
        w.raw(&self.signature);
        Ok(BASE32_NOPAD.encode(&w.finish()?))
    }

    /// Reads a payload. It may be believed after `verify`.
    pub fn parse(payload: &str) -> Result<Self, Malformed> {
        if payload.len() > 4096 {
            return Err(Malformed("the payload is longer than any QR code"));
        }
        let bytes = BASE32_NOPAD.decode(payload.as_bytes()).map_err(|_| Malformed("the payload is not Base32"))?;
        let mut r = Reader::unlabelled(&bytes);
        if r.u8()? != VERSION {
            return Err(Malformed("a QR seal of another version"));
        }
        let seal = QrSeal::read(&mut r)?;
        let signed = Self { seal, signature: r.raw()? };
        r.end()?;
        if signed.payload()? == payload { Ok(signed) } else { Err(Malformed("not the canonical encoding")) }
    }

    /// Whether this issuer key signed the seal.
    pub fn verify(&self, key: &IssuerPublic) -> bool {
        key.verify_seal(&self.seal, &self.signature)
    }
}

/// The whole text of the QR code, upper case: `HTTPS://HOST/V/CODE#PAYLOAD`. `base_url` has no slash at its end.
pub fn qr_text(base_url: &str, code: &VerifyCode, payload: &str) -> String {
    format!("{}/V/{}#{payload}", base_url.to_uppercase(), code.canonical())
}

/// Takes a QR text apart into code and seal, which must agree. `Ok((code, None))` for the short variant without a seal.
pub fn parse_qr_text(text: &str) -> Result<(VerifyCode, Option<SignedSeal>), Malformed> {
    let (url, payload) = match text.trim().split_once('#') {
        Some((url, payload)) => (url, Some(payload)),
        None => (text.trim(), None),
    };
    let (_, code) =
        url.rsplit_once("/V/").or_else(|| url.rsplit_once("/v/")).ok_or(Malformed("no /V/ in the address"))?;
    let code = VerifyCode::parse(code).map_err(|_| Malformed("the address holds no verification code"))?;
    let seal = payload.filter(|payload| !payload.is_empty()).map(SignedSeal::parse).transpose()?;
    if seal.as_ref().is_some_and(|signed| signed.seal.code != code) {
        return Err(Malformed("the seal belongs to another code"));
    }
    Ok((code, seal))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::samples;

    fn signed() -> SignedSeal {
        let statement = EncodedStatement::new(samples::lawyers_statement(3)).unwrap();
        QrSeal::of(&statement, &samples::code(), samples::issuer().id()).unwrap().sign(&samples::issuer()).unwrap()
    }

    #[test]
    fn a_seal_is_small_read_back_and_verified() {
        let signed = signed();
        let payload = signed.payload().unwrap();
        assert!(payload.len() <= 440, "{} characters", payload.len());
        assert!(payload.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()));
        let text = qr_text("https://verify.example.org", &samples::code(), &payload);
        let (code, read) = parse_qr_text(&text).unwrap();
        assert_eq!((code, read.as_ref()), (samples::code(), Some(&signed)));
        assert!(signed.verify(&samples::issuer().public()));
        assert!(!signed.verify(&IssuerKey::from_seed(&[9; 32]).public()));
        assert!(signed.seal.matches(&EncodedStatement::new(samples::lawyers_statement(3)).unwrap()));
        assert!(!signed.seal.matches(&EncodedStatement::new(samples::lawyers_statement(4)).unwrap()));
    }

    #[test]
    fn no_changed_character_is_accepted() {
        let payload = signed().payload().unwrap();
        let public = samples::issuer().public();
        for at in 0..payload.len() {
            for other in *b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567=a0" {
                let mut changed = payload.clone().into_bytes();
                if changed[at] == other {
                    continue;
                }
                changed[at] = other;
                let read = SignedSeal::parse(std::str::from_utf8(&changed).unwrap());
                assert!(!read.is_ok_and(|seal| seal.verify(&public)), "character {at}");
            }
            assert!(SignedSeal::parse(&payload[..at]).is_err());
        }
    }

    #[test]
    fn a_seal_under_another_code_is_refused() {
        let payload = signed().payload().unwrap();
        let other = VerifyCode::generate(&mut samples::random(99));
        assert!(parse_qr_text(&qr_text("https://v.example", &other, &payload)).is_err());
        assert_eq!(parse_qr_text(&format!("https://v.example/v/{other}")), Ok((other.clone(), None)));
        let statement = EncodedStatement::new(samples::firm_statement()).unwrap();
        assert!(QrSeal::of(&statement, &other, samples::issuer().id()).is_err());
    }
}
