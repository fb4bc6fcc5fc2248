//! Checking the seal of a QR code against the certificate that its code finds.

use data_encoding::HEXLOWER;

use crate::app::refused::Refused;
use crate::app::verify::Found;
use crate::app::world::World;
use crate::crypto::keys::Role;
use crate::crypto::manifest::Manifest;
pub use crate::crypto::qr_seal::QrSeal;
use crate::crypto::qr_seal::SignedSeal;
use crate::crypto::statement::EncodedStatement;
use crate::text::seal::SealFinding;

/// What a page needs to check a scanned seal, and what was found where the seal's payload came along.
#[derive(Clone, Debug)]
pub struct Seen {
    /// SHA-256 of the statement's signed bytes, in hex.
    pub statement: String,
    /// Id and public key, in hex, of every issuer key that the manifest names.
    pub keys: Vec<(String, String)>,
    /// The finding; and what the seal says, where it is the association's.
    pub found: Option<(SealFinding, Option<QrSeal>)>,
}

/// Looks at the payload of a QR text beside the certificate that its code found.
pub fn look(world: &World, found: &Found, payload: Option<&str>) -> Result<Seen, Refused> {
    let statement = EncodedStatement::new(found.statement.clone()).map_err(Refused::broken)?;
    let keys = world.keys()?;
    let manifest = &keys.manifest;
    let issuers = manifest.keys.iter().filter(|key| key.role == Role::Issuer);
    Ok(Seen {
        statement: HEXLOWER.encode(&statement.hash()),
        keys: issuers.map(|key| (key.id().to_string(), HEXLOWER.encode(&key.public))).collect(),
        found: payload.map(|payload| check(manifest, payload, &found.code, &statement)),
    })
}

fn check(
    manifest: &Manifest,
    payload: &str,
    code: &str,
    statement: &EncodedStatement,
) -> (SealFinding, Option<QrSeal>) {
    let Ok(signed) = SignedSeal::parse(payload) else { return (SealFinding::Forged, None) };
    if !manifest.issuer(signed.seal.key_id).is_some_and(|(key, _)| signed.verify(&key)) {
        return (SealFinding::Forged, None);
    }
    let same = signed.seal.code.canonical() == code && signed.seal.statement_hash == statement.hash();
    (if same { SealFinding::Good } else { SealFinding::Other }, Some(signed.seal))
}

/// Code and payload of what somebody typed or pasted: a bare code, an address, or the whole text of a QR code.
pub fn parts(typed: &str) -> (String, Option<String>) {
    let (address, payload) = typed.trim().split_once('#').map_or((typed.trim(), None), |(a, p)| (a, Some(p)));
    let code = address.rsplit_once("/V/").or_else(|| address.rsplit_once("/v/")).map_or(address, |(_, code)| code);
    let code = code.split('?').next().unwrap_or(code);
    (code.to_owned(), payload.map(str::to_ascii_uppercase).filter(|payload| !payload.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_text_is_taken_apart() {
        let of = |typed| parts(typed);
        assert_eq!(of(" 7K3M-9QWX "), ("7K3M-9QWX".to_owned(), None));
        assert_eq!(of("https://x.example/V/7K3M?lang=en"), ("7K3M".to_owned(), None));
        assert_eq!(of("HTTPS://X.EXAMPLE/V/7K3M#ab2"), ("7K3M".to_owned(), Some("AB2".to_owned())));
        assert_eq!(of("https://x.example/v/7K3M#"), ("7K3M".to_owned(), None));
    }
}
