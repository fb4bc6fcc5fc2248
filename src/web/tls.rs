//! TLS from the operator's own certificate files.

use std::path::Path;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

/// Ready to shake hands.
#[derive(Clone)]
pub struct Tls(pub(crate) TlsAcceptor);

/// Reads the certificate chain (leaf first) and the private key, both PEM. The sentence is for the operator.
pub fn load(certificate: &Path, key: &Path) -> Result<Tls, String> {
    let read = |path: &Path| std::fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()));
    let chain: Vec<CertificateDer> = CertificateDer::pem_slice_iter(&read(certificate)?)
        .collect::<Result<_, _>>()
        .map_err(|error| format!("{} holds no readable certificates: {error}", certificate.display()))?;
    if chain.is_empty() {
        return Err(format!("{} holds no certificate in PEM form", certificate.display()));
    }
    let private = PrivateKeyDer::from_pem_slice(&read(key)?)
        .map_err(|error| format!("{} holds no unencrypted private key in PEM form: {error}", key.display()))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_no_client_auth()
        .with_single_cert(chain, private)
        .map_err(|error| format!("{} and {} cannot be used together: {error}", certificate.display(), key.display()))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Tls(TlsAcceptor::from(Arc::new(config))))
}
