//! The ECDSA P-256 keys and X.509 certificates behind the PDF's own signature, which ordinary readers check: an X.509
//! root that belongs to the association's root key, and a document-signing certificate under it.

use std::fmt;
use std::time::Duration;

use const_oid::ObjectIdentifier;
use const_oid::db::rfc4519::{COMMON_NAME, COUNTRY_NAME, ORGANIZATION_NAME};
use der::asn1::{Any, GeneralizedTime, SetOfVec};
use der::{Decode, Encode, Tag};
use p256::ecdsa::{DerSignature, Signature, SigningKey, VerifyingKey};
use pkcs8::{DecodePrivateKey, EncodePrivateKey, SecretDocument};
use signature::Signer;
use spki::{SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef};
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{Builder, CertificateBuilder};
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages, SubjectKeyIdentifier,
};
use x509_cert::ext::{Extension, ToExtension};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::{Time, Validity};
use x509_cert::{Certificate, TbsCertificate};
use zeroize::Zeroizing;

use crate::crypto::cms::SignedAttributes;
use crate::crypto::keys::{KeyId, Role, RootKey};
use crate::domain::time::Moment;

/// RFC 9336: id-kp-documentSigning.
pub const DOCUMENT_SIGNING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.36");

const DOCUMENT_YEARS: i16 = 20;
const ROOT_YEARS: i16 = 40;

/// X.520 bounds common name and organization at 64 characters.
const MAX_NAME: usize = 64;

/// A key or certificate that cannot be made or read.
#[derive(Debug, thiserror::Error)]
pub enum DocumentFault {
    #[error("the association's name is empty or longer than 50 characters")]
    Name,
    #[error("a time lies outside what X.509 can say")]
    Time,
    #[error("X.509: {0}")]
    X509(String),
}

impl From<der::Error> for DocumentFault {
    fn from(error: der::Error) -> Self {
        Self::X509(error.to_string())
    }
}

impl From<x509_cert::builder::Error> for DocumentFault {
    fn from(error: x509_cert::builder::Error) -> Self {
        Self::X509(error.to_string())
    }
}

impl From<spki::Error> for DocumentFault {
    fn from(error: spki::Error) -> Self {
        Self::X509(error.to_string())
    }
}

/// The private key that signs the attributes of a PDF's CMS signature, and nothing else.
pub struct DocumentKey(SigningKey);

impl DocumentKey {
    /// A new key. Asks for random bytes until they are a scalar of the curve, which the first nearly always are.
    pub fn generate(random: &mut impl FnMut(&mut [u8])) -> Self {
        loop {
            let mut scalar = Zeroizing::new([0; 32]);
            random(scalar.as_mut_slice());
            if let Ok(key) = SigningKey::from_slice(scalar.as_slice()) {
                return Self(key);
            }
        }
    }

    /// The same key once more, for the keyring that comes after this one.
    pub(in crate::crypto) fn again(&self) -> Self {
        Self(self.0.clone())
    }

    /// The 65-byte uncompressed point.
    pub fn public(&self) -> Vec<u8> {
        self.0.verifying_key().to_sec1_point(false).as_bytes().to_vec()
    }

    pub fn id(&self) -> KeyId {
        KeyId::of(Role::Document, &self.public())
    }

    /// Deterministic (RFC 6979) and with the lower of the two possible s, so that the same attributes have one signature.
    pub(in crate::crypto) fn sign_attributes(&self, attributes: &SignedAttributes) -> DerSignature {
        let signature: Signature = self.0.sign(attributes.der());
        signature.normalize_s().to_der()
    }

    pub(in crate::crypto) fn to_pkcs8(&self) -> Result<SecretDocument, pkcs8::Error> {
        self.0.to_pkcs8_der()
    }

    pub(in crate::crypto) fn from_pkcs8(der: &[u8]) -> Result<Self, pkcs8::Error> {
        SigningKey::from_pkcs8_der(der).map(Self)
    }
}

/// Shows which key it is, never the key.
impl fmt::Debug for DocumentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DocumentKey({})", self.id())
    }
}

/// The X.509 root: made from the root key when needed, never stored.
pub struct X509Root {
    key: SigningKey,
    certificate: Certificate,
}

impl X509Root {
    /// The root with its self-signed certificate, valid for 40 years. The same root key, name and time make the same
    /// certificate, so that a lost one can be made again.
    pub fn of(root: &RootKey, association: &str, not_before: Moment) -> Result<Self, DocumentFault> {
        let key = (0..=u8::MAX)
            .find_map(|counter| SigningKey::from_slice(root.x509_scalar(counter).as_slice()).ok())
            .ok_or_else(|| DocumentFault::X509("no scalar found".into()))?;
        let name = name(association, "根证书 Root")?;
        let profile = Profile { subject: name.clone(), issuer: name, is_root: true };
        let serial = &root.public().id().0;
        let certificate = build(profile, serial, not_before, ROOT_YEARS, key.verifying_key(), &key)?;
        Ok(Self { key, certificate })
    }

    /// The root around a certificate that it issued to itself before.
    pub fn reopen(root: &RootKey, certificate: &[u8]) -> Result<Self, DocumentFault> {
        let key = (0..=u8::MAX)
            .find_map(|counter| SigningKey::from_slice(root.x509_scalar(counter).as_slice()).ok())
            .ok_or_else(|| DocumentFault::X509("no scalar found".into()))?;
        let certificate = Certificate::from_der(certificate)?;
        let own = SubjectPublicKeyInfoOwned::from_key(key.verifying_key())?;
        if *certificate.tbs_certificate().subject_public_key_info() != own {
            return Err(DocumentFault::X509("the certificate is not of this root key".into()));
        }
        Ok(Self { key, certificate })
    }

    /// The root certificate's DER.
    pub fn certificate(&self) -> Result<Vec<u8>, DocumentFault> {
        Ok(self.certificate.to_der()?)
    }

    /// Issues the document-signing certificate, valid for 20 years: DER. `serial` is 16 random bytes.
    pub fn issue(
        &self,
        document: &DocumentKey,
        association: &str,
        not_before: Moment,
        serial: [u8; 16],
    ) -> Result<Vec<u8>, DocumentFault> {
        let profile = Profile {
            subject: name(association, "电子证明签章")?,
            issuer: self.certificate.tbs_certificate().subject().clone(),
            is_root: false,
        };
        let certificate = build(profile, &serial, not_before, DOCUMENT_YEARS, document.0.verifying_key(), &self.key)?;
        Ok(certificate.to_der()?)
    }
}

/// The uncompressed point in a certificate's P-256 public key, as in a manifest.
pub fn certified_key(certificate: &[u8]) -> Result<Vec<u8>, DocumentFault> {
    let certificate = Certificate::from_der(certificate)?;
    let key = verifying_key(&certificate).ok_or_else(|| DocumentFault::X509("the key is not P-256".into()))?;
    Ok(key.to_sec1_point(false).as_bytes().to_vec())
}

pub(in crate::crypto) fn verifying_key(certificate: &Certificate) -> Option<VerifyingKey> {
    let der = certificate.tbs_certificate().subject_public_key_info().to_der().ok()?;
    VerifyingKey::try_from(SubjectPublicKeyInfoRef::from_der(&der).ok()?).ok()
}

struct Profile {
    subject: Name,
    issuer: Name,
    is_root: bool,
}

impl BuilderProfile for Profile {
    fn get_issuer(&self, _subject: &Name) -> Name {
        self.issuer.clone()
    }

    fn get_subject(&self) -> Name {
        self.subject.clone()
    }

    fn build_extensions(
        &self,
        own: SubjectPublicKeyInfoRef<'_>,
        issuer: SubjectPublicKeyInfoRef<'_>,
        _tbs: &TbsCertificate,
    ) -> x509_cert::builder::Result<Vec<Extension>> {
        let mut extensions = Vec::new();
        let mut push = |extension: Result<Extension, der::Error>| {
            extensions.push(extension?);
            Ok::<_, x509_cert::builder::Error>(())
        };
        let none: &[Extension] = &[];
        push(SubjectKeyIdentifier::try_from(own)?.to_extension(&self.subject, none))?;
        let authority = SubjectKeyIdentifier::try_from(issuer)?.0;
        let authority = AuthorityKeyIdentifier { key_identifier: Some(authority), ..Default::default() };
        push(authority.to_extension(&self.subject, none))?;
        let path_len_constraint = self.is_root.then_some(0);
        push(BasicConstraints { ca: self.is_root, path_len_constraint }.to_extension(&self.subject, none))?;
        if self.is_root {
            push(KeyUsage(KeyUsages::KeyCertSign | KeyUsages::CRLSign).to_extension(&self.subject, none))?;
        } else {
            // pyHanko takes a document for signed by intent only where nonRepudiation is set too.
            let usage = KeyUsages::DigitalSignature | KeyUsages::NonRepudiation;
            push(KeyUsage(usage).to_extension(&self.subject, none))?;
            push(ExtendedKeyUsage(vec![DOCUMENT_SIGNING]).to_extension(&self.subject, none))?;
        }
        Ok(extensions)
    }
}

fn build(
    profile: Profile,
    serial: &[u8],
    not_before: Moment,
    years: i16,
    subject: &VerifyingKey,
    signer: &SigningKey,
) -> Result<Certificate, DocumentFault> {
    // RFC 5280, 4.1.2.2: positive, and not zero. A leading 01 keeps the length fixed.
    let serial = SerialNumber::new(&[&[1], serial].concat())?;
    let not_after = Moment::start_of(not_before.day().plus_years(years));
    let validity = Validity::new(time(not_before)?, time(not_after)?);
    let subject = SubjectPublicKeyInfoOwned::from_key(subject)?;
    let builder = CertificateBuilder::new(profile, serial, validity, subject)?;
    Ok(builder.build::<_, DerSignature>(signer)?)
}

fn time(moment: Moment) -> Result<Time, DocumentFault> {
    let time = GeneralizedTime::from_unix_duration(Duration::from_secs(moment.seconds()));
    time.map(Time::GeneralTime).map_err(|_| DocumentFault::Time)
}

/// C=CN, O=association, CN=association and what the certificate is for.
fn name(association: &str, purpose: &str) -> Result<Name, DocumentFault> {
    let common = format!("{association} {purpose}");
    if association.trim().is_empty() || common.chars().count() > MAX_NAME {
        return Err(DocumentFault::Name);
    }
    let part = |oid, tag, text: &str| {
        let value = Any::new(tag, text.as_bytes())?;
        SetOfVec::try_from(vec![AttributeTypeAndValue { oid, value }])
    };
    let parts = vec![
        part(COUNTRY_NAME, Tag::PrintableString, "CN")?,
        part(ORGANIZATION_NAME, Tag::Utf8String, association)?,
        part(COMMON_NAME, Tag::Utf8String, &common)?,
    ];
    // A name is a SEQUENCE of SETs: encode it and read it back as one.
    Ok(Name::from_der(&parts.to_der()?)?)
}

/// When a certificate in DER ends: the end of its validity; none where it is no certificate.
pub fn ends(certificate: &[u8]) -> Option<Moment> {
    let certificate = Certificate::from_der(certificate).ok()?;
    let ends = certificate.tbs_certificate().validity().not_after.to_unix_duration();
    Some(Moment(u64::try_from(ends.as_millis()).unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::samples;

    #[test]
    fn a_root_can_be_made_again_from_its_seed() {
        let first = X509Root::of(&samples::root(), samples::ASSOCIATION, samples::BEGIN).unwrap();
        let again = X509Root::of(&samples::root(), samples::ASSOCIATION, samples::BEGIN).unwrap();
        assert_eq!(first.certificate().unwrap(), again.certificate().unwrap());
        assert!(X509Root::reopen(&samples::root(), &first.certificate().unwrap()).is_ok());
        let stranger = crate::crypto::keys::RootKey::from_seed(&[9; 32]);
        assert!(X509Root::reopen(&stranger, &first.certificate().unwrap()).is_err());
    }

    #[test]
    fn the_document_certificate_says_what_it_is_for_and_lives_20_years() {
        let (certificate, _) = samples::chain();
        let certificate = Certificate::from_der(&certificate).unwrap();
        let tbs = certificate.tbs_certificate();
        let (_, usage) = tbs.get_extension::<ExtendedKeyUsage>().unwrap().unwrap();
        assert_eq!(usage.0, [DOCUMENT_SIGNING]);
        let (critical, usage) = tbs.get_extension::<KeyUsage>().unwrap().unwrap();
        assert!(critical && usage.0 == KeyUsages::DigitalSignature | KeyUsages::NonRepudiation);
        let years = tbs.validity().not_after.to_date_time().year() - tbs.validity().not_before.to_date_time().year();
        assert_eq!(years, 20);
        assert_eq!(certified_key(&samples::chain().0).unwrap(), samples::document().public());
    }

    #[test]
    fn names_that_x509_cannot_hold_are_refused() {
        for association in ["", "  ", &"会".repeat(60)] {
            assert!(X509Root::of(&samples::root(), association, samples::BEGIN).is_err());
        }
    }
}
