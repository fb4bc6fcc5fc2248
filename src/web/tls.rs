//! TLS from the operator's own certificate files. They are read again when they change, and on SIGHUP; files that cannot
//! be used leave those in force that were read before, and the trace, `doctor` and the metrics say so.

use std::future::Future;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::signal::unix::Signal;
use tokio::time::sleep;
use tokio_rustls::TlsAcceptor;

use crate::app::ready;
use crate::app::running::Tls as State;
use crate::app::world::World;
use crate::domain::time::Moment;

/// Between two looks at the files.
const LOOK: Duration = Duration::from_secs(10);

/// Ready to shake hands.
#[derive(Clone)]
pub struct Tls(Arc<Inner>);

struct Inner {
    certificate: PathBuf,
    key: PathBuf,
    /// The last that could be used.
    used: RwLock<Used>,
}

#[derive(Clone)]
struct Used {
    config: Arc<ServerConfig>,
    ends: Moment,
}

/// What tells one version of a file from the next.
type Stamp = [Option<(i64, i64, u64, u64)>; 2];

/// Reads the certificate chain (leaf first) and the private key, both PEM. The sentence is for the operator.
pub fn load(certificate: &Path, key: &Path) -> Result<Tls, String> {
    let used = RwLock::new(read(certificate, key)?);
    Ok(Tls(Arc::new(Inner { certificate: certificate.to_owned(), key: key.to_owned(), used })))
}

/// When the first certificate of a chain in PEM ends, and that the key belongs to it.
pub fn ends(certificate: &Path, key: &Path) -> Result<Moment, String> {
    read(certificate, key).map(|used| used.ends)
}

fn read(certificate: &Path, key: &Path) -> Result<Used, String> {
    let read = |path: &Path| std::fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()));
    let chain: Vec<CertificateDer> = CertificateDer::pem_slice_iter(&read(certificate)?)
        .collect::<Result<_, _>>()
        .map_err(|error| format!("{} holds no readable certificates: {error}", certificate.display()))?;
    let Some(leaf) = chain.first() else {
        return Err(format!("{} holds no certificate in PEM form", certificate.display()));
    };
    let ends = ready::ends(leaf).ok_or_else(|| format!("{} does not say when it ends", certificate.display()))?;
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
    Ok(Used { config: Arc::new(config), ends })
}

impl Tls {
    /// For one new connection.
    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.used().config))
    }

    fn used(&self) -> Used {
        self.0.used.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn stamp(&self) -> Stamp {
        [&self.0.certificate, &self.0.key].map(|path| {
            let held = std::fs::metadata(path).ok()?;
            Some((held.mtime(), held.mtime_nsec(), held.size(), held.ino()))
        })
    }

    /// Reads the files again. What cannot be used changes nothing.
    fn reload(&self) -> Result<(), String> {
        let fresh = read(&self.0.certificate, &self.0.key)?;
        *self.0.used.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// Looks after the files until `stop` ends.
    pub async fn watch(self, world: Arc<World>, mut hangup: Signal, stop: impl Future<Output = ()>) {
        let mut seen = self.stamp();
        let mut refused: Option<String> = None;
        self.note(&world, None);
        tokio::pin!(stop);
        loop {
            let asked = tokio::select! {
                () = &mut stop => return,
                _ = hangup.recv() => true,
                () = sleep(LOOK) => false,
            };
            let stamp = self.stamp();
            // Files that did not go together may be two halves of a renewal: they are tried until they do.
            if !asked && stamp == seen && refused.is_none() {
                continue;
            }
            seen = stamp;
            match self.reload() {
                Ok(()) => {
                    refused = None;
                    tracing::info!("TLS files were read again; the certificate ends at {}", self.used().ends.rfc3339());
                }
                Err(why) => {
                    if asked || refused.as_ref() != Some(&why) {
                        tracing::error!("new TLS files cannot be used, the old ones stay: {why}");
                    }
                    refused = Some(why);
                }
            }
            self.note(&world, refused.clone());
        }
    }

    fn note(&self, world: &World, refused: Option<String>) {
        world.running.note_tls(State { ends: self.used().ends, refused });
    }
}
