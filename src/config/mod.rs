//! The configuration file: read once, checked wholly, and then facts. Every mistake is one sentence that names the file
//! and what to do; a setting that nobody knows is refused with the nearest that there is. Paths are relative to the
//! file's own folder. Secrets are never in the file, only the path of a file that holds one.

pub mod read;
pub mod show;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

/// What the operator has decided.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file itself.
    pub file: PathBuf,
    pub listen: SocketAddr,
    pub data_dir: PathBuf,
    /// `https://cert.example.org`, without a slash at its end.
    pub base_url: String,
    pub tls: Option<TlsFiles>,
    pub trusted_proxy: Option<IpAddr>,
    pub mail: Mail,
    /// As `RUST_LOG` takes it: `info`, `warn,goodstanding=debug`.
    pub log: String,
    /// One JSON object for each line of the trace.
    pub log_json: bool,
    /// A file that holds the passphrase of the issuing keys.
    pub passphrase_file: Option<PathBuf>,
    /// What `init` founds; afterwards the store has it, and the browser changes it.
    pub association: Association,
}

/// The association as `init` is told of it; what is left out must be said on the command line.
#[derive(Clone, Debug, Default)]
pub struct Association {
    pub name: Option<String>,
    pub short: Option<String>,
    /// English name.
    pub latin: Option<String>,
    pub uscc: Option<String>,
    /// What the numbers of certificates begin with.
    pub prefix: Option<String>,
    /// Mailbox of the first security administrator.
    pub admin: Option<String>,
    /// Sender of all mail.
    pub mail_from: Option<String>,
}

/// Certificate chain and private key, PEM.
#[derive(Clone, Debug)]
pub struct TlsFiles {
    pub cert: PathBuf,
    pub key: PathBuf,
}

/// Where letters go.
#[derive(Clone, Debug)]
pub enum Mail {
    Folder(PathBuf),
    Smtp {
        host: String,
        port: u16,
        security: Security,
        user: Option<String>,
        password_file: Option<PathBuf>,
        /// Certificates of the authority that vouches for the server, PEM; none: those that the machine trusts.
        ca: Option<PathBuf>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    Tls,
    StartTls,
    None,
}

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("the configuration file {} cannot be read: {why}", .path.display())]
    Unreadable { path: PathBuf, why: std::io::Error },
    #[error("{}: {why}", .path.display())]
    Wrong { path: PathBuf, why: String },
}

impl Config {
    pub fn store_file(&self) -> PathBuf {
        store_file(&self.data_dir)
    }

    pub fn keys_folder(&self) -> PathBuf {
        keys_folder(&self.data_dir)
    }

    /// The passphrase of the issuing keys, without the line end that editors leave.
    pub fn passphrase(&self) -> Result<Option<String>, ConfigError> {
        self.passphrase_file.as_deref().map(secret).transpose()
    }
}

/// The store's file in a data folder.
pub fn store_file(data_dir: &Path) -> PathBuf {
    data_dir.join("store.redb")
}

/// The issuing keys' folder in a data folder.
pub fn keys_folder(data_dir: &Path) -> PathBuf {
    data_dir.join("keys")
}

/// Reads a file that holds one secret.
pub fn secret(path: &Path) -> Result<String, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|why| ConfigError::Unreadable { path: path.to_owned(), why })?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
