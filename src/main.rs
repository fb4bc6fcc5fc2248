//! The door: parse, dispatch, print what went wrong.

use std::process::ExitCode;

/// Hashing a password takes 19 MiB for a moment. The system's allocator keeps such pieces for each thread for ever; this
/// one gives them back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    goodstanding::cli::run()
}
