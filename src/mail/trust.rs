//! Whom we believe to be the mail server: the machine's own certificate authorities, or only those of a file that the
//! operator names, for a server with a private one.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio_rustls::TlsConnector;

/// Checks the server's certificate; made once, shared by all letters.
#[derive(Clone)]
pub struct Trust(pub(in crate::mail) TlsConnector);

impl Trust {
    /// `ca`: a PEM file with one or more certificates; none: those that the machine trusts. The sentence is for the
    /// operator.
    pub fn new(ca: Option<&Path>) -> Result<Self, String> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?;
        let config = match ca {
            Some(file) => builder.with_root_certificates(roots(file)?).with_no_client_auth(),
            None => builder
                .with_platform_verifier()
                .map_err(|error| format!("the machine's certificate authorities cannot be read: {error}"))?
                .with_no_client_auth(),
        };
        Ok(Self(TlsConnector::from(Arc::new(config))))
    }
}

impl Trust {
    /// For another conversation over TLS, such as one with a witness.
    pub fn connector(&self) -> TlsConnector {
        self.0.clone()
    }
}

fn roots(file: &Path) -> Result<RootCertStore, String> {
    let pem = std::fs::read(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        let certificate =
            certificate.map_err(|error| format!("{} holds no readable certificates: {error}", file.display()))?;
        roots.add(certificate).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    if roots.is_empty() { Err(format!("{} holds no certificate in PEM form", file.display())) } else { Ok(roots) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_certificates_is_refused_with_its_name() {
        let file = std::env::temp_dir().join(format!("goodstanding-ca-{}.pem", std::process::id()));
        std::fs::write(&file, "no certificate").unwrap();
        let error = Trust::new(Some(&file)).err().unwrap();
        assert!(error.contains("holds no certificate in PEM form") && error.contains("goodstanding-ca-"), "{error}");
        std::fs::remove_file(&file).unwrap();
        assert!(Trust::new(Some(&file)).err().unwrap().contains("cannot be read"));
        assert!(Trust::new(None).is_ok());
    }
}
