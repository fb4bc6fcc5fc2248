//! The door: parse, dispatch, print what went wrong.

use std::process::ExitCode;

fn main() -> ExitCode {
    goodstanding::cli::run()
}
