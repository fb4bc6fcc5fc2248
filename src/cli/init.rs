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
use crate::cli::owner::give_to_owner;
use crate::cli::place::{Place, own_uid};
use crate::cli::{Failed, say};
use crate::config::Association;
use crate::crypto::keyring::{Founding, Keyring};
use crate::domain::complete::text_line;
use crate::domain::letter::parse_address;
use crate::domain::permission::Role;
use crate::domain::settings::Settings;
use crate::domain::uscc::Uscc;
use crate::pdf::press::Press;
use crate::store::{Store, StoreError};

/// Found an association: data folder, keys, the ten kinds, and the first account
///
/// Reads the configuration for the data folder, the base URL and the association; options here come before its
/// [association]. The root key, which signs nothing but the list of the association's keys, is written to --root-out:
/// move that file off this machine and keep it. The first account is a security-admin, who invites everybody else; its
/// password is set by the link that is printed.
#[derive(Debug, Args)]
pub struct Init {
    /// Full name of the association, as its certificates say it
    #[arg(long, value_name = "NAME")]
    association: Option<String>,
    /// Short name, for narrow places; the full name where it is left out
    #[arg(long, value_name = "NAME")]
    short: Option<String>,
    /// English name, for the public pages; the full name where it is left out
    #[arg(long, value_name = "NAME")]
    latin: Option<String>,
    /// Unified social credit code of the association (51…)
    #[arg(long, value_name = "CODE")]
    uscc: Option<String>,
    /// What the numbers of certificates begin with: 穗律证
    #[arg(long, value_name = "TEXT")]
    prefix: Option<String>,
    /// Mailbox of the first security-admin
    #[arg(long, value_name = "MAILBOX")]
    admin: Option<String>,
    /// Sender of all mail; the admin's mailbox where it is left out
    #[arg(long, value_name = "MAILBOX")]
    mail_from: Option<String>,
    /// File for the root key, outside the data folder; root-key.pem beside the configuration where it is left out
    #[arg(long, value_name = "FILE")]
    root_out: Option<PathBuf>,
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
        let told = self.told(&config.association);
        let settings = settings(&told, &config.base_url, &press)?;
        let prefix = text_line(&required(told.prefix.as_ref(), "prefix")?, 10, &|text| press.undrawable(text))
            .map_err(|sentence| format!("prefix: {sentence}"))?;
        let admin = required(told.admin.as_ref(), "admin")?;
        let admin = parse_address(&admin).map_err(|why| format!("admin: {why}"))?;
        let root_out = match &self.root_out {
            Some(file) => file.clone(),
            None => config.file.with_file_name("root-key.pem"),
        };
        if config.store_file().exists() {
            return Err(Box::new(StoreError::Exists(config.store_file())));
        }
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&config.data_dir)?;
        let data_dir = config.data_dir.canonicalize()?;
        let root_folder = root_out.parent().filter(|folder| !folder.as_os_str().is_empty());
        if root_folder.is_some_and(|folder| folder.canonicalize().is_ok_and(|folder| folder.starts_with(&data_dir))) {
            return Err("--root-out: the root key must not lie in the data folder; name a file elsewhere".into());
        }
        let host = self.log_name.clone().unwrap_or_else(|| host_of(&settings));
        let now = machine_clock()();
        let keys_folder = config.keys_folder();
        let founding = Founding {
            folder: &keys_folder,
            root_out: &root_out,
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
            email: admin,
            roles: vec![Role::SecurityAdmin.slug().to_owned()],
            ..Typed::default()
        };
        let invited = invite::invite(&world, &operator, &typed, None)?.ok_or("the first account was not made")?;
        give_to_owner(&data_dir)?;
        say(&format!(
            "{} is founded in {}.\n\nroot key      {}   (move it off this machine, and keep it)\nfingerprint   {fingerprint}\n\
             first account {} (security-admin); set its password within seven days, once the server runs:\n{}\n",
            settings.association,
            data_dir.display(),
            root_out.display(),
            invited.login,
            invited.link
        ))
    }

    /// The options, and the configuration where there is none.
    fn told(&self, config: &Association) -> Association {
        let or = |option: &Option<String>, other: &Option<String>| option.clone().or_else(|| other.clone());
        Association {
            name: or(&self.association, &config.name),
            short: or(&self.short, &config.short),
            latin: or(&self.latin, &config.latin),
            uscc: or(&self.uscc, &config.uscc),
            prefix: or(&self.prefix, &config.prefix),
            admin: or(&self.admin, &config.admin),
            mail_from: or(&self.mail_from, &config.mail_from),
        }
    }
}

fn required(told: Option<&String>, name: &str) -> Result<String, Failed> {
    let option = if name == "name" { "association" } else { name };
    told.filter(|text| !text.trim().is_empty()).cloned().ok_or_else(|| {
        format!("`{name}` is missing: set it in [association] of the configuration, or by --{option}").into()
    })
}

fn settings(told: &Association, base_url: &str, press: &Press) -> Result<Settings, Failed> {
    let undrawable = |text: &str| press.undrawable(text);
    let name = required(told.name.as_ref(), "name")?;
    let association = text_line(&name, 50, &undrawable).map_err(|why| format!("name: {why}"))?;
    if association.chars().count() < 4 {
        return Err("name: give the association's full name".into());
    }
    let uscc = required(told.uscc.as_ref(), "uscc")?;
    let uscc = Uscc::parse(&uscc).map_err(|error| format!("uscc: {}", error.sentence()))?;
    let admin = required(told.admin.as_ref(), "admin")?;
    let mail_from = told.mail_from.clone().unwrap_or(admin);
    let mail_from = parse_address(&mail_from).map_err(|why| format!("mail_from: {why}"))?;
    Ok(Settings {
        short: told.short.clone().unwrap_or_else(|| association.clone()),
        latin: told.latin.clone().unwrap_or_else(|| association.clone()),
        association,
        uscc: uscc.as_str().to_owned(),
        base_url: base_url.to_owned(),
        mail_from,
        ..Settings::default()
    })
}

fn host_of(settings: &Settings) -> String {
    settings.host().split(':').next().unwrap_or_default().to_ascii_lowercase()
}
