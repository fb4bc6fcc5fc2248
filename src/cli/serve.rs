//! `goodstanding serve`.

use std::path::Path;
use std::sync::Arc;

use clap::Args;

use crate::app::base_url;
use crate::app::keys;
use crate::app::mail_out::Mailer;
use crate::app::world::World;
use crate::cli::doors::{House, prepare, runtime};
use crate::cli::place::{Place, open_with, own_uid, press};
use crate::cli::{Failed, trace};
use crate::config::{self, Config, Mail, Security};
use crate::domain::audit::Actor;
use crate::mail::Transport;
use crate::mail::smtp::{Privacy, Smtp};
use crate::mail::trust::Trust;
use crate::web::site::Site;
use crate::web::{serve, tls};

/// Open files that a full house needs: connections, the store, the fonts.
const FILES: u64 = 4096;

/// Serve the association: pages, verification, jobs and mail
///
/// Serves by TLS with certificate files of its own ([tls] in the configuration), or by plain http to the proxy that
/// `trusted_proxy` names, or on loopback. Ends on SIGTERM or SIGINT after requests under way were answered; TLS files are
/// read again when they change and on SIGHUP. Other commands reach the running server by a socket in its data folder.
/// Tells systemd when it is ready and that it lives (Type=notify).
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
}

impl Serve {
    pub fn run(&self) -> Result<(), Failed> {
        let config = self.place.config()?;
        trace::begin(&config.log, config.log_json)?;
        if let Err(error) = rlimit::increase_nofile_limit(FILES) {
            tracing::warn!("the limit of open files could not be raised: {error}");
        }
        let site = Site::parse(&config.base_url, config.trusted_proxy)?;
        let tls = config.tls.as_ref().map(|files| tls::load(&files.cert, &files.key)).transpose()?;
        let mailer = Mailer::new(transport(&config)?);
        let world = Arc::new(open_with(&config.data_dir, press(&config)?, None)?);
        bring_keys(&config, &world)?;
        prepare(&world, &config)?;
        if base_url::adopt(&world, &config.base_url, Actor::Operator { uid: own_uid()? })? {
            tracing::warn!("links in letters and certificates begin with {} from now on", config.base_url);
        }
        runtime()?.block_on(async {
            let listening = serve::listen(config.listen).await?;
            let metrics = match config.metrics {
                Some(address) => Some(serve::listen(address).await?),
                None => None,
            };
            House { world, data_dir: config.data_dir, site, mailer, tls, metrics }.open(listening).await
        })
    }
}

/// Without a folder of keys everything goes on but issuing; keys that are there must be right.
fn bring_keys(config: &Config, world: &World) -> Result<(), Failed> {
    let folder = config.keys_folder();
    if !Path::new(&folder).exists() {
        tracing::warn!("there are no issuing keys in {}: nothing can be approved", folder.display());
        return Ok(());
    }
    let passphrase = config.passphrase()?;
    let keys = keys::load(&world.store, &folder, passphrase.as_deref().map(str::as_bytes))?;
    world.put_keys(Arc::new(keys));
    Ok(())
}

/// The transport that the configuration names.
pub fn transport(config: &Config) -> Result<Transport, Failed> {
    Ok(match &config.mail {
        Mail::Folder(folder) => Transport::Folder(folder.clone()),
        Mail::Smtp { host, port, security, user, password_file, ca } => Transport::Smtp(Smtp {
            host: host.clone(),
            port: *port,
            privacy: match security {
                Security::Tls => Privacy::Tls,
                Security::StartTls => Privacy::StartTls,
                Security::None => Privacy::Clear,
            },
            login: match (user, password_file) {
                (Some(user), Some(file)) => Some((user.clone(), config::secret(file)?)),
                _ => None,
            },
            greeting: Site::parse(&config.base_url, None)?.name().to_owned(),
            trust: Trust::new(ca.as_deref()).map_err(|why| format!("[mail] {why}"))?,
        }),
    })
}
