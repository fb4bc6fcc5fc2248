//! `goodstanding account`.

use clap::{Args, Subcommand, ValueEnum};

use crate::admin::{AccountLine, Answer, Request};
use crate::cli::place::Place;
use crate::cli::{Failed, say};
use crate::domain::permission::Role;

/// Create, list and switch accounts
#[derive(Debug, Subcommand)]
pub enum Account {
    Create(Create),
    List(List),
    Switch(SwitchTo),
}

/// Create an account and invite its holder by mail
///
/// Prints the link by which the holder sets a password; the same link is in the letter. It holds for seven days. Roles
/// of firms and lawyers stand alone; of system-admin, security-admin and auditor one account holds at most one.
#[derive(Debug, Args)]
pub struct Create {
    /// Name to sign in with; the mailbox where it is left out
    #[arg(long, default_value = "")]
    login: String,
    /// Name of the person
    #[arg(long)]
    name: String,
    /// Mailbox, to which the invitation goes
    #[arg(long)]
    email: String,
    /// What the account is for; may be repeated
    #[arg(long = "role", value_name = "ROLE", required = true, value_parser = roles())]
    roles: Vec<String>,
    /// Firm of a firm-admin or firm-clerk: its unified social credit code, or its full name
    #[arg(long, default_value = "")]
    firm: String,
    /// Licence number of a lawyer
    #[arg(long, default_value = "")]
    lawyer: String,
    #[command(flatten)]
    place: Place,
}

/// List all accounts
#[derive(Debug, Args)]
pub struct List {
    /// One JSON object per line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// Switch an account on or off, or unlock it after failed sign-ins
#[derive(Debug, Args)]
pub struct SwitchTo {
    /// Name that the account signs in with
    login: String,
    /// What to do
    to: To,
    #[command(flatten)]
    place: Place,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum To {
    On,
    Off,
    Unlock,
}

fn roles() -> clap::builder::PossibleValuesParser {
    Role::ALL.map(Role::slug).into()
}

impl Account {
    pub fn run(self) -> Result<(), Failed> {
        match self {
            Self::Create(create) => create.run(),
            Self::List(list) => list.run(),
            Self::Switch(switch) => switch.run(),
        }
    }
}

impl Create {
    fn run(self) -> Result<(), Failed> {
        let Self { login, name, email, roles, firm, lawyer, place } = self;
        match place.ask(Request::AccountCreate { login, name, email, roles, firm, lawyer })? {
            Answer::Invited { login, link } => say(&format!("created {login}; the password is set at\n{link}\n")),
            other => Err(format!("an answer that does not fit: {other:?}").into()),
        }
    }
}

impl List {
    fn run(&self) -> Result<(), Failed> {
        match self.place.ask(Request::AccountList)? {
            Answer::Accounts(lines) if self.json => {
                let lines: Result<Vec<String>, _> = lines.iter().map(serde_json::to_string).collect();
                say(&lines?.into_iter().map(|line| line + "\n").collect::<String>())
            }
            Answer::Accounts(lines) => say(&lines.iter().map(line).collect::<String>()),
            other => Err(format!("an answer that does not fit: {other:?}").into()),
        }
    }
}

fn line(account: &AccountLine) -> String {
    let state = match account {
        AccountLine { active: false, .. } => "off",
        AccountLine { locked: true, .. } => "locked",
        AccountLine { invited: true, .. } => "invited",
        _ => "on",
    };
    let firm = account.firm.as_deref().unwrap_or("");
    format!("{:<8} {:<32} {:<28} {} {firm}\n", state, account.login, account.roles.join(","), account.name)
        .trim_end()
        .to_owned()
        + "\n"
}

impl SwitchTo {
    fn run(self) -> Result<(), Failed> {
        let (word, said) = match self.to {
            To::On => ("on", "switched on"),
            To::Off => ("off", "switched off; its sessions have ended"),
            To::Unlock => ("unlock", "unlocked"),
        };
        self.place.ask(Request::AccountSwitch { login: self.login.clone(), to: word.to_owned() })?;
        say(&format!("{} is {said}\n", self.login))
    }
}
