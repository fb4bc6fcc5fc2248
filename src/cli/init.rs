//! `goodstanding init`.

use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use crate::app::asker::Asker;
use crate::app::found;
use crate::app::invite::{self, Typed};
use crate::app::world::{World, fill_random, machine_clock};
use crate::cli::place::{Place, own_uid};
use crate::cli::{Failed, say};
use crate::crypto::keyring::{Founding, Keyring};
use crate::domain::complete::text_line;
use crate::domain::permission::Role;
use crate::domain::settings::{Hotline, Settings};
use crate::domain::uscc::Uscc;
use crate::pdf::press::Press;
use crate::store::{Store, StoreError};

/// Found an association: data folder, keys, the ten kinds, and the first account
///
/// Reads the configuration for the data folder and the base URL. The root key, which signs nothing but the list of the
/// association's keys, is written to --root-out: move that file off this machine and keep it. The first account is a
/// security-admin, who invites everybody else; its password is set by the link that is printed.
#[derive(Debug, Args)]
pub struct Init {
    /// Full name of the association, as its certificates say it
    #[arg(long, value_name = "NAME")]
    association: String,
    /// Short name, for narrow places; the full name where it is left out
    #[arg(long, value_name = "NAME", default_value = "")]
    short: String,
    /// English name, for the public pages
    #[arg(long, value_name = "NAME", default_value = "")]
    latin: String,
    /// Unified social credit code of the association (51…)
    #[arg(long, value_name = "CODE")]
    uscc: String,
    /// What the numbers of certificates begin with: 穗律证
    #[arg(long, value_name = "TEXT")]
    prefix: String,
    /// Mailbox of the first security-admin
    #[arg(long, value_name = "MAILBOX")]
    admin: String,
    /// Sender of all mail; the admin's mailbox where it is left out
    #[arg(long, value_name = "MAILBOX", default_value = "")]
    mail_from: String,
    /// File for the root key, outside the data folder
    #[arg(long, value_name = "FILE")]
    root_out: PathBuf,
    /// Permanent name of the log; the base URL's host where it is left out. It can never be changed
    #[arg(long, value_name = "HOST")]
    log_name: Option<String>,
    #[command(flatten)]
    place: Place,
}

impl Init {
    pub fn run(&self) -> Result<(), Failed> {
        let config = self.place.config()?;
        let press = Press::new();
        let settings = self.settings(&config.base_url, &press)?;
        let prefix = text_line(&self.prefix, 10, &|text| press.undrawable(text))
            .map_err(|sentence| format!("--prefix: {sentence}"))?;
        if prefix.is_empty() {
            return Err("--prefix: give the characters that numbers begin with, for example 穗律证".into());
        }
        if config.store_file().exists() {
            return Err(Box::new(StoreError::Exists(config.store_file())));
        }
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&config.data_dir)?;
        let data_dir = config.data_dir.canonicalize()?;
        let root_folder = self.root_out.parent().filter(|folder| !folder.as_os_str().is_empty());
        if root_folder.is_some_and(|folder| folder.canonicalize().is_ok_and(|folder| folder.starts_with(&data_dir))) {
            return Err("--root-out: the root key must not lie in the data folder; name a file elsewhere".into());
        }
        let host = self.log_name.clone().unwrap_or_else(|| host_of(&settings));
        let now = machine_clock()();
        let keys_folder = config.keys_folder();
        let founding = Founding {
            folder: &keys_folder,
            root_out: &self.root_out,
            host: &host,
            association: &settings.association,
            now,
        };
        let passphrase = config.passphrase()?;
        let keys = Keyring::create(&founding, passphrase.as_deref().map(str::as_bytes), &mut fill_random)?;
        let fingerprint = keys.fingerprint();
        let store = Store::create(&config.store_file())?;
        let world = World::new(Arc::new(store), Arc::new(press), Some(keys), machine_clock());
        let operator = Asker::Operator { uid: own_uid()? };
        found::found(&world, &settings, &prefix, operator.actor())?;
        let typed = Typed {
            login: String::new(),
            name: "安全管理员".to_owned(),
            email: self.admin.clone(),
            roles: vec![Role::SecurityAdmin.slug().to_owned()],
            ..Typed::default()
        };
        let invited = invite::invite(&world, &operator, &typed, None)?.ok_or("the first account was not made")?;
        say(&format!(
            "{} is founded in {}.\n\nroot key      {}   (move it off this machine, and keep it)\nfingerprint   {fingerprint}\n\
             first account {} (security-admin); set its password within seven days, once the server runs:\n{}\n",
            settings.association,
            data_dir.display(),
            self.root_out.display(),
            invited.login,
            invited.link
        ))
    }

    fn settings(&self, base_url: &str, press: &Press) -> Result<Settings, Failed> {
        let undrawable = |text: &str| press.undrawable(text);
        let association =
            text_line(&self.association, 50, &undrawable).map_err(|why| format!("--association: {why}"))?;
        if association.chars().count() < 4 {
            return Err("--association: give the association's full name".into());
        }
        let uscc = Uscc::parse(&self.uscc).map_err(|error| format!("--uscc: {}", error.sentence()))?;
        let or = |text: &str, other: &str| if text.is_empty() { other.to_owned() } else { text.to_owned() };
        Ok(Settings {
            short: or(&self.short, &association),
            latin: or(&self.latin, &association),
            association,
            uscc: uscc.as_str().to_owned(),
            base_url: base_url.to_owned(),
            consent: false,
            hotline: Hotline::default(),
            faq: Vec::new(),
            mail_from: or(&self.mail_from, &self.admin),
            collect_at: String::new(),
        })
    }
}

fn host_of(settings: &Settings) -> String {
    settings.host().split(':').next().unwrap_or_default().to_ascii_lowercase()
}
