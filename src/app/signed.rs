//! The stored form of a signed statement: key id, signature, salt, then the statement's bytes.

use crate::app::refused::Refused;
use crate::crypto::keys::KeyId;
use crate::crypto::statement::{EncodedStatement, SignedStatement};
use crate::domain::certificate::Certificate;
use crate::domain::paper::PaperCopy;
use crate::store::StoreError;
use crate::store::blobs::Blobs;

/// Bytes before the statement: key id 8, signature 64, salt 32.
const HEAD: usize = 8 + 64 + 32;

/// As it is stored.
pub fn to_bytes(signed: &SignedStatement) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEAD + signed.bytes.len());
    bytes.extend_from_slice(&signed.key_id.0);
    bytes.extend_from_slice(&signed.signature);
    bytes.extend_from_slice(&signed.salt);
    bytes.extend_from_slice(&signed.bytes);
    bytes
}

/// The signed statement of a certificate, with its statement read.
pub fn read(look: &impl Blobs, certificate: &Certificate) -> Result<(SignedStatement, EncodedStatement), Refused> {
    parsed(look.statement(certificate.id)?, || format!("certificate {}", certificate.id))
}

/// The signed statement of a numbered paper copy.
pub fn read_copy(look: &impl Blobs, copy: &PaperCopy) -> Result<(SignedStatement, EncodedStatement), Refused> {
    parsed(look.copy_statement(copy.id)?, || format!("paper copy {}", copy.id))
}

fn parsed(stored: Option<Vec<u8>>, whose: impl Fn() -> String) -> Result<(SignedStatement, EncodedStatement), Refused> {
    let damaged = || StoreError::Damaged(format!("the statement of {} is damaged", whose()));
    let signed = from_bytes(&stored.ok_or_else(damaged)?).ok_or_else(damaged)?;
    let encoded = EncodedStatement::from_bytes(&signed.bytes).map_err(|_| damaged())?;
    Ok((signed, encoded))
}

fn from_bytes(stored: &[u8]) -> Option<SignedStatement> {
    let (key_id, rest) = stored.split_first_chunk::<8>()?;
    let (signature, rest) = rest.split_first_chunk::<64>()?;
    let (salt, bytes) = rest.split_first_chunk::<32>()?;
    Some(SignedStatement { bytes: bytes.to_vec(), key_id: KeyId(*key_id), signature: *signature, salt: *salt })
}
