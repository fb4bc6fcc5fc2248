//! `goodstanding demo`: an invented association, ready to try.

use std::fs;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use clap::Args;
use serde::{Deserialize, Serialize};

use crate::app::disk::Disk;
use crate::app::keys;
use crate::app::mail_out::Mailer;
use crate::app::showcase::{self, Entry, Example};
use crate::app::world::{World, fill_random, machine_clock};
use crate::app::{base_url, found};
use crate::cli::doors::{House, runtime};
use crate::cli::place::own_uid;
use crate::cli::{Failed, say, trace};
use crate::config::{keys_folder, store_file};
use crate::crypto::keyring::{Founding, Keyring};
use crate::crypto::token::Token;
use crate::domain::audit::Actor;
use crate::domain::sample;
use crate::domain::settings::{Hotline, Settings};
use crate::domain::time::{Day, Moment};
use crate::mail::Transport;
use crate::pdf::press::Press;
use crate::store::Store;
use crate::web::serve;
use crate::web::site::Site;

/// The log's permanent name in the demo, which has no domain of its own.
const HOST: &str = "goodstanding.example";

/// How far back the sample's first certificate was issued, in days: longer than it is valid.
const PAST: i32 = 200;

/// Bytes that the demo leaves free on the disk.
const RESERVE: u64 = 64 << 20;

/// Try everything on an invented association with sample data
///
/// Makes an association, two firms, accounts of every role and certificates in every state, all invented (示例), and
/// serves them on loopback. Mail is written as files. Everything lies in a folder under the system's temporary one, which
/// is removed at the end, or in --data, where it stays and is opened again the next time.
#[derive(Debug, Args)]
pub struct Demo {
    /// Loopback address and port; port 0 takes any free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Folder that keeps the demo's data
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Which lines of the trace go to the error output: error, warn, info, debug
    #[arg(long, value_name = "FILTER", default_value = "warn")]
    log: String,
    /// Print one line of JSON once it listens, in place of words
    #[arg(long)]
    json: bool,
}

/// What is needed to open a demo again.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    accounts: Vec<Entry>,
}

#[derive(Serialize)]
struct Told<'a> {
    url: &'a str,
    accounts: &'a [Entry],
    examples: &'a [Example],
    mail_dir: &'a Path,
    data_dir: &'a Path,
    root: String,
}

/// A folder that is removed when the demo ends.
struct Temporary(Option<PathBuf>);

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Some(folder) = &self.0
            && let Err(error) = fs::remove_dir_all(folder)
        {
            tracing::warn!("{} could not be removed: {error}", folder.display());
        }
    }
}

impl Demo {
    pub fn run(&self) -> Result<(), Failed> {
        if !self.listen.ip().is_loopback() {
            return Err(
                "the demo listens on loopback only, for its passwords are printed; for others use `serve`".into()
            );
        }
        trace::begin(&self.log, false)?;
        let (folder, temporary) = self.folder()?;
        let _removed_at_the_end = Temporary(temporary.then(|| folder.clone()));
        runtime()?.block_on(async {
            let listening = serve::listen(self.listen).await?;
            let url = format!("http://{}", listening.address);
            let kept = if store_file(&folder).exists() { reopen(&folder)? } else { make(&folder, &url)? };
            let store = Arc::new(Store::open(&store_file(&folder))?);
            let keys = keys::load(&store, &keys_folder(&folder), None)?;
            let world = Arc::new(World::new(store, Arc::new(Press::new()), Some(keys), machine_clock()));
            base_url::adopt(&world, &url, Actor::Operator { uid: own_uid()? })?;
            let mail = folder.join("mail");
            let told = Told {
                url: &url,
                accounts: &kept.accounts,
                examples: &showcase::examples(&world)?,
                mail_dir: &mail,
                data_dir: &folder,
                root: world.fingerprint()?.to_string(),
            };
            self.tell(&told)?;
            let mailer = Mailer::new(Transport::Folder(mail.clone()));
            let site = Site::parse(&url, None)?;
            world.running.watch(Disk { place: folder.clone(), reserve: RESERVE });
            House { world, data_dir: folder, site, mailer, tls: None, metrics: None }.open(listening).await
        })
    }

    /// The data folder, and whether it is a temporary one.
    fn folder(&self) -> Result<(PathBuf, bool), Failed> {
        let mut make = fs::DirBuilder::new();
        make.mode(0o700);
        if let Some(folder) = &self.data {
            make.recursive(true).create(folder)?;
            return Ok((folder.canonicalize()?, false));
        }
        let folder = std::env::temp_dir().join(format!("goodstanding-demo-{}", std::process::id()));
        make.create(&folder)?;
        Ok((folder, true))
    }

    fn tell(&self, told: &Told<'_>) -> Result<(), Failed> {
        if self.json {
            return say(&(serde_json::to_string(told)? + "\n"));
        }
        let Told { url, accounts, examples, mail_dir, data_dir, root } = told;
        let mut text = format!(
            "\n  Goodstanding 律证 demo (示例数据, all invented)\n\n  open      {url}\n  verify    {url}/verify\n\n"
        );
        for Entry { role, login, password } in *accounts {
            text.push_str(&format!("  {role:<16}{login:<18}{password}\n"));
        }
        text.push_str("\n  codes to verify\n");
        for Example { answer, code } in *examples {
            text.push_str(&format!("  {answer:<22}{code}\n"));
        }
        text.push_str(&format!(
            "\n  mail      {}\n  data      {}\n  root      {root}\n\n  Ctrl-C ends it.\n\n",
            mail_dir.display(),
            data_dir.display()
        ));
        say(&text)
    }
}

const ACCOUNTS: &str = "demo-accounts.json";

fn reopen(folder: &Path) -> Result<Kept, Failed> {
    let file = folder.join(ACCOUNTS);
    let text = fs::read_to_string(&file)
        .map_err(|error| format!("{} is no folder of a demo: {}: {error}", folder.display(), file.display()))?;
    Ok(serde_json::from_str(&text)?)
}

fn settings(base_url: &str) -> Settings {
    Settings {
        association: sample::ASSOCIATION.to_owned(),
        short: "示例市律协".to_owned(),
        latin: "Shili Bar Association (Sample)".to_owned(),
        uscc: sample::ASSOCIATION_CODE.to_owned(),
        base_url: base_url.to_owned(),
        hotline: Hotline {
            phone: "000-80000000".to_owned(),
            hours: "工作日 9:00–11:30，13:30–17:30".to_owned(),
            email: "help@example.com".to_owned(),
        },
        mail_from: "cert@example.com".to_owned(),
        collect_at: "示例市示例路 1 号，本会一楼服务窗口".to_owned(),
        ..Settings::default()
    }
}

/// Makes the whole demo in an empty folder.
fn make(folder: &Path, url: &str) -> Result<Kept, Failed> {
    let uid = own_uid()?;
    let now = machine_clock()();
    let today = now.day();
    // The past of the sample begins at nine in the morning; never before the dates that its files hold.
    let vouched = Day::parse(sample::DATA_DATE).unwrap_or(today).min(today);
    let past = Moment::start_of(today.plus_days(-PAST)).plus_seconds(9 * 3600);
    let root_out = folder.join("root-key.pem");
    let founding = Founding {
        folder: &keys_folder(folder),
        root_out: &root_out,
        host: HOST,
        association: sample::ASSOCIATION,
        now: past,
    };
    let keys = Keyring::create(&founding, None, &mut fill_random)?;
    let store = Arc::new(Store::create(&store_file(folder))?);
    let hand = Arc::new(AtomicU64::new(past.0));
    let clock = Arc::clone(&hand);
    // Every look at the clock moves it by a second, so that no two acts happen at once.
    let ticking = Box::new(move || Moment(clock.fetch_add(1000, Ordering::Relaxed)));
    let world = World::new(store, Arc::new(Press::new()), Some(keys), ticking);
    found::found(&world, &settings(url), "示律证", Actor::Operator { uid })?;
    showcase::register(&world, uid, vouched.min(past.day()))?;
    let accounts = showcase::people(&world, uid, &password())?;
    showcase::long_ago(&world)?;
    hand.store(Moment::start_of(today.plus_days(-2)).plus_seconds(9 * 3600).0, Ordering::Relaxed);
    showcase::register(&world, uid, vouched.max(today.plus_days(-3)).min(today))?;
    showcase::recent(&world)?;
    let kept = Kept { accounts };
    fs::write(folder.join(ACCOUNTS), serde_json::to_string_pretty(&kept)?)?;
    Ok(kept)
}

/// One password for all of them, new for each demo.
fn password() -> String {
    let token = Token::generate(&mut fill_random).text().clone();
    let letters: String = token.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    format!("Try-{letters}-7")
}
