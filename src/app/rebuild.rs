//! Making a stored certificate's file again, from its statement alone, and comparing it with the stored one byte by byte:
//! everything that its seal covers. What keys and addresses were when it was made is taken from the file itself, but only
//! after the file's QR seal has been checked against the statement and the key manifest.

use serde::{Deserialize, Serialize};

use crate::app::issue::{self, Assembled};
use crate::app::issued::Issued;
use crate::app::refused::Refused;
use crate::app::signed;
use crate::app::world::World;
use crate::crypto::code::VerifyCode;
use crate::crypto::qr_seal::parse_qr_text;
use crate::domain::certificate::Certificate;
use crate::domain::sheet::Check;
use crate::pdf::addresses;
use crate::pdf::inspect::inspect;
use crate::store::Look;
use crate::store::blobs::Blobs;

/// How the two files compare.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rebuilt {
    pub number: String,
    /// Bytes that the seal covers, in the stored file and in the new one.
    pub stored: usize,
    pub made: usize,
    /// Place of the first byte that differs; none where all are equal.
    pub differs_at: Option<usize>,
    /// The statement was signed by an issuer key that is not the one in use.
    pub earlier_key: bool,
    /// The fonts that the stored file was made with, where that was noted, and those in use.
    pub fonts_then: Option<String>,
    pub fonts_now: String,
}

impl Rebuilt {
    /// Whether the stored file is known to have been made with other fonts.
    pub fn other_fonts(&self) -> bool {
        self.fonts_then.as_ref().is_some_and(|then| *then != self.fonts_now)
    }
}

/// Makes the file of `number` again.
pub fn rebuild(world: &World, number: &str) -> Result<Rebuilt, Refused> {
    let look = world.store.read()?;
    let certificate: Certificate = look.the("certificate-number", number)?.ok_or(Refused::NotFound)?;
    let file = look.file(certificate.id)?.ok_or(Refused::NotFound)?;
    let broken = |what: &str| Refused::Broken(format!("the stored file of {number}: {what}"));
    let inspection = inspect(&file).map_err(|error| broken(&error.to_string()))?;
    let stored = inspection.signed_bytes(&file).ok_or_else(|| broken("it has no seal"))?.concat();
    let (_, encoded) = signed::read(&look, &certificate)?;
    let (qr, url) = addresses::read(&file).ok_or_else(|| broken("its addresses are not where they should be"))?;
    let (code, seal) = parse_qr_text(&qr).map_err(|error| broken(&error.to_string()))?;
    let seal = seal.ok_or_else(|| broken("its QR code has no seal"))?;
    let keys = world.keys()?;
    let key = keys.manifest.issuer(seal.seal.key_id);
    let genuine = key.is_some_and(|(key, _)| seal.verify(&key)) && seal.seal.matches(&encoded);
    if !genuine || VerifyCode::parse(&certificate.code).ok().as_ref() != Some(&code) {
        return Err(broken("its QR seal is not of this certificate"));
    }
    let check = Check { qr, code: code.to_string(), url, fingerprint: world.fingerprint()?.to_string() };
    let fonts_then = certificate.fonts.clone();
    let Assembled { prepared, .. } = issue::assemble(world, &look, &Issued::original(certificate), Some(check))?;
    let made = prepared.signed_bytes().concat();
    let equal = stored.iter().zip(&made).take_while(|(left, right)| left == right).count();
    Ok(Rebuilt {
        number: number.to_owned(),
        stored: stored.len(),
        made: made.len(),
        differs_at: (stored != made).then_some(equal),
        fonts_then,
        fonts_now: world.press.fonts(),
        earlier_key: seal.seal.key_id != keys.issuer.id(),
    })
}
