//! The back door: a Unix socket in the data folder by which commands reach a living server, which holds the store's
//! file alone. One line of JSON asks, one line answers. The socket is 0600, and the system says who asks: only the
//! server's own user and root are heard, and the user id goes into the audit. Where no server runs, the command opens
//! the store itself and calls the same `answer`.

pub mod ask;
pub mod listen;
pub mod place;
pub mod stream;

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};

use crate::app::accounts;
use crate::app::asker::Asker;
use crate::app::carry_kind::{self, Looked};
use crate::app::doctor::{self, Finding};
use crate::app::health;
use crate::app::import;
use crate::app::invite::{self, Typed};
use crate::app::keys;
use crate::app::lifeboat;
use crate::app::log_files::{self, Continued};
use crate::app::rebuild::{self, Rebuilt};
use crate::app::refused::Refused;
use crate::app::switch_account::{self, Switch};
use crate::app::verify_log::{self, Held};
use crate::app::work::cause;
use crate::app::world::World;
use crate::domain::import::plan::Plan;
use crate::domain::kind::KindId;
use crate::domain::register::Table;
use crate::domain::time::{Day, Moment};

/// What commands ask for.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Request {
    /// Whether the server can do its work.
    Health,
    /// What is well and what is not.
    Doctor,
    AccountCreate {
        login: String,
        name: String,
        email: String,
        roles: Vec<String>,
        firm: String,
        lawyer: String,
    },
    AccountList,
    /// `to` is `on`, `off` or `unlock`.
    AccountSwitch {
        login: String,
        to: String,
    },
    /// A register table; `bytes` is the file in Base64.
    Import {
        table: String,
        file_name: String,
        bytes: String,
        data_date: Day,
        commit: bool,
    },
    /// Hold the store against its log, and what these witnesses (verifier keys) said of it.
    VerifyLog {
        witnesses: Vec<String>,
    },
    /// The log's public files.
    ExportLog,
    /// Whether the log continues a checkpoint that somebody kept.
    LogContinues {
        checkpoint: String,
    },
    /// How the keys stand.
    KeyStand,
    /// Put the next manifest, which the root has signed, into force, with the keys that it adds.
    KeyInstall {
        manifest: String,
        keys: Vec<HandedKey>,
    },
    /// Make a certificate's file again and compare.
    Rebuild {
        number: String,
    },
    /// A kind as the text of a file: one of its versions, or what its editor shows.
    KindExport {
        kind: String,
        version: Option<u32>,
    },
    /// Take the file of a kind as a draft; under another id than the file's where one is given.
    KindImport {
        text: String,
        id: Option<String>,
    },
    /// A copy of the store; it follows the answer (`stream`).
    Backup,
    /// Every file of the lifeboat.
    ExportVerification,
}

/// A new private key on its way from the command that made it to the server. Never shown.
#[derive(Serialize, Deserialize)]
pub struct HandedKey {
    role: String,
    /// PKCS#8 in Base64.
    private: String,
    /// DER in Base64, for the document role.
    certificate: Option<String>,
}

impl HandedKey {
    pub fn new(role: &str, private: &[u8], certificate: Option<&[u8]>) -> Self {
        let certificate = certificate.map(|certificate| BASE64.encode(certificate));
        Self { role: role.to_owned(), private: BASE64.encode(private), certificate }
    }
}

impl std::fmt::Debug for HandedKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HandedKey({})", self.role)
    }
}

/// What they are told.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    Done,
    Examined(Vec<Finding>),
    /// The link by which the new account's holder sets the password.
    Invited {
        login: String,
        link: String,
    },
    Accounts(Vec<AccountLine>),
    /// Counts of rows, and a line for each row that somebody should look at.
    Imported {
        read: usize,
        new: usize,
        changed: usize,
        unchanged: usize,
        refused: usize,
        lines: Vec<ImportLine>,
        committed: bool,
    },
    /// What was held against the log, and the fingerprint of the root.
    Held {
        held: Held,
        root: String,
    },
    /// The manifest's note in force, the log's size and root, the association's name, the X.509 root; bytes in Base64.
    KeyStand {
        manifest: String,
        size: u64,
        root: String,
        association: String,
        x509_root: String,
    },
    /// Numbers of certificates that can no longer be believed.
    KeysInstalled {
        doubtful: Vec<String>,
    },
    /// Size of the kept checkpoint, of the log now, and when the kept one's last leaf was written.
    Continues {
        kept: u64,
        size: u64,
        last: Moment,
    },
    Rebuilt(Rebuilt),
    KindFile(String),
    /// The id of the draft, and what somebody should look at before it is published.
    KindTaken {
        kind: String,
        remarks: Vec<String>,
    },
    /// What was asked for follows this line (`stream`).
    Follows,
    /// Path and bytes in Base64.
    Files(Vec<(String, String)>),
    /// Nothing was done; why.
    Refused(String),
}

/// One account, for a list on a terminal.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountLine {
    pub login: String,
    pub name: String,
    pub roles: Vec<String>,
    pub firm: Option<String>,
    pub active: bool,
    pub locked: bool,
    /// No password was set yet.
    pub invited: bool,
}

/// One row of an import; line 0 is the whole file.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportLine {
    /// `refused`, `warning`, `mapped`, `changed` or `new`.
    pub word: String,
    pub line: u32,
    pub column: String,
    pub value: String,
    pub sentence: String,
}

/// Does what is asked, for the operator with this user id. Blocks.
pub fn answer(world: &World, uid: u32, request: Request) -> Answer {
    let done = act(world, Asker::Operator { uid }, request);
    world.wake();
    done.unwrap_or_else(|refused| Answer::Refused(sentence(&refused)))
}

fn act(world: &World, asker: Asker, request: Request) -> Result<Answer, Refused> {
    match request {
        Request::Health => health::check(world).map(|()| Answer::Done),
        Request::Doctor => {
            Ok(Answer::Examined(doctor::examine(world).unwrap_or_else(|refused| vec![doctor::unreadable(&refused)])))
        }
        Request::AccountCreate { login, name, email, roles, firm, lawyer } => {
            let typed = Typed { login, name, email, roles, firm, lawyer };
            let invited = invite::invite(world, &asker, &typed, None)?;
            let invited = invited.ok_or_else(|| Refused::broken("a form token where there is no form"))?;
            Ok(Answer::Invited { login: invited.login, link: invited.link })
        }
        Request::Backup => Err(Refused::broken("a copy is handed over by a server only")),
        Request::AccountList => {
            let list = accounts::list(world, &asker)?;
            Ok(Answer::Accounts(list.into_iter().map(line).collect()))
        }
        Request::AccountSwitch { login, to } => {
            let to = Switch::parse(&to).ok_or_else(|| Refused::field("to", "on, off or unlock"))?;
            let id = accounts::by_login(world, &asker, &login)?.id;
            switch_account::switch(world, &asker, id, to)?;
            Ok(Answer::Done)
        }
        Request::Import { table, file_name, bytes, data_date, commit } => {
            let table = Table::parse(&table).ok_or_else(|| Refused::field("table", "there is no such table"))?;
            let bytes = BASE64.decode(bytes.as_bytes()).map_err(Refused::broken)?;
            let plan = if commit {
                import::load(world, asker.actor(), table, &file_name, &bytes, data_date)?
            } else {
                import::plan_only(world, table, &file_name, &bytes)?
            };
            Ok(imported(&plan, commit))
        }
        Request::VerifyLog { witnesses } => {
            let held = verify_log::verify_with(world, &witnesses)?;
            Ok(Answer::Held { held, root: world.fingerprint()?.to_string() })
        }
        Request::LogContinues { checkpoint } => {
            let Continued { kept, size, last } = log_files::continues(world, &checkpoint)?;
            Ok(Answer::Continues { kept, size, last })
        }
        Request::KeyStand => {
            let stand = keys::stand(world)?;
            Ok(Answer::KeyStand {
                manifest: stand.manifest,
                size: stand.size,
                root: BASE64.encode(&stand.root),
                association: stand.association,
                x509_root: BASE64.encode(&stand.x509_root),
            })
        }
        Request::KeyInstall { manifest, keys } => {
            let mut handed = Vec::new();
            for key in &keys {
                let bytes = |text: &str| BASE64.decode(text.as_bytes()).map_err(Refused::broken);
                let certificate = key.certificate.as_deref().map(bytes).transpose()?;
                handed.push(keys::handed(&key.role, &bytes(&key.private)?, certificate)?);
            }
            Ok(Answer::KeysInstalled { doubtful: keys::install(world, asker.actor(), &manifest, &handed)? })
        }
        Request::Rebuild { number } => Ok(Answer::Rebuilt(rebuild::rebuild(world, &number)?)),
        Request::KindExport { kind, version } => {
            let id = KindId::parse(&kind).ok_or(Refused::NotFound)?;
            Ok(Answer::KindFile(carry_kind::export(world, &asker, &id, version)?))
        }
        Request::KindImport { text, id } => {
            let looked = carry_kind::look(world, &asker, &text)?;
            let kind = carry_kind::take(world, &asker, &text, id.as_deref().unwrap_or(&looked.id))?;
            Ok(Answer::KindTaken { kind: kind.to_string(), remarks: remarks(&looked) })
        }
        Request::ExportLog => Ok(files(log_files::export(world)?)),
        Request::ExportVerification => Ok(files(lifeboat::build(world)?)),
    }
}

fn remarks(looked: &Looked) -> Vec<String> {
    let mut remarks = Vec::new();
    if let Some(usual) = &looked.other_prefix {
        remarks.push(format!(
            "its numbers begin with {}, those of other kinds here with {usual}",
            looked.form.prefix.trim()
        ));
    }
    if let Some(differs) = &looked.differs {
        remarks.push(format!("it differs from the version in force of {} in {} places", looked.id, differs.len()));
    }
    remarks
}

fn files(files: Vec<(String, Vec<u8>)>) -> Answer {
    Answer::Files(files.into_iter().map(|(path, bytes)| (path, BASE64.encode(&bytes))).collect())
}

fn imported(plan: &Plan, commit: bool) -> Answer {
    let entry = |word: &str, line: u32, column: &str, value: &str, sentence: String| ImportLine {
        word: word.to_owned(),
        line,
        column: column.to_owned(),
        value: value.to_owned(),
        sentence,
    };
    let mut lines: Vec<ImportLine> = plan
        .refused
        .iter()
        .map(|row| entry("refused", row.line, &row.column, &row.value, row.sentence.clone()))
        .collect();
    lines.extend(plan.warnings.iter().map(|row| entry("warning", row.line, &row.column, "", row.sentence.clone())));
    lines.extend(plan.mapped.iter().map(|cell| entry("mapped", cell.line, &cell.column, "", cell.mapped.sentence())));
    for row in &plan.changed {
        for change in &row.changes {
            let sentence = format!("{} → {}", change.from, change.to);
            lines.push(entry("changed", row.line, change.column, &row.title, sentence));
        }
    }
    lines.extend(plan.ignored().map(|header| entry("ignored", 0, header, "", "this column is not read".to_owned())));
    Answer::Imported {
        read: plan.read,
        new: plan.new.len(),
        changed: plan.changed.len(),
        unchanged: plan.unchanged,
        refused: plan.refused.len(),
        lines,
        committed: commit && plan.can_commit(),
    }
}

fn line(known: accounts::Known) -> AccountLine {
    let account = known.account;
    AccountLine {
        login: account.login,
        name: account.name,
        roles: account.roles.iter().map(|role| role.slug().to_owned()).collect(),
        firm: known.firm,
        active: account.active,
        locked: known.locked,
        invited: account.password.is_none(),
    }
}

/// One line for the terminal; fields are named as the options are.
fn sentence(refused: &Refused) -> String {
    match refused {
        Refused::Invalid(problems) => {
            let lines: Vec<String> =
                problems.iter().map(|problem| format!("{}: {}", problem.field, problem.sentence)).collect();
            lines.join("; ")
        }
        Refused::NotFound => "there is no such record".to_owned(),
        other => cause(other),
    }
}
