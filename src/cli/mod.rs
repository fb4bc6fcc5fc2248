//! Commands, one file for each. A command reads its arguments, asks a living server by its socket or opens the store
//! itself, and prints; what went wrong is one line on the error output, with its causes, and exit status 1. Wrong
//! usage is exit status 2.

pub mod account;
pub mod backup;
pub mod certificate;
pub mod demo;
pub mod doctor;
pub mod doors;
pub mod export;
pub mod health;
pub mod import;
pub mod init;
pub mod key;
pub mod key_life;
pub mod kind;
pub mod manual;
pub mod owner;
pub mod passphrase;
pub mod place;
pub mod read_file;
pub mod restore;
pub mod serve;
pub mod settings;
pub mod supervisor;
pub mod trace;
pub mod verify;
pub mod verify_log;
pub mod verify_qr;
pub mod verify_receipt;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Why a command was not carried out.
pub type Failed = Box<dyn Error + Send + Sync>;

/// Issue a bar association's certificates, and verify them (律证).
#[derive(Debug, Parser)]
#[command(name = "goodstanding", version, max_term_width = 100, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// What can be done.
#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Demo),
    Init(init::Init),
    Serve(serve::Serve),
    Import(import::Import),
    #[command(subcommand)]
    Account(account::Account),
    #[command(subcommand)]
    Certificate(certificate::Certificate),
    Verify(verify::Verify),
    VerifyLog(verify_log::VerifyLog),
    Backup(backup::Backup),
    Restore(restore::Restore),
    #[command(subcommand)]
    Key(key::Key),
    #[command(subcommand)]
    Kind(kind::Kind),
    #[command(subcommand)]
    Export(export::Export),
    Settings(settings::Settings),
    Health(health::Health),
    Doctor(doctor::Doctor),
    Manual(manual::Manual),
    Completions(manual::Completions),
    #[command(hide = true)]
    ReadFile(read_file::ReadFile),
}

/// Parses the arguments and carries the command out.
pub fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Demo(demo) => demo.run(),
        Command::Init(init) => init.run(),
        Command::Serve(serve) => serve.run(),
        Command::Import(import) => import.run(),
        Command::Verify(verify) => return verify.run().unwrap_or_else(|failed| told(failed.as_ref())),
        Command::VerifyLog(verify_log) => verify_log.run(),
        Command::Backup(backup) => backup.run(),
        Command::Restore(restore) => restore.run(),
        Command::Key(key) => key.run(),
        Command::Kind(kind) => kind.run(),
        Command::Export(export) => export.run(),
        Command::ReadFile(read_file) => read_file.run(),
        Command::Account(account) => account.run(),
        Command::Certificate(certificate) => certificate.run(),
        Command::Settings(settings) => settings.run(),
        Command::Health(health) => health.run(),
        Command::Doctor(doctor) => doctor.run(),
        Command::Manual(manual) => manual.run(),
        Command::Completions(completions) => completions.run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failed) => told(failed.as_ref()),
    }
}

fn told(failed: &(dyn Error + 'static)) -> ExitCode {
    complain(&chain(failed));
    if failed.is::<doors::Restart>() { ExitCode::from(doors::Restart::STATUS) } else { ExitCode::FAILURE }
}

/// One line on the error output.
pub fn complain(sentence: &str) {
    let _ = writeln!(std::io::stderr(), "goodstanding: {sentence}");
}

/// An error and its causes in one line; a cause that the error names itself is not said twice.
fn chain(error: &dyn Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !line.contains(&text) {
            line.push_str(": ");
            line.push_str(&text);
        }
        cause = error.source();
    }
    line.replace('\n', " ")
}

/// Prints to the standard output; a reader that went away is no error.
pub fn say(text: &str) -> Result<(), Failed> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_commands_are_well_formed_and_each_says_what_it_does() {
        let mut all = Cli::command();
        all.clone().debug_assert();
        all.build();
        let mut open: Vec<clap::Command> = all.get_subcommands().cloned().collect();
        while let Some(command) = open.pop() {
            assert!(command.get_about().is_some(), "{} says nothing of itself", command.get_name());
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{} {}", command.get_name(), argument.get_id());
            }
            open.extend(command.get_subcommands().filter(|sub| sub.get_name() != "help").cloned());
        }
    }
}
