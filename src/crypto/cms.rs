//! The CMS signature inside a PDF (RFC 5652, detached), by six structures of our own: SHA-256, ECDSA P-256, with
//! signing-time and ESS signing-certificate-v2 (RFC 5035), as `adbe.pkcs7.detached` and `PAdES` readers expect it.

use std::time::Duration;

use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911::{
    ID_AA_SIGNING_CERTIFICATE_V_2, ID_CONTENT_TYPE, ID_DATA, ID_MESSAGE_DIGEST, ID_SIGNED_DATA, ID_SIGNING_TIME,
};
use const_oid::db::rfc5912::{ECDSA_WITH_SHA_256, ID_SHA_256};
use der::asn1::{Any, GeneralizedTime, OctetString, SetOfVec, UtcTime};
use der::{Decode, Encode, Sequence};
use p256::ecdsa::{DerSignature, Signature, VerifyingKey};
use ring::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate;
use x509_cert::attr::Attribute;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::Time;

use crate::crypto::document::{DOCUMENT_SIGNING, DocumentKey, verifying_key};
use crate::crypto::hash::{Hash, sha256};
use crate::crypto::keys::{KeyId, Role};
use crate::domain::time::Moment;

/// Why a CMS signature is not made or not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CmsFault {
    #[error("the signature's structure is wrong: {0}")]
    Structure(String),
    #[error("the file was changed after it was signed")]
    Digest,
    #[error("the signature was not made by the certificate's key")]
    Signature,
    #[error("the signer's certificate is not good: {0}")]
    Certificate(&'static str),
}

impl From<der::Error> for CmsFault {
    fn from(error: der::Error) -> Self {
        Self::Structure(error.to_string())
    }
}

/// Who signed, as a good signature tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignerInfo {
    /// The signer's certificate, DER.
    pub certificate: Vec<u8>,
    /// The root that vouches for it, DER.
    pub root: Vec<u8>,
    /// The document key's id, as the key manifest has it.
    pub key_id: KeyId,
    /// The signer's name, as RFC 4514 writes it.
    pub subject: String,
    /// What the signer's clock said; no authority vouches for it.
    pub signing_time: Moment,
}

/// The attributes that a document key signs, as the DER of a SET. They can be made in this file only.
pub struct SignedAttributes {
    set: SetOfVec<Attribute>,
    der: Vec<u8>,
}

impl SignedAttributes {
    pub(in crate::crypto) fn der(&self) -> &[u8] {
        &self.der
    }

    fn new(digest: &Hash, certificate: &[u8], signing_time: Moment) -> Result<Self, CmsFault> {
        let certs = vec![EssCertId { cert_hash: OctetString::new(sha256(certificate))? }];
        let attribute = |oid: ObjectIdentifier, value: Any| -> Result<Attribute, der::Error> {
            Ok(Attribute { oid, values: SetOfVec::try_from(vec![value])? })
        };
        let set = SetOfVec::try_from(vec![
            attribute(ID_CONTENT_TYPE, Any::encode_from(&ID_DATA)?)?,
            attribute(ID_SIGNING_TIME, any_time(signing_time)?)?,
            attribute(ID_MESSAGE_DIGEST, Any::encode_from(&OctetString::new(&digest[..])?)?)?,
            attribute(ID_AA_SIGNING_CERTIFICATE_V_2, Any::encode_from(&SigningCertificateV2 { certs })?)?,
        ])?;
        let der = set.to_der()?;
        Ok(Self { set, der })
    }
}

/// Signs the SHA-256 of the file's signed bytes. `chain` holds the document certificate first and the root last, in DER.
/// The same input makes the same bytes.
pub fn sign(
    key: &DocumentKey,
    chain: &[Vec<u8>],
    signed_bytes_digest: &Hash,
    signing_time: Moment,
) -> Result<Vec<u8>, CmsFault> {
    let own = chain.first().ok_or(CmsFault::Certificate("there is none"))?;
    let certificate = Certificate::from_der(own)?;
    let point = verifying_key(&certificate).map(|key| key.to_sec1_point(false).as_bytes().to_vec());
    if point != Some(key.public()) {
        return Err(CmsFault::Certificate("it is of another key"));
    }
    let attributes = SignedAttributes::new(signed_bytes_digest, own, signing_time)?;
    let signature = key.sign_attributes(&attributes);
    let signer = SignerInfoDer {
        version: 1,
        sid: IssuerAndSerial {
            issuer: certificate.tbs_certificate().issuer().clone(),
            serial: certificate.tbs_certificate().serial_number().clone(),
        },
        digest_algorithm: algorithm(ID_SHA_256),
        signed_attributes: attributes.set,
        signature_algorithm: algorithm(ECDSA_WITH_SHA_256),
        signature: OctetString::new(signature.as_bytes())?,
    };
    let certificates = chain.iter().map(|der| Any::from_der(der)).collect::<Result<Vec<_>, _>>()?;
    let data = SignedData {
        version: 1,
        digest_algorithms: SetOfVec::try_from(vec![algorithm(ID_SHA_256)])?,
        content: EncapsulatedContent { content_type: ID_DATA },
        certificates: SetOfVec::try_from(certificates)?,
        signers: SetOfVec::try_from(vec![Any::encode_from(&signer)?])?,
    };
    Ok(ContentInfo { content_type: ID_SIGNED_DATA, content: Any::encode_from(&data)? }.to_der()?)
}

/// Judges a signature made by `sign` over `signed_bytes`, against root certificates (DER) that are trusted for other
/// reasons. The signature must be exactly the structure that `sign` writes: anything else is refused.
pub fn verify(cms: &[u8], signed_bytes: &[u8], roots: &[Vec<u8>]) -> Result<SignerInfo, CmsFault> {
    let structure = |why: &str| Err(CmsFault::Structure(why.to_owned()));
    let outer = ContentInfo::from_der(cms)?;
    let data: SignedData = outer.content.decode_as()?;
    let ([signer], [digest]) = (data.signers.as_slice(), data.digest_algorithms.as_slice()) else {
        return structure("not exactly one signer and one digest");
    };
    let signer: SignerInfoDer = signer.decode_as()?;
    let sha256_only = *digest == algorithm(ID_SHA_256) && signer.digest_algorithm == algorithm(ID_SHA_256);
    let ecdsa_only = signer.signature_algorithm == algorithm(ECDSA_WITH_SHA_256);
    if outer.content_type != ID_SIGNED_DATA || data.content.content_type != ID_DATA {
        return structure("not detached signed data");
    }
    if data.version != 1 || signer.version != 1 || !sha256_only || !ecdsa_only {
        return structure("other versions or algorithms than ours");
    }
    if outer.to_der()? != cms {
        return structure("not in distinguished encoding");
    }
    let ders = data.certificates.iter().map(Encode::to_der).collect::<Result<Vec<_>, _>>()?;
    let own = ders.iter().find(|der| {
        Certificate::from_der(der).is_ok_and(|certificate| {
            let tbs = certificate.tbs_certificate();
            *tbs.issuer() == signer.sid.issuer && *tbs.serial_number() == signer.sid.serial
        })
    });
    let own = own.ok_or(CmsFault::Certificate("it is not in the signature"))?;
    if ders.iter().any(|der| der != own && !roots.contains(der)) {
        return Err(CmsFault::Certificate("a stranger's certificate stands beside it"));
    }

    let signing_time = read_time(&signer.signed_attributes)?;
    let expected = SignedAttributes::new(&sha256(signed_bytes), own, signing_time)?;
    let digest_of =
        |set: &SetOfVec<Attribute>| set.iter().find(|a| a.oid == ID_MESSAGE_DIGEST).map(|a| a.values.clone());
    if digest_of(&expected.set) != digest_of(&signer.signed_attributes) {
        return Err(CmsFault::Digest);
    }
    if expected.set != signer.signed_attributes {
        return structure("other signed attributes than ours");
    }
    let certificate = Certificate::from_der(own)?;
    let key = verifying_key(&certificate).ok_or(CmsFault::Certificate("its key is not P-256"))?;
    let signature = Signature::from_der(signer.signature.as_bytes()).map_err(|_| CmsFault::Signature)?;
    if signature.normalize_s() != signature {
        return structure("the other form of the signature than ours");
    }
    if !signed_by(&key, expected.der(), signer.signature.as_bytes()) {
        return Err(CmsFault::Signature);
    }
    let root = check_certificate(&certificate, signing_time, roots)?;
    let subject = certificate.tbs_certificate().subject().to_string();
    let key_id = KeyId::of(Role::Document, key.to_sec1_point(false).as_bytes());
    Ok(SignerInfo { certificate: own.clone(), root, key_id, subject, signing_time })
}

/// As `verify`, where of the root only the hash in the key manifest is known: the certificate itself travels in the
/// signature.
pub fn verify_pinned(cms: &[u8], signed_bytes: &[u8], x509_root: &Hash) -> Result<SignerInfo, CmsFault> {
    let data: SignedData = ContentInfo::from_der(cms)?.content.decode_as()?;
    let certificates = data.certificates.iter().map(Encode::to_der).collect::<Result<Vec<_>, _>>()?;
    let roots: Vec<Vec<u8>> = certificates.into_iter().filter(|der| sha256(der) == *x509_root).collect();
    verify(cms, signed_bytes, &roots)
}

/// The signature in a PDF's `/Contents`, without the zeros that fill its fixed width.
pub fn without_padding(contents: &[u8]) -> Result<&[u8], CmsFault> {
    let mut reader = der::SliceReader::new(contents)?;
    let header = der::Header::decode(&mut reader)?;
    let length = usize::try_from((header.encoded_len()? + header.length())?).unwrap_or(usize::MAX);
    match contents.split_at_checked(length) {
        Some((cms, padding)) if padding.iter().all(|byte| *byte == 0) => Ok(cms),
        _ => Err(CmsFault::Structure("something follows the signature".into())),
    }
}

/// Whether an ECDSA signature in DER is the key's. Other code than signs here, and code that takes a third of the time.
fn signed_by(key: &VerifyingKey, message: &[u8], signature: &[u8]) -> bool {
    let point = key.to_sec1_point(false);
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point.as_bytes()).verify(message, signature).is_ok()
}

fn check_certificate(certificate: &Certificate, at: Moment, roots: &[Vec<u8>]) -> Result<Vec<u8>, CmsFault> {
    let bad = |why| Err(CmsFault::Certificate(why));
    let tbs = certificate.tbs_certificate();
    if !matches!(tbs.get_extension::<KeyUsage>(), Ok(Some((_, usage))) if usage.digital_signature()) {
        return bad("it is not for signatures");
    }
    if !matches!(tbs.get_extension::<ExtendedKeyUsage>(), Ok(Some((_, usage))) if usage.0.contains(&DOCUMENT_SIGNING)) {
        return bad("it is not for documents");
    }
    let signed = certificate.tbs_certificate().to_der()?;
    let signature = certificate.signature().as_bytes().and_then(|bytes| DerSignature::from_bytes(bytes).ok());
    let signature = signature.ok_or(CmsFault::Certificate("its signature is not ECDSA"))?;
    for der in roots {
        let Ok(root) = Certificate::from_der(der) else { continue };
        let (Some(key), parent) = (verifying_key(&root), root.tbs_certificate()) else { continue };
        let is_ca = matches!(parent.get_extension::<BasicConstraints>(), Ok(Some((_, basic))) if basic.ca);
        if !is_ca || parent.subject() != tbs.issuer() || !signed_by(&key, &signed, signature.as_bytes()) {
            continue;
        }
        let in_time = |tbs: &x509_cert::TbsCertificate| {
            let seconds = Duration::from_secs(at.seconds());
            tbs.validity().not_before.to_unix_duration() <= seconds
                && seconds <= tbs.validity().not_after.to_unix_duration()
        };
        return if in_time(tbs) && in_time(parent) { Ok(der.clone()) } else { bad("it was not valid at that time") };
    }
    bad("no trusted root vouches for it")
}

fn read_time(attributes: &SetOfVec<Attribute>) -> Result<Moment, CmsFault> {
    let attribute = attributes.iter().find(|attribute| attribute.oid == ID_SIGNING_TIME);
    let value = attribute.and_then(|attribute| attribute.values.get(0));
    let value = value.ok_or_else(|| CmsFault::Structure("no signing time".into()))?;
    let time = Time::from_der(&value.to_der()?)?;
    Ok(Moment(time.to_unix_duration().as_secs().saturating_mul(1000)))
}

/// RFC 5652, 11.3: `UTCTime` through 2049, then `GeneralizedTime`. To the second.
fn any_time(moment: Moment) -> Result<Any, der::Error> {
    let time = Duration::from_secs(moment.seconds());
    match UtcTime::from_unix_duration(time) {
        Ok(time) => Any::encode_from(&time),
        Err(_) => Any::encode_from(&GeneralizedTime::from_unix_duration(time)?),
    }
}

const fn algorithm(oid: ObjectIdentifier) -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid, parameters: None }
}

#[derive(Sequence)]
struct ContentInfo {
    content_type: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    content: Any,
}

#[derive(Sequence)]
struct SignedData {
    version: u8,
    digest_algorithms: SetOfVec<AlgorithmIdentifierOwned>,
    content: EncapsulatedContent,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT")]
    certificates: SetOfVec<Any>,
    signers: SetOfVec<Any>,
}

#[derive(Sequence)]
struct EncapsulatedContent {
    content_type: ObjectIdentifier,
}

#[derive(Sequence)]
struct SignerInfoDer {
    version: u8,
    sid: IssuerAndSerial,
    digest_algorithm: AlgorithmIdentifierOwned,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT")]
    signed_attributes: SetOfVec<Attribute>,
    signature_algorithm: AlgorithmIdentifierOwned,
    signature: OctetString,
}

#[derive(Sequence)]
struct IssuerAndSerial {
    issuer: Name,
    serial: SerialNumber,
}

/// RFC 5035; SHA-256 is the default algorithm and so not written.
#[derive(Sequence)]
struct EssCertId {
    cert_hash: OctetString,
}

#[derive(Sequence)]
struct SigningCertificateV2 {
    certs: Vec<EssCertId>,
}

#[cfg(test)]
#[path = "cms_tests.rs"]
mod tests;
