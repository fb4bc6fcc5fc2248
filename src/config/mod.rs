//! The configuration file: read once, checked wholly, and then facts. Every mistake is one sentence that names the file
//! and what to do; a setting that nobody knows is refused with the nearest that there is. Paths are relative to the
//! file's own folder. Secrets are never in the file, only the path of a file that holds one.

pub mod read;
pub mod show;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use crate::crypto::cosignature;
use crate::witness::Place;

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
    /// Loopback address on which a monitoring system finds the metrics.
    pub metrics: Option<SocketAddr>,
    /// Bytes of the store's disk that stay free: below them new applications are refused.
    pub disk_reserve: u64,
    /// Copies by the clock.
    pub backup: Option<Backup>,
    /// Lifeboats by the clock.
    pub lifeboat: Option<Lifeboat>,
    /// Other people's servers that cosign the public log.
    pub witnesses: Option<Witnesses>,
    /// Font files of the association's own.
    pub fonts: Fonts,
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

/// TrueType files that draw certificates before the built-in ones do.
#[derive(Clone, Debug, Default)]
pub struct Fonts {
    pub title: Option<PathBuf>,
    pub body: Option<PathBuf>,
}

/// Certificate chain and private key, PEM.
#[derive(Clone, Debug)]
pub struct TlsFiles {
    pub cert: PathBuf,
    pub key: PathBuf,
}

/// Copies of the store that the server makes itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    pub dir: PathBuf,
    /// Hours from one to the next.
    pub every: u32,
    /// How many stay.
    pub keep: u32,
}

/// Lifeboats that the server makes itself, once a night.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lifeboat {
    pub dir: PathBuf,
    /// The full hour, in Asia/Shanghai.
    pub hour: u32,
    /// How many stay: the one in `dir`, and earlier ones beside it.
    pub keep: u32,
}

/// Who cosigns the public log.
#[derive(Clone, Debug)]
pub struct Witnesses {
    pub witnesses: Vec<Witness>,
    /// So many make a checkpoint the one that is shown as newest.
    pub quorum: u32,
    /// Certificates of the authority that vouches for their servers, PEM; none: those that the machine trusts.
    pub ca: Option<PathBuf>,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct Witness {
    pub name: String,
    pub key: cosignature::Witness,
    pub place: Place,
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
        self.passphrase_place().as_deref().map(secret).transpose()
    }

    /// The file that holds it: the one that is named, or else a credential of systemd's.
    pub fn passphrase_place(&self) -> Option<PathBuf> {
        self.passphrase_file.clone().or_else(|| credential(PASSPHRASE))
    }
}

/// The credential with the passphrase of the issuing keys.
pub const PASSPHRASE: &str = "goodstanding.passphrase";

/// The credential with the password at the mail server.
pub const MAIL_PASSWORD: &str = "goodstanding.mail-password";

/// A secret that systemd hands over: to the service in a folder of its own; commands that root runs find it where systemd
/// does.
pub fn credential(name: &str) -> Option<PathBuf> {
    let handed = std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from);
    let folders = handed.into_iter().chain([PathBuf::from("/etc/credstore")]);
    folders.map(|folder| folder.join(name)).find(|file| file.is_file())
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
