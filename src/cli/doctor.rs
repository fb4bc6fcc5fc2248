//! `goodstanding doctor`.

use std::net::{TcpStream, ToSocketAddrs};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use crate::admin::{Answer, Request, answer, ask};
use crate::app::doctor::{Finding, Health};
use crate::app::keys;
use crate::app::world::machine_clock;
use crate::cli::doors::prepare;
use crate::cli::place::{Place, open_with, own_uid, press};
use crate::cli::{Failed, say};
use crate::config::{Config, Mail};
use crate::crypto::keyring::Keyring;
use crate::web::tls;

/// For the mail server to answer the call.
const PATIENCE: Duration = Duration::from_secs(5);

/// Look at everything that an operator looks after, and say what is not well
///
/// Asks the running server, or opens the store where none runs: store, log, keys, jobs, letters, clock, disk, copies, TLS
/// files, address, mail server, fonts, seal. Exit status 0 where nothing is bad, warnings included, and 1 otherwise.
#[derive(Debug, Args)]
pub struct Doctor {
    /// One JSON object: whether all is well, and the findings
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

impl Doctor {
    pub fn run(&self) -> Result<(), Failed> {
        let config = self.place.config()?;
        let mut findings = inside(&config)?;
        findings.extend(outside(&config));
        let worst = findings.iter().map(|finding| finding.health).max().unwrap_or(Health::Bad);
        let bad = findings.iter().filter(|finding| finding.health == Health::Bad).count();
        if self.json {
            let told = serde_json::json!({ "well": worst < Health::Bad, "findings": findings });
            say(&(serde_json::to_string(&told)? + "\n"))?;
        } else {
            say(&findings.iter().map(line).collect::<String>())?;
        }
        if bad > 0 { Err(format!("{bad} of {} findings are bad", findings.len()).into()) } else { Ok(()) }
    }
}

fn line(finding: &Finding) -> String {
    let word = match finding.health {
        Health::Good => "good",
        Health::Warning => "WARNING",
        Health::Bad => "BAD",
    };
    format!("{word:<8} {:<17} {}\n", finding.about, finding.sentence)
}

/// What the store and the server know.
fn inside(config: &Config) -> Result<Vec<Finding>, Failed> {
    let running = |sentence: String, health| Finding::new("server", health, sentence);
    let (told, server) = match ask::ask(&config.data_dir, &Request::Doctor)? {
        Some(told) => (told, running(format!("running on {}", config.listen), Health::Good)),
        None => {
            let here = here(config);
            let told = match here {
                Ok(told) => told,
                Err(failed) => return Ok(vec![Finding::new("store", Health::Bad, failed.to_string())]),
            };
            (told, running("not running: this command opened the store itself".to_owned(), Health::Warning))
        }
    };
    match told {
        Answer::Examined(mut findings) => {
            findings.insert(0, server);
            Ok(findings)
        }
        Answer::Refused(sentence) => Ok(vec![server, Finding::new("store", Health::Bad, sentence)]),
        other => Err(format!("an answer that does not fit: {other:?}").into()),
    }
}

fn here(config: &Config) -> Result<Answer, Failed> {
    let folder = config.keys_folder();
    let passphrase = config.passphrase()?;
    let world = open_with(&config.data_dir, press(config)?, None)?;
    if Keyring::missing(&folder).is_empty() {
        let keys = keys::load(&world.store, &folder, passphrase.as_deref().map(str::as_bytes))?;
        world.put_keys(Arc::new(keys));
    }
    prepare(&world, config)?;
    Ok(answer(&world, own_uid()?, Request::Doctor))
}

/// What the machine and the configuration know.
fn outside(config: &Config) -> Vec<Finding> {
    let mut findings = vec![address(config)];
    if let Some(files) = &config.tls {
        findings.push(match tls::ends(&files.cert, &files.key) {
            Ok(ends) => Finding::until("tls-files", "the certificate in the files", ends, machine_clock()()),
            Err(why) => Finding::new("tls-files", Health::Bad, why),
        });
    }
    findings.push(mail(config));
    findings.push(clock_source());
    findings.push(passphrase(config));
    if config.backup.is_none() {
        let sentence = "no copies are made by the clock: set [backup], or run `goodstanding backup DIR` from a timer";
        findings.push(Finding::new("backup", Health::Warning, sentence));
    }
    findings
}

fn address(config: &Config) -> Finding {
    let base = &config.base_url;
    let Some(host) = base.strip_prefix("https://") else {
        let sentence = format!("{base} is not https: for a trial on one machine only");
        return Finding::new("base-url", Health::Warning, sentence);
    };
    let host = host.split('/').next().unwrap_or(host);
    let target = if host.contains(':') { host.to_owned() } else { format!("{host}:443") };
    match target.to_socket_addrs().ok().and_then(|mut found| found.next()) {
        Some(_) => Finding::new("base-url", Health::Good, base.clone()),
        None => {
            Finding::new("base-url", Health::Warning, format!("{base}: this machine does not find the host's address"))
        }
    }
}

fn mail(config: &Config) -> Finding {
    match &config.mail {
        Mail::Folder(folder) => {
            Finding::new("mail", Health::Warning, format!("letters are written to {} and go nowhere", folder.display()))
        }
        Mail::Smtp { host, port, .. } => {
            let reached = (host.as_str(), *port)
                .to_socket_addrs()
                .and_then(|mut found| found.next().ok_or_else(|| std::io::Error::other("the host has no address")))
                .and_then(|address| TcpStream::connect_timeout(&address, PATIENCE));
            match reached {
                Ok(_) => Finding::new("mail", Health::Good, format!("{host} port {port} takes calls")),
                Err(error) => {
                    Finding::new("mail", Health::Bad, format!("{host} port {port} cannot be reached: {error}"))
                }
            }
        }
    }
}

/// Whether something keeps the clock right.
fn clock_source() -> Finding {
    let asked = Command::new("timedatectl").args(["show", "--property=NTPSynchronized", "--value"]).output();
    match asked.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).as_deref() {
        Ok("yes") => Finding::new("clock-source", Health::Good, "the clock is kept right over the network"),
        Ok("no") => Finding::new("clock-source", Health::Warning, "nothing keeps the clock right: set up NTP"),
        _ => Finding::new("clock-source", Health::Warning, "this system does not say whether its clock is kept right"),
    }
}

fn passphrase(config: &Config) -> Finding {
    match config.passphrase_place() {
        Some(place) => {
            Finding::new("passphrase", Health::Good, format!("the keys' passphrase comes from {}", place.display()))
        }
        None => {
            let sentence = "the issuing keys lie unencrypted: whoever reads the folder can sign";
            Finding::new("passphrase", Health::Warning, sentence)
        }
    }
}
